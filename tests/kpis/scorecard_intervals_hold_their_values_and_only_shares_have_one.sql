-- A row is a score with an impossible interval, an interval of something that is no
-- share, or a previous value that is not the value of the week before.
-- Remedy: see is_share in int_scorecard_ratios and _states, the macro wilson, and the
-- window function in kpi_scorecard.

with

scores as (
    select * from {{ ref('kpi_scorecard') }}
),

definitions as (
    select
        kpi,
        unit
    from {{ ref('kpi_definitions') }}
),

judged as (
    select
        scores.week_start_date,
        scores.kpi,
        case
            when
                (scores.ci_low is not null)
                <> (definitions.unit = 'share' and scores.value is not null)
                then 'an interval where the value is no share, or none where it is'
            when (scores.ci_low is null) <> (scores.ci_high is null)
                then 'one end of an interval'
            when
                scores.ci_low > scores.value + 1e-9
                or scores.ci_high < scores.value - 1e-9
                then 'the interval does not hold the value'
            when scores.ci_low < -1e-9 or scores.ci_high > 1 + 1e-9
                then 'the interval is not of a share'
            when (scores.is_band_certain is null) <> (scores.ci_low is null)
                then 'certainty without an interval, or an interval without it'
            when
                coalesce(scores.previous_value <> before.value, false)
                or (scores.previous_value is null) <> (before.value is null)
                then 'previous_value'
        end as problem
    from scores
    left join definitions
        on scores.kpi = definitions.kpi
    left join scores as before
        on
            scores.kpi = before.kpi
            and scores.week_start_date
            = {{ as_date(add_time('before.week_start_date', days=7)) }}
)

select *
from judged
where problem is not null
