{{ rows_as_of(
    'fixes', ref('stg_product__fixes'),
    first_time='proposed_at',
    later_times=['decided_at', 'shipped_at']
) }}
