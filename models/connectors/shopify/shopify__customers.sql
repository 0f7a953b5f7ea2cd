{{ config(enabled=is_connected('shopify')) }}

-- The raw contract's customers of Shopify. Of several accounts of one address only the
-- one that stands for all is a customer.
with

versions as (
    {{ loaded_objects('shopify', 'customers', [
        'connection', 'id_prefix', 'vendor_table', 'customer_id', 'email', 'first_name',
        'last_name', 'country', 'is_deleted', 'loaded_at',
    ]) }}
),

accounts as (
    select * from {{ ref('identity__accounts') }}
),

final as (
    select
        versions.connection,
        versions.vendor_table,
        {{ prefixed_id('versions.customer_id', 'versions.id_prefix') }} as customer_id,
        versions.email,
        {{ strip(
            "coalesce(versions.first_name || ' ', '')"
            ~ " || coalesce(versions.last_name, '')"
        ) }} as full_name,
        versions.country as region,
        versions.loaded_at,
        case
            when versions.is_deleted or accounts.is_deleted then 'deleted in the shop'
            when
                accounts.customer_id
                <> {{ prefixed_id('versions.customer_id', 'versions.id_prefix') }}
                then 'another account of the same address stands for it'
        end as left_out_reason
    from versions
    left join accounts
        on
            versions.connection = accounts.connection
            and versions.customer_id = accounts.vendor_customer_id
)

select * from final
