{{ config(enabled=is_connected('gorgias')) }}

-- What became of each row of Gorgias' tables.
with

users as (
    {{ rows_of_loaders('gorgias', 'users') }}
),

customers as (
    {{ rows_of_loaders('gorgias', 'customers') }}
),

agents as (
    select
        connection,
        count(*) as raw_row_count,
        count(*) filter (where is_user) as user_count
    from {{ ref('gorgias__agents') }}
    group by connection
),

closed as (
    select
        connection,
        vendor_table,
        count(*) as raw_row_count
    from {{ ref('gorgias__ticket_events') }}
    where vendor_table = 'tickets'
    group by connection, vendor_table
),

lookups as (
    select
        connection,
        vendor_table,
        'by whose address customers are known' as reason,
        count(*) as row_count
    from customers
    group by connection, vendor_table
    union all
    select
        users.connection,
        users.vendor_table,
        'an earlier version' as reason,
        count(*) - max(agents.user_count) as row_count
    from users
    inner join agents
        on users.connection = agents.connection
    group by users.connection, users.vendor_table
),

{{ counted_outcomes('tickets', ref('gorgias__tickets'), 'tickets') }},

{{ counted_outcomes('messages', ref('gorgias__messages'), 'ticket_events') }},

{{ counted_outcomes('events', ref('gorgias__events'), 'ticket_events') }},

{{ counted_outcomes('surveys', ref('gorgias__surveys'), 'surveys') }},

final as (
    select * from tickets
    union all
    select * from messages
    union all
    select * from events
    union all
    select * from surveys
    union all
    select
        connection,
        vendor_table,
        'looked_up' as outcome,
        reason,
        cast(null as {{ dbt.type_string() }}) as raw_table,
        row_count,
        0 as raw_row_count
    from lookups
    union all
    select distinct
        users.connection,
        users.vendor_table,
        'used' as outcome,
        cast(null as {{ dbt.type_string() }}) as reason,
        'agents' as raw_table,
        agents.user_count as row_count,
        agents.raw_row_count
    from users
    inner join agents
        on users.connection = agents.connection
    union all
    select
        connection,
        vendor_table,
        'used' as outcome,
        cast(null as {{ dbt.type_string() }}) as reason,
        'ticket_events' as raw_table,
        0 as row_count,
        raw_row_count
    from closed
)

select * from final
