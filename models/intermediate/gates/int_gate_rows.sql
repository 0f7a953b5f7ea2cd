{{ config(materialized='table') }}

with

candidates as (
    select * from {{ ref('int_gate_candidates') }}
),

windows as (
    select * from {{ ref('int_gate_windows') }}
),

final as (
    select candidates.*
    from candidates
    inner join windows
        on candidates.gate = windows.gate and candidates.part = windows.part
    where candidates.happened_at >= windows.window_from
)

select * from final
