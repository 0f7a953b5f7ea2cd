{{ config(enabled=is_connected('shopify'), materialized='table') }}

-- Accounts of shops, and which customer each is: of the accounts of one address in one
-- shop the one that was created first, then the one with the smallest id.
with

versions as (
    {{ loaded_objects('shopify', 'customers', [
        'connection', 'connection_number', 'id_prefix', 'customer_id', 'email',
        'created_at', 'is_deleted', 'loaded_at',
    ]) }}
),

settings as (
    {{ connection_settings('shopify') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by connection, customer_id
            order by
                loaded_at desc nulls last, created_at nulls last, email nulls last
        ) as version_rank
    from versions
),

accounts as (
    select
        ranked.connection,
        ranked.connection_number,
        ranked.id_prefix,
        ranked.customer_id as vendor_customer_id,
        coalesce(ranked.is_deleted, false) as is_deleted,
        ranked.created_at,
        case when settings.link_emails then {{ email_key('ranked.email') }} end
            as email_key
    from ranked
    inner join settings
        on ranked.connection = settings.connection
    where ranked.version_rank = 1
),

-- without an address an account stands for itself, as does one that was deleted
of_one_address as (
    select
        *,
        coalesce(
            case when not is_deleted then email_key end, 'id:' || vendor_customer_id
        ) as address
    from accounts
),

final as (
    select
        connection,
        connection_number,
        vendor_customer_id,
        is_deleted,
        created_at,
        {{ prefixed_id(
            "first_value(vendor_customer_id) over (
            partition by connection, address
            order by
                created_at nulls last, length(vendor_customer_id), vendor_customer_id
        )", 'id_prefix') }} as customer_id
    from of_one_address
)

select * from final
