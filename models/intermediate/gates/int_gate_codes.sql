-- Codes of the contacts that catch_all_share looks at.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

windows as (
    select window_from from {{ ref('int_gate_windows') }}
    where gate = 'catch_all_share'
),

contacts as (
    select
        tickets.reason_code,
        count(*) as contacts,
        max(tickets.created_at) as last_seen_at
    from {{ ref('fct_tickets') }} as tickets
    cross join windows
    where
        tickets.is_contact
        and not tickets.is_catch_all
        and tickets.created_at >= windows.window_from
    group by tickets.reason_code
),

final as (
    select
        contacts.reason_code,
        contacts.contacts,
        contacts.last_seen_at,
        case
            when codes.owner is null then 'no owner'
            when codes.remediation_days is null then 'no remediation_days'
            when cast(codes.valid_to as timestamp) <= clock.as_of
                then 'not valid any more'
        end as problem
    from contacts
    inner join {{ ref('dim_reason_codes') }} as codes
        on contacts.reason_code = codes.reason_code
    cross join clock
)

select * from final
