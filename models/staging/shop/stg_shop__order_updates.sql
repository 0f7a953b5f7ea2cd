-- The versions of order_updates that count; empty flags false, kept bad numbers null.
-- Columns: base_shop__order_updates.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('order_updates', ref('base_shop__order_updates')) }}
