with

unknown_values as (
    select * from {{ ref('int_unknown_values') }}
),

lists as (
    select
        'channel' as list_name,
        'other' as read_as,
        'seeds/reference/channel_costs.csv and sla_targets.csv' as known_in,
        count(*) as list_rows
    from {{ ref('fct_tickets') }}
    union all
    select
        'priority' as list_name,
        'normal' as read_as,
        'the raw contract: write one of its four in the export' as known_in,
        count(*) as list_rows
    from {{ ref('fct_tickets') }}
    union all
    select
        'refund_reason' as list_name,
        'other' as read_as,
        'seeds/reference/refund_reason_map.csv' as known_in,
        count(*) as list_rows
    from {{ ref('fct_refunds') }}
    where not is_test_order
),

counted as (
    select
        list_name,
        unknown_value,
        count(*) as rows_with_it,
        count(is_contact) as tickets,
        count(*) filter (where is_contact) as contacts,
        min(happened_at) as first_seen_at,
        max(happened_at) as last_seen_at
    from unknown_values
    group by list_name, unknown_value
),

final as (
    select
        counted.list_name,
        counted.unknown_value,
        lists.read_as,
        lists.known_in,
        counted.rows_with_it,
        case when counted.tickets > 0 then counted.contacts end as contacts,
        cast(counted.rows_with_it as double) / nullif(lists.list_rows, 0) as row_share,
        counted.first_seen_at,
        counted.last_seen_at
    from counted
    inner join lists
        on counted.list_name = lists.list_name
)

select * from final
