{#- The var `connections`: which systems a team has, who landed their tables and where. -#}

{#- The connections as they are meant, in the order of the var: a list of dicts with every
    option filled in; number is the place in the var. Entries that cannot be meant are
    left out here and told by check_connections(): this is read while dbt parses, too.

    system  only those of this system; none: all
    loader  only those of this loader; none: all -#}
{% macro connections(system=none, loader=none) %}
    {% set found = [] %}
    {% set given = var('connections') %}
    {% set given = given if given is iterable and given is not string else [] %}
    {% for entry in given if entry is mapping
        and entry.get('loader') in known_systems().get(entry.get('system'), {}).get('loaders', [])
        and system in [none, entry.system] and loader in [none, entry.loader] %}
        {% set lists = {} %}
        {% for option in ['reason_field', 'order_field', 'time_field', 'test_tags'] %}
            {% set value = entry.get(option) %}
            {% do lists.update({
                option: [] if value is none
                else [value | string] if value is string or value is number
                else value | map('string') | list
            }) %}
        {% endfor %}
        {% do found.append(dict(
            {
                'schema': none, 'database': none, 'location': none,
                'reason_tag_prefix': none, 'link_emails': true,
            },
            **dict(entry, number=given.index(entry) + 1, id_prefix=entry.get('id_prefix') or '', **lists)
        )) %}
    {% endfor %}
    {% do return(found) %}
{% endmacro %}


{#- Whether a connection of a system and a loader is set; of any without arguments. -#}
{% macro is_connected(system=none, loader=none) %}
    {% do return(connections(system, loader) | length > 0) %}
{% endmacro %}


{#- The loaders by which a system is connected, sorted. -#}
{% macro connected_loaders(system) %}
    {% do return(connections(system) | map(attribute='loader') | unique | sort) %}
{% endmacro %}


{#- The connected systems that fill a raw table, sorted. -#}
{% macro connected_systems(table) %}
    {% set found = [] %}
    {% for system, rule in known_systems().items()
        if table in rule['fills'] and is_connected(system) %}
        {% do found.append(system) %}
    {% endfor %}
    {% do return(found | sort) %}
{% endmacro %}


{#- Whether any ticket may come with a handle time: not where connections are all there is and
    none of them names a field for it. -#}
{% macro can_know_handle_times() %}
    {% do return(
        raw_mode() != 'connections' or not connected_systems('tickets')
        or connections() | selectattr('time_field') | list | length > 0
    ) %}
{% endmacro %}


{#- The systems that can be connected: of each

    loaders         who may have landed its tables; each has a macro
                    <system>_<loader>_tables() and a folder models/connectors/<system>/<loader>
    fills           the raw tables it fills, each by a model <system>__<raw table>
    options         what a connection may set beside its name and place
    never           what its data cannot say: [[raw table, words]]
    never_by_loader {loader: what its tables cannot say}
    without_option  {option: what is not known where it is not set}
    counts_unknowns whether a model <system>__unknowns counts what its rows do not say -#}
{% macro known_systems() %}
    {% set of_tickets = ['tickets', 'ticket_events', 'surveys', 'agents'] %}
    {% set of_helpdesk = [
        'reason_field', 'order_field', 'time_field', 'reason_tag_prefix', 'link_emails',
    ] %}
    {% set without_option = {
        'time_field': [
            ['tickets', 'handle times are the defaults of channels: no time_field is set'],
        ],
    } %}
    {% set never = [
        ['tickets', 'cart values, products and regions of tickets are not kept'],
        ['agents', 'costs are in agent_overrides alone'],
    ] + ([
        ['surveys', 'NPS surveys come by raw_location or raw_schema alone'],
        ['fixes', 'proposed fixes come by raw_location or raw_schema alone'],
    ] if raw_mode() == 'connections' else []) %}
    {% set of_documents = [
        ['order_updates', 'what customers were told of their parcels is not loaded'],
        ['orders', 'promised dates are not loaded'],
        ['refunds', 'open and declined returns are not loaded'],
    ] %}
    {% do return({
        'zendesk': {
            'loaders': ['fivetran', 'airbyte'], 'fills': of_tickets, 'options': of_helpdesk,
            'without_option': without_option, 'never': never, 'counts_unknowns': true,
            'never_by_loader': {'fivetran': [
                ['ticket_events',
                    'automations are known by author, tag or agent_overrides alone'],
            ]},
        },
        'gorgias': {
            'loaders': ['airbyte'], 'fills': of_tickets, 'options': of_helpdesk,
            'without_option': without_option, 'never': never, 'counts_unknowns': true,
        },
        'shopify': {
            'loaders': ['fivetran', 'airbyte', 'dlt'],
            'fills': ['orders', 'order_lines', 'refunds', 'customers', 'order_updates'],
            'options': ['test_tags', 'link_emails'],
            'counts_unknowns': true,
            'never': [
                ['refunds', 'from which ticket a refund was made is not kept, but by actions'
                    ~ ' of Gorgias'],
            ],
            'never_by_loader': {'airbyte': of_documents, 'dlt': of_documents},
        },
    }) %}
{% endmacro %}


{#- SQL of what connections are set to: one row per connection.
    system  only those of this system -#}
{% macro connection_settings(system=none) -%}
    {%- for connection in connections(system) %}
    select
        {{ text_literal(connection.name) }} as connection,
        {{ connection.number }} as connection_number,
        {{ text_literal(connection.id_prefix) }} as id_prefix,
        {{ 'true' if connection.link_emails else 'false' }} as link_emails,
        {{ dbt.cast(
            text_literal(connection.reason_tag_prefix | lower)
            if connection.reason_tag_prefix else 'null', dbt.type_string()
        ) }} as reason_tag_prefix
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#- SQL of an option that is a list: one row per connection and element, columns
    connection_number, list_position (from 1) and element.
    option  reason_field, order_field, time_field or test_tags
    system  only connections of this system -#}
{% macro connection_list(option, system=none) -%}
    {%- set rows = [] -%}
    {%- for connection in connections(system) -%}
        {%- for element in connection[option] -%}
            {%- do rows.append(
                'select ' ~ connection.number ~ ' as connection_number, ' ~ loop.index
                ~ ' as list_position, ' ~ text_literal(element) ~ ' as element'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ rows | join('\n    union all ') or (
        'select 0 as connection_number, 0 as list_position, '
        ~ dbt.cast('null', dbt.type_string()) ~ ' as element where false'
    ) }}
{%- endmacro %}
