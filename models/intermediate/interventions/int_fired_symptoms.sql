with

tested as (
    select * from {{ ref('int_symptom_tests') }}
    where is_large_enough
),

judged as (
    select
        *,
        case symptom
            when 'rising_product_expectation_contacts' then has_risen
            when 'high_checkout_payment_contacts'
                then evidence_value > {{ var('payment_share_limit') }} or has_risen
            when 'sla_fine_refunds_rising'
                then resolution_sla >= {{ var('fine_resolution_sla') }} and has_risen
            when 'regional_delivery_complaints'
                then
                    evidence_value > {{ var('regional_rate_limit') }} * baseline_value
                    and z_value >= {{ var('z_of_part') }}
        end as is_fired
    from tested
),

-- of the two measures of rising refunds recurrence, the share, is shown first
ranked as (
    select
        *,
        row_number() over (
            partition by week_start_date, symptom, entity
            order by kind desc
        ) as measure_rank
    from judged
    where is_fired
),

ignored as (
    select
        adoptions.week_start_date,
        'insights_ignored' as symptom,
        adoptions.owner as entity,
        {{ ratio('adoptions.adopted_fixes', 'adoptions.due_fixes') }} as evidence_value,
        measures.any_contacts_1 as affected_contacts,
        measures.any_revenue_at_risk_1 as revenue_at_risk
    from {{ ref('int_fix_adoption_by_week') }} as adoptions
    left join {{ ref('int_window_measures') }} as measures
        on
            adoptions.week_start_date = measures.week_start_date
            and adoptions.owner = measures.entity
            and measures.slice = 'owner'
    where adoptions.due_fixes >= {{ var('ignored_min_fixes') }}
),

compared_weeks as (
    select distinct week_start_date from {{ ref('int_comparison_windows') }}
),

final as (
    select
        week_start_date,
        symptom,
        entity,
        evidence_value,
        baseline_value,
        z_value,
        affected_contacts,
        revenue_at_risk
    from ranked
    where measure_rank = 1
    union all
    select
        ignored.week_start_date,
        ignored.symptom,
        ignored.entity,
        ignored.evidence_value,
        cast(null as double) as baseline_value,
        cast(null as double) as z_value,
        coalesce(ignored.affected_contacts, 0) as affected_contacts,
        coalesce(ignored.revenue_at_risk, 0) as revenue_at_risk
    from ignored
    inner join compared_weeks
        on ignored.week_start_date = compared_weeks.week_start_date
    where ignored.evidence_value < {{ var('ignored_adoption_rate') }}
)

select * from final
