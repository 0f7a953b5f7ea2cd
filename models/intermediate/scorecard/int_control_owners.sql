-- Reason codes seen in the last 28 days to as_of, catch-alls aside: which of them
-- nobody owns, and which have expired.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

seen_codes as (
    select
        tickets.reason_code,
        count(*) as contacts
    from {{ ref('fct_tickets') }} as tickets
    cross join clock
    where
        tickets.is_contact
        and not tickets.is_catch_all
        and tickets.created_at
        >= {{ add_time('clock.as_of', days=-var('control_days')) }}
    group by tickets.reason_code
),

final as (
    select
        count(*) as seen_codes,
        cast(sum(seen_codes.contacts) as bigint) as contacts,
        count(*) filter (
            where codes.owner is null or codes.remediation_days is null
        ) as unowned_codes,
        count(*) filter (where cast(codes.valid_to as timestamp) <= clock.as_of)
            as expired_codes
    from seen_codes
    inner join {{ ref('dim_reason_codes') }} as codes
        on seen_codes.reason_code = codes.reason_code
    cross join clock
)

select * from final
