-- What every delivered version of a row of tickets is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         ticket_id
changed_at  updated_at
if missing  the build stops

column                 kind    empty  if bad    must hold
ticket_id              id      no     rejected
customer_id            id      yes    -
order_id               id      yes    -
product_id             id      yes    -
channel                list    no     unknown
region                 id      yes    -
subject                text    yes    -
reason_tag             list    yes    unknown
priority               list    no     unknown
status                 list    no     rejected  one of new open pending on_hold solved
                                                closed
initiated_by           list    no     rejected  one of customer agent system
created_at             time    no     rejected
updated_at             time    no     rejected
assignee_id            id      yes    -
cart_value             number  yes    empty     0 or more
handle_minutes         number  yes    empty     0 or more; below 525600
merged_into_ticket_id  id      yes    -
is_deleted             flag    false  rejected
is_spam                flag    false  rejected
loaded_at              time    no     rejected  a day means its end
{% endset %}

{{ judged_rows('tickets', contract) }}
