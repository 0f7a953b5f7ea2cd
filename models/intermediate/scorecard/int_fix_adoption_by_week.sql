-- Fixes that were proposed in the 90 days before a week's end and had shipped or come
-- due by then, per owner: what part was adopted.
with

weeks as (
    select
        week_start_date,
        ends_at
    from {{ ref('int_reporting_weeks') }}
    where is_complete_week
),

fixes as (
    select * from {{ ref('fct_fixes') }}
),

final as (
    select
        weeks.week_start_date,
        fixes.owner,
        count(*) as due_fixes,
        count(*) filter (where {{ is_adopted_fix('weeks.ends_at') }}) as adopted_fixes
    from weeks
    inner join fixes
        on {{ is_due_fix('weeks.ends_at') }}
    group by weeks.week_start_date, fixes.owner
)

select * from final
