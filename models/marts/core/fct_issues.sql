with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

issues as (
    select
        issue_id,
        max_by(resolved_at, contact_number) as last_resolved_at,
        max_by(is_resolved, contact_number) as is_last_resolved,
        min_by(customer_id, contact_number) as customer_id,
        min_by(contact_reason, contact_number) as contact_reason,
        min_by(linked_order_id, contact_number) as linked_order_id,
        min(created_at) as first_contact_at,
        min(created_date) as first_contact_date,
        min(created_week_start_date) as first_contact_week_start_date,
        max(created_at) as last_contact_at,
        count(*) as contacts,
        sum(reopen_count) as reopen_count,
        sum(handling_cost) as handling_cost,
        sum(revenue_at_risk) as revenue_at_risk
    from contacts
    group by issue_id
),

final as (
    select
        issues.issue_id,
        issues.customer_id,
        issues.contact_reason,
        issues.linked_order_id,
        issues.first_contact_at,
        issues.first_contact_date,
        issues.first_contact_week_start_date,
        issues.last_contact_at,
        issues.contacts,
        cast(issues.reopen_count as bigint) as reopen_count,
        issues.is_last_resolved
        and {{ add_time('issues.last_resolved_at', days=var('repeat_contact_days')) }}
        <= clock.as_of as is_decided,
        cast(issues.handling_cost as decimal(38, 9)) as handling_cost,
        cast(issues.revenue_at_risk as decimal(38, 6)) as revenue_at_risk
    from issues
    cross join {{ ref('int_as_of') }} as clock
),

decided as (
    select
        *,
        case when is_decided then contacts = 1 and reopen_count = 0 end
            as is_first_contact_resolution
    from final
)

select * from decided
