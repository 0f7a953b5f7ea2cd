{{ config(enabled=is_connected('zendesk')) }}

-- What became of each row of Zendesk's tables. What became an event is counted where
-- it is one.
with

histories as (
    {{ rows_of_loaders('zendesk', 'history_outcomes') }}
),

status_changes as (
    select
        connection,
        vendor_table,
        count(*) as raw_row_count
    from {{ ref('zendesk__ticket_events') }}
    where event_type = 'status'
    group by connection, vendor_table
),

comments as (
    select * from {{ ref('zendesk__comment_outcomes') }}
),

surveys as (
    select
        connection,
        count(*) as raw_row_count
    from {{ ref('zendesk__surveys') }}
    group by connection
),

agents as (
    select
        connection,
        count(*) as raw_row_count,
        count(*) filter (where is_user) as user_count
    from {{ ref('zendesk__agents') }}
    group by connection
),

users as (
    {{ rows_of_loaders('zendesk', 'users') }}
),

counted_users as (
    select
        connection,
        vendor_table,
        count(*) as row_count
    from users
    group by connection, vendor_table
),

{{ counted_outcomes('tickets', ref('zendesk__tickets'), 'tickets') }},

{{ counted_outcomes('rated', ref('zendesk__rated'), 'surveys') }},

final as (
    select * from tickets
    union all
    select * from comments
    union all
    select
        rated.connection,
        rated.vendor_table,
        rated.outcome,
        rated.reason,
        rated.raw_table,
        rated.row_count,
        case when rated.outcome = 'used' then surveys.raw_row_count else 0 end
            as raw_row_count
    from rated
    left join surveys
        on rated.connection = surveys.connection
    union all
    select
        histories.connection,
        histories.vendor_table,
        histories.outcome,
        case when histories.outcome <> 'used' then histories.reason end as reason,
        case when histories.outcome = 'used' then 'ticket_events' end as raw_table,
        histories.row_count,
        case
            when histories.outcome = 'used' then status_changes.raw_row_count
            else 0
        end as raw_row_count
    from histories
    left join status_changes
        on
            histories.connection = status_changes.connection
            and histories.vendor_table = status_changes.vendor_table
    union all
    select
        counted_users.connection,
        counted_users.vendor_table,
        'used' as outcome,
        cast(null as {{ dbt.type_string() }}) as reason,
        'agents' as raw_table,
        agents.user_count as row_count,
        agents.raw_row_count
    from counted_users
    inner join agents
        on counted_users.connection = agents.connection
    union all
    select
        counted_users.connection,
        counted_users.vendor_table,
        'looked_up' as outcome,
        'a customer, or an earlier version' as reason,
        cast(null as {{ dbt.type_string() }}) as raw_table,
        counted_users.row_count - coalesce(agents.user_count, 0) as row_count,
        0 as raw_row_count
    from counted_users
    left join agents
        on counted_users.connection = agents.connection
)

select * from final
