-- Running sums of +1 and -1. A contact is older than 24 hours from created_at + 24 h
-- on: what happened to it before that takes effect at that moment. A change at midnight
-- belongs to the day that begins then; the last day is seen at as_of.
{% set ages = {
    'open_tickets': 0, 'older_than_24h': 24, 'older_than_48h': 48, 'older_than_72h': 72
} %}

with

contacts as (
    select ticket_id, channel, commercial_impact, created_at
    from {{ ref('fct_tickets') }}
    where is_contact
),

history as (
    select * from {{ ref('int_history') }}
),

steps as (
    select
        channel,
        commercial_impact,
        created_at,
        created_at as changed_at,
        1 as step
    from contacts
    union all
    select
        contacts.channel,
        contacts.commercial_impact,
        contacts.created_at,
        changes.changed_at,
        case when changes.is_resolved then -1 else 1 end as step
    from contacts
    inner join {{ ref('int_ticket_state_changes') }} as changes
        on contacts.ticket_id = changes.ticket_id
),

daily_steps as (
    {% for age, hours in ages.items() -%}
    select
        '{{ age }}' as age,
        steps.channel,
        steps.commercial_impact,
        greatest(
            {{ reporting_date(
                'greatest(steps.changed_at, '
                ~ add_time('steps.created_at', hours=hours) ~ ')'
            ) }},
            history.start_date
        ) as date_day,
        sum(steps.step) as step
    from steps
    cross join history
    -- strictly older: what turns {{ hours }} hours old at as_of is not yet
    where
        {{ add_time('steps.created_at', hours=hours) }}
        {{ '<=' if hours == 0 else '<' }} history.as_of
    group by age, steps.channel, steps.commercial_impact, date_day
    {{ "union all" if not loop.last }}
    {% endfor %}
),

days as (
    select {{ explode_days('start_date', 'as_of_date') }} as date_day
    from history
),

slices as (
    select distinct channel, commercial_impact from contacts
),

running as (
    select
        days.date_day,
        slices.channel,
        slices.commercial_impact
        {%- for age in ages %},
        cast(sum(
            sum(daily_steps.step) filter (where daily_steps.age = '{{ age }}')
        ) over so_far as bigint) as {{ age }}
        {%- endfor %}
    from days
    cross join slices
    left join daily_steps
        on
            days.date_day = daily_steps.date_day
            and slices.channel = daily_steps.channel
            and slices.commercial_impact
            is not distinct from daily_steps.commercial_impact
    group by days.date_day, slices.channel, slices.commercial_impact
    window so_far as (
        partition by slices.channel, slices.commercial_impact
        order by days.date_day
        rows between unbounded preceding and current row
    )
),

final as (
    select
        date_day,
        channel,
        commercial_impact,
        open_tickets,
        {%- for age in ages if age != 'open_tickets' %}
        coalesce({{ age }}, 0) as {{ age }}{{ "," if not loop.last }}
        {%- endfor %}
    from running
    where open_tickets > 0
)

select * from final
