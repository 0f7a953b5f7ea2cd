-- Contacts added up to the smallest pieces that no comparison window cuts. A catch-all
-- code says nothing of root cause or topic.
{% set subjects = {
    'expectation': "not is_catch_all and root_cause in ('content_clarity_gap', 'product_data_mismatch')",
    'payment': "not is_catch_all and journey_topic = 'payment'",
    'delivery': "not is_catch_all and journey_topic = 'delivery'",
    'refund_linked': 'is_refund_linked',
    'any': 'true',
} %}

with

contacts as (
    select
        *,
        {{ window_cell('created_at') }} as cell_at
    from {{ ref('fct_tickets') }}
    where is_contact
),

-- the weeks in which every recurrence is known by now
mature_weeks as (
    select weeks.week_start_date
    from {{ ref('int_reporting_weeks') }} as weeks
    inner join {{ ref('kpi_definitions') }} as definitions
        on definitions.kpi = 'refund_linked_recurrence'
    where {{ add_time('weeks.ends_at', days='definitions.window_days') }} <= weeks.as_of
),

final as (
    select
        contacts.created_week_start_date as week_start_date,
        contacts.cell_at,
        contacts.product_category,
        contacts.region,
        contacts.owner,
        {%- for subject, condition in subjects.items() %}
        count(*) filter (where {{ condition }}) as {{ subject }}_contacts,
        coalesce(sum(contacts.revenue_at_risk) filter (where {{ condition }}), 0)
            as {{ subject }}_revenue_at_risk,
        {%- endfor %}
        count(*) filter (where contacts.resolution_sla = 'met') as sla_met,
        count(*) filter (where contacts.resolution_sla = 'breached') as sla_breached,
        count(contacts.is_refund_recurrence) filter (
            where mature_weeks.week_start_date is not null
        ) as mature_refund_contacts,
        count(*) filter (
            where
            contacts.is_refund_recurrence and mature_weeks.week_start_date is not null
        ) as recurring_contacts
    from contacts
    left join mature_weeks
        on contacts.created_week_start_date = mature_weeks.week_start_date
    group by
        contacts.created_week_start_date,
        contacts.cell_at,
        contacts.product_category,
        contacts.region,
        contacts.owner
)

select * from final
