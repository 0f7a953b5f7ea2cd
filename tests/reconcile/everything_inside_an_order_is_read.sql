-- A row is a list inside the orders of a shop, as Airbyte loads them, of which other
-- rows were made than it has elements: dq_connector_rows counts the orders alone.
-- Remedy: look in the steps of models/connectors/shopify for what lost or doubled them.
{{ config(enabled=is_connected('shopify', 'airbyte'), group='data_platform') }}

with

orders as (
    {{ vendor_rows('shopify', 'airbyte', 'orders') }}
),

elements as (
    {%- for place in ['refunds', 'line_items'] %}
    select
        connection,
        '{{ place }}' as place,
        {{ json_items(place) }} as element
    from orders
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

delivered as (
    select
        connection,
        place,
        count(*) as elements
    from elements
    group by connection, place
),

rows_made as (
    select
        connection,
        'refunds' as place
    from {{ ref('shopify__refunds') }}
    where vendor_table = 'orders.refunds'
    union all
    select
        connection,
        'line_items' as place
    from {{ ref('shopify__line_items') }}
    where vendor_table = 'orders.line_items'
),

made as (
    select
        connection,
        place,
        count(*) as row_count
    from rows_made
    group by connection, place
),

found as (
    select
        delivered.connection || ' orders.' || delivered.place as row_key,
        'of ' || cast(delivered.elements as {{ dbt.type_string() }}) || ' '
        || cast(coalesce(made.row_count, 0) as {{ dbt.type_string() }})
        || ' became rows' as problem
    from delivered
    left join made
        on delivered.connection = made.connection and delivered.place = made.place
    where delivered.elements is distinct from made.row_count
)

select *
from found
