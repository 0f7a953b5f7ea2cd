-- How many orders, and contacts of the fix's reason code, there were before each
-- instant: whole days by running sums, the day of the instant itself row by row.
with

instants as (
    select
        *,
        cast(instant_at as date) as instant_date
    from {{ ref('int_fix_instants') }}
),

happenings as (
    select
        '' as reason_code,
        ordered_at as happened_at,
        cast(ordered_at as date) as happened_date
    from {{ ref('fct_orders') }}
    where not is_test
    union all
    select
        reason_code,
        created_at as happened_at,
        cast(created_at as date) as happened_date
    from {{ ref('fct_tickets') }}
    where is_contact
),

daily as (
    select
        reason_code,
        happened_date,
        count(*) as happened
    from happenings
    group by reason_code, happened_date
),

whole_days as (
    select
        instants.fix_id,
        instants.instant,
        sum(daily.happened) filter (where daily.reason_code = '') as orders,
        sum(daily.happened) filter (where daily.reason_code <> '') as contacts
    from instants
    inner join daily
        on
            daily.reason_code in ('', instants.reason_code)
            and instants.instant_date > daily.happened_date
    group by instants.fix_id, instants.instant
),

same_day as (
    select
        instants.fix_id,
        instants.instant,
        count(*) filter (where happenings.reason_code = '') as orders,
        count(*) filter (where happenings.reason_code = instants.reason_code)
            as contacts
    from instants
    inner join happenings
        on
            instants.instant_date = happenings.happened_date
            and instants.instant_at > happenings.happened_at
    group by instants.fix_id, instants.instant
),

final as (
    select
        instants.fix_id,
        instants.instant,
        coalesce(whole_days.orders, 0) + coalesce(same_day.orders, 0) as orders_until,
        coalesce(whole_days.contacts, 0) + coalesce(same_day.contacts, 0)
            as contacts_until
    from instants
    left join whole_days
        on
            instants.fix_id = whole_days.fix_id
            and instants.instant = whole_days.instant
    left join same_day
        on
            instants.fix_id = same_day.fix_id
            and instants.instant = same_day.instant
)

select * from final
