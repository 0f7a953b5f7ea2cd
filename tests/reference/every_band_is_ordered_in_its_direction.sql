-- A row is a KPI whose watch bound is better than its healthy bound.
-- The watch band would be empty and the page would jump from healthy to intervention.
-- Remedy: swap the bounds or the direction in seeds/reference/kpi_bands.csv.

{{ after_the_marts() }}

with

kpi_bands as (
    select * from {{ ref('kpi_bands') }}
),

judged as (
    select
        kpi,
        case
            when coalesce(direction, '') not in ('higher', 'lower')
                then 'direction is not higher or lower'
            when healthy_bound is null or watch_bound is null then 'a bound is missing'
            when direction = 'higher' and watch_bound > healthy_bound
                then
                    'healthy ' || healthy_bound || ' is below watch ' || watch_bound
                    || ', but higher is better'
            when direction = 'lower' and watch_bound < healthy_bound
                then
                    'healthy ' || healthy_bound || ' is above watch ' || watch_bound
                    || ', but lower is better'
        end as problem
    from kpi_bands
)

select *
from judged
where problem is not null
