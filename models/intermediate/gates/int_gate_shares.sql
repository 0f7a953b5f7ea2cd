-- Gates that are shares of contacts and refunds: too few rows, however far back, make
-- no share.
with

judged_rows as (
    select * from {{ ref('int_gate_rows') }}
),

largest_tag as (
    select * from {{ ref('int_gate_tags') }}
    where tag_rank = 1
),

windows as (
    select * from {{ ref('int_gate_windows') }}
),

-- which faults a share is made of, where there are several kinds
by_fault as (
    select
        gate,
        part,
        fault_name,
        count(*) as rows_at_fault
    from judged_rows
    where is_at_fault and fault_name is not null
    group by gate, part, fault_name
),

fault_names as (
    select
        gate,
        part,
        {{ dbt.listagg(
            "fault_name || ' ' || cast(rows_at_fault as " ~ dbt.type_string() ~ ")",
            "', '", 'order by rows_at_fault desc, fault_name'
        ) }} as named
    from by_fault
    group by gate, part
),

by_gate as (
    select
        gate,
        part,
        count(*) as rows_looked_at,
        count(*) filter (where is_at_fault) as rows_at_fault,
        count(*) filter (where is_counted) as rows_counted
    from judged_rows
    group by gate, part
),

counted as (
    select
        by_gate.gate,
        by_gate.gate as window_gate,
        by_gate.part,
        by_gate.rows_looked_at,
        by_gate.rows_at_fault,
        by_gate.rows_counted,
        fault_names.named
    from by_gate
    left join fault_names
        on by_gate.gate = fault_names.gate and by_gate.part = fault_names.part
    union all
    select
        'largest_unmapped_tag_share' as gate,
        by_gate.gate as window_gate,
        by_gate.part,
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
        counted.gate,
        counted.part,
        case
            when counted.rows_looked_at >= {{ var('min_group') }}
                then {{ ratio('counted.rows_counted', 'counted.rows_looked_at') }}
        end as measured_value,
        counted.rows_at_fault,
        counted.rows_looked_at,
        windows.window_from,
        windows.is_looked_back,
        cast(null as double) as recent_value,
        cast(null as double) as usual_value,
        counted.named
    from counted
    left join windows
        on counted.window_gate = windows.gate and counted.part = windows.part
)

select * from final
