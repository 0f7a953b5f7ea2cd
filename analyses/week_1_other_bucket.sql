-- Serves the decision what happens to each tag that ends in a catch-all code: map it,
-- replace it by specific tags, or make the field required.
-- One row per tag (as agents wrote it, normalised) over the last 12 complete weeks (var
-- plan_weeks), the most frequent first, 30 at most. top_suggestion is the code that
-- keywords in the subjects suggest most often, top_suggested_contacts how often; null:
-- the subjects say nothing. high_impact_contacts are those whose suggested code can
-- cost money: they are handled as low impact today. Money is in the reporting currency.
{% set weeks = var('plan_weeks', 12) %}

with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact and is_catch_all
),

suggestions as (
    select
        ticket_id,
        suggested_reason_code
    from {{ ref('dq_reason_suggestions') }}
),

reason_codes as (
    select
        reason_code,
        commercial_impact
    from {{ ref('dim_reason_codes') }}
),

{{ last_week() }},

suggested as (
    select
        coalesce(contacts.reason_tag, '(no tag)') as reason_tag,
        contacts.reason_code,
        contacts.created_date,
        contacts.handling_cost,
        suggestions.suggested_reason_code,
        coalesce(reason_codes.commercial_impact <> 'low_impact', false)
            as is_high_impact
    from contacts
    cross join last_week
    left join suggestions
        on contacts.ticket_id = suggestions.ticket_id
    left join reason_codes
        on suggestions.suggested_reason_code = reason_codes.reason_code
    where
        {{ is_in_last_weeks('contacts.created_week_start_date', weeks) }}
),

votes as (
    select
        reason_tag,
        reason_code,
        suggested_reason_code,
        count(*) as contacts,
        row_number() over (
            partition by reason_tag, reason_code
            order by count(*) desc, suggested_reason_code asc
        ) as vote_rank
    from suggested
    where suggested_reason_code is not null
    group by reason_tag, reason_code, suggested_reason_code
),

counted as (
    select
        reason_tag,
        reason_code,
        count(*) as contacts,
        count(suggested_reason_code) as suggested_contacts,
        count(*) filter (where is_high_impact) as high_impact_contacts,
        sum(handling_cost) as handling_cost,
        max(created_date) as last_seen_date
    from suggested
    group by reason_tag, reason_code
),

final as (
    select
        counted.reason_tag,
        counted.reason_code,
        counted.contacts,
        round({{ ratio('counted.contacts', 'sum(counted.contacts) over ()') }}, 3)
            as share_of_catch_all,
        counted.suggested_contacts,
        counted.high_impact_contacts,
        votes.suggested_reason_code as top_suggestion,
        votes.contacts as top_suggested_contacts,
        round(counted.handling_cost, 2) as handling_cost,
        counted.last_seen_date
    from counted
    left join votes
        on
            counted.reason_tag = votes.reason_tag
            and counted.reason_code = votes.reason_code
            and votes.vote_rank = 1
)

select * from final
order by contacts desc, high_impact_contacts desc, reason_tag
limit 30
