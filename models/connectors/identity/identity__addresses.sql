{{ config(enabled=is_identified()) }}

-- Under which addresses and numbers an account was ever known. Who has one now comes
-- before who had it once.
with

versions as (
    {{ loaded_objects('shopify', 'customers', [
        'connection', 'customer_id', 'email', 'phone', 'loaded_at',
    ]) }}
),

settings as (
    {{ connection_settings('shopify') }}
),

accounts as (
    select * from {{ ref('identity__accounts') }}
    where not is_deleted
),

dated as (
    select
        *,
        max(loaded_at) over (partition by connection, customer_id) as latest_at
    from versions
),

known_by as (
    select
        dated.connection,
        dated.customer_id as vendor_customer_id,
        'email' as key_kind,
        {{ email_key('dated.email') }} as key_value,
        coalesce(dated.loaded_at = dated.latest_at, true) as is_current
    from dated
    inner join settings
        on dated.connection = settings.connection
    where settings.link_emails
    union all
    select
        connection,
        customer_id as vendor_customer_id,
        'phone' as key_kind,
        {{ phone_key('phone') }} as key_value,
        coalesce(loaded_at = latest_at, true) as is_current
    from dated
    union all
    select
        connection,
        customer_id as vendor_customer_id,
        'id' as key_kind,
        customer_id as key_value,
        true as is_current
    from dated
),

final as (
    select
        accounts.connection as shop,
        accounts.connection_number as shop_number,
        accounts.vendor_customer_id,
        accounts.customer_id,
        accounts.created_at,
        known_by.key_kind,
        known_by.key_value,
        bool_or(known_by.is_current) as is_current
    from known_by
    inner join accounts
        on
            known_by.connection = accounts.connection
            and known_by.vendor_customer_id = accounts.vendor_customer_id
    where known_by.key_value is not null
    group by
        accounts.connection,
        accounts.connection_number,
        accounts.vendor_customer_id,
        accounts.customer_id,
        accounts.created_at,
        known_by.key_kind,
        known_by.key_value
)

select * from final
