{{ judged_rows('order_updates') }}
