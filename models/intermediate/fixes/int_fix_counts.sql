{{ config(materialized='table') }}

-- How many orders, and contacts of the fix's reason code, there were before each
-- instant: those of earlier days, by one running sum over the days, and those of its
-- own day before it. A table: the mart and the test of its key read it.
with

fix_instants as (
    select * from {{ ref('int_fix_instants') }}
),

instants as (
    select
        fix_id,
        instant,
        '' as reason_code,
        instant_at,
        cast(instant_at as date) as instant_date
    from fix_instants
    union all
    select
        fix_id,
        instant,
        reason_code,
        instant_at,
        cast(instant_at as date) as instant_date
    from fix_instants
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

-- what happens at the instant itself does not come before it
of_the_day as (
    select
        instants.reason_code,
        instants.fix_id,
        instants.instant,
        count(*) as happened
    from happenings
    inner join instants
        on
            happenings.reason_code = instants.reason_code
            and happenings.happened_date = instants.instant_date
            and happenings.happened_at < instants.instant_at
    group by instants.reason_code, instants.fix_id, instants.instant
),

time_line as (
    select
        reason_code,
        happened_date,
        {{ dbt.cast('null', dbt.type_string()) }} as fix_id,
        {{ dbt.cast('null', dbt.type_string()) }} as instant,
        count(*) as happened
    from happenings
    group by reason_code, happened_date
    union all
    select
        reason_code,
        instant_date as happened_date,
        fix_id,
        instant,
        0 as happened
    from instants
),

-- an instant comes before its day, so that this day is not in its sum
running as (
    select
        reason_code,
        fix_id,
        instant,
        sum(happened) over (
            partition by reason_code
            order by happened_date, fix_id nulls last
            rows between unbounded preceding and current row
        ) as happened
    from time_line
),

counted as (
    select * from running
    where fix_id is not null
    union all
    select * from of_the_day
),

final as (
    select
        fix_id,
        instant,
        cast(coalesce(sum(happened) filter (where reason_code = ''), 0) as bigint)
            as orders_until,
        cast(coalesce(sum(happened) filter (where reason_code <> ''), 0) as bigint)
            as contacts_until
    from counted
    group by fix_id, instant
)

select * from final
