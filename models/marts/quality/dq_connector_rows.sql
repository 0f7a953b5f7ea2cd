-- What became of the rows of vendors' tables. Tables whose rows only lend values to
-- others are accounted for as a whole.
with

{% if is_connected() -%}
tables as (
    {{ vendor_row_counts() }}
),

outcomes as (
    {%- for system in connections() | map(attribute='system') | unique | sort %}
    select * from {{ ref(system ~ '__row_outcomes') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    union all
    select
        connection,
        vendor_table,
        'looked_up' as outcome,
        'lends values to other rows' as reason,
        cast(null as {{ dbt.type_string() }}) as raw_table,
        rows_read as row_count,
        0 as raw_row_count
    from tables
    where is_lookup
),

final as (
    select
        tables.connection,
        tables.vendor_system,
        tables.loader,
        tables.vendor_table,
        tables.read_from,
        tables.is_present,
        tables.rows_read,
        coalesce(outcomes.outcome, 'nothing_read') as outcome,
        case
            when not tables.is_present then 'the table is not there'
            when outcomes.outcome is null then 'the table is empty'
            when outcomes.outcome = 'used' then 'became rows of ' || outcomes.raw_table
            else outcomes.reason
        end as reason,
        outcomes.raw_table,
        cast(coalesce(outcomes.row_count, 0) as bigint) as row_count,
        cast(coalesce(outcomes.raw_row_count, 0) as bigint) as raw_row_count
    from tables
    left join outcomes
        on
            tables.connection = outcomes.connection
            and tables.vendor_table = outcomes.vendor_table
            and (outcomes.row_count > 0 or outcomes.raw_row_count > 0)
)
{%- else -%}
final as (
    select
        cast(null as {{ dbt.type_string() }}) as connection,
        cast(null as {{ dbt.type_string() }}) as vendor_system,
        cast(null as {{ dbt.type_string() }}) as loader,
        cast(null as {{ dbt.type_string() }}) as vendor_table,
        cast(null as {{ dbt.type_string() }}) as read_from,
        cast(null as boolean) as is_present,
        cast(null as bigint) as rows_read,
        cast(null as {{ dbt.type_string() }}) as outcome,
        cast(null as {{ dbt.type_string() }}) as reason,
        cast(null as {{ dbt.type_string() }}) as raw_table,
        cast(null as bigint) as row_count,
        cast(null as bigint) as raw_row_count
    where false
)
{%- endif %}

select * from final
