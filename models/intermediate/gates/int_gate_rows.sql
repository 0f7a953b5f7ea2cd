-- What the gates that are shares look at: of which rows, what is at fault, and what the
-- share counts where that is the rows without fault.
{% set contact_gates = {
    'high_quality_reason_share': {
        'fault': 'not is_high_quality_reason', 'counts': 'is_high_quality_reason',
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
    },
    'imputed_handle_time_share': {'of': 'is_resolved', 'fault': 'is_handle_time_imputed'},
} %}
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

contacts as (
    select
        tickets.*,
        tickets.channel || ', ' || tickets.reason_code
        || coalesce(', tag ' || tickets.reason_tag, ', no tag') as detail
    from {{ ref('fct_tickets') }} as tickets
    cross join clock
    where
        tickets.is_contact
        and tickets.created_at >= {{ add_time('clock.as_of', days=-var('gate_days')) }}
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

recent_refunds as (
    select
        refunds.*,
        coalesce(
            refunds.requested_at
            <= {{ add_time(
                'refunds.same_requested_at', hours=var('gate_duplicate_hours')
            ) }},
            false
        ) as is_duplicate
    from refunds
    cross join clock
    where refunds.requested_at >= {{ add_time('clock.as_of', days=-var('gate_days')) }}
),

final as (
    {% for gate, rule in contact_gates.items() -%}
    select
        '{{ gate }}' as gate,
        'ticket_id' as key_name,
        ticket_id as fault_key,
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
        'refund_id' as key_name,
        refund_id as fault_key,
        'order ' || order_id || ', ' || refund_reason as detail,
        requested_at as happened_at,
        is_duplicate as is_at_fault,
        is_duplicate as is_counted
    from recent_refunds
)

select * from final
