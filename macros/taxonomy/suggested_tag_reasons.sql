{#- CTEs that suggest a reason code for a whole tag, from two kinds of evidence, each a share
    of 0 to 1 for each code:

    words     how much of the tag's letters are keywords (reason_keywords) of the code, found
              as whole words
    subjects  of all tickets with the tag, those whose subject suggests the code; tags of
              fewer than tag_suggestion_tickets tickets have none

    A code's score is the larger of the two. The best code is suggested when its score
    reaches tag_suggestion_score and leads that of the next by tag_suggestion_margin; else
    none is: a guess in a map looks like knowledge.

    tickets  a CTE with reason_tag and suggested_reason_code, a row for each ticket of a tag
    returns  CTEs, the last `suggested_tag_reasons`: reason_tag, suggested_reason_code,
             suggestion_score -#}
{% macro suggested_tag_reasons(tickets) -%}
{%- set marks = '-_/.,:;()[]|&+>' -%}
{%- set words = ["translate(" ~ tickets ~ ".reason_tag, '" ~ marks ~ "', '" ~ ' ' * marks | length ~ "')"] -%}
{#- 'a - b' has three blanks now; three rounds make one of up to eight -#}
{%- for _ in range(3) -%}
    {%- do words.append('replace(' ~ words.pop() ~ ", '  ', ' ')") -%}
{%- endfor -%}
tag_sizes as (
    select
        {{ tickets }}.reason_tag,
        ' ' || trim({{ words[0] }}) || ' ' as words,
        count(*) as tickets
    from {{ tickets }}
    group by {{ tickets }}.reason_tag
),

tag_keywords as (
    select
        reason_code,
        lower(keyword) as keyword
    from {{ ref('reason_keywords') }}
),

word_scores as (
    select
        tag_sizes.reason_tag,
        tag_keywords.reason_code,
        least(
            cast(sum(length(tag_keywords.keyword)) as double)
            / max(length(tag_sizes.words) - 2), 1
        ) as score
    from tag_sizes
    inner join tag_keywords
        on {{ dbt.position("' ' || tag_keywords.keyword || ' '", 'tag_sizes.words') }} > 0
    group by tag_sizes.reason_tag, tag_keywords.reason_code
),

subject_scores as (
    select
        {{ tickets }}.reason_tag,
        {{ tickets }}.suggested_reason_code as reason_code,
        cast(count(*) as double) / max(tag_sizes.tickets) as score
    from {{ tickets }}
    inner join tag_sizes
        on {{ tickets }}.reason_tag = tag_sizes.reason_tag
    where
        {{ tickets }}.suggested_reason_code is not null
        and tag_sizes.tickets >= {{ var('tag_suggestion_tickets') }}
    group by {{ tickets }}.reason_tag, {{ tickets }}.suggested_reason_code
),

tag_evidence as (
    select * from word_scores
    union all
    select * from subject_scores
),

tag_scores as (
    select
        reason_tag,
        reason_code,
        max(score) as score
    from tag_evidence
    group by reason_tag, reason_code
),

ranked_scores as (
    select
        reason_tag,
        reason_code,
        score,
        lead(score, 1, 0) over (
            partition by reason_tag
            order by score desc, reason_code
        ) as next_score,
        row_number() over (
            partition by reason_tag
            order by score desc, reason_code
        ) as score_rank
    from tag_scores
),

suggested_tag_reasons as (
    select
        reason_tag,
        reason_code as suggested_reason_code,
        score as suggestion_score
    from ranked_scores
    where
        score_rank = 1
        and score >= {{ var('tag_suggestion_score') }}
        and score - next_score >= {{ var('tag_suggestion_margin') }}
)
{%- endmacro %}
