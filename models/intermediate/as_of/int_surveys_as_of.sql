{{ rows_as_of(
    'surveys', ref('stg_helpdesk__surveys'),
    first_time='sent_at',
    later_times=['responded_at']
) }}
