-- Serves the decision which reason codes agents must learn to use first: what the
-- contacts in the catch-all codes are about, by the keywords in their subjects.
-- One row per suggested code over the last 12 complete weeks (var plan_weeks), those
-- that can cost money first, 30 at most; suggested_reason_code `(none)`: the subjects
-- say nothing. coded_contacts carry the code already: a high hidden_share means that
-- the charts of this code are too low by as much. Suggestions err;
-- reason_suggestion_quality says how often. Money is in the reporting currency.
{% set weeks = var('plan_weeks', 12) %}

with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

suggestions as (
    select
        ticket_id,
        suggested_reason_code
    from {{ ref('dq_reason_suggestions') }}
),

reason_codes as (
    select * from {{ ref('dim_reason_codes') }}
),

{{ last_week() }},

recent as (
    select
        contacts.is_catch_all,
        contacts.handling_cost,
        case
            when contacts.is_catch_all
                then coalesce(suggestions.suggested_reason_code, '(none)')
            else contacts.reason_code
        end as reason_code
    from contacts
    cross join last_week
    left join suggestions
        on contacts.ticket_id = suggestions.ticket_id
    where
        {{ is_in_last_weeks('contacts.created_week_start_date', weeks) }}
),

counted as (
    select
        reason_code,
        count(*) filter (where is_catch_all) as hidden_contacts,
        count(*) filter (where not is_catch_all) as coded_contacts,
        sum(handling_cost) filter (where is_catch_all) as hidden_handling_cost
    from recent
    group by reason_code
),

final as (
    select
        counted.reason_code as suggested_reason_code,
        reason_codes.journey_stage,
        reason_codes.commercial_impact,
        reason_codes.owner,
        counted.hidden_contacts,
        counted.coded_contacts,
        round({{ ratio(
            'counted.hidden_contacts', '(counted.hidden_contacts + counted.coded_contacts)'
        ) }}, 3) as hidden_share,
        round(counted.hidden_handling_cost, 2) as hidden_handling_cost
    from counted
    left join reason_codes
        on counted.reason_code = reason_codes.reason_code
    where counted.hidden_contacts > 0
)

select * from final
order by
    coalesce(commercial_impact = 'low_impact', true),
    hidden_contacts desc,
    suggested_reason_code
limit 30
