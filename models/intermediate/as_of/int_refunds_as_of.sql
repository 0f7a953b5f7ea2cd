{{ rows_as_of(
    'refunds', ref('stg_shop__refunds'),
    first_time='requested_at',
    later_times=['completed_at']
) }}
