-- The versions of customers that count; empty flags false, kept bad numbers null.
-- Columns: base_shop__customers.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('customers', ref('base_shop__customers')) }}
