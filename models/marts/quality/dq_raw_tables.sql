-- Why a KPI may have no data: is its raw table there, how fresh, how much of it counts.
with

judged as (
    {% for table in raw_contract() %}
    select
        '{{ table }}' as raw_table,
        '{{ raw_place(table) | replace("'", "") }}' as read_from,
        {{ raw_column_types(table) | length > 0 or not execute }} as is_present,
        {{ raw_contract()[table].get('optional', false) }} as is_optional,
        count(*) as row_versions,
        count(*) filter (where not is_valid) as rejected_versions,
        max(loaded_at) filter (where is_valid) as last_loaded_at
    from {{ ref('base_' ~ raw_domain(table) ~ '__' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

kept as (
    {% for table in raw_contract() %}
    select
        '{{ table }}' as raw_table,
        count(*) as valid_rows
    from {{ ref('stg_' ~ raw_domain(table) ~ '__' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

final as (
    select
        judged.raw_table,
        judged.read_from,
        judged.is_present,
        judged.is_optional,
        judged.row_versions,
        judged.rejected_versions,
        kept.valid_rows,
        judged.last_loaded_at,
        {{ minutes_between('judged.last_loaded_at', 'clock.as_of') }} / 60
            as hours_behind_as_of,
        clock.as_of
    from judged
    inner join kept
        on judged.raw_table = kept.raw_table
    cross join {{ ref('int_as_of') }} as clock
)

select * from final
