-- How fresh each raw table is and how much of it was rejected lately. Tables that are
-- rarely loaded have too few recent versions for a share and are judged as a whole.
with

-- Tickets and events set as_of: when they stop it stops with them, and orders or
-- refunds run ahead of it.
clocked as (
    select
        *,
        recent_row_versions >= {{ var('min_group') }} as has_enough_recent,
        least(
            min(case when not is_optional then hours_behind_as_of end) over (), 0
        ) as hours_ahead
    from {{ ref('dq_raw_tables') }}
),

final as (
    select
        raw_table,
        hours_behind_as_of - hours_ahead as hours_behind,
        case
            when has_enough_recent then recent_row_versions else row_versions
        end as row_versions,
        case
            when has_enough_recent then recent_rejected_versions
            else rejected_versions
        end as rejected_versions
    from clocked
)

select * from final
