{{ judged_rows('fixes') }}
