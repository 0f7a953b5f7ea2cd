-- The instants between which a fix's effect is counted: 28 days before it shipped, the
-- moment itself, 28 days after.
{% set days = var('fix_effect_days') %}
{% set instants = {'before': -days, 'shipped': 0, 'after': days} %}

with

fixes as (
    select
        fix_id,
        reason_code,
        shipped_at
    from {{ ref('int_fixes_as_of') }}
    where shipped_at is not null
),

final as (
    {% for name, days in instants.items() -%}
    select
        fix_id,
        reason_code,
        '{{ name }}' as instant,
        {{ add_time('shipped_at', days=days) }} as instant_at
    from fixes
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from final
