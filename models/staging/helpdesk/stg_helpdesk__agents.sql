{{ latest_versions('agents', ref('base_helpdesk__agents')) }}
