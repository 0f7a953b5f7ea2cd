-- The versions of refunds that count; empty flags false, kept bad numbers null.
-- Columns: base_shop__refunds.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('refunds', ref('base_shop__refunds')) }}
