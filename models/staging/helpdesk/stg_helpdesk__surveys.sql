-- The versions of surveys that count; empty flags false, kept bad numbers null.
-- Columns: base_helpdesk__surveys.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('surveys', ref('base_helpdesk__surveys')) }}
