-- Serves the decision whether the codes that `make unmapped` suggests may be taken over
-- without a look: how often they are right (precision) and how many tags get one
-- (coverage), measured on tags that are in the map.
with

known_tickets as (
    select
        facts.ticket_id,
        facts.reason_tag,
        facts.reason_code,
        raw_tickets.subject
    from {{ ref('fct_tickets') }} as facts
    inner join {{ ref('int_tickets_as_of') }} as raw_tickets
        on facts.ticket_id = raw_tickets.ticket_id
    where not facts.is_catch_all and facts.reason_tag is not null
),

{{ suggested_reasons('known_tickets') }},

known_tags as (
    select
        known_tickets.reason_tag,
        known_tickets.reason_code,
        suggested_reasons.suggested_reason_code
    from known_tickets
    left join suggested_reasons
        on known_tickets.ticket_id = suggested_reasons.ticket_id
),

{{ suggested_tag_reasons('known_tags') }},

judged as (
    select
        known_tags.reason_tag,
        max(suggested_tag_reasons.suggested_reason_code) as suggested_reason_code,
        bool_or(known_tags.reason_code = suggested_tag_reasons.suggested_reason_code)
            as is_right
    from known_tags
    left join suggested_tag_reasons
        on known_tags.reason_tag = suggested_tag_reasons.reason_tag
    group by known_tags.reason_tag
),

final as (
    select
        count(*) as known_tags,
        count(suggested_reason_code) as suggested_tags,
        {{ ratio('count(suggested_reason_code)', 'count(*)') }} as coverage,
        {{ ratio('count(*) filter (where is_right)', 'count(suggested_reason_code)') }}
            as code_precision
    from judged
)

select * from final
