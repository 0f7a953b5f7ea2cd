{{ latest_versions('order_updates', ref('base_shop__order_updates')) }}
