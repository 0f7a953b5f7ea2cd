-- Serves the decision which reason codes to clear of broad tags, retire, remap or
-- explain to the agents before anyone reads a chart by reason.
-- One row per reason code over the last 12 complete weeks (var plan_weeks): first the
-- codes with a finding, by contacts, then the rest until there are 30. tags: how many
-- tags lead to the code today. high_quality_share: of its contacts, those whose order
-- (or lack of one) fits the code; judged from 30 contacts on (var min_group), null
-- where there are none. Money is in the reporting currency; revenue_at_risk is that of
-- contacts unresolved now.
{% set weeks = var('plan_weeks', 12) %}

with

contacts as (
    select * from {{ ref('fct_tickets') }}
    where is_contact
),

reason_codes as (
    select * from {{ ref('dim_reason_codes') }}
),

tag_map as (
    select * from {{ ref('reason_tag_map') }}
),

quality_band as (
    select healthy_bound from {{ ref('kpi_bands') }}
    where kpi = 'high_quality_reason_share'
),

{{ last_week() }},

counted as (
    select
        contacts.reason_code,
        count(*) as contacts,
        count(*) filter (where contacts.is_high_quality_reason)
            as high_quality_contacts,
        sum(contacts.handling_cost) as handling_cost,
        sum(contacts.revenue_at_risk) as revenue_at_risk
    from contacts
    cross join last_week
    where
        {{ is_in_last_weeks('contacts.created_week_start_date', weeks) }}
    group by contacts.reason_code
),

mapped as (
    select
        tag_map.reason_code,
        count(*) as tags
    from tag_map
    cross join last_week
    where
        coalesce(tag_map.valid_from < last_week.end_date, true)
        and coalesce(tag_map.valid_to >= last_week.end_date, true)
    group by tag_map.reason_code
),

judged as (
    select
        reason_codes.reason_code,
        reason_codes.owner,
        reason_codes.is_catch_all,
        coalesce(reason_codes.valid_to < last_week.end_date, false) as is_retired,
        coalesce(mapped.tags, 0) as tags,
        coalesce(counted.contacts, 0) as contacts,
        sum(counted.contacts) over () as all_contacts,
        {{ ratio('counted.high_quality_contacts', 'counted.contacts') }}
            as high_quality_share,
        coalesce(counted.handling_cost, 0) as handling_cost,
        coalesce(counted.revenue_at_risk, 0) as revenue_at_risk,
        quality_band.healthy_bound
    from reason_codes
    left join counted using (reason_code)
    left join mapped using (reason_code)
    cross join quality_band
    cross join last_week
    where coalesce(reason_codes.valid_from < last_week.end_date, true)
),

found as (
    select
        *,
        case
            when is_catch_all and contacts > 0 then 'names no cause'
            when is_retired and tags > 0
                then 'retired, tags still lead here'
            when
                contacts >= {{ var('min_group') }}
                and high_quality_share < healthy_bound
                then 'often does not fit the context'
            when not is_catch_all and not is_retired and tags = 0
                then 'no tag leads here'
            when not is_catch_all and not is_retired and contacts = 0
                then 'not used'
        end as finding
    from judged
),

final as (
    select
        reason_code,
        coalesce(finding, 'none') as finding,
        owner,
        tags,
        contacts,
        round({{ ratio('contacts', 'all_contacts') }}, 3) as contact_share,
        round(high_quality_share, 3) as high_quality_share,
        round(handling_cost, 2) as handling_cost,
        round(revenue_at_risk, 2) as revenue_at_risk
    from found
    where not is_retired or finding is not null
)

select * from final
order by finding = 'none', contacts desc, reason_code
limit 30
