-- How fresh each raw table is and how much of it was rejected lately. Versions without
-- a readable loaded_at cannot be placed and count as recent. Tables that are rarely
-- loaded have too few recent versions for a share and are judged as a whole.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

versions as (
    {% for table in raw_contract() %}
    select
        '{{ table }}' as raw_table,
        is_valid,
        loaded_at
    from {{ ref('base_' ~ raw_domain(table) ~ '__' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

recent as (
    select
        versions.raw_table,
        count(*) as row_versions,
        count(*) filter (where not versions.is_valid) as rejected_versions
    from versions
    cross join clock
    where
        versions.loaded_at >= {{ add_time('clock.as_of', days=-28) }}
        or versions.loaded_at is null
    group by versions.raw_table
),

-- Tickets and events set as_of: when they stop it stops with them, and orders or
-- refunds run ahead of it.
clocked as (
    select
        *,
        least(
            min(case when not is_optional then hours_behind_as_of end) over (), 0
        ) as hours_ahead
    from {{ ref('dq_raw_tables') }}
),

final as (
    select
        clocked.raw_table,
        clocked.hours_behind_as_of - clocked.hours_ahead as hours_behind,
        case
            when recent.row_versions >= {{ var('min_group') }} then recent.row_versions
            else clocked.row_versions
        end as row_versions,
        case
            when recent.row_versions >= {{ var('min_group') }}
                then recent.rejected_versions
            else clocked.rejected_versions
        end as rejected_versions
    from clocked
    left join recent
        on clocked.raw_table = recent.raw_table
)

select * from final
