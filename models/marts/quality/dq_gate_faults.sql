-- What is behind each gate: the keys to look for in what it says to open.
{% set judged_rows = ['int_gate_rows']
    + (['int_gate_currencies'] if is_connected('shopify') else []) %}
with

far_orders as (
    select orders.*
    from {{ ref('int_gate_orders') }} as orders
    inner join {{ ref('int_gate_bounds') }} as bounds
        on bounds.gate = 'order_amount_factor'
    where
        greatest(orders.times_usual, 1 / nullif(orders.times_usual, 0))
        > bounds.healthy_bound
),

rejected_rows as (
    select
        raw_table,
        row_key,
        min(reason || ': ' || detail) as detail,
        max(loaded_at) as happened_at
    from {{ ref('dq_rejected_rows') }}
    where not is_kept and detail not like '% {{ consequence_words() }}'
    group by raw_table, row_key
),

final as (
    {% for judged in judged_rows -%}
    select
        gate,
        part,
        key_name,
        fault_key,
        coalesce(fault_name || ': ', '') || detail as detail,
        happened_at
    from {{ ref(judged) }}
    where is_at_fault
    union all
    {% endfor -%}
    select
        'largest_unmapped_tag_share' as gate,
        'all' as part,
        'reason_tag' as key_name,
        reason_tag as fault_key,
        {{ gate_number('contacts') }} || ' contacts' as detail,
        last_seen_at as happened_at
    from {{ ref('int_gate_tags') }}
    union all
    select
        'unowned_codes' as gate,
        'all' as part,
        'reason_code' as key_name,
        reason_code as fault_key,
        problem || ', ' || {{ gate_number('contacts') }} || ' contacts' as detail,
        last_seen_at as happened_at
    from {{ ref('int_gate_codes') }}
    where problem is not null
    union all
    select
        'order_amount_factor' as gate,
        'all' as part,
        'order_id' as key_name,
        order_id as fault_key,
        {{ gate_number('amount') }} || ', ' || {{ gate_number('times_usual') }}
        || ' times the usual ' || {{ gate_number('usual_amount') }} as detail,
        ordered_at as happened_at
    from far_orders
    union all
    select
        'silent_channel_contacts' as gate,
        'all' as part,
        'channel' as key_name,
        channel as fault_key,
        {{ gate_number('usual_week_rows') }} || ' contacts in a usual week' as detail,
        last_at as happened_at
    from {{ ref('int_gate_volumes') }}
    where flow = 'contacts' and is_silent
    union all
    select
        'volume_factor' as gate,
        flow as part,
        'channel' as key_name,
        channel as fault_key,
        {{ gate_number('recent_rows') }} || ' in the last 7 days, '
        || {{ gate_number('usual_week_rows') }} || ' in a usual week' as detail,
        last_at as happened_at
    from {{ ref('int_gate_volumes') }}
    where recent_rows + usual_week_rows > 0
    union all
    select
        'rejected_share' as gate,
        raw_table as part,
        'row_key' as key_name,
        row_key as fault_key,
        detail,
        happened_at
    from rejected_rows
    union all
    select
        'inexact_id_share' as gate,
        raw_table as part,
        'raw_table' as key_name,
        raw_table as fault_key,
        {{ gate_number('inexact_id_versions') }} || ' row versions' as detail,
        last_loaded_at as happened_at
    from {{ ref('dq_raw_loads') }}
    where inexact_id_versions > 0
    union all
    select
        'hours_behind' as gate,
        raw_table as part,
        'raw_table' as key_name,
        raw_table as fault_key,
        'latest valid load, measured to ' || measured_to as detail,
        last_loaded_at as happened_at
    from {{ ref('dq_raw_loads') }}
)

select * from final
