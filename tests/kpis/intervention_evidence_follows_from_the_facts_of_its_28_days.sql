-- A row is an intervention, of the latest week in which its symptom fired, whose
-- evidence or affected contacts are not what the contacts and orders of the 28 days to
-- the week's end add up to.
-- Remedy: list the contacts of those days in fct_tickets and compare with
-- int_window_contacts and int_window_orders; a piece of time may be cut at the wrong
-- instant.

with

interventions as (
    select
        *,
        max(week_start_date) over (partition by symptom) as latest_week_start_date
    from {{ ref('kpi_interventions') }}
    where
        symptom in (
            'rising_product_expectation_contacts',
            'high_checkout_payment_contacts',
            'regional_delivery_complaints'
        )
),

weeks as (
    select
        week_start_date,
        ends_at
    from {{ ref('int_reporting_weeks') }}
),

tickets as (
    select
        created_at,
        region,
        product_category,
        case when not is_catch_all then root_cause end as root_cause,
        case when not is_catch_all then journey_topic end as journey_topic
    from {{ ref('fct_tickets') }}
    where is_contact
),

orders as (
    select
        order_id,
        ordered_at,
        region
    from {{ ref('fct_orders') }}
    where not is_test
),

lines as (
    select
        lines.order_id,
        categories.product_category
    from {{ ref('stg_shop__order_lines') }} as lines
    inner join {{ ref('int_product_categories') }} as categories
        on lines.product_id = categories.product_id
),

fired as (
    select
        interventions.week_start_date,
        interventions.symptom,
        interventions.entity,
        interventions.evidence_value,
        interventions.affected_contacts,
        weeks.ends_at,
        {{ add_time('weeks.ends_at', days=-28) }} as starts_at
    from interventions
    inner join weeks
        on interventions.week_start_date = weeks.week_start_date
    where interventions.week_start_date = interventions.latest_week_start_date
),

contacts as (
    select
        fired.symptom,
        fired.entity,
        count(*) as contacts,
        count(
            case fired.symptom
                when 'high_checkout_payment_contacts'
                    then case when tickets.journey_topic = 'payment' then 1 end
                when 'regional_delivery_complaints'
                    then case
                            when
                                tickets.journey_topic = 'delivery'
                                and tickets.region = fired.entity
                                then 1
                        end
                when 'rising_product_expectation_contacts'
                    then case
                            when
                                tickets.root_cause in (
                                    'content_clarity_gap', 'product_data_mismatch'
                                )
                                and tickets.product_category = fired.entity
                                then 1
                        end
            end
        ) as affected
    from fired
    inner join tickets
        on
            {{ is_within('tickets.created_at', 'fired') }}
    group by fired.symptom, fired.entity
),

-- an order with two categories, or two lines of one, counts once for the entity
placed as (
    select
        fired.symptom,
        fired.entity,
        count(distinct orders.order_id) as orders
    from fired
    inner join orders
        on
            {{ is_within('orders.ordered_at', 'fired') }}
    inner join lines
        on
            orders.order_id = lines.order_id
            and fired.entity = lines.product_category
    where fired.symptom = 'rising_product_expectation_contacts'
    group by fired.symptom, fired.entity
),

regional_orders as (
    select
        fired.symptom,
        fired.entity,
        count(*) as orders
    from fired
    inner join orders
        on
            fired.entity = orders.region
            and {{ is_within('orders.ordered_at', 'fired') }}
    where fired.symptom = 'regional_delivery_complaints'
    group by fired.symptom, fired.entity
),

expected as (
    select
        fired.*,
        contacts.affected,
        case fired.symptom
            when 'high_checkout_payment_contacts'
                then cast(contacts.affected as double) / contacts.contacts
            when 'rising_product_expectation_contacts'
                then cast(100 * contacts.affected as double) / placed.orders
            else cast(100 * contacts.affected as double) / regional_orders.orders
        end as expected_value
    from fired
    left join contacts
        on
            fired.symptom = contacts.symptom
            and fired.entity = contacts.entity
    left join placed
        on
            fired.symptom = placed.symptom
            and fired.entity = placed.entity
    left join regional_orders
        on
            fired.symptom = regional_orders.symptom
            and fired.entity = regional_orders.entity
),

compared as (
    select
        week_start_date,
        symptom,
        entity,
        case
            when coalesce(affected_contacts <> affected, true) then 'affected_contacts'
            when coalesce(abs(evidence_value - expected_value) > 1e-9, true)
                then 'evidence_value'
        end as problem
    from expected
)

select *
from compared
where problem is not null
