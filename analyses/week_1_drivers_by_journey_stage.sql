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

reason_codes as (
    select
        reason_code,
        reason_name
    from {{ ref('dim_reason_codes') }}
),

{{ compared_halves(weeks) }},

placed as (
    select
        reason_code,
        handling_cost,
        is_repeat_contact,
        is_late,
        case when not is_catch_all then owner end as owner,
        case when not is_catch_all then commercial_impact end as commercial_impact,
        case when is_catch_all then 'unknown' else journey_stage end as journey_stage,
        case when not is_catch_all and contact_number = 1 then revenue_put_at_risk end
            as revenue_put_at_risk
    from period_contacts
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
    from placed
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
        {{ ratio('100 * ranked.contacts', 'period_orders.orders') }}
            as contacts_per_100_orders,
        case
            when comparison.is_comparable
                then
                    {{ ratio(
                        '100 * ranked.late_contacts', 'period_orders.late_orders'
                    ) }}
                    - {{ ratio(
                        '100 * ranked.early_contacts', 'period_orders.early_orders'
                    ) }}
        end as change_per_100_orders
    from ranked
    cross join period_orders
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
