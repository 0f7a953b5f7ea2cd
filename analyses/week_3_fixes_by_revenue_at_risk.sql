-- Serves the decision which fix is decided, shipped or proposed next.
-- One row per open fix, and per reason code without one (fix_id null), ordered by the
-- money that contacts of the code put at risk in the last 12 complete weeks (var
-- plan_weeks), 30 at most. revenue_put_at_risk: exposed value x risk weight of each
-- issue's first contact, resolved or not, so that the order does not depend on what
-- happens to be open this morning; revenue_at_risk is the part unresolved now.
-- refunded_amount: completed refunds of the orders behind the code's refund-linked
-- contacts (an order under two codes counts for both). last_change_per_100_orders: by
-- how much contacts per 100 orders changed with the code's last measured fix, null
-- while none is measured; it helped if they fell by at least 0.2 (var fix_min_effect).
-- `ship or close`: another fix of the code was shipped since it was proposed. Money is
-- in the reporting currency.
{% set weeks = var('plan_weeks', 12) %}
{% set min_effect = var('fix_min_effect', 0.2) %}

with

fixes as (
    select * from {{ ref('fct_fixes') }}
),

orders as (
    select
        order_id,
        refunded_amount
    from {{ ref('fct_orders') }}
),

{{ recent_contacts(weeks) }},

recent as (
    select * from recent_contacts
    where not is_catch_all
),

counted as (
    select
        reason_code,
        owner,
        count(*) as contacts,
        sum(revenue_put_at_risk) as revenue_put_at_risk,
        sum(revenue_at_risk) as revenue_at_risk,
        sum(handling_cost) as handling_cost
    from recent
    group by reason_code, owner
),

refund_orders as (
    select distinct
        reason_code,
        linked_order_id
    from recent
    where is_refund_linked and linked_order_id is not null
),

refunded as (
    select
        refund_orders.reason_code,
        sum(orders.refunded_amount) as refunded_amount
    from refund_orders
    inner join orders
        on refund_orders.linked_order_id = orders.order_id
    group by refund_orders.reason_code
),

open_fixes as (
    select * from fixes
    where is_open
),

measured as (
    select
        reason_code,
        max(shipped_at) as shipped_at,
        max_by(contacts_per_100_orders_change, shipped_at) as last_change
    from fixes
    where contacts_per_100_orders_change is not null
    group by reason_code
),

shipped as (
    select
        reason_code,
        max(shipped_at) as last_shipped_at
    from fixes
    where shipped_at is not null
    group by reason_code
),

final as (
    select
        counted.reason_code,
        counted.owner,
        open_fixes.fix_id,
        open_fixes.title,
        case
            when open_fixes.proposed_at < shipped.last_shipped_at
                then 'ship or close'
            when open_fixes.decision = 'accepted' then 'ship'
            when open_fixes.fix_id is not null then 'decide'
            when shipped.last_shipped_at > measured.shipped_at
                then 'wait for the effect'
            when shipped.last_shipped_at is not null and measured.shipped_at is null
                then 'wait for the effect'
            when measured.last_change <= -{{ min_effect }} then 'helped, watch'
            else 'propose'
        end as next_step,
        cast(open_fixes.due_at as date) as due_date,
        open_fixes.due_at < last_week.end_date as is_overdue,
        counted.contacts,
        round(counted.revenue_put_at_risk, 2) as revenue_put_at_risk,
        round(counted.revenue_at_risk, 2) as revenue_at_risk,
        round(coalesce(refunded.refunded_amount, 0), 2) as refunded_amount,
        round(counted.handling_cost, 2) as handling_cost,
        cast(shipped.last_shipped_at as date) as last_shipped_date,
        round(measured.last_change, 2) as last_change_per_100_orders
    from counted
    cross join last_week
    left join open_fixes
        on counted.reason_code = open_fixes.reason_code
    left join refunded
        on counted.reason_code = refunded.reason_code
    left join measured
        on counted.reason_code = measured.reason_code
    left join shipped
        on counted.reason_code = shipped.reason_code
)

select * from final
order by revenue_put_at_risk desc, handling_cost desc, reason_code, fix_id
limit 30
