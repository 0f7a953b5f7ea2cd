-- A product is in the category its latest order line says, ties by order and line.
with

lines as (
    select * from {{ ref('stg_shop__order_lines') }}
    where product_id is not null
),

ranked as (
    select
        product_id,
        product_category,
        row_number() over (
            partition by product_id
            order by loaded_at desc nulls last, order_id desc, line_number desc
        ) as line_rank
    from lines
),

final as (
    select
        product_id,
        product_category
    from ranked
    where line_rank = 1 and product_category is not null
)

select * from final
