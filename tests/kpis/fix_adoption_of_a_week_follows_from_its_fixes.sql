-- A row is a week whose fix_adoption_rate the fixes do not bear out.
-- Remedy: list the fixes of fct_fixes proposed in the 90 days before the week's end
-- with due_at, shipped_at and decision, and mend the macros is_due_fix and
-- is_adopted_fix.

with

weeks as (
    select
        week_start_date,
        ends_at
    from {{ ref('int_reporting_weeks') }}
    where is_complete_week
),

fixes as (
    select
        fix_id,
        proposed_at,
        shipped_at,
        coalesce(decision, '') = 'declined' as is_declined,
        -- what ships early counts from then on
        least(due_at, coalesce(shipped_at, due_at)) as counts_from,
        {{ add_time('proposed_at', days=90) }} as counts_until
    from {{ ref('fct_fixes') }}
),

scores as (
    select
        week_start_date,
        numerator,
        denominator
    from {{ ref('kpi_scorecard') }}
    where kpi = 'fix_adoption_rate'
),

counted as (
    select
        weeks.week_start_date,
        count(*) as due_fixes,
        count(*) filter (
            where fixes.shipped_at <= weeks.ends_at and not fixes.is_declined
        ) as adopted_fixes
    from weeks
    inner join fixes
        on
            weeks.ends_at > fixes.proposed_at
            and weeks.ends_at >= fixes.counts_from
            and weeks.ends_at <= fixes.counts_until
    group by weeks.week_start_date
),

compared as (
    select
        scores.week_start_date,
        case
            when coalesce(scores.denominator, 0) <> coalesce(counted.due_fixes, 0)
                then 'due fixes'
            when coalesce(scores.numerator, 0) <> coalesce(counted.adopted_fixes, 0)
                then 'adopted fixes'
        end as problem
    from scores
    left join counted
        on scores.week_start_date = counted.week_start_date
)

select *
from compared
where problem is not null
