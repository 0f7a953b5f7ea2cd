with

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

formulas as (
    select * from {{ ref('kpi_formulas') }}
),

bands as (
    select * from {{ ref('kpi_bands') }}
),

final as (
    select
        definitions.kpi,
        definitions.name,
        definitions.unit,
        definitions.question,
        formulas.formula,
        definitions.business_implication,
        definitions.window_days,
        bands.direction,
        bands.healthy_bound,
        bands.watch_bound
    from definitions
    left join formulas
        on definitions.kpi = formulas.kpi
    left join bands
        on definitions.kpi = bands.kpi
)

select * from final
