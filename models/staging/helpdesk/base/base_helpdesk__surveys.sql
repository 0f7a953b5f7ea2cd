{{ judged_rows('surveys') }}
