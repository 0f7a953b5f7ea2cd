-- A row is a refund whose amount in fct_refunds, summed over its rows there, is not the
-- amount in staging, among refunds requested by as_of. Rejected refunds are included.
-- Remedy: a join in int_refunds multiplies or drops refunds (two rows of a reason in
-- refund_reason_map would), or the cut at as_of is off.

with

requested as (
    select
        refunds.refund_id,
        sum(refunds.amount) as staged_amount
    from {{ ref('stg_shop__refunds') }} as refunds
    inner join {{ ref('int_as_of') }} as clock
        on refunds.requested_at <= clock.as_of
    group by refunds.refund_id
),

facts as (
    select
        refund_id,
        sum(amount) as fact_amount
    from {{ ref('fct_refunds') }}
    group by refund_id
),

compared as (
    select
        coalesce(requested.refund_id, facts.refund_id) as refund_id,
        requested.staged_amount,
        facts.fact_amount,
        'amount in fct_refunds is not the amount in staging' as problem
    from requested
    full outer join facts
        on requested.refund_id = facts.refund_id
    where requested.staged_amount is distinct from facts.fact_amount
)

select *
from compared
