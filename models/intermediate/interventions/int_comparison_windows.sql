-- For each complete week the two windows the intervention rules compare, [W - 28 d, W)
-- and [W - 56 d, W - 28 d) with W the week's end, and the weeks that reach into them:
-- facts are joined by week first, then cut at the windows' instants. Weeks whose
-- windows begin before the first contact have none.
{% set days = var('comparison_days') %}
{% set windows = {'current': [days, 0], 'baseline': [2 * days, days]} %}

with

weeks as (
    select
        week_start_date,
        ends_at
    from {{ ref('int_reporting_weeks') }}
    where
        is_complete_week
        and {{ add_time('ends_at', days=-2 * days) }} >= first_contact_at
),

bounded as (
    {% for name, days in windows.items() -%}
    select
        week_start_date,
        '{{ name }}' as comparison_window,
        {{ add_time('ends_at', days=-days[0]) }} as starts_at,
        {{ add_time('ends_at', days=-days[1]) }} as ends_at
    from weeks
    {{ "union all" if not loop.last }}
    {% endfor %}
),

final as (
    select
        week_start_date,
        comparison_window,
        starts_at,
        ends_at,
        {{ explode_days(
            reporting_date('starts_at', 'week'), reporting_date('ends_at', 'week'), days=7
        ) }} as member_week_start_date
    from bounded
)

select * from final
