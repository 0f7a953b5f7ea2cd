{{ rows_as_of(
    'ticket_events', ref('stg_helpdesk__ticket_events'),
    first_time='occurred_at',
    later_times=[]
) }}
