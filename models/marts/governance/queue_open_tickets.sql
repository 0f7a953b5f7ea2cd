with

unresolved as (
    select *
    from {{ ref('fct_tickets') }}
    where is_contact and not is_resolved
),

timed as (
    select
        unresolved.*,
        clock.as_of,
        coalesce(unresolved.response_sla = 'breached', false)
        or coalesce(unresolved.resolution_sla = 'breached', false) as is_breached,
        {{ minutes_between('unresolved.created_at', 'clock.as_of') }} / 60 as age_hours,
        -- least() passes over nulls: a ticket that was answered has no reply due
        {{ minutes_between(
            'clock.as_of',
            'least(case when unresolved.first_human_reply_at is null '
            ~ 'then unresolved.response_due_at end, unresolved.resolution_due_at)'
        ) }} as minutes_to_breach
    from unresolved
    cross join {{ ref('int_as_of') }} as clock
),

final as (
    select
        cast(row_number() over (
            order by
                is_breached desc,
                revenue_at_risk desc,
                minutes_to_breach asc nulls last,
                ticket_id asc
        ) as bigint) as queue_rank,
        ticket_id,
        owner,
        reason_code,
        contact_reason,
        journey_stage,
        commercial_impact,
        channel,
        region,
        priority,
        assignee_id,
        created_at,
        age_hours,
        first_human_reply_at,
        response_due_at,
        response_sla,
        resolution_due_at,
        resolution_sla,
        is_breached,
        minutes_to_breach,
        contact_number,
        reopen_count,
        revenue_at_risk,
        is_risk_counted_elsewhere,
        as_of
    from timed
)

select * from final
