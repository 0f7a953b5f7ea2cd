with

found as (
    select
        raw_table,
        row_key,
        {{ explode_lines('faults') }} as fault,
        loaded_at
    from {{ ref('int_raw_versions') }}
    where faults is not null
),

merge_faults as (
    select
        tickets.ticket_id,
        tickets.loaded_at,
        links.is_in_cycle
    from {{ ref('int_merge_links') }} as links
    inner join {{ ref('stg_helpdesk__tickets') }} as tickets
        on links.ticket_id = tickets.ticket_id
    where links.is_in_cycle or links.is_target_missing
),

versions as (
    select
        raw_table,
        row_key,
        split_part(fault, ': ', 1) as reason,
        substr(fault, position(': ' in fault) + 2) as detail,
        fault like 'bad_optional_number: %' as is_kept,
        loaded_at
    from found
    where fault not like 'inexact_id: %'
    union all
    select
        'tickets' as raw_table,
        ticket_id as row_key,
        case when is_in_cycle then 'merge_cycle' else 'merge_target_missing' end
            as reason,
        case
            when is_in_cycle then 'merged_into_ticket_id leads back to the ticket'
            else 'merged_into_ticket_id names no valid ticket'
        end as detail,
        true as is_kept,
        loaded_at
    from merge_faults
),

ranked as (
    select
        *,
        row_number() over (
            partition by raw_table, row_key, reason
            order by loaded_at desc nulls last, detail
        ) as version_rank
    from versions
),

final as (
    select
        raw_table,
        row_key,
        reason,
        detail,
        is_kept,
        loaded_at
    from ranked
    where version_rank = 1
)

select * from final
