-- Validated: the KPI that should move has moved the right way 28 days later, judged
-- when both weeks are mature.
with

fired as (
    select * from {{ ref('int_fired_symptoms') }}
),

interventions as (
    select * from {{ ref('interventions') }}
),

bands as (
    select
        kpi,
        direction
    from {{ ref('kpi_bands') }}
),

mature_scores as (
    select
        week_start_date,
        kpi,
        value
    from {{ ref('kpi_scorecard') }}
    where is_mature and value is not null
),

joined as (
    select
        fired.week_start_date,
        fired.symptom,
        fired.entity,
        interventions.name,
        interventions.likely_cause,
        interventions.first_action,
        interventions.validation_kpi,
        fired.evidence_value,
        fired.baseline_value,
        fired.z_value,
        cast(fired.affected_contacts as bigint) as affected_contacts,
        cast(fired.revenue_at_risk as decimal(38, 6)) as revenue_at_risk,
        bands.direction,
        scores_then.value as validation_start_value,
        scores_later.value as validation_value
    from fired
    left join interventions
        on fired.symptom = interventions.symptom
    left join bands
        on interventions.validation_kpi = bands.kpi
    left join mature_scores as scores_then
        on
            fired.week_start_date = scores_then.week_start_date
            and interventions.validation_kpi = scores_then.kpi
    left join mature_scores as scores_later
        on
            scores_later.week_start_date = {{ as_date(
                add_time('fired.week_start_date', days=var('comparison_days'))
            ) }}
            and interventions.validation_kpi = scores_later.kpi
),

final as (
    select
        week_start_date,
        symptom,
        entity,
        name,
        likely_cause,
        first_action,
        validation_kpi,
        evidence_value,
        baseline_value,
        z_value,
        affected_contacts,
        revenue_at_risk,
        validation_start_value,
        validation_value,
        case direction
            when 'higher' then validation_value > validation_start_value
            when 'lower' then validation_value < validation_start_value
        end as is_validated
    from joined
)

select * from final
