-- The versions of order_lines that count; empty flags false, kept bad numbers null.
-- Columns: base_shop__order_lines.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('order_lines', ref('base_shop__order_lines')) }}
