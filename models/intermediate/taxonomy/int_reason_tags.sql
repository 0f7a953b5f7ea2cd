-- Validity that overlaps fails a test; here it is cut at the next row's start all the
-- same, so that a slip in the seed cannot double a ticket.
with

tag_map as (
    select
        {{ lower_case(strip('reason_tag')) }} as reason_tag,
        reason_code,
        coalesce(cast(valid_from as timestamp), timestamp '1900-01-01 00:00:00')
            as valid_from,
        coalesce(cast(valid_to as timestamp), timestamp '9999-01-01 00:00:00')
            as valid_to
    from {{ ref('reason_tag_map') }}
    where {{ strip('reason_tag') }} is not null
),

reason_codes as (
    select reason_code from {{ ref('reason_codes') }}
),

bounded as (
    select
        *,
        lead(valid_from) over (
            partition by reason_tag
            order by valid_from, valid_to, reason_code
        ) as next_valid_from
    from tag_map
),

clipped as (
    select
        bounded.reason_tag,
        coalesce(reason_codes.reason_code, 'unmapped') as reason_code,
        bounded.valid_from,
        case
            when bounded.next_valid_from < bounded.valid_to then bounded.next_valid_from
            else bounded.valid_to
        end as valid_to
    from bounded
    left join reason_codes
        on bounded.reason_code = reason_codes.reason_code
),

final as (
    select * from clipped
    where valid_from < valid_to
)

select * from final
