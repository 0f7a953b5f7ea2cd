-- Why a KPI may have no data: is its raw table there, how fresh, how much of it counts.
with

raw_tables as (
    {% for table in raw_contract() %}
    {#- the sample has every column, and needs no look -#}
    {% set parts = delivered_parts(table) if raw_mode() != 'sample' else [] %}
    {% set absent = absent_columns(table, parts) %}
    {% set unknown = unknown_columns(table, parts) %}
    select
        '{{ table }}' as raw_table,
        {{ text_literal(raw_place(table)) }} as read_from,
        {{ raw_mode() == 'sample' or parts | length > 0
            or connected_systems(table) | length > 0 }} as is_present,
        {{ raw_contract()[table].get('optional', false) }} as is_optional,
        nullif({{ text_literal(absent | join(', ')) }}, '') as absent_columns,
        nullif({{ text_literal(unknown | join(', ')) }}, '') as unread_columns,
        nullif({{ text_literal(likely_names(table, parts) | join('; ')) }}, '')
            as column_hint
    {{ "union all" if not loop.last }}
    {% endfor %}
),

{% if is_connected() -%}
unknowns as (
    select
        raw_table,
        {{ dbt.listagg(
            "connection || ': ' || what", "'; '", 'order by connection, what'
        ) }} as not_known
    from {{ ref('connected__unknowns') }}
    group by raw_table
),

{% endif -%}
clock as (
    select as_of from {{ ref('int_as_of') }}
),

-- versions without a readable load time cannot be placed and count as recent
versions as (
    select
        versions.raw_table,
        versions.is_valid,
        versions.is_latest,
        coalesce(versions.faults like '%inexact_id: %', false) as has_inexact_id,
        coalesce(versions.faults like 'orphan: % {{ consequence_words() }}', false)
            as is_consequence,
        versions.loaded_at,
        versions.loaded_at is null
        or versions.loaded_at >= {{ add_time('clock.as_of', days=-var('gate_days')) }}
            as is_recent
    from {{ ref('int_raw_versions') }} as versions
    cross join clock
),

judged as (
    select
        raw_table,
        count(*) as row_versions,
        count(*) filter (where not is_valid) as rejected_versions,
        count(*) filter (where is_recent) as recent_row_versions,
        count(*) filter (where is_recent and not is_valid)
            as recent_rejected_versions,
        count(*) filter (where is_consequence) as consequence_versions,
        count(*) filter (where is_recent and is_consequence)
            as recent_consequence_versions,
        count(*) filter (where is_latest) as valid_rows,
        count(*) filter (where has_inexact_id) as inexact_id_versions,
        max(loaded_at) filter (where is_valid) as last_loaded_at
    from versions
    group by raw_table
),

final as (
    select
        raw_tables.raw_table,
        raw_tables.read_from,
        raw_tables.is_present,
        raw_tables.is_optional,
        raw_tables.absent_columns,
        raw_tables.unread_columns,
        raw_tables.column_hint,
        {{ 'unknowns.not_known' if is_connected()
            else dbt.cast('null', dbt.type_string()) }} as not_known,
        coalesce(judged.row_versions, 0) as row_versions,
        coalesce(judged.rejected_versions, 0) as rejected_versions,
        coalesce(judged.recent_row_versions, 0) as recent_row_versions,
        coalesce(judged.recent_rejected_versions, 0) as recent_rejected_versions,
        coalesce(judged.consequence_versions, 0) as consequence_versions,
        coalesce(judged.recent_consequence_versions, 0) as recent_consequence_versions,
        coalesce(judged.valid_rows, 0) as valid_rows,
        coalesce(judged.inexact_id_versions, 0) as inexact_id_versions,
        judged.last_loaded_at,
        {{ minutes_between('judged.last_loaded_at', 'clock.as_of') }} / 60
            as hours_behind_as_of,
        clock.as_of
    from raw_tables
    left join judged
        on raw_tables.raw_table = judged.raw_table
    {%- if is_connected() %}
    left join unknowns
        on raw_tables.raw_table = unknowns.raw_table
    {%- endif %}
    cross join clock
)

select * from final
