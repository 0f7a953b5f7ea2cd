{{ latest_versions('order_lines', ref('base_shop__order_lines')) }}
