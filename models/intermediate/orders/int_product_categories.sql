{{ config(materialized='table') }}

-- A product is in the category its latest order line says, ties by order and line. The
-- latest is found without sorting every line there is.
with

lines as (
    select * from {{ ref('stg_shop__order_lines') }}
    where product_id is not null
),

latest as (
    select
        product_id,
        max_by(
            -- a category that is missing is an answer, which max_by would pass over
            coalesce(product_category, ''),
            {{ compared_as_one('loaded_at', 'order_id', 'line_number') }}
        ) as product_category
    from lines
    group by product_id
),

final as (
    select
        product_id,
        product_category
    from latest
    where product_category <> ''
)

select * from final
