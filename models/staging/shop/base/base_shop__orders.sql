{{ judged_rows('orders') }}
