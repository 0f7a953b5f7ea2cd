-- A row is a score without an interval although there is enough to tell, with one
-- although there is not, or with one that its kind of KPI cannot have; or a score whose
-- previous value or change is not that of the week earlier.
-- Remedy: see the interval of its kind in macros/kpi/intervals.sql, the step of
-- models/intermediate/scorecard that computes it, and kpi_scorecard.

with

kinds as (
    {% for kpi in kpis() -%}
    select
        '{{ kpi.kpi }}' as kpi,
        '{{ kpi.kind }}' as kind
    {{ "union all" if not loop.last }}
    {% endfor %}
),

scores as (
    select * from {{ ref('kpi_scorecard') }}
),

expected as (
    select
        scores.*,
        kinds.kind,
        scores.value is not null
        and (
            kinds.kind in ('share', 'nps')
            or (kinds.kind = 'median' and scores.denominator >= 6)
            -- of cost per success only the successes are told, not the cases
            or (kinds.kind = 'mean' and scores.denominator >= 10)
            or (
                kinds.kind = 'two_counts'
                and scores.denominator > 0
                and scores.numerator + scores.denominator > 0
            )
            or (
                kinds.kind = 'two_rates'
                and scores.denominator > 0
                and scores.numerator > 0
            )
        ) as has_interval,
        case kinds.kind
            when 'nps' then -100
            when 'two_counts' then -1
            when 'two_rates' then -1e9
            else 0
        end as least_end,
        case kinds.kind when 'nps' then 100 when 'share' then 1 else 1e12 end
            as greatest_end
    from scores
    left join kinds
        on scores.kpi = kinds.kpi
),

judged as (
    select
        scores.week_start_date,
        scores.kpi,
        case
            when scores.kind is null then 'the KPI is not declared'
            when
                (scores.ci_low is not null) <> scores.has_interval
                and (scores.kind <> 'mean' or scores.ci_low is null)
                then 'an interval of too little, or none of enough'
            when (scores.ci_low is null) <> (scores.ci_high is null)
                then 'one end of an interval'
            when scores.ci_low > scores.value or scores.ci_high < scores.value
                then 'the interval does not hold the value'
            when
                scores.ci_low < scores.least_end - 1e-9
                or scores.ci_high > scores.greatest_end + 1e-9
                then 'no value of its kind can be there'
            when (scores.is_band_certain is null) <> (scores.ci_low is null)
                then 'certainty without an interval, or an interval without it'
            when (scores.previous_value is distinct from earlier.value)
                then 'previous_value'
            when (scores.change is distinct from scores.value - earlier.value)
                then 'change'
            when
                (scores.change_ci_low is null)
                <> (scores.ci_low is null or earlier.ci_low is null)
                or (scores.change_ci_low is null) <> (scores.change_ci_high is null)
                then 'interval of the change'
            when
                scores.change_ci_low > scores.change + 1e-9
                or scores.change_ci_high < scores.change - 1e-9
                then 'the interval does not hold the change'
            -- a change is no surer than the surer of its weeks
            when
                scores.change_ci_high - scores.change_ci_low
                < greatest(
                    scores.ci_high - scores.ci_low, earlier.ci_high - earlier.ci_low
                ) - 1e-9
                then 'the change is surer than a week of it'
            when
                scores.is_change_certain
                and scores.change_ci_low < 0
                and scores.change_ci_high > 0
                then 'called certain within noise'
            when
                not scores.is_change_certain
                and (scores.change_ci_low > 1e-9 or scores.change_ci_high < -1e-9)
                then 'called noise beyond it'
        end as problem
    from expected as scores
    left join scores as earlier
        on
            scores.kpi = earlier.kpi
            and scores.week_start_date
            = {{ as_date(add_time('earlier.week_start_date', days=7)) }}
)

select *
from judged
where problem is not null
