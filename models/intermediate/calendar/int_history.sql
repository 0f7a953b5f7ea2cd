{{ config(materialized='table') }}

-- Where the dated marts begin: with the later of the first contact and history_days
-- before as_of. No row without a contact.
with

first_contacts as (
    select min(created_at) as first_contact_at
    from {{ ref('int_counted_tickets') }}
    where is_contact
),

bounds as (
    select
        first_contacts.first_contact_at,
        greatest(
            first_contacts.first_contact_at,
            {{ add_time('clock.as_of', days=-var('history_days')) }}
        ) as starts_at,
        clock.as_of
    from first_contacts
    cross join {{ ref('int_as_of') }} as clock
    where first_contacts.first_contact_at is not null
),

final as (
    select
        first_contact_at,
        as_of,
        {{ reporting_date('starts_at') }} as start_date,
        {{ reporting_date('starts_at', 'week') }} as start_week_start_date,
        {{ reporting_date('starts_at', 'month') }} as start_month_start_date,
        {{ reporting_date('as_of') }} as as_of_date
    from bounds
)

select * from final
