{#- What the analyses look at: the last complete weeks, and the contacts in them. -#}

{#- A CTE last_week, the latest complete week: week_start_date and end_date, the day after
    it. The scorecard holds complete weeks only. -#}
{% macro last_week() -%}
last_week as (
    select
        max(week_start_date) as week_start_date,
        {{ as_date(add_time('max(week_start_date)', days=7)) }} as end_date
    from {{ ref('kpi_scorecard') }}
)
{%- endmacro %}


{#- Whether a week is one of so many, the last of which a CTE holds.
    week   SQL of its first day
    weeks  how many
    last   the CTE -#}
{% macro is_in_last_weeks(week, weeks, last='last_week') -%}
    {{ week }} <= {{ last }}.week_start_date
    and {{ week }} > {{ as_date(add_time(last ~ '.week_start_date', days=-7 * weeks)) }}
{%- endmacro %}


{#- CTEs of the last complete weeks and of the contacts in them.
    weeks    how many
    returns  CTEs; to be used of them:
             last_week        see there
             recent_contacts  as in fct_tickets, with revenue_put_at_risk (exposed value x
                              risk weight of an issue's first contact, else 0) -#}
{% macro recent_contacts(weeks) -%}
{{ last_week() }},

recent_contacts as (
    select
        contacts.*,
        case when contacts.contact_number = 1 then contacts.exposed_value else 0 end
        * weights.risk_weight as revenue_put_at_risk
    from {{ ref('fct_tickets') }} as contacts
    inner join {{ ref('impact_weights') }} as weights
        on contacts.commercial_impact = weights.commercial_impact
    cross join last_week
    where
        contacts.is_contact
        and {{ is_in_last_weeks('contacts.created_week_start_date', weeks) }}
)
{%- endmacro %}
