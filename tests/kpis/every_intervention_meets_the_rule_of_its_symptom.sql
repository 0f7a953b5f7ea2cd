-- A row is an intervention that should not have fired, has no words for its reader, or
-- says validated against its own numbers.
-- Remedy: a symptom needs a row in seeds/reference/interventions.csv; for the rest
-- follow it back through int_fired_symptoms and int_symptom_tests.

with

interventions as (
    select * from {{ ref('kpi_interventions') }}
),

symptoms as (
    select symptom from {{ ref('interventions') }}
),

scores as (
    select
        week_start_date,
        kpi,
        value,
        is_mature
    from {{ ref('kpi_scorecard') }}
),

bands as (
    select
        kpi,
        case direction when 'higher' then 1 else -1 end as turn
    from {{ ref('kpi_bands') }}
),

judged as (
    select
        interventions.week_start_date,
        interventions.symptom,
        interventions.entity,
        case
            when symptoms.symptom is null then 'the symptom is not in the seed'
            when
                interventions.likely_cause is null or interventions.first_action is null
                then 'no cause or action to read'
            when bands.kpi is null then 'the validation KPI has no direction'
            when
                interventions.symptom = 'insights_ignored'
                and interventions.evidence_value >= {{ var('ignored_adoption_rate') }}
                then 'adoption is not below the limit'
            when
                interventions.symptom = 'high_checkout_payment_contacts'
                and interventions.evidence_value <= {{ var('payment_share_limit') }}
                and coalesce(interventions.z_value, 0) < {{ var('z_of_shop') }}
                then 'the share is neither above the limit nor rose'
            when
                interventions.symptom = 'sla_fine_refunds_rising'
                and coalesce(interventions.z_value, 0) < {{ var('z_of_shop') }}
                then 'the rise is not sure'
            when
                interventions.symptom in (
                    'rising_product_expectation_contacts',
                    'regional_delivery_complaints'
                )
                and coalesce(interventions.z_value, 0) < {{ var('z_of_part') }}
                then 'the rise is not sure'
            when
                interventions.symptom = 'regional_delivery_complaints'
                and interventions.evidence_value
                <= {{ var('regional_rate_limit') }} * interventions.baseline_value
                then 'the rate is not above the limit'
            when
                (interventions.validation_value is not null)
                <> coalesce(later.is_mature and later.value is not null, false)
                or coalesce(interventions.validation_value <> later.value, false)
                then 'validation_value is not that of 28 days later'
            when
                coalesce(interventions.is_validated, false)
                <> coalesce(
                    later.is_mature
                    and earlier.is_mature
                    and bands.turn * (later.value - earlier.value) > 0,
                    false
                )
                then 'is_validated'
        end as problem
    from interventions
    left join symptoms
        on interventions.symptom = symptoms.symptom
    left join bands
        on interventions.validation_kpi = bands.kpi
    left join scores as earlier
        on
            interventions.week_start_date = earlier.week_start_date
            and interventions.validation_kpi = earlier.kpi
    left join scores as later
        on
            interventions.validation_kpi = later.kpi
            and later.week_start_date
            = {{ as_date(add_time('interventions.week_start_date', days=28)) }}
)

select *
from judged
where problem is not null
