-- Everyone who is known, has ordered, written or answered: a customer that the
-- customers table lacks is still one row. No name and no e-mail leaves staging.
with

-- one pass over everything that names a customer
mentions as (
    select
        customer_id,
        region,
        cast(null as timestamp) as ordered_at,
        cast(null as timestamp) as contacted_at
    from {{ ref('stg_shop__customers') }}
    union all
    select
        customer_id,
        {{ dbt.cast('null', dbt.type_string()) }} as region,
        case when not is_test then ordered_at end as ordered_at,
        cast(null as timestamp) as contacted_at
    from {{ ref('fct_orders') }}
    union all
    select
        customer_id,
        {{ dbt.cast('null', dbt.type_string()) }} as region,
        cast(null as timestamp) as ordered_at,
        case when is_contact then created_at end as contacted_at
    from {{ ref('fct_tickets') }}
    union all
    select
        customer_id,
        {{ dbt.cast('null', dbt.type_string()) }} as region,
        cast(null as timestamp) as ordered_at,
        cast(null as timestamp) as contacted_at
    from {{ ref('fct_surveys') }}
),

final as (
    select
        customer_id,
        max(region) as region,
        min(ordered_at) as first_ordered_at,
        max(ordered_at) as last_ordered_at,
        count(ordered_at) as orders,
        min(contacted_at) as first_contact_at,
        max(contacted_at) as last_contact_at,
        count(contacted_at) as contacts
    from mentions
    where customer_id is not null
    group by customer_id
)

select * from final
