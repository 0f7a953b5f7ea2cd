{{ config(enabled=is_connected('zendesk'), materialized='table') }}

-- One survey per ticket: sent when it was first offered, answered by the last answer.
-- The same score again is no second answer: a comment was added.
with

rated as (
    select * from {{ ref('zendesk__rated') }}
    where left_out_reason is null
),

answers as (
    select
        *,
        lag(score) over (
            partition by connection_number, ticket_id
            order by rated_at, rating_id, loaded_at
        ) as score_before
    from rated
    where not is_offer
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection_number, ticket_id
            order by rated_at desc, rating_id desc, loaded_at desc
        ) as answer_rank
    from answers
    where score is distinct from score_before
),

surveyed as (
    select
        connection,
        connection_number,
        id_prefix,
        ticket_id,
        coalesce(min(rated_at) filter (where is_offer), min(rated_at)) as sent_at,
        max(loaded_at) as loaded_at
    from rated
    group by connection, connection_number, id_prefix, ticket_id
),

final as (
    select
        surveyed.connection,
        surveyed.id_prefix || 'csat-' || surveyed.ticket_id as survey_id,
        'csat' as survey_type,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        {{ prefixed_id('surveyed.ticket_id', 'surveyed.id_prefix') }} as ticket_id,
        ranked.score,
        surveyed.sent_at,
        ranked.rated_at as responded_at,
        surveyed.loaded_at,
        cast(null as {{ dbt.type_string() }}) as left_out_reason
    from surveyed
    left join ranked
        on
            surveyed.connection_number = ranked.connection_number
            and surveyed.ticket_id = ranked.ticket_id
            and ranked.answer_rank = 1
)

select * from final
