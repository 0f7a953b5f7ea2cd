{{ config(enabled=is_connected()) }}

-- What the connections cannot know: by what they are, and by what their rows do not
-- say.
with

unknowable as (
    {{ unknowable_rows() }}
),

final as (
    select
        connection,
        raw_table,
        what
    from unknowable
    {%- for system, rule in known_systems().items()
        if rule.get('counts_unknowns') and is_connected(system) %}
    union all
    select
        connection,
        raw_table,
        what || ': ' || cast(row_count as {{ dbt.type_string() }}) as what
    from {{ ref(system ~ '__unknowns') }}
    {%- endfor %}
)

select * from final
