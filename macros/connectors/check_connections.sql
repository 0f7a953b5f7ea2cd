{#- What is wrong with the var connections and with what its connections name: a list of
    lines, each with connection, table, column, the place looked at and the remedy. Tells
    what a connection cannot know, too. Files are read whole only by commands that build. -#}
{% macro check_connections() %}
    {% set given = var('connections') %}
    {% if not given %}
        {% do return([]) %}
    {% elif given is mapping or given is string or given is not iterable %}
        {% do return(['connections is no list: ' ~ connection_example()]) %}
    {% endif %}
    {% set problems = [] %}
    {% for entry in given %}
        {% do problems.extend(
            connection_problems(entry, loop.index, given)
            if entry is mapping
            else ['connections: entry ' ~ loop.index ~ ' is no mapping: ' ~ connection_example()]
        ) %}
    {% endfor %}
    {% if problems %}
        {% do return(problems) %}
    {% endif %}
    {% for connection in connections() %}
        {% do problems.extend(vendor_problems(connection)) %}
    {% endfor %}
    {% for words in ids_that_may_collide() if not problems %}
        {% do log('connections ' ~ words, info=true) %}
    {% endfor %}
    {% do return(problems) %}
{% endmacro %}


{#- Which connections fill the same raw table with ids of the same prefix, in words: a list. -#}
{% macro ids_that_may_collide() %}
    {% set told = [] %}
    {% for table in raw_contract() %}
        {% set names = {} %}
        {% for system in connected_systems(table) %}
            {% for connection in connections(system) %}
                {% do names.setdefault(connection.id_prefix, []).append(connection.name) %}
            {% endfor %}
        {% endfor %}
        {% for together in names.values() if together | length > 1 %}
            {% do told.append(
                together | join(', ') ~ ' have the same id_prefix: two rows with the same id'
                ~ ' would be taken for versions of one. Give all but one an id_prefix'
            ) %}
        {% endfor %}
    {% endfor %}
    {% do return(told | unique | list) %}
{% endmacro %}


{#- How a connection is written. -#}
{% macro connection_example() %}
    {% do return(
        'write [{name: zendesk, system: zendesk, loader: fivetran, schema: zendesk}]'
    ) %}
{% endmacro %}


{#- What keeps one entry of the var from being meant: a list of lines.
    entry   a dict
    number  its place in the var, from 1
    given   all entries -#}
{% macro connection_problems(entry, number, given) %}
    {% set called = entry.get('name') %}
    {% set told = 'connection ' ~ (called if called else number) %}
    {% set problems = [] %}
    {% if called is not string or not called | trim %}
        {% do problems.append(told ~ ' has no name: give it one of its own, a text') %}
    {% elif given | selectattr('name', 'defined') | selectattr('name', 'eq', called)
        | list | first is not sameas entry %}
        {% do problems.append(
            told ~ ': another connection has this name. Give each a name of its own'
        ) %}
    {% endif %}
    {% set system = known_systems().get(entry.get('system')) %}
    {% if not system %}
        {% do problems.append(no_such(
            told, 'system', entry.get('system'), known_systems().keys() | list
        )) %}
    {% elif entry.get('loader') not in system['loaders'] %}
        {% do problems.append(no_such(told, 'loader', entry.get('loader'), system['loaders'])) %}
    {% endif %}
    {% set options = ['name', 'system', 'loader', 'schema', 'database', 'location', 'id_prefix']
        + (system['options'] if system else []) %}
    {% for option in entry if system and option not in options %}
        {% do problems.append(no_such(told, 'option', option, options)) %}
    {% endfor %}
    {% do problems.extend(place_problems(told, entry)) %}
    {% for option in ['schema', 'database', 'location', 'id_prefix', 'reason_tag_prefix']
        if entry.get(option) is not none and entry[option] is not string %}
        {% do problems.append(told ~ ': ' ~ option ~ ' is no text. Write it in quotes') %}
    {% endfor %}
    {% for option in ['reason_field', 'order_field', 'time_field', 'test_tags']
        if entry.get(option) is not none and (
            entry[option] is mapping or entry[option] is boolean
            or (entry[option] is iterable and entry[option] is not string
                and entry[option] | reject('string') | reject('number') | list)
        ) %}
        {% do problems.append(
            told ~ ': ' ~ option ~ ' is neither a text nor a list of texts. Write one'
        ) %}
    {% endfor %}
    {% if 'link_emails' in entry and entry['link_emails'] is not boolean %}
        {% do problems.append(told ~ ': link_emails is neither true nor false. Write one') %}
    {% endif %}
    {% do return(problems) %}
{% endmacro %}


{#- The line for a name that is none of those that are known. -#}
{% macro no_such(told, what, name, known) %}
    {% set near = nearest_names(name | string, known) %}
    {% do return(
        told ~ ((': there is no ' ~ what ~ ' ' ~ name) if name else (' names no ' ~ what))
        ~ (' (' ~ near | join(', ') ~ '?)' if near else '')
        ~ '. Write one of ' ~ known | join(', ')
    ) %}
{% endmacro %}


{#- What is wrong with where a connection's tables are: a list of lines. -#}
{% macro place_problems(told, entry) %}
    {% set problems = [] %}
    {% if entry.get('schema') and entry.get('location') %}
        {% do problems.append(
            told ~ ' has a schema and a location. Name schema (tables) or location (files)'
        ) %}
    {% elif not entry.get('schema') and not entry.get('location') %}
        {% do problems.append(
            told ~ ' has neither schema nor location. Name schema (tables) or location (files)'
        ) %}
    {% elif entry.get('database') and not entry.get('schema') %}
        {% do problems.append(
            told ~ ' has a database and no schema. Name the schema in it, too'
        ) %}
    {% elif entry.get('location') is string and '{table}' not in entry['location'] %}
        {% do problems.append(
            told ~ ': location "' ~ without_secrets(entry['location']) ~ '" holds no {table},'
            ~ ' the place of the table name. Write it as in /data/zendesk/{table}.parquet'
        ) %}
    {% endif %}
    {% do return(problems) %}
{% endmacro %}


{#- What keeps the tables of a connection from being read: a list of lines. -#}
{% macro vendor_problems(connection) %}
    {% set problems = [] %}
    {% set told = [] %}
    {% set parts = {} %}
    {% for table, rule in vendor_tables(connection.system, connection.loader).items() %}
        {% do parts.update({table: vendor_parts(connection, table, rule)}) %}
        {% if parts[table] %}
            {% do problems.extend(vendor_column_problems(connection, table, rule, parts[table])) %}
            {% do told.extend(unknown_fields(connection, table, rule, parts[table])) %}
        {% elif rule.get('is_required') %}
            {% do problems.append(
                'connection ' ~ connection.name ~ ': table ' ~ table ~ ' is missing (looked for '
                ~ vendor_place(connection, table)
                ~ (' and ' ~ rule['aliases'] | join(', ') if rule.get('aliases') else '')
                ~ '). Let ' ~ connection.loader ~ ' load it, or change '
                ~ ('location' if connection.location is not none else 'schema')
            ) %}
        {% endif %}
    {% endfor %}
    {#- where not one is there, it is the place that is wrong, which may be the warehouse -#}
    {% set warehouse = none if connection.location is not none or connection.database
        else target.get('path') %}
    {% if problems and not parts.values() | select | list %}
        {% do return([
            'connection ' ~ connection.name ~ ': none of its tables is there (looked for '
            ~ vendor_place(connection, '{table}')
            ~ (' in ' ~ without_secrets(warehouse) if warehouse else '') ~ '). Change '
            ~ ('location' if connection.location is not none
                else 'schema, database or WAREHOUSE_PATH' if warehouse
                else 'schema or database')
            ~ ', or let ' ~ connection.loader ~ ' load them'
            ~ ('' if connection.location is not none or not connection.database
                else ' (a database is one that profiles.yml attaches)')
        ]) %}
    {% endif %}
    {% for _, words in unknowable(connection, parts) %}
        {% do told.append(words) %}
    {% endfor %}
    {% for words in told if not problems %}
        {% do log('connection ' ~ connection.name ~ ': ' ~ words, info=true) %}
    {% endfor %}
    {% do return(problems) %}
{% endmacro %}


{#- Required columns that a part lacks, columns that cannot be read, and, in commands that
    build, faults of CSV files: a list of lines. -#}
{% macro vendor_column_problems(connection, table, rule, parts) %}
    {% set problems = [] %}
    {% for part in parts %}
        {% for column, column_rule in rule['columns'].items() %}
            {% if column_rule.get('is_required') and column not in part['types'] %}
                {% do problems.append(
                    'connection ' ~ connection.name ~ ': column ' ~ table ~ '.' ~ column
                    ~ ' is missing (looked in ' ~ part['place'] ~ '). Let ' ~ connection.loader
                    ~ ' load it'
                ) %}
            {% elif column in part['types'] and column_rule['kind'] != 'json'
                and not fits_kind(type_family(part['types'][column]), column_rule['kind'])
                and holds_values(part['relation'], adapter.quote(column)) %}
                {% do problems.append(
                    'connection ' ~ connection.name ~ ': column ' ~ table ~ '.' ~ column
                    ~ ' is of type ' ~ part['types'][column] ~ ' in ' ~ part['place'] ~ '. '
                    ~ kind_remedy(column_rule['kind'])
                ) %}
            {% endif %}
        {% endfor %}
        {% if not problems and part['csv'] is not none and flags.WHICH in changing_commands()
            and not flags.EMPTY %}
            {% do problems.extend(csv_faults(part['csv'])) %}
        {% endif %}
    {% endfor %}
    {% do return(problems) %}
{% endmacro %}


{#- Columns or custom fields that an option of a connection names and that are not there: a
    list of words. A loader creates a column when it has data, so that this stops nothing. -#}
{% macro unknown_fields(connection, table, rule, parts) %}
    {% set told = [] %}
    {% for column_rule in rule['columns'].values() if 'from_option' in column_rule %}
        {% set known = [] %}
        {% set place = column_rule.get('fields') or table %}
        {% if 'fields' in column_rule %}
            {% for id, title in custom_field_titles(connection, column_rule) %}
                {% do known.extend([id | string, (title or '') | trim | lower]) %}
            {% endfor %}
        {% else %}
            {% for part in parts %}
                {% do known.extend(part['types']) %}
            {% endfor %}
        {% endif %}
        {% for name in connection[column_rule['from_option']]
            if name | trim | lower not in known
            and not ('fields' in column_rule and name | trim | int(-1) >= 0) %}
            {% do told.append(
                column_rule['from_option'] ~ ' names ' ~ name ~ ', which is not in ' ~ place
                ~ ' (looked in ' ~ vendor_place(connection, place) ~ '): it is read as empty'
            ) %}
        {% endfor %}
    {% endfor %}
    {% do return(told) %}
{% endmacro %}


{#- What a connection cannot know for want of tables or columns, in words: a list of
    (raw table, words).
    parts  {table: parts} of the connection -#}
{% macro unknowable(connection, parts) %}
    {% set told = [] %}
    {% for table, rule in vendor_tables(connection.system, connection.loader).items() %}
        {% if not parts[table] %}
            {% for raw_table, words in rule.get('without', []) %}
                {% do told.append((raw_table, words ~ ' (no table ' ~ table ~ ')')) %}
            {% endfor %}
        {% else %}
            {% for column, column_rule in rule['columns'].items()
                if not column_is_there(parts[table], column) %}
                {% for raw_table, words in column_rule.get('without', []) %}
                    {% do told.append(
                        (raw_table, words ~ ' (no column ' ~ table ~ '.' ~ column ~ ')')
                    ) %}
                {% endfor %}
            {% endfor %}
        {% endif %}
    {% endfor %}
    {% do return(told) %}
{% endmacro %}


{#- Whether any part of a table has a column. -#}
{% macro column_is_there(parts, column) %}
    {% set found = [] %}
    {% for part in parts if column in part['types'] %}
        {% do found.append(part) %}
    {% endfor %}
    {% do return(found | length > 0) %}
{% endmacro %}


{#- What cannot be known of tickets without who wrote them. -#}
{% macro nobody_asks() %}
    {% do return([[
        'tickets',
        'who wrote is not known: tickets have no customer, so that repeats are not seen and'
        ~ ' every issue looks settled by its first contact',
    ]]) %}
{% endmacro %}


{#- What cannot be known of single tickets that do not say who wrote them, in words that a
    number follows. -#}
{% macro tickets_of_nobody() -%}
    tickets that do not say who wrote, so that their repeats are not seen
{%- endmacro %}


{#- SQL of what connections cannot know by their system, their loader, their options and the
    tables that they lack: columns connection, raw_table and what. -#}
{% macro unknowable_rows() -%}
    {%- set rows = [] -%}
    {%- for connection in connections() -%}
        {%- set rule = known_systems()[connection.system] -%}
        {%- set parts = {} -%}
        {%- for table, table_rule in vendor_tables(connection.system, connection.loader).items() -%}
            {%- do parts.update({table: vendor_parts(connection, table, table_rule)}) -%}
        {%- endfor -%}
        {%- set told = rule.get('never', [])
            + rule.get('never_by_loader', {}).get(connection.loader, [])
            + (unknowable(connection, parts) if execute else []) -%}
        {%- for table, table_rule in vendor_tables(connection.system, connection.loader).items()
            if execute and parts[table] -%}
            {%- for words in unknown_fields(connection, table, table_rule, parts[table]) -%}
                {%- do told.append(('tickets', words)) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for option, words in rule.get('without_option', {}).items()
            if not connection[option] -%}
            {%- do told.extend(words) -%}
        {%- endfor -%}
        {%- for raw_table, words in told -%}
            {%- do rows.append(
                'select ' ~ text_literal(connection.name) ~ ' as connection, '
                ~ text_literal(raw_table) ~ ' as raw_table, ' ~ text_literal(words) ~ ' as what'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ rows | join('\n    union all ') }}
{%- endmacro %}
