{{ config(enabled=is_connected('zendesk')) }}

-- Ratings as scores, each with the moment it was given. A rating that loaders keep in
-- several versions was changed in place: then the change is the moment.
with

ratings as (
    {{ rows_of_loaders('zendesk', 'ratings') }}
),

named as (
    select
        *,
        {{ lower_case(strip('score')) }} as vendor_score,
        min(score) over rating <> max(score) over rating as was_changed
    from ratings
    window rating as (partition by connection_number, ticket_id, rating_id)
),

final as (
    select
        connection,
        connection_number,
        id_prefix,
        vendor_table,
        ticket_id,
        rating_id,
        vendor_score = 'offered' as is_offer,
        case
            when vendor_score in ('good', 'good_with_comment') then 5
            when vendor_score in ('bad', 'bad_with_comment') then 1
            else try_cast(vendor_score as decimal(18, 6))
        end as score,
        case
            when was_changed then coalesce(updated_at, created_at)
            else coalesce(created_at, updated_at)
        end as rated_at,
        loaded_at,
        case
            when vendor_score = 'unoffered' then 'no survey was offered'
            when
                vendor_score not in (
                    'offered', 'good', 'good_with_comment', 'bad', 'bad_with_comment'
                )
                and try_cast(vendor_score as decimal(18, 6)) is null
                then 'no score of Zendesk'
            when vendor_score is null then 'no score of Zendesk'
        end as left_out_reason
    from named
)

select * from final
