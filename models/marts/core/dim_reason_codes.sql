with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

final as (
    select
        reason_code,
        reason_name,
        contact_reason,
        journey_stage,
        journey_topic,
        root_cause,
        commercial_impact,
        owner,
        cast(remediation_days as bigint) as remediation_days,
        is_catch_all,
        valid_from,
        valid_to
    from reason_codes
)

select * from final
