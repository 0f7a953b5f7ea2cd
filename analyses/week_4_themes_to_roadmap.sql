-- Serves the decision which themes of the contacts go on the product roadmap, and which
-- fixes on it did not work.
-- One row per journey topic, root cause and owner over the last 12 complete weeks (var
-- plan_weeks), the theme with most money first, 30 at most; catch-all codes are left
-- out. revenue_put_at_risk: exposed value x risk weight of each issue's first contact,
-- resolved or not. change_per_100_orders: contacts per 100 orders in the second half of
-- these weeks less the first, below 0 is better; null while the catch-all share of
-- either half is not healthy, because themes rise when a bucket empties into them.
-- Fixes are counted since the beginning; fixes_working: of fixes_measured, those after
-- which the contacts of the code fell by at least 0.2 per 100 orders (var
-- fix_min_effect). Money is in the reporting currency.
{% set weeks = var('plan_weeks', 12) %}
{% set min_effect = var('fix_min_effect', 0.2) %}

with

fixes as (
    select * from {{ ref('fct_fixes') }}
),

reason_codes as (
    select * from {{ ref('dim_reason_codes') }}
),

{{ compared_halves(weeks) }},

counted as (
    select
        journey_topic,
        root_cause,
        owner,
        count(*) as contacts,
        count(*) filter (where not is_late) as early_contacts,
        count(*) filter (where is_late) as late_contacts,
        sum(handling_cost) as handling_cost,
        sum(revenue_put_at_risk) as revenue_put_at_risk
    from period_contacts
    where not is_catch_all
    group by journey_topic, root_cause, owner
),

roadmap as (
    select
        reason_codes.journey_topic,
        reason_codes.root_cause,
        reason_codes.owner,
        count(*) as fixes_proposed,
        count(*) filter (where fixes.is_open and fixes.decision is null)
            as fixes_undecided,
        count(*) filter (where fixes.is_open) as fixes_open,
        count(*) filter (
            where
            fixes.is_open
            and fixes.due_at < {{ add_time('last_week.week_start_date', days=7) }}
        ) as fixes_overdue,
        count(*) filter (where fixes.shipped_at is not null) as fixes_shipped,
        count(fixes.contacts_per_100_orders_change) as fixes_measured,
        count(*) filter (
            where fixes.contacts_per_100_orders_change <= -{{ min_effect }}
        ) as fixes_working
    from fixes
    inner join reason_codes
        on fixes.reason_code = reason_codes.reason_code
    cross join last_week
    group by
        reason_codes.journey_topic, reason_codes.root_cause, reason_codes.owner
),

joined as (
    select
        counted.*,
        coalesce(roadmap.fixes_proposed, 0) as fixes_proposed,
        coalesce(roadmap.fixes_undecided, 0) as fixes_undecided,
        coalesce(roadmap.fixes_open, 0) as fixes_open,
        coalesce(roadmap.fixes_overdue, 0) as fixes_overdue,
        coalesce(roadmap.fixes_shipped, 0) as fixes_shipped,
        coalesce(roadmap.fixes_measured, 0) as fixes_measured,
        coalesce(roadmap.fixes_working, 0) as fixes_working,
        {{ ratio('100 * counted.contacts', 'period_orders.orders') }}
            as contacts_per_100_orders,
        case
            when comparison.is_comparable
                then
                    {{ ratio(
                        '100 * counted.late_contacts', 'period_orders.late_orders'
                    ) }}
                    - {{ ratio(
                        '100 * counted.early_contacts', 'period_orders.early_orders'
                    ) }}
        end as change_per_100_orders
    from counted
    left join roadmap using (journey_topic, root_cause, owner)
    cross join period_orders
    cross join comparison
),

final as (
    select
        journey_topic,
        root_cause,
        owner,
        case
            when fixes_proposed = 0 then 'not on the roadmap'
            when fixes_overdue > 0 then 'overdue'
            when fixes_undecided > 0 then 'undecided'
            when fixes_open > 0 then 'planned'
            when fixes_shipped = 0 then 'declined'
            when fixes_measured = 0 then 'shipped, effect not known yet'
            when fixes_working = 0 then 'shipped, did not help'
            when fixes_working < fixes_measured then 'shipped, some helped'
            else 'shipped, helped'
        end as roadmap_status,
        contacts,
        round(contacts_per_100_orders, 2) as contacts_per_100_orders,
        round(change_per_100_orders, 2) as change_per_100_orders,
        round(revenue_put_at_risk, 2) as revenue_put_at_risk,
        round(handling_cost, 2) as handling_cost,
        fixes_proposed,
        fixes_open,
        fixes_overdue,
        fixes_shipped,
        fixes_measured,
        fixes_working
    from joined
)

select * from final
order by revenue_put_at_risk desc, handling_cost desc, journey_topic, root_cause, owner
limit 30
