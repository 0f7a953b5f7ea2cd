-- What every delivered version of a row of refunds is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         refund_id
parent      order_id in orders
if missing  the build stops

column        kind    empty  if bad    must hold
refund_id     id      no     rejected
order_id      id      no     rejected
ticket_id     id      yes    -
reason        list    yes    unknown
amount        number  no     rejected  0 or more
status        list    no     rejected  one of requested approved completed rejected
requested_at  time    no     rejected
completed_at  time    yes    rejected
loaded_at     time    no     rejected  a day means its end
{% endset %}

{{ judged_rows('refunds', contract) }}
