{{ config(enabled=is_connected('shopify')) }}

-- How much a refund moved or will move, and how far that is. A refund object is no
-- proof that money moved: its transactions are. Where none were loaded it is worth what
-- its lines and adjustments say.
with

refunds as (
    {{ loaded_objects('shopify', 'refunds', [
        'connection', 'refund_id', 'version_id', 'total_refunded',
        'has_transactions_loaded', 'is_known_otherwise',
    ]) }}
),

transactions as (
    select * from {{ ref('shopify__refund_transactions') }}
),

worths as (
    select * from {{ ref('shopify__refund_worths') }}
),

refund_versions as (
    select
        connection,
        refund_id,
        version_id,
        max(total_refunded) as total_refunded,
        bool_or(has_transactions_loaded) as has_transactions_loaded
    from refunds
    where not is_known_otherwise
    group by connection, refund_id, version_id
),

-- what carries no version of a refund belongs to all of them
moved as (
    select
        refund_versions.connection,
        refund_versions.refund_id,
        refund_versions.version_id,
        min(refund_versions.total_refunded) as total_refunded,
        bool_or(refund_versions.has_transactions_loaded) as has_transactions_loaded,
        count(transactions.transaction_id) as transactions,
        count(*) filter (where transactions.outcome = 'failed') as failed,
        count(*) filter (where transactions.outcome = 'pending') as pending,
        sum(transactions.amount) filter (where transactions.outcome <> 'failed')
            as moved_amount,
        sum(transactions.amount) filter (where transactions.outcome = 'failed')
            as failed_amount,
        max(transactions.processed_at) filter (where transactions.outcome = 'succeeded')
            as moved_at,
        max(transactions.loaded_at) as loaded_at
    from refund_versions
    left join transactions
        on
            refund_versions.connection = transactions.connection
            and refund_versions.refund_id = transactions.refund_id
            and transactions.version_id in ('', refund_versions.version_id)
    group by
        refund_versions.connection,
        refund_versions.refund_id,
        refund_versions.version_id
),

judged as (
    select
        *,
        case
            when transactions = 0 then 'approved'
            when failed = transactions then 'rejected'
            when pending > 0 then 'approved'
            else 'completed'
        end as status
    from moved
),

final as (
    select
        judged.connection,
        judged.refund_id,
        judged.version_id,
        judged.status,
        judged.transactions,
        cast(case
            when judged.status = 'rejected' then judged.failed_amount
            when judged.transactions > 0 then judged.moved_amount
            when judged.total_refunded > 0 then judged.total_refunded
            when not judged.has_transactions_loaded then worths.worth
        end as decimal(18, 6)) as amount,
        case when judged.status = 'completed' then judged.moved_at end as completed_at,
        judged.loaded_at
    from judged
    left join worths
        on
            judged.connection = worths.connection
            and judged.refund_id = worths.refund_id
            and judged.version_id = worths.version_id
)

select * from final
