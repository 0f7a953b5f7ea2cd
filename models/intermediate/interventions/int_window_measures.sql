{{ config(materialized='table') }}

-- Both windows of a week side by side, one row per week and entity: what there was (1)
-- and what there had been (0). Nothing counted is 0.

with

contacts as (
    select * from {{ ref('int_window_contacts') }}
),

orders as (
    select * from {{ ref('int_window_orders') }}
),

entities as (
    select
        week_start_date,
        slice,
        entity
    from contacts
    union distinct
    select
        week_start_date,
        slice,
        entity
    from orders
),

final as (
    select
        {% for measure in window_measures() %}
        coalesce(contacts_1.{{ measure }}, 0) as {{ measure }}_1,
        coalesce(contacts_0.{{ measure }}, 0) as {{ measure }}_0,
        {% endfor %}
        {% for measure in ['orders', 'refunds'] %}
        coalesce(orders_1.{{ measure }}, 0) as {{ measure }}_1,
        coalesce(orders_0.{{ measure }}, 0) as {{ measure }}_0,
        {% endfor %}
        entities.week_start_date,
        entities.slice,
        entities.entity
    from entities
    {% for facts in ['contacts', 'orders'] %}
    {% for number, name in [(1, 'current'), (0, 'baseline')] %}
    left join {{ facts }} as {{ facts }}_{{ number }}
        on
            entities.week_start_date = {{ facts }}_{{ number }}.week_start_date
            and entities.slice = {{ facts }}_{{ number }}.slice
            and entities.entity = {{ facts }}_{{ number }}.entity
            and {{ facts }}_{{ number }}.comparison_window = '{{ name }}'
    {% endfor %}
    {% endfor %}
)

select * from final
