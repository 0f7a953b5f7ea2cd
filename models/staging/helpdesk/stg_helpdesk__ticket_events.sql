{{ latest_versions('ticket_events', ref('base_helpdesk__ticket_events')) }}
