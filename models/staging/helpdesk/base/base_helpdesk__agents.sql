{{ judged_rows('agents') }}
