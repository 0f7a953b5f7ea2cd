{{ latest_versions('orders', ref('base_shop__orders')) }}
