-- An exception of the seed counts until its valid_to, which is judged at as_of.
with

clock as (
    select as_of from {{ ref('int_as_of') }}
),

final as (
    select
        exceptions.gate,
        exceptions.part,
        exceptions.reason_fault as excepted_fault,
        coalesce(exceptions.reason_fault || ', ', '') || exceptions.reason
        || coalesce(
            ', until ' || cast(exceptions.valid_to as {{ dbt.type_string() }}), ''
        ) as reason
    from {{ ref('gate_exceptions') }} as exceptions
    cross join clock
    where
        exceptions.valid_to is null
        or clock.as_of < cast(exceptions.valid_to as timestamp)
)

select * from final
