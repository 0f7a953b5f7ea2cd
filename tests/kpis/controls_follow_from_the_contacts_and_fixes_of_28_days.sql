-- A row is a control that is missing or twice in kpi_controls, whose evidence the facts
-- do not bear out, or that passes on too little.
-- Remedy: count the contacts with as_of - 28 days <= created_at in fct_tickets, and
-- mend the int_control_ model of the control named.

with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

controls as (
    select control from {{ ref('controls') }}
),

statuses as (
    select
        control,
        count(*) as status_rows,
        min(status) as status,
        min(evidence_1) as evidence_1,
        min(evidence_2) as evidence_2
    from {{ ref('kpi_controls') }}
    group by control
),

contacts as (
    select tickets.*
    from {{ ref('fct_tickets') }} as tickets
    cross join clock
    where
        tickets.is_contact
        and {{ add_time('tickets.created_at', days=28) }} >= clock.as_of
),

settled as (
    select tickets.*
    from {{ ref('fct_tickets') }} as tickets
    cross join clock
    where
        tickets.is_contact
        and tickets.outcome_sla in ('met', 'breached')
        and {{ add_time('tickets.created_at', days=42) }} >= clock.as_of
        and {{ add_time('tickets.created_at', days=14) }} < clock.as_of
),

codes as (
    select distinct
        codes.reason_code,
        codes.owner,
        cast(codes.valid_to as timestamp) as valid_to
    from contacts
    inner join {{ ref('dim_reason_codes') }} as codes
        on contacts.reason_code = codes.reason_code
    where not codes.is_catch_all
),

measured as (
    select
        'taxonomy_quality' as control,
        count(*) as contacts,
        avg(case when is_high_quality_reason then 1e0 else 0e0 end) as evidence_1,
        avg(case when is_catch_all then 1e0 else 0e0 end) as evidence_2
    from contacts
    union all
    select
        'revenue_priority_routing' as control,
        least(
            count(*) filter (where commercial_impact = 'low_impact'),
            count(*) filter (
                where
                commercial_impact in ('conversion_risk', 'refund_risk')
                and priority in ('high', 'urgent')
            )
        ) as contacts,
        percentile_cont(0.5) within group (
            order by
                case
                    when
                        commercial_impact in ('conversion_risk', 'refund_risk')
                        and priority in ('high', 'urgent')
                        then first_response_calendar_minutes
                end
        ) as evidence_1,
        percentile_cont(0.5) within group (
            order by
                case
                    when commercial_impact = 'low_impact'
                        then first_response_calendar_minutes
                end
        ) as evidence_2
    from contacts
    union all
    select
        'outcome_based_sla' as control,
        count(*) as contacts,
        avg(case when outcome_sla = 'met' then 1e0 else 0e0 end) as evidence_1,
        avg(case when resolution_sla = 'met' then 1e0 else 0e0 end) as evidence_2
    from settled
    union all
    select
        'ownership_mapping' as control,
        cast(null as bigint) as contacts,
        count(*) filter (where codes.owner is null) as evidence_1,
        count(*) filter (where codes.valid_to <= clock.as_of) as evidence_2
    from codes
    cross join clock
),

compared as (
    select
        controls.control,
        case
            when statuses.control is null then 'is missing'
            when statuses.status_rows > 1 then 'is there more than once'
            when statuses.status not in ('pass', 'fail', 'unknown') then 'status'
            when
                (statuses.evidence_1 is null or statuses.evidence_2 is null)
                and statuses.status <> 'unknown'
                then 'is judged without a value'
            when
                measured.contacts < {{ var('control_min_contacts') }}
                and statuses.status <> 'unknown'
                then 'is judged on too few contacts'
            when
                abs(statuses.evidence_1 - measured.evidence_1) > 1e-6
                or (measured.contacts > 0 and statuses.evidence_1 is null)
                and measured.evidence_1 is not null
                then 'evidence_1'
            when
                abs(statuses.evidence_2 - measured.evidence_2) > 1e-6
                or (measured.contacts > 0 and statuses.evidence_2 is null)
                and measured.evidence_2 is not null
                then 'evidence_2'
        end as problem
    from controls
    left join statuses
        on controls.control = statuses.control
    left join measured
        on controls.control = measured.control
)

select *
from compared
where problem is not null
