-- The versions of tickets that count; empty flags false, kept bad numbers null.
-- Columns: base_helpdesk__tickets.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('tickets', ref('base_helpdesk__tickets')) }}
