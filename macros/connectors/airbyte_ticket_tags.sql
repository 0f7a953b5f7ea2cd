{#- SQL of the thin step <system>_airbyte__ticket_tags: one row per ticket and tag. Airbyte has
    the tags in a list of the ticket; of its versions the last one tells them.
    system  whose table tickets is read
    name    the field of an element that holds the tag; '': the element is the tag -#}
{% macro airbyte_ticket_tags(system, name) -%}
with

tickets as (
    {{ vendor_rows(system, 'airbyte', 'tickets') }}
),

last_tags as (
    select
        connection_number,
        id,
        max_by(tags, _airbyte_extracted_at) as tags
    from tickets
    where tags is not null
    group by connection_number, id
),

opened as (
    select
        connection_number,
        id as ticket_id,
        {{ json_items('tags') }} as tag
    from last_tags
),

final as (
    select
        connection_number,
        ticket_id,
        {{ json_text('tag', name) }} as tag
    from opened
)

select * from final
{%- endmacro %}
