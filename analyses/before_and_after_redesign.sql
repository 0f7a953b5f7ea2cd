-- Serves the operator's decision whether the redesign of the reason codes paid off:
-- what is kept, and what is mended next.
-- One row per measure, all contacts before the redesign against all since (the first
-- weeks, in which agents still learn, are in "after"). The redesign is the day on which
-- most tags of reason_tag_map got a new meaning (the latest of several such days), or
-- var redesign_date; a map without dates gives no rows.
-- High-value: pre-purchase contacts with conversion risk whose exposed value is at
-- least the median of all such. Only contacts whose code says so are seen; before, many
-- hid in catch-all codes, so `..._with_suggested` adds those whose subject suggests
-- such a code. Repeat purchases are by month of the first resolution, or delivery,
-- without the month of the redesign: customers who did not write show what the shop did
-- anyway. before_count and after_count are what a value rests on; a value is null where
-- that is 0. Minutes are calendar minutes, money is in the reporting currency. This is
-- no experiment: whatever else changed is in it, too.
{% set stated_date = var('redesign_date', none) %}
{% set redesign_day = "'" ~ stated_date ~ "'" if stated_date else 'valid_from' %}

with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

tag_map as (
    select valid_from from {{ ref('reason_tag_map') }}
    where valid_from is not null
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

recoveries as (
    select * from {{ ref('kpi_conversion_recovery_by_week') }}
),

repeat_purchases as (
    select * from {{ ref('kpi_repeat_purchase_by_month') }}
),

changes as (
    select
        valid_from,
        row_number() over (order by count(*) desc, valid_from desc) as change_rank
    from tag_map
    group by valid_from
),

redesign as (
    select cast({{ redesign_day }} as date) as redesign_date
    from changes
    where change_rank = 1
),

typical as (
    select cast(median(exposed_value) as double) as exposed_value
    from contacts
    where journey_stage = 'pre_purchase' and commercial_impact = 'conversion_risk'
),

marked as (
    select
        contacts.*,
        contacts.created_at >= cast(redesign.redesign_date as timestamp) as is_after,
        contacts.journey_stage = 'pre_purchase'
        and contacts.commercial_impact = 'conversion_risk' as is_pre_purchase,
        contacts.exposed_value >= typical.exposed_value as is_valuable,
        coalesce(
            reason_codes.journey_stage = 'pre_purchase'
            and reason_codes.commercial_impact = 'conversion_risk',
            false
        ) as is_suggested_pre_purchase
    from contacts
    cross join redesign
    cross join typical
    left join suggestions
        on contacts.ticket_id = suggestions.ticket_id
    left join reason_codes
        on suggestions.suggested_reason_code = reason_codes.reason_code
),

of_contacts as (
    select
        is_after,
        count(*) as contacts,
        count(*) filter (where is_catch_all) as catch_all,
        count(*) filter (where is_high_quality_reason) as high_quality,
        median(first_response_calendar_minutes)
        filter (where is_pre_purchase and is_valuable) as high_value_minutes,
        count(first_response_calendar_minutes)
        filter (where is_pre_purchase and is_valuable) as high_value_replied,
        count(*) filter (
            where is_pre_purchase and is_valuable and response_sla = 'met'
        ) as high_value_met,
        count(*) filter (
            where
            is_pre_purchase
            and is_valuable
            and response_sla in ('met', 'breached')
        ) as high_value_decided,
        median(first_response_calendar_minutes)
        filter (where is_pre_purchase or is_suggested_pre_purchase)
            as suggested_minutes,
        count(first_response_calendar_minutes)
        filter (where is_pre_purchase or is_suggested_pre_purchase)
            as suggested_replied,
        median(first_response_calendar_minutes)
        filter (where commercial_impact = 'low_impact' and not is_catch_all)
            as low_impact_minutes,
        count(first_response_calendar_minutes)
        filter (where commercial_impact = 'low_impact' and not is_catch_all)
            as low_impact_replied,
        count(*) filter (where outcome_sla = 'met') as outcome_met,
        count(*) filter (where outcome_sla in ('met', 'breached')) as outcome_decided,
        sum(handling_cost) as handling_cost
    from marked
    group by is_after
),

-- the redesign's own week and month are on neither side
of_recoveries as (
    select
        recoveries.week_start_date >= redesign.redesign_date as is_after,
        sum(recoveries.eligible_contacts) as eligible_contacts,
        sum(recoveries.recovered_contacts) as recovered_contacts,
        sum(recoveries.recovered_revenue) as recovered_revenue
    from recoveries
    cross join redesign
    where
        recoveries.week_start_date >= redesign.redesign_date
        or {{ as_date(add_time('recoveries.week_start_date', days=7)) }}
        <= redesign.redesign_date
    group by recoveries.week_start_date >= redesign.redesign_date
),

of_customers as (
    select
        repeat_purchases.month_start_date >= redesign.redesign_date as is_after,
        sum(repeat_purchases.customers) filter (where repeat_purchases.is_contacted)
            as contacted,
        sum(repeat_purchases.repeat_customers)
        filter (where repeat_purchases.is_contacted) as contacted_repeat,
        sum(repeat_purchases.customers) filter (where not repeat_purchases.is_contacted)
            as other,
        sum(repeat_purchases.repeat_customers)
        filter (where not repeat_purchases.is_contacted) as other_repeat
    from repeat_purchases
    cross join redesign
    where
        repeat_purchases.month_start_date >= redesign.redesign_date
        or last_day(repeat_purchases.month_start_date) < redesign.redesign_date
    group by repeat_purchases.month_start_date >= redesign.redesign_date
),

{% set measures = [
    ('catch_all_share', 'share', 'of_contacts', ratio('catch_all', 'contacts'), 'contacts'),
    (
        'high_quality_reason_share', 'share',
        'of_contacts', ratio('high_quality', 'contacts'), 'contacts',
    ),
    (
        'first_response_high_value_pre_purchase', 'median minutes',
        'of_contacts', 'high_value_minutes', 'high_value_replied',
    ),
    (
        'first_response_sla_high_value_pre_purchase', 'share',
        'of_contacts', ratio('high_value_met', 'high_value_decided'), 'high_value_decided',
    ),
    (
        'first_response_pre_purchase_with_suggested', 'median minutes',
        'of_contacts', 'suggested_minutes', 'suggested_replied',
    ),
    (
        'first_response_low_impact', 'median minutes',
        'of_contacts', 'low_impact_minutes', 'low_impact_replied',
    ),
    (
        'outcome_sla', 'share',
        'of_contacts', ratio('outcome_met', 'outcome_decided'), 'outcome_decided',
    ),
    (
        'cost_per_contact', 'money',
        'of_contacts', ratio('handling_cost', 'contacts'), 'contacts',
    ),
    (
        'conversion_recovery_rate', 'share',
        'of_recoveries', ratio('recovered_contacts', 'eligible_contacts'), 'eligible_contacts',
    ),
    (
        'recovered_revenue_per_contact', 'money',
        'of_recoveries', ratio('recovered_revenue', 'eligible_contacts'), 'eligible_contacts',
    ),
    (
        'repeat_purchase_rate_contacted', 'share',
        'of_customers', ratio('contacted_repeat', 'contacted'), 'contacted',
    ),
    (
        'repeat_purchase_rate_not_contacted', 'share',
        'of_customers', ratio('other_repeat', 'other'), 'other',
    ),
] %}
measured as (
    {% for measure, unit, source, value, rests_on in measures -%}
    select
        {{ loop.index }} as measure_number,
        '{{ measure }}' as measure,
        '{{ unit }}' as unit,
        is_after,
        cast({{ value }} as double) as value,
        cast({{ rests_on }} as bigint) as rests_on
    from {{ source }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

compared as (
    select
        measure_number,
        measure,
        unit,
        max(value) filter (where not is_after) as value_before,
        max(value) filter (where is_after) as value_after,
        max(rests_on) filter (where not is_after) as before_count,
        max(rests_on) filter (where is_after) as after_count
    from measured
    group by measure_number, measure, unit
),

final as (
    select
        compared.measure_number,
        compared.measure,
        compared.unit,
        round(compared.value_before, 3) as value_before,
        round(compared.value_after, 3) as value_after,
        round(compared.value_after - compared.value_before, 3) as change,
        coalesce(compared.before_count, 0) as before_count,
        coalesce(compared.after_count, 0) as after_count,
        redesign.redesign_date
    from compared
    cross join redesign
)

select * from final
order by measure_number
