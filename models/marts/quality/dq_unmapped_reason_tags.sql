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
        unmapped.reason_tag,
        tickets_of_tags.suggested_reason_code
    from unmapped
    left join {{ ref('dq_reason_suggestions') }} as tickets_of_tags
        on unmapped.ticket_id = tickets_of_tags.ticket_id
),

{{ suggested_tag_reasons('suggestions') }},

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
        suggested_tag_reasons.suggested_reason_code,
        suggested_tag_reasons.suggestion_score
    from counted
    cross join totals
    left join suggested_tag_reasons
        on counted.reason_tag = suggested_tag_reasons.reason_tag
)

select * from final
