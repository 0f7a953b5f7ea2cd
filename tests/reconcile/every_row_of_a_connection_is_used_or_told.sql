-- A row is a table of a connection of whose rows not each is accounted for in
-- dq_connector_rows, or a raw table that holds other rows than the connections and the
-- team's own exports delivered.
-- Remedy: look in <system>__row_outcomes for rows that are counted twice or not at all.
{{ config(enabled=is_connected(), group='data_platform') }}

with

tables as (
    select * from {{ ref('dq_connector_rows') }}
),

accounted as (
    select
        connection,
        vendor_table,
        max(rows_read) as rows_read,
        sum(row_count) as row_count
    from tables
    group by connection, vendor_table
),

connected as (
    select
        raw_table,
        sum(raw_row_count) as raw_row_count
    from tables
    where raw_table is not null
    group by raw_table
),

own as (
    {%- for table in raw_contract() if connected_systems(table) %}
    select
        '{{ table }}' as raw_table,
        {{ delivered_row_count(table) }} as own_rows
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

delivered as (
    select
        own.raw_table,
        own.own_rows,
        count(versions.raw_table) as row_versions
    from own
    left join {{ ref('int_raw_versions') }} as versions
        on own.raw_table = versions.raw_table
    group by own.raw_table, own.own_rows
),

found as (
    select
        connection || ' ' || vendor_table as row_key,
        'of ' || cast(rows_read as {{ dbt.type_string() }}) || ' rows '
        || cast(row_count as {{ dbt.type_string() }}) || ' are accounted for' as problem
    from accounted
    where rows_read is distinct from row_count
    union all
    select
        delivered.raw_table as row_key,
        cast(delivered.row_versions as {{ dbt.type_string() }}) || ' rows where '
        || cast(
            delivered.own_rows + coalesce(connected.raw_row_count, 0)
            as {{ dbt.type_string() }}
        ) || ' were delivered' as problem
    from delivered
    left join connected
        on delivered.raw_table = connected.raw_table
    where
        delivered.row_versions
        <> delivered.own_rows + coalesce(connected.raw_row_count, 0)
)

select *
from found
