-- What the gates that are shares could look at, of all times: which rows, what is at
-- fault, and what the share counts where that is the rows without fault. A view: each
-- reader takes the few rows of its window.
{% set contact_gates = {
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
        'of': "journey_stage = 'post_purchase' and not is_catch_all",
        'fault': 'linked_order_id is null', 'counts': 'linked_order_id is not null',
        'fault_name': "'order link ' || order_link",
    },
    'imputed_handle_time_share': {
        'of': 'is_resolved' if can_know_handle_times() else 'false',
        'fault': 'is_handle_time_imputed',
    },
    'bad_times_share': {'fault': 'has_bad_times'},
} %}
with

excepted_faults as (
    select excepted_fault from {{ ref('int_gate_exceptions') }}
    where gate = 'high_quality_reason_share' and excepted_fault is not null
),

contacts as (
    select
        tickets.*,
        excepted_faults.excepted_fault,
        tickets.channel || ', ' || tickets.reason_code
        || coalesce(', tag ' || tickets.reason_tag, ', no tag') as detail
    from {{ ref('fct_tickets') }} as tickets
    left join excepted_faults
        on tickets.reason_fault = excepted_faults.excepted_fault
    where tickets.is_contact
),

-- one request a refund: a rejected one may be asked for again
refunds as (
    select
        *,
        lag(requested_at) over (
            partition by order_id, amount, refund_reason
            order by requested_at, refund_id
        ) as same_requested_at
    from {{ ref('fct_refunds') }}
    where status <> 'rejected' and not is_test_order
),

listed_values as (
    select * from {{ ref('int_gate_listed_values') }}
),

final as (
    {% for gate, rule in contact_gates.items() -%}
    select
        '{{ gate }}' as gate,
        'all' as part,
        'ticket_id' as key_name,
        ticket_id as fault_key,
        {{ rule.get('fault_name', 'cast(null as ' ~ dbt.type_string() ~ ')') }}
            as fault_name,
        detail,
        created_at as happened_at,
        coalesce({{ rule['fault'] }}, false) as is_at_fault,
        coalesce({{ rule.get('counts', rule['fault']) }}, false) as is_counted
    from contacts
    {%- if 'of' in rule %}
    where {{ rule['of'] }}
    {%- endif %}
    union all
    {% endfor -%}
    select
        'duplicate_refund_share' as gate,
        'all' as part,
        'refund_id' as key_name,
        refund_id as fault_key,
        cast(null as {{ dbt.type_string() }}) as fault_name,
        'order ' || order_id || ', ' || refund_reason as detail,
        requested_at as happened_at,
        coalesce(requested_at <= {{ add_time(
            'same_requested_at', hours=var('gate_duplicate_hours')
        ) }}, false) as is_at_fault,
        coalesce(requested_at <= {{ add_time(
            'same_requested_at', hours=var('gate_duplicate_hours')
        ) }}, false) as is_counted
    from refunds
    union all
    select
        'unknown_value_share' as gate,
        list_name as part,
        key_name,
        row_key as fault_key,
        cast(null as {{ dbt.type_string() }}) as fault_name,
        unknown_value as detail,
        happened_at,
        unknown_value is not null as is_at_fault,
        unknown_value is not null as is_counted
    from listed_values
)

select * from final
