{{ config(enabled=is_connected('zendesk', 'fivetran')) }}

with

user_tag as (
    {{ vendor_rows('zendesk', 'fivetran', 'user_tag') }}
),

final as (
    select
        connection_number,
        user_id,
        tag
    from user_tag
)

select * from final
