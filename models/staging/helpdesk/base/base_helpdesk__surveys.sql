-- What every delivered version of a row of surveys is held to, by itself. Words:
-- docs/contract.md; SQL: macros/raw/judged_rows.sql. After an edit: `make contract`.
{% set contract %}
key         survey_id
if missing  no rows

column        kind    empty  if bad    must hold
survey_id     id      no     rejected
survey_type   list    no     rejected  one of csat nps
customer_id   id      yes    -
ticket_id     id      yes    -
score         number  yes    rejected
sent_at       time    no     rejected
responded_at  time    yes    rejected
loaded_at     time    no     rejected  a day means its end

check  bad_score: score is outside 1 to 5
       where survey_type = 'csat' and score not between 1 and 5

check  bad_score: score is outside 0 to 10
       where survey_type = 'nps' and score not between 0 and 10
{% endset %}

{{ judged_rows('surveys', contract) }}
