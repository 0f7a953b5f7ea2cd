-- Contacts and refunds, once for each list that a value of theirs should be in.
with

unknown_values as (
    select * from {{ ref('int_unknown_values') }}
),

listed as (
    {% for list_name in ['channel', 'priority'] -%}
    select
        '{{ list_name }}' as list_name,
        'ticket_id' as key_name,
        ticket_id as row_key,
        created_at as happened_at
    from {{ ref('fct_tickets') }}
    where is_contact
    union all
    {% endfor -%}
    select
        'refund_reason' as list_name,
        'refund_id' as key_name,
        refund_id as row_key,
        requested_at as happened_at
    from {{ ref('fct_refunds') }}
    where not is_test_order
),

final as (
    select
        listed.*,
        unknown_values.unknown_value
    from listed
    left join unknown_values
        on
            listed.list_name = unknown_values.list_name
            and listed.row_key = unknown_values.row_key
)

select * from final
