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

-- only contacts of weeks in which every recurrence is known by now
recurrences as (
    select
        recurrences.ticket_id,
        recurrences.is_recurring
    from {{ ref('int_refund_recurrences') }} as recurrences
    inner join {{ ref('kpi_definitions') }} as definitions
        on definitions.kpi = 'refund_linked_recurrence'
    cross join {{ ref('int_as_of') }} as clock
    where
        {{ add_time(
            reporting_day_start(add_time('recurrences.created_week_start_date', days=7)),
            days='definitions.window_days'
        ) }} <= clock.as_of
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
        count(recurrences.ticket_id) as mature_refund_contacts,
        count(*) filter (where recurrences.is_recurring) as recurring_contacts
    from contacts
    left join recurrences
        on contacts.ticket_id = recurrences.ticket_id
    group by
        contacts.created_week_start_date,
        contacts.cell_at,
        contacts.product_category,
        contacts.region,
        contacts.owner
)

select * from final
