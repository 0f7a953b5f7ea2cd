-- Serves the weekly support review: what is discussed, in this order, and what follows.
-- One row per agenda item. Controls as of now; interventions that fired in the last 8
-- complete weeks (the latest week of each: `fired` until the outcome is known 4 weeks
-- later, then `validated` or `not validated`); every KPI in its latest mature week,
-- against the week before and its healthy bound. weeks_not_healthy counts its last 4
-- mature weeks: one bad week of a small shop is noise, is_certain says whether the 95 %
-- interval stays in the band (null: no interval). value is in the KPI's own unit, of a
-- control its first evidence, of an intervention the evidence against the time before
-- (previous_value); null where there is no data. revenue_at_risk (reporting currency,
-- of contacts unresolved now) is there for interventions only.
with

controls as (
    select * from {{ ref('kpi_controls') }}
),

interventions as (
    select * from {{ ref('kpi_interventions') }}
),

scores as (
    select * from {{ ref('kpi_scorecard') }}
),

definitions as (
    select
        kpi,
        name,
        unit,
        business_implication
    from {{ ref('kpi_definitions') }}
),

bands as (
    select
        kpi,
        healthy_bound
    from {{ ref('kpi_bands') }}
),

last_week as (
    select max(week_start_date) as week_start_date from scores
),

recent_interventions as (
    select
        interventions.*,
        row_number() over (
            partition by interventions.symptom, interventions.entity
            order by interventions.week_start_date desc
        ) as week_rank
    from interventions
    cross join last_week
    where
        interventions.week_start_date
        > {{ as_date(add_time('last_week.week_start_date', days=-56)) }}
),

mature_scores as (
    select
        *,
        row_number() over (partition by kpi order by week_start_date desc) as week_rank
    from scores
    where is_mature
),

recent_scores as (
    select
        kpi,
        count(*) filter (where band in ('watch', 'intervention')) as weeks_not_healthy
    from mature_scores
    where week_rank <= 4
    group by kpi
),

control_items as (
    select
        'control' as agenda_item,
        name as item,
        cast(null as date) as week_start_date,
        status,
        cast(null as {{ dbt.type_string() }}) as unit,
        evidence_1 as value,
        cast(null as double) as previous_value,
        cast(null as double) as healthy_bound,
        cast(null as bigint) as weeks_not_healthy,
        cast(null as boolean) as is_certain,
        cast(null as decimal(38, 6)) as revenue_at_risk,
        'passes when ' || pass_condition || ', else ' || if_failed as what_follows,
        case status when 'fail' then 1 when 'unknown' then 4 else 6 end as urgency
    from controls
),

intervention_items as (
    select
        'intervention' as agenda_item,
        name || ': ' || entity as item,
        week_start_date,
        case
            when is_validated is null then 'fired'
            when is_validated then 'validated'
            else 'not validated'
        end as status,
        cast(null as {{ dbt.type_string() }}) as unit,
        evidence_value as value,
        baseline_value as previous_value,
        cast(null as double) as healthy_bound,
        cast(null as bigint) as weeks_not_healthy,
        cast(null as boolean) as is_certain,
        revenue_at_risk,
        likely_cause || '; ' || first_action as what_follows,
        case when is_validated then 6 else 2 end as urgency
    from recent_interventions
    where week_rank = 1
),

kpi_items as (
    select
        'kpi' as agenda_item,
        definitions.name as item,
        mature_scores.week_start_date,
        mature_scores.band as status,
        definitions.unit,
        mature_scores.value,
        mature_scores.previous_value,
        cast(bands.healthy_bound as double) as healthy_bound,
        recent_scores.weeks_not_healthy,
        mature_scores.is_band_certain as is_certain,
        cast(null as decimal(38, 6)) as revenue_at_risk,
        definitions.business_implication as what_follows,
        case mature_scores.band
            when 'intervention' then 3
            when 'watch' then 4
            when 'no_data' then 5
            else 6
        end as urgency
    from mature_scores
    inner join definitions
        on mature_scores.kpi = definitions.kpi
    left join bands
        on mature_scores.kpi = bands.kpi
    left join recent_scores
        on mature_scores.kpi = recent_scores.kpi
    where mature_scores.week_rank = 1
),

agenda as (
    select * from control_items
    union all
    select * from intervention_items
    union all
    select * from kpi_items
),

final as (
    select
        row_number() over (
            order by
                urgency asc,
                weeks_not_healthy desc nulls last,
                revenue_at_risk desc nulls last,
                agenda_item asc,
                item asc
        ) as agenda_rank,
        agenda_item,
        item,
        status,
        week_start_date,
        unit,
        round(value, 3) as value,
        round(previous_value, 3) as previous_value,
        healthy_bound,
        weeks_not_healthy,
        is_certain,
        round(revenue_at_risk, 2) as revenue_at_risk,
        what_follows
    from agenda
)

select * from final
order by agenda_rank
