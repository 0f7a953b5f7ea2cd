{{ rows_as_of(
    'orders', ref('stg_shop__orders'),
    first_time='ordered_at',
    later_times=['shipped_at', 'delivered_at', 'cancelled_at']
) }}
