-- A row is an impact whose risk weight is no share, or whose exposure is unknown.
-- Revenue at risk would exceed what is exposed, or be nothing at all.
-- Remedy: correct the row in seeds/reference/impact_weights.csv.

{{ after_the_marts() }}

with

impact_weights as (
    select * from {{ ref('impact_weights') }}
),

judged as (
    select
        commercial_impact,
        case
            when not coalesce(risk_weight between 0 and 1, false)
                then 'risk_weight is not between 0 and 1'
            when coalesce(exposure, '') not in ('cart', 'order', 'customer')
                then 'exposure is not cart, order or customer'
        end as problem
    from impact_weights
)

select *
from judged
where problem is not null
