{% set recent_from = add_time('clock.as_of', days=-var('control_days')) %}

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

final as (
    select
        count(*) filter (where {{ is_due_fix('clock.as_of') }}) as due_fixes,
        count(*) filter (
            where
            {{ is_due_fix('clock.as_of') }} and {{ is_adopted_fix('clock.as_of') }}
        ) as adopted_fixes,
        count(*) filter (
            where fixes.proposed_at >= {{ recent_from }}
        ) as proposed_fixes
    from {{ ref('fct_fixes') }} as fixes
    cross join clock
)

select * from final
