-- The versions of fixes that count; empty flags false, kept bad numbers null.
-- Columns: base_product__fixes.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('fixes', ref('base_product__fixes')) }}
