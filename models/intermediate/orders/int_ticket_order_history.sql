{{ config(materialized='table') }}

{% set is_same_moment = 'latest.ordered_at = tickets.created_at' %}
{% set recent_since = add_time('created_at', days=-var('customer_exposure_days')) %}
-- Orders and tickets of a customer, put in order once: how many moments of orders lie
-- before a ticket says which running sums are its own. Guests are left out first: one
-- null customer would hold half the rows.
with

tickets as (
    select * from {{ ref('int_counted_tickets') }}
    where customer_id is not null
),

-- most customers never write: what they order is nobody's history here
order_moments as (
    select
        customer_id,
        ordered_at,
        max(order_id) as latest_order_id,
        count(case when cancelled_at is null then 1 end) as kept_orders,
        sum(case when cancelled_at is null then total_amount else 0 end) as kept_amount
    from {{ ref('int_orders_as_of') }}
    where not is_test and customer_id in (select tickets.customer_id from tickets)
    group by customer_id, ordered_at
),

running as (
    select
        *,
        row_number() over by_then as moment_number,
        sum(kept_orders) over by_then as orders_by_then,
        sum(kept_amount) over by_then as amount_by_then
    from order_moments
    window by_then as (
        partition by customer_id
        order by ordered_at
        rows between unbounded preceding and current row
    )
),

-- each ticket twice: when it came, and since when orders are recent by then
time_line as (
    select
        customer_id,
        ordered_at as happened_at,
        1 as place,
        {{ dbt.cast('null', dbt.type_string()) }} as ticket_id
    from order_moments
    {% for time, place in [('created_at', 2), (recent_since, 0)] %}
    union all
    select
        customer_id,
        {{ time }} as happened_at,
        {{ place }} as place,
        ticket_id
    from tickets
    {% endfor %}
),

numbered as (
    select
        customer_id,
        ticket_id,
        happened_at,
        count(case when place = 1 then 1 end) over (
            partition by customer_id
            order by happened_at, place
            rows between unbounded preceding and current row
        ) as moments
    from time_line
),

ticket_moments as (
    select
        ticket_id,
        customer_id,
        max(happened_at) as created_at,
        max(moments) as moments_by_then,
        min(moments) as moments_too_old
    from numbered
    where ticket_id is not null
    group by ticket_id, customer_id
),

-- orders of the very moment are placed by then, but not before
joined as (
    select
        tickets.ticket_id,
        {% for what in ['orders', 'amount'] %}
        latest.{{ what }}_by_then
        - case when {{ is_same_moment }} then latest.kept_{{ what }} else 0 end
            as {{ what }}_before,
        coalesce(too_old.{{ what }}_by_then, 0) as {{ what }}_too_old,
        {% endfor %}
        latest.latest_order_id,
        latest.ordered_at as latest_ordered_at
    from ticket_moments as tickets
    {% for orders, moments in [('latest', 'by_then'), ('too_old', 'too_old')] %}
    left join running as {{ orders }}
        on
            tickets.customer_id = {{ orders }}.customer_id
            and tickets.moments_{{ moments }} = {{ orders }}.moment_number
    {% endfor %}
),

final as (
    select
        ticket_id,
        latest_order_id,
        latest_ordered_at,
        cast(coalesce(orders_before, 0) as bigint) as orders_before,
        case when orders_before > 0 then amount_before end as amount_before,
        case when orders_before > orders_too_old then amount_before - amount_too_old end
            as recent_amount_before
    from joined
)

select * from final
