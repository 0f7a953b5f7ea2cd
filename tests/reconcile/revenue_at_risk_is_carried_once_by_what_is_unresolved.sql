-- A row is a ticket at which money is at risk although it is resolved or no contact; or
-- an issue with unresolved contacts whose risk is not carried by exactly one of them,
-- or not by the latest.
-- Remedy: look at the ranking in int_ticket_risks.

with

facts as (
    select * from {{ ref('fct_tickets') }}
),

tickets as (
    select
        ticket_id as row_key,
        'revenue at risk of a ticket that is resolved or no contact' as problem
    from facts
    where
        (is_resolved or not is_contact)
        and (revenue_at_risk <> 0 or is_risk_counted_elsewhere)
),

counted_elsewhere as (
    select
        ticket_id as row_key,
        'revenue at risk of a ticket whose risk is counted elsewhere' as problem
    from facts
    where is_risk_counted_elsewhere and revenue_at_risk <> 0
),

issues as (
    select
        issue_id as row_key,
        'the issue is not carried by its latest unresolved contact alone' as problem
    from facts
    where is_contact and not is_resolved
    group by issue_id
    having
        count(*) filter (where not is_risk_counted_elsewhere) <> 1
        or max(contact_number)
        <> max(case when not is_risk_counted_elsewhere then contact_number end)
),

found as (
    select * from tickets
    union all
    select * from counted_elsewhere
    union all
    select * from issues
)

select *
from found
