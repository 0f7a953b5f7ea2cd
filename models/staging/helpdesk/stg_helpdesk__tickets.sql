{{ latest_versions('tickets', ref('base_helpdesk__tickets')) }}
