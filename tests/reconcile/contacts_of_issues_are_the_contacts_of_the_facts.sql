-- A row is an issue whose contacts, handling cost or revenue at risk are not those of
-- its tickets in fct_tickets, whose contacts are not numbered 1, 2, …, or that does not
-- bear the id of its first; or a ticket that is a contact without an issue or the other
-- way.
-- Remedy: look at int_contact_issues for a contact that is there twice or not at all.

with

facts as (
    select * from {{ ref('fct_tickets') }}
),

chains as (
    select
        issue_id,
        count(*) as contacts,
        min(contact_number) as first_number,
        max(contact_number) as last_number,
        count(distinct contact_number) as numbers,
        max(case when contact_number = 1 then ticket_id end) as first_ticket_id,
        sum(handling_cost) as handling_cost,
        sum(revenue_at_risk) as revenue_at_risk
    from facts
    where issue_id is not null
    group by issue_id
),

issues as (
    select
        coalesce(chains.issue_id, issues.issue_id) as row_key,
        case
            when coalesce(chains.contacts, 0) <> coalesce(issues.contacts, 0)
                then 'contacts of the issue and of its tickets differ'
            when
                abs(chains.handling_cost - issues.handling_cost) > 0.00001
                or abs(chains.revenue_at_risk - issues.revenue_at_risk) > 0.00001
                then 'cost or risk of the issue and of its tickets differ'
            when
                chains.first_number <> 1
                or chains.last_number <> chains.contacts
                or chains.numbers <> chains.contacts
                then 'contacts are not numbered one after the other'
            when chains.first_ticket_id <> chains.issue_id
                then 'issue_id is not the first contact'
        end as problem
    from chains
    full outer join {{ ref('fct_issues') }} as issues
        on chains.issue_id = issues.issue_id
),

tickets as (
    select
        ticket_id as row_key,
        case
            when is_contact and issue_id is null then 'a contact without an issue'
            when not is_contact and issue_id is not null
                then 'an issue of a ticket that is no contact'
        end as problem
    from facts
),

found as (
    select * from issues
    union all
    select * from tickets
)

select *
from found
where problem is not null
