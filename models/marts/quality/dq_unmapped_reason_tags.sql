with

tickets as (
    select * from {{ ref('fct_tickets') }}
),

unmapped as (
    select * from tickets
    where reason_code = 'unmapped' and reason_tag is not null
),

suggestions as (
    select
        ticket_id,
        suggested_reason_code
    from {{ ref('dq_reason_suggestions') }}
    where suggested_reason_code is not null
),

votes as (
    select
        unmapped.reason_tag,
        suggestions.suggested_reason_code,
        row_number() over (
            partition by unmapped.reason_tag
            order by count(*) desc, suggestions.suggested_reason_code
        ) as vote_rank
    from unmapped
    inner join suggestions
        on unmapped.ticket_id = suggestions.ticket_id
    group by unmapped.reason_tag, suggestions.suggested_reason_code
),

totals as (
    select count(*) filter (where is_contact) as contacts from tickets
),

counted as (
    select
        reason_tag,
        count(*) as tickets,
        count(*) filter (where is_contact) as contacts,
        min(created_at) as first_seen_at,
        max(created_at) as last_seen_at,
        cast(sum(revenue_at_risk) as decimal(38, 6)) as revenue_at_risk
    from unmapped
    group by reason_tag
),

final as (
    select
        counted.reason_tag,
        counted.tickets,
        counted.contacts,
        counted.first_seen_at,
        counted.last_seen_at,
        cast(counted.contacts as double) / nullif(totals.contacts, 0) as contact_share,
        counted.revenue_at_risk,
        votes.suggested_reason_code
    from counted
    cross join totals
    left join votes
        on
            counted.reason_tag = votes.reason_tag
            and votes.vote_rank = 1
)

select * from final
