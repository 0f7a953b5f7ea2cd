-- How fresh each raw table is and how much of it was rejected lately. Tables that are
-- rarely loaded have too few recent versions for a share and are judged as a whole.
with

-- Tickets and events set as_of: when they stop it stops with them, and orders or
-- refunds run ahead of it.
clocked as (
    select
        *,
        recent_row_versions >= {{ var('min_group') }} as has_enough_recent,
        first_value(raw_table) over newest as newest_table,
        first_value(last_loaded_at) over newest as newest_loaded_at
    from {{ ref('dq_raw_tables') }}
    window newest as (
        order by
            case when is_optional then null else last_loaded_at end desc nulls last,
            raw_table
    )
),

-- as_of is told as what it is: a load, or the var
paced as (
    select
        *,
        coalesce(newest_loaded_at > as_of, false) as is_ahead_of_as_of
    from clocked
),

final as (
    select
        raw_table,
        last_loaded_at,
        case
            when is_ahead_of_as_of
                then {{ minutes_between('last_loaded_at', 'newest_loaded_at') }} / 60
            else hours_behind_as_of
        end as hours_behind,
        case
            when is_ahead_of_as_of then 'the latest load of ' || newest_table
            else {{ "'the var as_of'" if var('as_of') else
                "'the latest load of tickets and ticket_events'" }}
        end
        || ', ' || cast(
            case when is_ahead_of_as_of then newest_loaded_at else as_of end
            as {{ dbt.type_string() }}
        ) as measured_to,
        case
            when has_enough_recent then recent_row_versions else row_versions
        end as row_versions,
        case
            when has_enough_recent
                then recent_rejected_versions - recent_consequence_versions
            else rejected_versions - consequence_versions
        end as rejected_versions,
        case
            when has_enough_recent then recent_consequence_versions
            else consequence_versions
        end as consequence_versions,
        case
            when consequence_versions > 0
                then 'beside ' || cast(consequence_versions as {{ dbt.type_string() }})
                    || ' of all times that name a rejected row'
        end as consequences,
        inexact_id_versions,
        row_versions as all_row_versions
    from paced
)

select * from final
