-- What every delivered version of a row of order_lines is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         order_id, line_number
parent      order_id in orders
if missing  no rows

column            kind    empty  if bad    must hold
order_id          id      no     rejected
line_number       whole   no     rejected
product_id        id      yes    -
product_category  id      yes    -
quantity          number  no     rejected  0 or more
line_amount       number  no     rejected
loaded_at         time    no     rejected  a day means its end
{% endset %}

{{ judged_rows('order_lines', contract) }}
