-- Gates that are shares of contacts and refunds: too few rows make no share.
with

judged_rows as (
    select * from {{ ref('int_gate_rows') }}
),

largest_tag as (
    select * from {{ ref('int_gate_tags') }}
    where tag_rank = 1
),

by_gate as (
    select
        gate,
        count(*) as rows_looked_at,
        count(*) filter (where is_at_fault) as rows_at_fault,
        count(*) filter (where is_counted) as rows_counted
    from judged_rows
    group by gate
),

counted as (
    select
        gate,
        'all' as part,
        rows_looked_at,
        rows_at_fault,
        rows_counted,
        cast(null as {{ dbt.type_string() }}) as named
    from by_gate
    union all
    select
        'largest_unmapped_tag_share' as gate,
        'all' as part,
        by_gate.rows_looked_at,
        coalesce(largest_tag.contacts, 0) as rows_at_fault,
        coalesce(largest_tag.contacts, 0) as rows_counted,
        largest_tag.reason_tag as named
    from by_gate
    left join largest_tag on true
    where by_gate.gate = 'unmapped_tag_share'
),

final as (
    select
        gate,
        part,
        case
            when rows_looked_at >= {{ var('min_group') }}
                then {{ ratio('rows_counted', 'rows_looked_at') }}
        end as measured_value,
        rows_at_fault,
        rows_looked_at,
        named
    from counted
)

select * from final
