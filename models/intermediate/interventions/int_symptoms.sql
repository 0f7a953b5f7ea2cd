-- Every symptom of every week and entity, fired or not, in one shape: a numerator and a
-- denominator now and as the baseline, and what is affected. A rate counts per order
-- (shown per so many orders), a share is a part of its denominator; they are compared
-- differently.
with

measures as (
    select * from {{ ref('int_window_measures') }}
),

shop as (
    select * from measures
    where slice = 'all'
),

regions as (
    select
        *,
        sum(delivery_contacts_1) over (partition by week_start_date)
        - delivery_contacts_1 as other_contacts,
        sum(orders_1) over (partition by week_start_date) - orders_1 as other_orders
    from measures
    where slice = 'region'
),

symptoms as (
    select
        week_start_date,
        'rising_product_expectation_contacts' as symptom,
        entity,
        'rate' as kind,
        100 as per,
        expectation_contacts_1 as numerator_1,
        orders_1 as denominator_1,
        expectation_contacts_0 as numerator_0,
        orders_0 as denominator_0,
        expectation_contacts_1 as affected_contacts,
        expectation_revenue_at_risk_1 as revenue_at_risk
    from measures
    where slice = 'product_category'
    union all
    select
        week_start_date,
        'high_checkout_payment_contacts' as symptom,
        entity,
        'share' as kind,
        1 as per,
        payment_contacts_1 as numerator_1,
        any_contacts_1 as denominator_1,
        payment_contacts_0 as numerator_0,
        any_contacts_0 as denominator_0,
        payment_contacts_1 as affected_contacts,
        payment_revenue_at_risk_1 as revenue_at_risk
    from shop
    union all
    -- speed is fine, yet customers come back about refunds
    select
        week_start_date,
        'sla_fine_refunds_rising' as symptom,
        entity,
        'share' as kind,
        1 as per,
        recurring_contacts_1 as numerator_1,
        mature_refund_contacts_1 as denominator_1,
        recurring_contacts_0 as numerator_0,
        mature_refund_contacts_0 as denominator_0,
        refund_linked_contacts_1 as affected_contacts,
        refund_linked_revenue_at_risk_1 as revenue_at_risk
    from shop
    union all
    -- or ask for more of them
    select
        week_start_date,
        'sla_fine_refunds_rising' as symptom,
        entity,
        'rate' as kind,
        1 as per,
        refunds_1 as numerator_1,
        orders_1 as denominator_1,
        refunds_0 as numerator_0,
        orders_0 as denominator_0,
        refund_linked_contacts_1 as affected_contacts,
        refund_linked_revenue_at_risk_1 as revenue_at_risk
    from shop
    union all
    -- the baseline is all other known regions in the same window
    select
        week_start_date,
        'regional_delivery_complaints' as symptom,
        entity,
        'rate' as kind,
        100 as per,
        delivery_contacts_1 as numerator_1,
        orders_1 as denominator_1,
        other_contacts as numerator_0,
        other_orders as denominator_0,
        delivery_contacts_1 as affected_contacts,
        delivery_revenue_at_risk_1 as revenue_at_risk
    from regions
),

final as (
    select
        symptoms.*,
        shop.any_contacts_1 as contacts_1,
        shop.any_contacts_0 as contacts_0,
        {{ ratio('shop.sla_met_1', '(shop.sla_met_1 + shop.sla_breached_1)') }}
            as resolution_sla
    from symptoms
    inner join shop
        on symptoms.week_start_date = shop.week_start_date
)

select * from final
