-- What every delivered version of a row of ticket_events is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         event_id
changed_at  occurred_at
parent      ticket_id in tickets
if missing  the build stops

column       kind  empty  if bad    must hold
event_id     id    no     rejected
ticket_id    id    no     rejected
event_type   list  no     rejected  one of message status
actor_type   list  no     rejected  one of customer agent bot
actor_id     id    yes    -
is_public    flag  no     rejected  where event_type = 'message'
status       list  no     rejected  one of new open pending on_hold solved closed;
                                    where event_type = 'status'
occurred_at  time  no     rejected
loaded_at    time  no     rejected  a day means its end
{% endset %}

{{ judged_rows('ticket_events', contract) }}
