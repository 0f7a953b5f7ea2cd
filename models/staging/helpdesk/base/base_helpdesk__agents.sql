-- What every delivered version of a row of agents is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         agent_id
if missing  no rows

column       kind    empty  if bad    must hold
agent_id     id      no     rejected
team         id      yes    -
hourly_cost  number  yes    rejected  0 or more
is_bot       flag    false  rejected
loaded_at    time    yes    rejected  a day means its end
{% endset %}

{{ judged_rows('agents', contract) }}
