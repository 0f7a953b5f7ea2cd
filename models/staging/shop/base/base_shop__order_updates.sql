-- What every delivered version of a row of order_updates is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         update_id
parent      order_id in orders
if missing  no rows

column       kind  empty  if bad    must hold
update_id    id    no     rejected
order_id     id    no     rejected
update_type  list  no     rejected  one of shipped delayed out_for_delivery delivered
sent_at      time  no     rejected
loaded_at    time  no     rejected  a day means its end
{% endset %}

{{ judged_rows('order_updates', contract) }}
