-- A row is a KPI whose window is missing or negative.
-- Its weeks would never become mature, or be judged before they ended.
-- Remedy: correct window_days in seeds/reference/kpi_definitions.csv.

{{ after_the_marts() }}

with

kpi_definitions as (
    select * from {{ ref('kpi_definitions') }}
),

wrong as (
    select
        kpi,
        'window_days is missing or below 0' as problem
    from kpi_definitions
    where coalesce(window_days, -1) < 0
)

select *
from wrong
