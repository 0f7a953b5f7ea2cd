with

reason_codes as (
    select * from {{ ref('dim_reason_codes') }}
),

final as (
    select
        owner,
        count(*) as reason_codes,
        count(*) filter (where not is_catch_all) as specific_reason_codes,
        avg(cast(remediation_days as double)) as average_remediation_days
    from reason_codes
    where owner is not null
    group by owner
)

select * from final
