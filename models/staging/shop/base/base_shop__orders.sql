-- What every delivered version of a row of orders is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         order_id
if missing  the build stops

column        kind    empty  if bad    must hold
order_id      id      no     rejected
customer_id   id      yes    -
region        id      yes    -
ordered_at    time    no     rejected
promised_at   time    yes    rejected  may lie ahead
shipped_at    time    yes    rejected
delivered_at  time    yes    rejected
cancelled_at  time    yes    rejected
total_amount  number  no     rejected  0 or more
is_test       flag    false  rejected
loaded_at     time    no     rejected  a day means its end
{% endset %}

{{ judged_rows('orders', contract) }}
