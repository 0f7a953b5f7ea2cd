{{ judged_rows('ticket_events') }}
