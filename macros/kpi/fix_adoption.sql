{#- Whether a fix counts at an instant, and whether it counts as adopted then. Over rows of
    fct_fixes under the alias `fixes`. A declined fix is never adopted.
    instant  SQL of a timestamp -#}
{% macro is_due_fix(instant) -%}
    (
        {{ add_time(instant, days=-var('fix_adoption_days')) }} <= fixes.proposed_at
        and {{ instant }} > fixes.proposed_at
        and ({{ instant }} >= fixes.shipped_at or {{ instant }} >= fixes.due_at)
    )
{%- endmacro %}

{% macro is_adopted_fix(instant) -%}
    coalesce(fixes.shipped_at <= {{ instant }} and fixes.decision is distinct from 'declined', false)
{%- endmacro %}
