{{ config(materialized='table') }}

with

days as (
    select
        as_of,
        first_contact_at,
        {{ explode_days('start_week_start_date', 'as_of_date') }} as week_start_date
    from {{ ref('int_history') }}
),

bounded as (
    select
        week_start_date,
        {{ reporting_day_start('week_start_date') }} as starts_at,
        {{ reporting_day_start(add_time('week_start_date', days=7)) }} as ends_at,
        as_of,
        first_contact_at
    from days
    where {{ weekday('week_start_date') }} = 1
),

final as (
    select
        week_start_date,
        starts_at,
        ends_at,
        ends_at <= as_of as is_complete_week,
        as_of,
        first_contact_at
    from bounded
)

select * from final
