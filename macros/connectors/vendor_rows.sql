{#- How a connector reads the tables of a vendor.

    Declaration. macros/connectors/<system>_tables.sql has a macro <system>_<loader>_tables():
    {table: rule}, and everything below, also the check before a build, is derived from it.
    A rule has
      columns      {column: kind, or {kind, is_required, from_option, without}}
                   kinds: id, text, json → text; time → timestamp in UTC; number →
                   decimal(18, 6); flag → boolean. A JSON value, list or struct read as
                   json is its JSON text, one that is no valid JSON is null.
                   is_required: the connection cannot be read without it.
                   from_option: the column has no name of its own; it is the first that is
                   filled of the columns which that option of the connection lists. With
                   in_column these are no columns but custom fields, in a JSON list of
                   {id, value}; fields is the table that has their ids and titles (column
                   title or label).
      is_required  the connection cannot be read without the table
      aliases      other names of the table, looked for in this order after its own
      is_lookup    its rows only lend values to those of other tables
      without      what cannot be known where the table, or the column, is absent:
                   [[raw table, words]]

    Thin step. `vendor_rows(system, loader, table)` is a select over all connections of the
    pair: connection (its name), connection_number (its place in the var, from 1),
    id_prefix ('' without one), vendor_table (its name as declared) and the declared
    columns. What is absent is null, or no row. Ids are as delivered: the system's step
    prefixes them with prefixed_id().

    Rows that do not reach the contract. The models of a system's step carry a column
    left_out_reason (a few words, null: used), and <system>__row_outcomes adds them up:
    connection, vendor_table, outcome, reason, raw_table, row_count (of the vendor's rows),
    raw_row_count (what they became in raw_table; 0 unless used). outcome is
      used       it became rows of raw_table, or a part of one
      looked_up  it lent values to rows of others, or is an earlier version of one
      left_out   the reason says why
    Rows that the thin step does not pass on are counted by <system>_<loader>__rows_not_read:
    connection, vendor_table, outcome, reason, row_count. dq_connector_rows holds these against vendor_row_counts(); tables with is_lookup need no
    row there.

    Tree. models/connectors/<system>/<loader>/<system>_<loader>__<object>.sql, the thin steps;
    models/connectors/<system>/<system>__<raw table>.sql, its rows in the contract's columns
    (ids prefixed) for each table that known_systems() says it fills; connected__<raw table>
    in models/connectors/raw puts the systems together by connected_rows(). A helpdesk's
    tickets have connection, connection_number, requester_id, requester_email,
    requester_phone, shop_customer_id, order_reference and order_reference_kind (`id`: an id
    of the shop, certain; `text`: what somebody typed) beside the contract's;
    identity__tickets makes of them one row per ticket_id with customer_id and order_id.
    Every model begins with config(enabled=is_connected(...)), which dbt_project.yml cannot
    say: it does not see vars that are set in itself. -#}

{#- The declared tables of a system as a loader leaves them: {table: rule}. -#}
{% macro vendor_tables(system, loader) %}
    {% set tables = {} %}
    {% for table, rule in context[system ~ '_' ~ loader ~ '_tables']().items() %}
        {% set columns = {} %}
        {% for column, kind in rule['columns'].items() %}
            {% do columns.update({column: {'kind': kind} if kind is string else kind}) %}
        {% endfor %}
        {% do tables.update({table: dict(rule, columns=columns)}) %}
    {% endfor %}
    {% do return(tables) %}
{% endmacro %}


{#- SQL: the rows of a vendor's table over all connections of a system and loader. -#}
{% macro vendor_rows(system, loader, table) -%}
    {%- set rule = vendor_tables(system, loader)[table] -%}
    {%- set selects = [] -%}
    {%- for connection in connections(system, loader) -%}
        {%- for part in vendor_parts(connection, table, rule) -%}
            {%- do selects.append(vendor_select(connection, table, rule, part)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ selects | join('\n    union all\n')
        or vendor_select({'name': '', 'number': 0, 'id_prefix': ''}, table, rule, no_rows()) }}
{%- endmacro %}


{#- The select of one part. -#}
{% macro vendor_select(connection, table, rule, part) %}
    select
        {{ text_literal(connection['name']) }} as connection,
        {{ connection['number'] }} as connection_number,
        {{ text_literal(connection['id_prefix']) }} as id_prefix,
        {{ text_literal(table) }} as vendor_table
    {%- for column, column_rule in rule['columns'].items() %},
        {{ vendor_value(connection, column, column_rule, part['types']) }} as {{ adapter.quote(column) }}
    {%- endfor %}
    from {{ part['relation'] }}
{%- endmacro %}


{#- A declared column of a part, typed. -#}
{% macro vendor_value(connection, column, rule, types) -%}
    {%- set values = [] -%}
    {%- if rule.get('in_column') in types -%}
        {%- set json = delivered_json(
            adapter.quote(rule['in_column']), types[rule['in_column']]
        ) -%}
        {%- for id in custom_field_ids(connection, rule) -%}
            {%- set value = clean_text(json_field(json, id), 'text', false) -%}
            {%- do values.append(
                value if rule['kind'] == 'text' else raw_value(value, rule['kind'], 'text')
            ) -%}
        {%- endfor -%}
    {%- elif 'from_option' in rule and 'in_column' not in rule -%}
        {%- for name in connection[rule['from_option']] | map('lower') if name in types -%}
            {%- do values.append(
                typed_value(adapter.quote(name), rule['kind'], types[name])
            ) -%}
        {%- endfor -%}
    {%- elif column in types -%}
        {%- do values.append(typed_value(adapter.quote(column), rule['kind'], types[column])) -%}
    {%- endif -%}
    {%- if not values -%}
        {{ dbt.cast('null', vendor_type(rule['kind'])) }}
    {%- else -%}
        {{ values[0] if values | length == 1 else 'coalesce(' ~ values | join(', ') ~ ')' }}
    {%- endif -%}
{%- endmacro %}


{#- The ids of the custom fields that an option of a connection names, by id or title, in
    the option's order: a list of texts. A title that several fields have means all. -#}
{% macro custom_field_ids(connection, rule) %}
    {% set ids = [] %}
    {% set known = custom_field_titles(connection, rule) %}
    {% for name in connection.get(rule['from_option'], []) %}
        {% for id, title in known if (title or '') | trim | lower == name | trim | lower %}
            {% do ids.append(id) %}
        {% endfor %}
        {% do ids.append(name) if name | trim | int(-1) >= 0 %}
    {% endfor %}
    {% do return(ids | unique | list) %}
{% endmacro %}


{#- The custom fields of a connection: a list of (id, title). -#}
{% macro custom_field_titles(connection, rule) %}
    {% set known = [] %}
    {% if connection.get(rule['from_option']) %}
        {% set fields = vendor_tables(connection['system'], connection['loader'])[rule['fields']] %}
        {% set title = 'title' if 'title' in fields['columns'] else 'label' %}
        {% for part in vendor_parts(connection, rule['fields'], fields)
            if title in part['types'] %}
            {% for row in run_query(
                'select distinct ' ~ typed_value('id', 'id', part['types']['id']) ~ ' as id, '
                ~ typed_value(title, 'text', part['types'][title])
                ~ ' as title from ' ~ part['relation'] ~ ' order by id'
            ).rows %}
                {% do known.append((row[0], row[1])) %}
            {% endfor %}
        {% endfor %}
    {% endif %}
    {% do return(known) %}
{% endmacro %}


{#- A delivered column as a kind of vendor_rows().
    column  SQL of its name
    type    the delivered type, lower case -#}
{% macro typed_value(column, kind, type) -%}
    {%- set family = type_family(type) -%}
    {%- if kind == 'json' -%}
        {{ delivered_json(column, type) }}
    {%- elif not fits_kind(family, kind) -%}
        {{ dbt.cast('null', vendor_type(kind)) }}
    {%- elif kind in ['id', 'text'] -%}
        {{ raw_text(column, kind, type) }}
    {%- else -%}
        {%- set form = 'text' if family == 'text' else 'typed' -%}
        {{ raw_value(raw_text(column, kind, type, form=form), kind, form) }}
    {%- endif -%}
{%- endmacro %}


{#- The type of a kind of vendor_rows(). -#}
{% macro vendor_type(kind) %}
    {% do return({
        'time': 'timestamp', 'number': 'decimal(18, 6)', 'flag': 'boolean'
    }.get(kind, dbt.type_string())) %}
{% endmacro %}


{#- An id in the contract: with the prefix of its connection, null without an id. -#}
{% macro prefixed_id(column, id_prefix='id_prefix') -%}
    {{ id_prefix }} || {{ column }}
{%- endmacro %}


{#- Where a vendor's table is looked for, in words: a text. -#}
{% macro vendor_place(connection, table) %}
    {% if connection.location is not none %}
        {% do return(without_secrets(connection.location | replace('{table}', table))) %}
    {% endif %}
    {% do return(
        (connection.database ~ '.' if connection.database else '') ~ connection.schema
        ~ '.' ~ table
    ) %}
{% endmacro %}


{#- What a vendor's table of a connection is read from, in parts as of raw_parts(): under
    its own name or the first alias that is there; empty when there is none. -#}
{% macro vendor_parts(connection, table, rule) %}
    {% if not execute %}
        {% do return([]) %}
    {% endif %}
    {% set found = {'parts': []} %}
    {% for name in [table] + rule.get('aliases', []) if not found['parts'] %}
        {% if connection.location is not none %}
            {% set files = pattern_files(connection.location, '{table}', name) %}
            {% do found.update({'parts': file_parts(
                files, rule['columns'].keys() | list, 'connection ' ~ connection.name,
                ['csv', 'parquet', 'json'],
            )}) %}
        {% else %}
            {% do found.update({'parts': relation_parts(
                found_relation(api.Relation.create(
                    database=connection.database or target.database,
                    schema=connection.schema, identifier=name
                )),
                vendor_place(connection, name),
            )}) %}
        {% endif %}
    {% endfor %}
    {% do return(found['parts']) %}
{% endmacro %}


{#- SQL of how many rows each declared table was delivered with: one row per connection and
    table, columns connection, connection_number, vendor_system, loader, vendor_table, read_from,
    is_present, is_lookup and rows_read. -#}
{% macro vendor_row_counts() -%}
    {%- for connection in connections() -%}
        {%- for table, rule in vendor_tables(connection.system, connection.loader).items() -%}
            {%- set parts = vendor_parts(connection, table, rule) %}
    select
        {{ text_literal(connection.name) }} as connection,
        {{ connection.number }} as connection_number,
        {{ text_literal(connection.system) }} as vendor_system,
        {{ text_literal(connection.loader) }} as loader,
        {{ text_literal(table) }} as vendor_table,
        {{ text_literal(parts[0]['place'] if parts else vendor_place(connection, table)) }} as read_from,
        {{ 'true' if parts else 'false' }} as is_present,
        {{ 'true' if rule.get('is_lookup') else 'false' }} as is_lookup,
        cast(
            {%- for part in parts %} (select count(*) from {{ part['relation'] }}) + {%- endfor %} 0
            as bigint
        ) as rows_read
    {{ 'union all' if not loop.last }}
        {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
