-- What the contacts of each window add up to, for the whole shop and for each product
-- category, region and owner.
-- noqa: disable=LT02
{% set slices = {
    'all': "'all'", 'product_category': 'product_category', 'region': 'region', 'owner': 'owner'
} %}

with

windows as (
    select * from {{ ref('int_comparison_windows') }}
),

contacts as (
    select * from {{ ref('int_intervention_contacts') }}
),

members as (
    select
        windows.week_start_date as compared_week_start_date,
        windows.comparison_window,
        contacts.*
    from windows
    inner join contacts
        on
            windows.member_week_start_date = contacts.week_start_date
            and windows.starts_at <= contacts.cell_at
            and windows.ends_at > contacts.cell_at
),

final as (
    {% for slice, entity in slices.items() %}
    select
        compared_week_start_date as week_start_date,
        comparison_window,
        '{{ slice }}' as slice,
        {{ entity }} as entity,
        {% for measure in window_measures() %}
        {% set type = 'decimal(38, 6)' if 'revenue' in measure else 'double' %}
        cast(sum({{ measure }}) as {{ type }})
            as {{ measure }}{{ "," if not loop.last }}
        {% endfor %}
    from members
    where {{ entity }} is not null
    group by compared_week_start_date, comparison_window, entity
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from final
