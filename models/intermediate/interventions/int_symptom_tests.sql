-- The size of each change and how sure it is: the pooled two-proportion z of a share,
-- the z of the log rate ratio of a count per order, in which no count is half a count.
with

symptoms as (
    select * from {{ ref('int_symptoms') }}
),

sized as (
    select
        *,
        per * {{ ratio('numerator_1', 'denominator_1') }} as evidence_value,
        per * {{ ratio('numerator_0', 'denominator_0') }} as baseline_value,
        {{ ratio('(numerator_1 + numerator_0)', '(denominator_1 + denominator_0)') }}
            as pooled_share,
        greatest(numerator_1, 0.5) as counted_1,
        greatest(numerator_0, 0.5) as counted_0
    from symptoms
),

tested as (
    select
        *,
        case
            when denominator_1 = 0 or denominator_0 = 0 then null
            when kind = 'rate'
                then ln((counted_1 / denominator_1) / (counted_0 / denominator_0))
                    / sqrt(1 / counted_1 + 1 / counted_0)
            when pooled_share > 0 and pooled_share < 1
                then (evidence_value - baseline_value) / sqrt(
                        pooled_share * (1 - pooled_share)
                        * (1 / denominator_1 + 1 / denominator_0)
                    )
        end as z_value,
        contacts_1 >= {{ var('intervention_min_count') }}
        and contacts_0 >= {{ var('intervention_min_count') }}
        and denominator_1 >= {{ var('intervention_min_count') }}
        and denominator_0 >= {{ var('intervention_min_count') }} as is_large_enough
    from sized
),

final as (
    select
        week_start_date,
        symptom,
        entity,
        kind,
        evidence_value,
        baseline_value,
        z_value,
        affected_contacts,
        revenue_at_risk,
        resolution_sla,
        is_large_enough,
        evidence_value > baseline_value and z_value >= case
            when entity = 'all' then {{ var('z_of_shop') }} else {{ var('z_of_part') }}
        end as has_risen
    from tested
)

select * from final
