-- The versions of ticket_events that count; empty flags false, kept bad numbers null.
-- Columns: base_helpdesk__ticket_events.sql; SQL: macros/raw/latest_versions.sql.
{{ latest_versions('ticket_events', ref('base_helpdesk__ticket_events')) }}
