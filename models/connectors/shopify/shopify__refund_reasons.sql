{{ config(enabled=is_connected('shopify')) }}

-- Why a refund was made, by its adjustments and its note: a free text, of which nothing
-- but a known reason leaves this step. What balances the books names no reason.
with

refunds as (
    {{ loaded_objects(
        'shopify', 'refunds', ['connection', 'refund_id', 'version_id', 'note']
    ) }}
),

adjustments as (
    {{ loaded_objects(
        'shopify', 'order_adjustments',
        ['connection', 'refund_id', 'version_id', 'reason'],
    ) }}
),

known_reasons as (
    select distinct {{ lower_case(strip('refund_reason')) }} as reason
    from {{ ref('refund_reason_map') }}
),

adjusted as (
    select
        connection,
        refund_id,
        version_id,
        min({{ vendor_word('reason') }}) as reason
    from adjustments
    where
        {{ vendor_word('reason') }} not in (
            'refund_discrepancy', 'pending_refund_discrepancy', 'shipping_refund',
            'full_return_balancing_adjustment'
        )
    group by connection, refund_id, version_id
),

noted as (
    select
        refunds.connection,
        refunds.refund_id,
        refunds.version_id,
        min(known_reasons.reason) as reason
    from refunds
    inner join known_reasons
        on {{ lower_case(strip('refunds.note')) }} = known_reasons.reason
    group by refunds.connection, refunds.refund_id, refunds.version_id
),

final as (
    select
        coalesce(adjusted.connection, noted.connection) as connection,
        coalesce(adjusted.refund_id, noted.refund_id) as refund_id,
        coalesce(adjusted.version_id, noted.version_id) as version_id,
        coalesce(adjusted.reason, noted.reason) as reason
    from adjusted
    full outer join noted
        on
            adjusted.connection = noted.connection
            and adjusted.refund_id = noted.refund_id
            and adjusted.version_id = noted.version_id
)

select * from final
