{#- CTEs that set the second half of the last complete weeks against the first.

    weeks    how many complete weeks, up to the latest of the scorecard
    returns  CTEs; to be used of them:
             last_week      the latest complete week: week_start_date
             period_orders  one row: orders, early_orders, late_orders (test orders out)
             period_contacts  the contacts of these weeks as in fct_tickets, with is_late
                            (second half) and revenue_put_at_risk (exposed value x risk
                            weight of an issue's first contact, else 0)
             comparison     one row: is_comparable, true while the catch-all share of both
                            halves is healthy; where a bucket empties, the codes that its
                            contacts now carry rise without cause -#}
{% macro compared_halves(weeks) -%}
{{ recent_contacts(weeks) }},

periods as (
    select
        week_start_date,
        {{ as_date(add_time('week_start_date', days=-7 * (weeks // 2))) }} as middle_date,
        {{ as_date(add_time('week_start_date', days=-7 * weeks)) }} as start_date
    from last_week
),

period_orders as (
    select
        count(*) as orders,
        count(*) filter (where orders.ordered_week_start_date <= periods.middle_date)
            as early_orders,
        count(*) filter (where orders.ordered_week_start_date > periods.middle_date)
            as late_orders
    from {{ ref('fct_orders') }} as orders
    cross join periods
    where
        not orders.is_test
        and orders.ordered_week_start_date <= periods.week_start_date
        and orders.ordered_week_start_date > periods.start_date
),

period_contacts as (
    select
        recent_contacts.*,
        recent_contacts.created_week_start_date > periods.middle_date as is_late
    from recent_contacts
    cross join periods
),

halves as (
    select
        is_late,
        {{ ratio('count(*) filter (where is_catch_all)', 'count(*)') }} as catch_all_share
    from period_contacts
    group by is_late
),

comparison as (
    select max(halves.catch_all_share) <= max(bands.healthy_bound) as is_comparable
    from halves
    inner join {{ ref('kpi_bands') }} as bands
        on bands.kpi = 'catch_all_share'
)
{%- endmacro %}
