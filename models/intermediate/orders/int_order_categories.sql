with

lines as (
    select
        order_id,
        product_id
    from {{ ref('stg_shop__order_lines') }}
    where product_id is not null
),

categories as (
    select * from {{ ref('int_product_categories') }}
),

final as (
    select distinct
        lines.order_id,
        categories.product_category
    from lines
    inner join categories
        on lines.product_id = categories.product_id
)

select * from final
