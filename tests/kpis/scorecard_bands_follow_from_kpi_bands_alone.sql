-- A row is a score whose band is not the one that its value has in kpi_bands, that is
-- healthy without a value, or banded before its week is mature.
-- Remedy: a bound belongs into seeds/reference/kpi_bands.csv and nowhere else; look for
-- another one in the kpi_band macro or in kpi_scorecard.

with

scores as (
    select * from {{ ref('kpi_scorecard') }}
),

definitions as (
    select
        kpi,
        window_days
    from {{ ref('kpi_definitions') }}
),

-- turned over where lower is better, so that more is always better
bounds as (
    select
        kpi,
        case direction when 'higher' then 1 when 'lower' then -1 end as turn,
        healthy_bound,
        watch_bound
    from {{ ref('kpi_bands') }}
),

weeks as (
    select
        week_start_date,
        ends_at,
        as_of
    from {{ ref('int_reporting_weeks') }}
),

judged as (
    select
        scores.week_start_date,
        scores.kpi,
        scores.band,
        scores.value,
        scores.is_mature,
        {{ microseconds_between('weeks.ends_at', 'weeks.as_of') }}
        >= definitions.window_days * 86400000000 as has_elapsed,
        cast(
            {{ comparable('bounds.turn * (scores.value - bounds.healthy_bound)') }}
            >= 0 as int
        )
        + cast(
            {{ comparable('bounds.turn * (scores.value - bounds.watch_bound)') }}
            >= 0 as int
        ) as bounds_reached
    from scores
    left join definitions
        on scores.kpi = definitions.kpi
    left join bounds
        on scores.kpi = bounds.kpi
    left join weeks
        on scores.week_start_date = weeks.week_start_date
),

expected as (
    select
        *,
        case
            when value is null then 'no_data'
            when not has_elapsed then 'pending'
            when bounds_reached = 2 then 'healthy'
            when bounds_reached = 1 then 'watch'
            when bounds_reached = 0 then 'intervention'
        end as expected_band
    from judged
),

compared as (
    select
        week_start_date,
        kpi,
        band,
        case
            when coalesce(is_mature <> has_elapsed, true) then 'is_mature'
            when coalesce(band <> expected_band, true) then 'band'
        end as problem
    from expected
)

select *
from compared
where problem is not null
