{{ latest_versions('refunds', ref('base_shop__refunds')) }}
