{{ rows_as_of(
    'order_updates', ref('stg_shop__order_updates'),
    first_time='sent_at',
    later_times=[]
) }}
