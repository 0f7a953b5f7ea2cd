-- The tickets that count with what they are about. A view: both joins are to small
-- tables, and every step that reads it would otherwise join a million tickets.
with

tickets as (
    select * from {{ ref('int_counted_tickets') }}
),

reason_tags as (
    select * from {{ ref('int_reason_tags') }}
),

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

mapped as (
    select
        tickets.*,
        coalesce(reason_tags.reason_code, 'unmapped') as reason_code
    from tickets
    left join reason_tags
        on
            tickets.reason_tag = reason_tags.reason_tag
            and tickets.created_at >= reason_tags.valid_from
            and tickets.created_at < reason_tags.valid_to
),

final as (
    select
        mapped.*,
        reason_codes.contact_reason,
        reason_codes.journey_stage,
        reason_codes.journey_topic,
        reason_codes.root_cause,
        reason_codes.commercial_impact,
        reason_codes.owner,
        cast(reason_codes.remediation_days as bigint) as remediation_days,
        reason_codes.is_catch_all,
        (
            reason_codes.valid_from is null
            or cast(reason_codes.valid_from as timestamp) <= mapped.created_at
        ) and (
            reason_codes.valid_to is null
            or mapped.created_at < cast(reason_codes.valid_to as timestamp)
        ) as is_code_valid
    from mapped
    left join reason_codes
        on mapped.reason_code = reason_codes.reason_code
)

select * from final
