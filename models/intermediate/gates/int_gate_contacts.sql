-- The contacts that gates look at, once for each gate and part: what is at fault, and
-- what the share counts where that is the rows without fault. They are few of all:
-- their time is judged before anything is joined.
{% set rules = {
    'high_quality_reason_share': {
        'fault': 'reason_fault is not null and excepted_fault is null',
        'counts': 'reason_fault is null or excepted_fault is not null',
        'fault_name': 'reason_fault',
    },
    'catch_all_share': {'fault': 'is_catch_all'},
    'unmapped_tag_share': {
        'fault': "reason_code = 'unmapped' and reason_tag is not null",
    },
    'uncomputed_sla_share': {
        'fault': 'response_due_at is null or resolution_due_at is null',
    },
    'linked_order_share': {
        'fault': 'linked_order_id is null', 'counts': 'linked_order_id is not null',
        'fault_name': "'order link ' || order_link",
    },
    'imputed_handle_time_share': {'fault': 'is_handle_time_imputed'},
    'bad_times_share': {'fault': 'has_bad_times'},
    'unknown_value_share': {'fault': 'unknown_value is not null'},
} %}
with

windows as (
    select * from {{ ref('int_gate_windows') }}
),

excepted_faults as (
    select excepted_fault from {{ ref('int_gate_exceptions') }}
    where gate = 'high_quality_reason_share' and excepted_fault is not null
),

unknown_values as (
    select
        row_key as ticket_id,
        max(unknown_value) filter (where list_name = 'channel') as unknown_channel,
        max(unknown_value) filter (where list_name = 'priority') as unknown_priority
    from {{ ref('int_unknown_values') }}
    where is_contact
    group by row_key
),

earliest as (
    select min(window_from) as window_from from windows
),

recent as (
    select tickets.*
    from {{ ref('fct_tickets') }} as tickets
    inner join earliest
        on tickets.created_at >= earliest.window_from
    where tickets.is_contact
),

contacts as (
    select
        recent.*,
        excepted_faults.excepted_fault,
        unknown_values.unknown_channel,
        unknown_values.unknown_priority,
        recent.channel || ', ' || recent.reason_code
        || coalesce(', tag ' || recent.reason_tag, ', no tag') as contact
    from recent
    left join excepted_faults
        on recent.reason_fault = excepted_faults.excepted_fault
    left join unknown_values
        on recent.ticket_id = unknown_values.ticket_id
),

looked_at as (
    {% for name, population in gate_populations().items()
        if population['of'] == 'contacts' -%}
    select
        contacts.*,
        windows.gate,
        windows.part,
        case
            when windows.part = 'channel' then contacts.unknown_channel
            when windows.part = 'priority' then contacts.unknown_priority
        end as unknown_value
    from contacts
    inner join windows
        on
            windows.population = '{{ name }}'
            and contacts.created_at >= windows.window_from
    where {{ population['holds'] }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

final as (
    select
        gate,
        part,
        ticket_id,
        case gate
            {%- for gate, rule in rules.items() if 'fault_name' in rule %}
            when '{{ gate }}' then {{ rule['fault_name'] }}
            {%- endfor %}
        end as fault_name,
        case when part = 'all' then contact else unknown_value end as detail,
        created_at as happened_at,
        coalesce(case gate
            {%- for gate, rule in rules.items() %}
            when '{{ gate }}' then {{ rule['fault'] }}
            {%- endfor %}
        end, false) as is_at_fault,
        coalesce(case gate
            {%- for gate, rule in rules.items() %}
            when '{{ gate }}' then {{ rule.get('counts', rule['fault']) }}
            {%- endfor %}
        end, false) as is_counted
    from looked_at
)

select * from final
