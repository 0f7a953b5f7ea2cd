{{ config(enabled=is_connected('zendesk', 'airbyte')) }}

{{ airbyte_ticket_tags('zendesk', '') }}
