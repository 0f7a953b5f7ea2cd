{{ latest_versions('surveys', ref('base_helpdesk__surveys')) }}
