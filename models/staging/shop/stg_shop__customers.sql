{{ latest_versions('customers', ref('base_shop__customers')) }}
