-- A row is a reason code whose layers, owner or remediation days are missing or blank.
-- Charts by layer would lose its tickets, and nobody would answer for the fix.
-- Remedy: complete the row in seeds/reference/reason_codes.csv.

{{ after_the_marts() }}

with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

incomplete as (
    select
        reason_code,
        case
            when trim(coalesce(contact_reason, '')) = '' then 'contact_reason is empty'
            when trim(coalesce(journey_stage, '')) = '' then 'journey_stage is empty'
            when trim(coalesce(journey_topic, '')) = '' then 'journey_topic is empty'
            when trim(coalesce(root_cause, '')) = '' then 'root_cause is empty'
            when trim(coalesce(commercial_impact, '')) = ''
                then 'commercial_impact is empty'
            when trim(coalesce(owner, '')) = '' then 'owner is empty'
            when coalesce(remediation_days, 0) <= 0
                then 'remediation_days is not above 0'
        end as problem
    from reason_codes
)

select *
from incomplete
where problem is not null
