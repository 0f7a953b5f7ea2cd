-- What every delivered version of a row of customers is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         customer_id
if missing  no rows

column       kind  empty  if bad    must hold
customer_id  id    no     rejected
email        text  yes    -
full_name    text  yes    -
region       id    yes    -
loaded_at    time  no     rejected  a day means its end
{% endset %}

{{ judged_rows('customers', contract) }}
