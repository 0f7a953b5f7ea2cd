-- The versions of orders that count; empty flags false, kept bad numbers null.
-- Columns: base_shop__orders.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('orders', ref('base_shop__orders')) }}
