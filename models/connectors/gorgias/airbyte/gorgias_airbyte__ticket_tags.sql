{{ config(enabled=is_connected('gorgias', 'airbyte')) }}

{{ airbyte_ticket_tags('gorgias', 'name') }}
