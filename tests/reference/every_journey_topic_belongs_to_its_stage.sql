-- A row is a reason code whose topic lies in another stage than the code itself.
-- Its tickets would be linked to orders by the wrong rule and shown in two places.
-- Remedy: correct journey_stage or journey_topic in seeds/reference/reason_codes.csv.

{{ after_the_marts() }}

with

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

expected as (
    select
        reason_code,
        journey_stage,
        case
            when journey_topic in ('discovery', 'sizing', 'policy_clarity')
                then 'pre_purchase'
            when journey_topic in ('payment', 'shipping_cost', 'trust')
                then 'checkout'
            when journey_topic in ('delivery', 'returns', 'product_usage')
                then 'post_purchase'
        end as topic_stage
    from reason_codes
),

misplaced as (
    select
        reason_code,
        'its journey_topic is not one of its journey_stage' as problem
    from expected
    where coalesce(journey_stage, '') <> coalesce(topic_stage, '?')
)

select *
from misplaced
