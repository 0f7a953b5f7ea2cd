with

controls as (
    select * from {{ ref('controls') }}
),

measures as (
    select * from {{ ref('int_control_measures') }}
),

final as (
    select
        controls.control,
        controls.name,
        case
            when coalesce(measures.is_known, false)
                then case when measures.is_passed then 'pass' else 'fail' end
            else 'unknown'
        end as status,
        measures.evidence_1,
        measures.evidence_2,
        measures.contacts,
        controls.pass_condition,
        controls.if_failed,
        clock.as_of
    from controls
    cross join {{ ref('int_as_of') }} as clock
    left join measures
        on controls.control = measures.control
)

select * from final
