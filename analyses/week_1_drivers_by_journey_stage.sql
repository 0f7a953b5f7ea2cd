-- Serves the decision where in the journey to look first: the codes that cause most
-- contacts before the purchase, at the checkout and after it.
-- Seven codes per stage over the last 12 complete weeks (var plan_weeks); the stage
-- that puts most money at risk comes first. Catch-all codes are a stage `unknown`,
-- because theirs is a placeholder: nobody knows their money, so it comes last, however
-- large. revenue_put_at_risk: exposed value x risk weight of each issue's first
-- contact, resolved or not, in the reporting currency. change_per_100_orders: contacts
-- per 100 orders in the second half of these weeks less the first; null while the
-- catch-all share of either half is not healthy, because codes rise when a bucket
-- empties into them.
{% set weeks = var('plan_weeks', 12) %}

with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

orders as (
    select ordered_week_start_date from {{ ref('fct_orders') }}
    where not is_test
),

weights as (
    select
        commercial_impact,
        risk_weight
    from {{ ref('impact_weights') }}
),

reason_codes as (
    select
        reason_code,
        reason_name
    from {{ ref('dim_reason_codes') }}
),

comparability_band as (
    select healthy_bound from {{ ref('kpi_bands') }}
    where kpi = 'catch_all_share'
),

last_week as (
    select max(week_start_date) as week_start_date from {{ ref('kpi_scorecard') }}
),

periods as (
    select
        week_start_date,
        {{ as_date(add_time('week_start_date', days=-7 * (weeks // 2))) }}
            as middle_date,
        {{ as_date(add_time('week_start_date', days=-7 * weeks)) }} as start_date
    from last_week
),

ordered as (
    select
        count(*) as orders,
        count(*) filter (where orders.ordered_week_start_date <= periods.middle_date)
            as early_orders,
        count(*) filter (where orders.ordered_week_start_date > periods.middle_date)
            as late_orders
    from orders
    cross join periods
    where
        orders.ordered_week_start_date <= periods.week_start_date
        and orders.ordered_week_start_date > periods.start_date
),

weighted as (
    select
        contacts.reason_code,
        contacts.is_catch_all,
        contacts.handling_cost,
        contacts.is_repeat_contact,
        case when not contacts.is_catch_all then contacts.owner end as owner,
        case when not contacts.is_catch_all then contacts.commercial_impact end
            as commercial_impact,
        case when contacts.is_catch_all then 'unknown' else contacts.journey_stage end
            as journey_stage,
        case
            when contacts.contact_number = 1 and not contacts.is_catch_all
                then contacts.exposed_value * weights.risk_weight
        end as revenue_put_at_risk,
        contacts.created_week_start_date > periods.middle_date as is_late
    from contacts
    inner join weights
        on contacts.commercial_impact = weights.commercial_impact
    cross join periods
    where
        contacts.created_week_start_date <= periods.week_start_date
        and contacts.created_week_start_date > periods.start_date
),

-- where a bucket empties, the codes that its contacts now carry rise without cause
bucket as (
    select
        is_late,
        {{ ratio('count(*) filter (where is_catch_all)', 'count(*)') }}
            as catch_all_share
    from weighted
    group by is_late
),

comparison as (
    select
        max(bucket.catch_all_share) <= max(comparability_band.healthy_bound)
            as is_comparable
    from bucket
    cross join comparability_band
),

counted as (
    select
        journey_stage,
        reason_code,
        owner,
        commercial_impact,
        count(*) as contacts,
        count(*) filter (where not is_late) as early_contacts,
        count(*) filter (where is_late) as late_contacts,
        count(*) filter (where is_repeat_contact) as repeat_contacts,
        sum(handling_cost) as handling_cost,
        sum(revenue_put_at_risk) as revenue_put_at_risk
    from weighted
    group by journey_stage, reason_code, owner, commercial_impact
),

ranked as (
    select
        *,
        row_number() over (
            partition by journey_stage
            order by contacts desc, reason_code asc
        ) as rank_in_stage,
        sum(contacts) over (partition by journey_stage) as stage_contacts,
        sum(revenue_put_at_risk) over (partition by journey_stage)
            as stage_revenue_put_at_risk
    from counted
),

measured as (
    select
        ranked.*,
        {{ ratio('100 * ranked.contacts', 'ordered.orders') }}
            as contacts_per_100_orders,
        case
            when comparison.is_comparable
                then
                    {{ ratio('100 * ranked.late_contacts', 'ordered.late_orders') }}
                    - {{ ratio('100 * ranked.early_contacts', 'ordered.early_orders') }}
        end as change_per_100_orders
    from ranked
    cross join ordered
    cross join comparison
    where ranked.rank_in_stage <= 7
),

final as (
    select
        measured.journey_stage,
        measured.rank_in_stage,
        reason_codes.reason_name,
        measured.owner,
        measured.commercial_impact,
        measured.contacts,
        round({{ ratio('measured.contacts', 'measured.stage_contacts') }}, 3)
            as share_of_stage,
        round(measured.contacts_per_100_orders, 2) as contacts_per_100_orders,
        round(measured.change_per_100_orders, 2) as change_per_100_orders,
        measured.repeat_contacts,
        round(measured.handling_cost, 2) as handling_cost,
        round(measured.revenue_put_at_risk, 2) as revenue_put_at_risk,
        round(measured.stage_revenue_put_at_risk, 2) as stage_revenue_put_at_risk
    from measured
    left join reason_codes
        on measured.reason_code = reason_codes.reason_code
)

select * from final
order by stage_revenue_put_at_risk desc nulls last, journey_stage, rank_in_stage
