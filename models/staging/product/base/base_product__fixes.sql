-- What every delivered version of a row of fixes is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         fix_id
parent      reason_code in reason_codes
if missing  no rows

column       kind  empty  if bad    must hold
fix_id       id    no     rejected
reason_code  id    no     rejected
title        text  no     rejected
proposed_at  time  no     rejected
due_at       time  yes    rejected  may lie ahead
decision     list  yes    rejected  one of accepted declined
decided_at   time  yes    rejected
shipped_at   time  yes    rejected
loaded_at    time  no     rejected  a day means its end
{% endset %}

{{ judged_rows('fixes', contract) }}
