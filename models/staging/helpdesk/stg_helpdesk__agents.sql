-- The versions of agents that count; empty flags false, kept bad numbers null.
-- Columns: base_helpdesk__agents.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('agents', ref('base_helpdesk__agents')) }}
