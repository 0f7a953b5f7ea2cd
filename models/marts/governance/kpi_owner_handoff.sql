with

history as (
    select * from {{ ref('int_history') }}
),

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

counted as (
    select
        contacts.created_month_start_date as month_start_date,
        contacts.owner,
        contacts.reason_code,
        count(*) as contacts,
        sum(contacts.revenue_at_risk) as revenue_at_risk,
        sum(contacts.handling_cost) as handling_cost,
        count(*) filter (where contacts.is_refund_linked) as refund_linked_contacts
    from contacts
    cross join history
    where contacts.created_month_start_date >= history.start_month_start_date
    group by
        contacts.created_month_start_date, contacts.owner, contacts.reason_code
),

fixes as (
    select
        counted.month_start_date,
        counted.reason_code,
        count(*) as open_fixes,
        count(*) filter (where fixes.due_at < history.as_of) as overdue_fixes
    from counted
    cross join history
    inner join {{ ref('fct_fixes') }} as fixes
        on
            counted.reason_code = fixes.reason_code
            and counted.month_start_date
            >= {{ reporting_date('fixes.proposed_at', 'month') }}
    where fixes.is_open
    group by counted.month_start_date, counted.reason_code
),

final as (
    select
        counted.month_start_date,
        counted.owner,
        counted.reason_code,
        cast(row_number() over (
            partition by counted.month_start_date
            order by
                counted.revenue_at_risk desc,
                counted.handling_cost desc,
                counted.owner asc,
                counted.reason_code asc
        ) as bigint) as handoff_rank,
        counted.contacts,
        cast(
            sum(counted.contacts) over (partition by counted.month_start_date) as bigint
        ) as total_contacts,
        {{ ratio(
            'counted.contacts',
            'sum(counted.contacts) over (partition by counted.month_start_date)'
        ) }} as contact_share,
        cast(counted.revenue_at_risk as decimal(38, 6)) as revenue_at_risk,
        cast(counted.handling_cost as decimal(38, 9)) as handling_cost,
        counted.refund_linked_contacts,
        coalesce(fixes.open_fixes, 0) as open_fixes,
        coalesce(fixes.overdue_fixes, 0) as overdue_fixes
    from counted
    left join fixes using (month_start_date, reason_code)
)

select * from final
