{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

-- Satisfaction scores of the history are counted as ratings.
with

field_changes as (
    select * from {{ ref('zendesk_fivetran__field_changes') }}
),

told as (
    select
        connection,
        vendor_table,
        case
            when field_name = 'status' and {{ lower_case(strip('value')) }} = 'deleted'
                then 'left_out'
            when field_name = 'status' then 'used'
            when field_name = 'assignee_id' then 'looked_up'
            else 'left_out'
        end as outcome,
        case
            when field_name = 'status' and {{ lower_case(strip('value')) }} = 'deleted'
                then 'the deletion of its ticket'
            when field_name = 'status' then 'sets a status'
            when field_name = 'assignee_id' then 'who was ever assigned to a ticket'
            else 'changes nothing that is read'
        end as reason
    from field_changes
    where field_name <> 'satisfaction_score' or field_name is null
),

final as (
    select
        connection,
        vendor_table,
        outcome,
        reason,
        count(*) as row_count
    from told
    group by connection, vendor_table, outcome, reason
)

select * from final
