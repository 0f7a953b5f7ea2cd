{{ judged_rows('order_lines') }}
