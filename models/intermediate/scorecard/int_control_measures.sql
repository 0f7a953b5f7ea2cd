-- Each control's two measures, whether they are known, and whether the condition holds.
-- Too few contacts, or no value, is never a pass.
with

contacts as (
    select
        *,
        {{ ratio('high_quality_contacts', 'recent_contacts') }}
            as high_quality_reason_share,
        {{ ratio('catch_all_contacts', 'recent_contacts') }} as catch_all_share,
        {{ ratio('outcome_met', 'outcome_decided_contacts') }} as outcome_sla,
        {{ ratio('resolution_met', 'outcome_decided_contacts') }} as resolution_sla
    from {{ ref('int_control_contacts') }}
),

owners as (
    select * from {{ ref('int_control_owners') }}
),

fixes as (
    select
        *,
        {{ ratio('adopted_fixes', 'due_fixes') }} as fix_adoption_rate
    from {{ ref('int_control_fixes') }}
),

quality_bands as (
    select * from {{ ref('kpi_bands') }}
    where kpi = 'high_quality_reason_share'
),

catch_all_bands as (
    select * from {{ ref('kpi_bands') }}
    where kpi = 'catch_all_share'
),

measured as (
    select
        'taxonomy_quality' as control,
        contacts.high_quality_reason_share as evidence_1,
        contacts.catch_all_share as evidence_2,
        contacts.recent_contacts as contacts,
        contacts.recent_contacts as smallest_group,
        {{ kpi_band(
            'contacts.high_quality_reason_share', 'quality_bands.direction',
            'quality_bands.healthy_bound', 'quality_bands.watch_bound'
        ) }} = 'healthy'
        and {{ kpi_band(
            'contacts.catch_all_share', 'catch_all_bands.direction',
            'catch_all_bands.healthy_bound', 'catch_all_bands.watch_bound'
        ) }} = 'healthy' as is_passed
    from contacts
    left join quality_bands on true
    left join catch_all_bands on true
    union all
    select
        'revenue_priority_routing' as control,
        high_priority_response_minutes as evidence_1,
        low_impact_response_minutes as evidence_2,
        high_priority_contacts + low_impact_contacts as contacts,
        least(high_priority_contacts, low_impact_contacts) as smallest_group,
        high_priority_response_minutes <= low_impact_response_minutes as is_passed
    from contacts
    union all
    select
        'outcome_based_sla' as control,
        outcome_sla as evidence_1,
        resolution_sla as evidence_2,
        outcome_decided_contacts as contacts,
        outcome_decided_contacts as smallest_group,
        outcome_sla >= {{ var('control_outcome_sla') }}
        and {{ comparable('abs(resolution_sla - outcome_sla)') }}
        <= {{ var('control_sla_gap') }} as is_passed
    from contacts
    union all
    select
        'ownership_mapping' as control,
        cast(unowned_codes as double) as evidence_1,
        cast(expired_codes as double) as evidence_2,
        cast(coalesce(contacts, 0) as bigint) as contacts,
        cast(coalesce(contacts, 0) as bigint) as smallest_group,
        unowned_codes = 0 and expired_codes = 0 as is_passed
    from owners
    union all
    select
        'feedback_loop' as control,
        fix_adoption_rate as evidence_1,
        cast(proposed_fixes as double) as evidence_2,
        cast(null as bigint) as contacts,
        cast(null as bigint) as smallest_group,
        fix_adoption_rate >= {{ var('control_fix_adoption_rate') }}
        and proposed_fixes > 0 as is_passed
    from fixes
),

final as (
    select
        control,
        evidence_1,
        evidence_2,
        contacts,
        is_passed,
        evidence_1 is not null
        and evidence_2 is not null
        and coalesce(smallest_group >= {{ var('control_min_contacts') }}, true)
            as is_known
    from measured
)

select * from final
