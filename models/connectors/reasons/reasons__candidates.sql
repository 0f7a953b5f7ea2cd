{{ config(enabled=connected_systems('tickets') | length > 0, materialized='table') }}

-- The tags of each ticket that may be its reason, best first: those that were mapped to
-- a code that says something when the ticket was created, those that were mapped at
-- all.
with

ticket_tags as (
    {%- for system in connected_systems('tickets') %}
    select
        tags.connection_number,
        tags.ticket_id,
        tags.reason_tag,
        tickets.id_prefix,
        tickets.created_at
    from {{ ref(system ~ '__ticket_tags') }} as tags
    inner join {{ ref(system ~ '__last_tickets') }} as tickets
        on
            tags.connection_number = tickets.connection_number
            and tags.ticket_id = tickets.ticket_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

settings as (
    {{ connection_settings() }}
),

ignored_tags as (
    select {{ lower_case(strip('reason_tag')) }} as pattern
    from {{ ref('ignored_tags') }}
),

reason_tags as (
    select * from {{ ref('int_reason_tags') }}
),

reason_codes as (
    select * from {{ ref('reason_codes') }}
),

-- a tag is looked at once, however many tickets have it
distinct_tags as (
    select distinct reason_tag from ticket_tags
),

ignored as (
    select distinct distinct_tags.reason_tag
    from distinct_tags
    inner join ignored_tags
        on
            distinct_tags.reason_tag = ignored_tags.pattern
            or (
                substr(ignored_tags.pattern, -1) = '*'
                and substr(
                    distinct_tags.reason_tag, 1, length(ignored_tags.pattern) - 1
                )
                = substr(ignored_tags.pattern, 1, length(ignored_tags.pattern) - 1)
            )
),

named as (
    select
        ticket_tags.connection_number,
        ticket_tags.ticket_id,
        ticket_tags.id_prefix,
        ticket_tags.created_at,
        substr(
            ticket_tags.reason_tag, length(coalesce(settings.reason_tag_prefix, '')) + 1
        ) as reason_tag
    from ticket_tags
    inner join settings
        on ticket_tags.connection_number = settings.connection_number
    left join ignored
        on ticket_tags.reason_tag = ignored.reason_tag
    where
        ignored.reason_tag is null
        and (
            settings.reason_tag_prefix is null
            or substr(ticket_tags.reason_tag, 1, length(settings.reason_tag_prefix))
            = settings.reason_tag_prefix
        )
),

final as (
    select
        named.connection_number,
        named.ticket_id,
        named.id_prefix,
        named.reason_tag,
        reason_tags.reason_code is not null as is_mapped,
        cast(row_number() over (
            partition by named.connection_number, named.ticket_id
            order by
                -- false comes before true
                coalesce(reason_codes.is_catch_all, true),
                reason_tags.reason_code is null,
                named.reason_tag
        ) as bigint) as tag_rank
    from named
    left join reason_tags
        on
            named.reason_tag = reason_tags.reason_tag
            and named.created_at >= reason_tags.valid_from
            and named.created_at < reason_tags.valid_to
    left join reason_codes
        on reason_tags.reason_code = reason_codes.reason_code
    where {{ strip('named.reason_tag') }} is not null
)

select * from final
