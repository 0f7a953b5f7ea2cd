-- A row is a survey or fix known by as_of that is not exactly one row of its fact.
-- Remedy: a join in fct_surveys or fct_fixes multiplies or drops rows.

with

staged as (
    select
        'fct_surveys' as fact,
        surveys.survey_id as row_key
    from {{ ref('stg_helpdesk__surveys') }} as surveys
    inner join {{ ref('int_as_of') }} as clock
        on surveys.sent_at <= clock.as_of
    union all
    select
        'fct_fixes' as fact,
        fixes.fix_id as row_key
    from {{ ref('stg_product__fixes') }} as fixes
    inner join {{ ref('int_as_of') }} as clock
        on fixes.proposed_at <= clock.as_of
),

facts as (
    select
        'fct_surveys' as fact,
        survey_id as row_key
    from {{ ref('fct_surveys') }}
    union all
    select
        'fct_fixes' as fact,
        fix_id as row_key
    from {{ ref('fct_fixes') }}
),

both_sides as (
    select
        fact,
        row_key,
        1 as staged_rows,
        0 as fact_rows
    from staged
    union all
    select
        fact,
        row_key,
        0 as staged_rows,
        1 as fact_rows
    from facts
),

compared as (
    select
        fact,
        row_key,
        'rows in staging and in the fact are not one and one' as problem
    from both_sides
    group by fact, row_key
    having sum(staged_rows) <> 1 or sum(fact_rows) <> 1
)

select *
from compared
