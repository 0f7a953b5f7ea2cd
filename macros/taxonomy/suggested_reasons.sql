{#- CTEs that suggest a reason code from a ticket's subject by the seed reason_keywords: the
    code whose keywords found in the subject are longest in sum, ties by code.

    tickets  a CTE with ticket_id and subject
    returns  CTEs, the last `suggested_reasons`: one row per ticket with a keyword in its
             subject: ticket_id, suggested_reason_code, suggestion_score (above 0, at most
             1: the code's part of all the characters found) -#}
{% macro suggested_reasons(tickets) -%}
keywords as (
    select
        reason_code,
        lower(keyword) as keyword
    from {{ ref('reason_keywords') }}
),

keyword_hits as (
    select
        {{ tickets }}.ticket_id,
        keywords.reason_code,
        sum(length(keywords.keyword)) as characters
    from {{ tickets }}
    inner join keywords
        on {{ dbt.position('keywords.keyword', 'lower(' ~ tickets ~ '.subject)') }} > 0
    group by {{ tickets }}.ticket_id, keywords.reason_code
),

ranked_hits as (
    select
        ticket_id,
        reason_code,
        cast(characters as double)
        / sum(characters) over (partition by ticket_id) as suggestion_score,
        row_number() over (
            partition by ticket_id
            order by characters desc, reason_code
        ) as hit_rank
    from keyword_hits
),

suggested_reasons as (
    select
        ticket_id,
        reason_code as suggested_reason_code,
        suggestion_score
    from ranked_hits
    where hit_rank = 1
)
{%- endmacro %}
