-- Which orders are compared with which: the last 7 days with the weeks before them
-- (gate_usual_weeks), each as far back as min_group orders reach where it holds fewer.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

orders as (
    select ordered_at from {{ ref('fct_orders') }}
    where not is_test
),

latest as (
    select ordered_at from orders
    order by ordered_at desc
    limit {{ var('min_group') }}
),

recent_window as (
    select
        clock.as_of,
        least(
            {{ add_time('clock.as_of', days=-7) }},
            coalesce(
                min(latest.ordered_at), {{ add_time('clock.as_of', days=-7) }}
            )
        ) as recent_from
    from clock
    left join latest on true
    group by clock.as_of
),

latest_before as (
    select orders.ordered_at
    from orders
    cross join recent_window
    where orders.ordered_at < recent_window.recent_from
    order by orders.ordered_at desc
    limit {{ var('min_group') }}
),

final as (
    select
        recent_window.recent_from,
        recent_window.recent_from < {{ add_time('recent_window.as_of', days=-7) }}
            as is_looked_back,
        least(
            {{ add_time(
                'recent_window.recent_from', days=-7 * var('gate_usual_weeks')
            ) }},
            coalesce(min(latest_before.ordered_at), recent_window.recent_from)
        ) as usual_from
    from recent_window
    left join latest_before on true
    group by recent_window.recent_from, recent_window.as_of
)

select * from final
