with

tickets as (
    select * from {{ ref('fct_tickets') }}
),

unmapped as (
    select * from tickets
    where reason_code = 'unmapped' and reason_tag is not null
),

{% if connected_systems('tickets') -%}
-- a ticket of a helpdesk has many tags, and one that was chosen for its reason
chosen as (
    select distinct reason_tag from unmapped
),

others as (
    select
        tickets.ticket_id,
        candidates.reason_tag,
        tickets.is_contact,
        tickets.created_at,
        tickets.revenue_at_risk,
        false as is_chosen_tag
    from {{ ref('reasons__candidates') }} as candidates
    inner join tickets
        on candidates.id_prefix || candidates.ticket_id = tickets.ticket_id
    left join chosen
        on candidates.reason_tag = chosen.reason_tag
    where
        not candidates.is_mapped
        and candidates.reason_tag is distinct from tickets.reason_tag
        and chosen.reason_tag is null
),

{% endif -%}
carried as (
    select
        ticket_id,
        reason_tag,
        is_contact,
        created_at,
        revenue_at_risk,
        true as is_chosen_tag
    from unmapped
    {%- if connected_systems('tickets') %}
    union all
    select
        ticket_id,
        reason_tag,
        is_contact,
        created_at,
        revenue_at_risk,
        is_chosen_tag
    from others
    {%- endif %}
),

suggestions as (
    select
        carried.reason_tag,
        tickets_of_tags.suggested_reason_code
    from carried
    left join {{ ref('dq_reason_suggestions') }} as tickets_of_tags
        on carried.ticket_id = tickets_of_tags.ticket_id
),

{{ suggested_tag_reasons('suggestions') }},

totals as (
    select count(*) filter (where is_contact) as contacts from tickets
),

counted as (
    select
        reason_tag,
        count(*) as tickets,
        count(*) filter (where is_contact) as contacts,
        min(created_at) as first_seen_at,
        max(created_at) as last_seen_at,
        cast(sum(revenue_at_risk) as decimal(38, 6)) as revenue_at_risk,
        bool_or(is_chosen_tag) as is_chosen_tag
    from carried
    group by reason_tag
),

final as (
    select
        counted.reason_tag,
        counted.tickets,
        counted.contacts,
        counted.first_seen_at,
        counted.last_seen_at,
        cast(counted.contacts as double) / nullif(totals.contacts, 0) as contact_share,
        counted.revenue_at_risk,
        suggested_tag_reasons.suggested_reason_code,
        suggested_tag_reasons.suggestion_score,
        counted.is_chosen_tag
    from counted
    cross join totals
    left join suggested_tag_reasons
        on counted.reason_tag = suggested_tag_reasons.reason_tag
)

select * from final
