-- How many orders, and contacts of the fix's reason code, there were before each
-- instant, by one running sum over time. Days that hold no instant are added up first;
-- on the others each moment stands for itself.
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

cut_days as (
    select distinct instant_date from instants
),

placed as (
    select
        happenings.reason_code,
        case
            when cut_days.instant_date is null
                then cast(happenings.happened_date as timestamp)
            else happenings.happened_at
        end as happened_at
    from happenings
    left join cut_days
        on happenings.happened_date = cut_days.instant_date
),

counted as (
    select
        reason_code,
        happened_at,
        count(*) as happened
    from placed
    group by reason_code, happened_at
),

time_line as (
    select
        reason_code,
        happened_at,
        happened,
        {{ dbt.cast('null', dbt.type_string()) }} as fix_id,
        {{ dbt.cast('null', dbt.type_string()) }} as instant
    from counted
    union all
    select
        reason_code,
        instant_at as happened_at,
        0 as happened,
        fix_id,
        instant
    from instants
    union all
    select
        '' as reason_code,
        instant_at as happened_at,
        0 as happened,
        fix_id,
        instant
    from instants
),

-- what happens at the instant itself does not come before it
running as (
    select
        reason_code,
        fix_id,
        instant,
        sum(happened) over (
            partition by reason_code
            order by happened_at, fix_id nulls last
            rows between unbounded preceding and current row
        ) as happened_until
    from time_line
),

final as (
    select
        fix_id,
        instant,
        cast(max(happened_until) filter (where reason_code = '') as bigint)
            as orders_until,
        cast(max(happened_until) filter (where reason_code <> '') as bigint)
            as contacts_until
    from running
    where fix_id is not null
    group by fix_id, instant
)

select * from final
