-- A row is a KPI and week whose numerator or denominator is not what the facts of that
-- week add up to, told again here.
-- Remedy: compare the KPI's rows and numerator in macros/kpi/kpis.sql with
-- the facts of the week.

with

contacts as (
    select
        *,
        created_week_start_date as week_start_date,
        commercial_impact = 'conversion_risk' as is_conversion_risk
    from {{ ref('fct_tickets') }}
    where is_contact
),

issues as (
    select * from {{ ref('fct_issues') }}
    where is_decided
),

refunds as (
    select * from {{ ref('fct_refunds') }}
    where not is_test_order and is_completed and refund_minutes is not null
),

scores as (
    select * from {{ ref('kpi_scorecard') }}
),

{% set contact_kpis = {
    'high_quality_reason_share': ('is_high_quality_reason', 'true'),
    'catch_all_share': ('is_catch_all', 'true'),
    'repeat_contact_rate': ('contact_number > 1', 'true'),
    'wismo_contact_rate': ("contact_reason = 'wismo'", 'true'),
    'first_response_sla': (
        "response_sla = 'met'", "response_sla in ('met', 'breached')"
    ),
    'resolution_sla': (
        "resolution_sla = 'met'", "resolution_sla in ('met', 'breached')"
    ),
    'conversion_risk_resolved_within_sla': (
        "resolution_sla = 'met'",
        "is_conversion_risk and resolution_sla in ('met', 'breached')",
    ),
    'outcome_sla': ("outcome_sla = 'met'", "outcome_sla in ('met', 'breached')"),
} %}

sums as (
    {% for kpi, (numerator, denominator) in contact_kpis.items() -%}
    select
        week_start_date,
        '{{ kpi }}' as kpi,
        cast(count(*) filter (where {{ numerator }} and {{ denominator }}) as double)
            as numerator,
        cast(count(*) filter (where {{ denominator }}) as double) as denominator
    from contacts
    group by week_start_date
    union all
    {% endfor -%}
    select
        week_start_date,
        'cost_per_successful_resolution' as kpi,
        cast(sum(handling_cost) filter (
            where not is_resolved or is_successful_resolution in (true, false)
        ) as double) as numerator,
        cast(count(*) filter (where is_successful_resolution) as double) as denominator
    from contacts
    group by week_start_date
    union all
    select
        week_start_date,
        'first_response_median_minutes' as kpi,
        cast(null as double) as numerator,
        cast(count(first_response_minutes) as double) as denominator
    from contacts
    group by week_start_date
    union all
    select
        first_contact_week_start_date as week_start_date,
        'fcr' as kpi,
        cast(count(*) filter (where is_first_contact_resolution) as double)
            as numerator,
        cast(count(*) as double) as denominator
    from issues
    group by first_contact_week_start_date
    union all
    select
        completed_week_start_date as week_start_date,
        'refund_median_hours' as kpi,
        cast(null as double) as numerator,
        cast(count(*) as double) as denominator
    from refunds
    group by completed_week_start_date
),

kpis as (
    select distinct kpi from sums
),

compared as (
    select
        scores.week_start_date,
        scores.kpi,
        case
            when
                abs(coalesce(scores.numerator, 0) - coalesce(sums.numerator, 0)) > 1e-6
                then 'numerator'
            when coalesce(scores.denominator, 0) <> coalesce(sums.denominator, 0)
                then 'denominator'
            when
                sums.numerator is not null
                and abs(scores.value - sums.numerator / nullif(sums.denominator, 0))
                > 1e-9
                then 'value'
        end as problem
    from scores
    inner join kpis
        on scores.kpi = kpis.kpi
    left join sums
        on
            scores.week_start_date = sums.week_start_date
            and scores.kpi = sums.kpi
)

select *
from compared
where problem is not null
