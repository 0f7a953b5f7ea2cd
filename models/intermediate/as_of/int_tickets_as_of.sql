{{ rows_as_of(
    'tickets', ref('stg_helpdesk__tickets'),
    first_time='created_at',
    later_times=['updated_at']
) }}
