{{ config(materialized='table') }}

with

contacts as (
    select * from {{ ref('int_gate_contacts') }}
),

refunds as (
    select * from {{ ref('int_gate_refunds') }}
),

final as (
    select
        gate,
        part,
        'ticket_id' as key_name,
        ticket_id as fault_key,
        fault_name,
        detail,
        happened_at,
        is_at_fault,
        is_counted
    from contacts
    union all
    select
        gate,
        part,
        'refund_id' as key_name,
        refund_id as fault_key,
        cast(null as {{ dbt.type_string() }}) as fault_name,
        detail,
        happened_at,
        is_at_fault,
        is_counted
    from refunds
)

select * from final
