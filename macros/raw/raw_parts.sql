{#- What a raw table is read from, in parts: rows that were delivered with the same columns
    and types. A table is one part, files of one shape are one. Files whose shapes differ
    are never made alike before their values are read as what they are: an integer beside
    a float would lose digits, a time with a zone beside one without would move. What the
    connections make of the table is one more part.

    returns  a list, empty when the table is missing (or while dbt parses): of each part
             relation  SQL to put after `from`
             types     {column: type}, both in lower case
             place     what to call it in a message
             csv       of CSV files: files, delimiter, names; else none -#}
{% macro raw_parts(table) %}
    {% do return(connected_parts(table) + delivered_parts(table)) %}
{% endmacro %}


{#- The parts of a raw table that were delivered as such, as in raw_parts(). -#}
{% macro delivered_parts(table) %}
    {% if raw_mode() == 'connections' %}
        {% do return([]) %}
    {% elif raw_mode() == 'sample' %}
        {% do return([{
            'relation': ref(table), 'types': contract_types(table, is_text=true),
            'place': raw_place(table), 'csv': none
        }]) %}
    {% endif %}
    {#- Named for the lineage, also where files are read. -#}
    {% set delivered = source('raw', table) %}
    {% if not execute %}
        {% do return([]) %}
    {% elif raw_mode() == 'tables' %}
        {% do return(relation_parts(found_relation(delivered), raw_place(table))) %}
    {% endif %}
    {% do return(file_parts(
        raw_files(table), raw_contract()[table]['columns'].keys() | list, 'table ' ~ table,
        ['csv', 'parquet'],
    )) %}
{% endmacro %}


{#- The part of a raw table that connections fill, as in raw_parts(): none where no system
    that is connected knows it. -#}
{% macro connected_parts(table) %}
    {% do return([{
        'relation': ref('connected__' ~ table), 'types': contract_types(table),
        'place': raw_place(table), 'csv': none
    }] if connected_systems(table) else []) %}
{% endmacro %}


{#- The types of a raw table whose columns are as the contract names them: {column: type}.
    is_text  all of them are texts, as in the sample -#}
{% macro contract_types(table, is_text=false) %}
    {% set types = {} %}
    {% for column, rule in raw_contract()[table]['columns'].items() %}
        {% do types.update({column: 'varchar' if is_text else {
            'time': 'timestamp', 'number': 'decimal(18,6)', 'whole': 'bigint',
            'flag': 'boolean',
        }.get(rule['kind'], 'varchar')}) %}
    {% endfor %}
    {% do return(types) %}
{% endmacro %}


{#- A table as it is in the warehouse; none when it is not there. -#}
{% macro found_relation(relation) %}
    {{- return(adapter.dispatch('found_relation')(relation)) -}}
{% endmacro %}

{% macro default__found_relation(relation) %}
    {% do return(load_relation(relation)) %}
{% endmacro %}

{#- dbt knows the schemas of one catalog of the metastore; in another, `catalog.schema`, the
    engine is asked. -#}
{% macro spark__found_relation(relation) %}
    {% if '.' not in relation.schema %}
        {% do return(load_relation(relation)) %}
    {% endif %}
    {% set named = run_query(
        'show tables in ' ~ relation.schema ~ ' like ' ~ text_literal(relation.identifier)
    ) %}
    {% do return(relation if named.rows else none) %}
{% endmacro %}


{#- The one part of a table, as in raw_parts(); empty when there is no such table. -#}
{% macro relation_parts(relation, place) %}
    {% set types = {} %}
    {% set columns = adapter.get_columns_in_relation(relation) if relation else [] %}
    {% for column in columns %}
        {% do types.update({column.name | lower: column.dtype | lower}) %}
    {% endfor %}
    {% do return([{
        'relation': relation, 'types': types, 'place': place, 'csv': none
    }] if types else []) %}
{% endmacro %}


{#- The parts of files, as in raw_parts(). Raises a compiler error for one whose name does
    not say that it has one of the formats.
    files    paths
    known    names of columns, by which the first line of a CSV file is read
    told     what the files are, for the message
    formats  of csv, parquet and json -#}
{% macro file_parts(files, known, told, formats) %}
    {% set by_format = {'csv': [], 'parquet': [], 'json': []} %}
    {% for file in files %}
        {% if file_format(file) not in formats %}
            {% do exceptions.raise_compiler_error(
                'raw input: ' ~ without_secrets(file) ~ ' (' ~ told ~ ') is no file of'
                ~ ' Parquet, ' ~ ('JSON lines, ' if 'json' in formats)
                ~ 'CSV or TSV by its name. Let '
                ~ ('its location' if 'json' in formats else 'raw_location')
                ~ ' name such files only'
            ) %}
        {% endif %}
        {% do by_format[file_format(file)].append(file) %}
    {% endfor %}
    {% do return(
        (csv_parts(known, by_format['csv']) if by_format['csv'] else [])
        + (parquet_parts(by_format['parquet']) if by_format['parquet'] else [])
        + (json_parts(by_format['json']) if by_format['json'] else [])
    ) %}
{% endmacro %}


{#- The part of files of JSON, one object a line or a list of them. Every value is read as
    the JSON that it is: nothing is guessed of its type, and no number loses a digit. -#}
{% macro json_parts(files) %}
    {{- return(adapter.dispatch('json_parts')(files)) -}}
{% endmacro %}

{% macro default__json_parts(files) %}
    {% set relation = 'read_json(' ~ text_list(files) ~ ', maximum_depth = 1,'
        ~ ' sample_size = -1, union_by_name = true, convert_strings_to_integers = false,'
        ~ ' maximum_object_size = 268435456)' %}
    {% do return([{
        'relation': relation_or_none_of_it(relation), 'types': described_types(relation),
        'place': without_secrets(files[0]), 'csv': none
    }]) %}
{% endmacro %}


{#- The keys of the objects are asked for once a run. Every value is a text, as that which
    is found in JSON by its place. -#}
{% macro spark__json_parts(files) %}
    {% set question = 'keys ' ~ files | join('\n') %}
    {% set keys = remembered(question) %}
    {% if keys is none %}
        {% set keys = remember(question, run_query(
            'select distinct key from (select explode(map_keys(document)) as key from '
            ~ spark_json_documents(files) ~ ') order by key'
        ).columns[0].values() | list) %}
    {% endif %}
    {% set types = {} %}
    {% set values = [] %}
    {% for key in keys if key | lower not in types %}
        {% do types.update({key | lower: 'string'}) %}
        {% do values.append(
            'try_element_at(document, ' ~ text_literal(key) ~ ') as '
            ~ adapter.quote(key | lower | replace('`', '``'))
        ) %}
    {% endfor %}
    {% set relation -%}
        (select {{ values | join(', ') or '1 as nothing' }} from {{ spark_json_documents(files) }})
    {%- endset %}
    {% do return([{
        'relation': relation_or_none_of_it(relation), 'types': types,
        'place': without_secrets(files[0]), 'csv': none
    }]) %}
{% endmacro %}


{#- SQL behind `from`: the objects of JSON files, {key: text}, in a column document. A file
    whose first line is no whole object is read as one text: a list of objects, or one that
    goes over several lines. Raises the name of a file that holds something else. -#}
{% macro spark_json_documents(files) %}
    {% set question = 'lines of ' ~ files | join('\n') %}
    {% set by_line = remembered(question) %}
    {% if by_line is none %}
        {% set by_line = remember(question, run_query(
            'select file from ' ~ csv_lines_read(files, '\n') ~ ' group by file'
            ~ " having coalesce(min_by(line, struct(block, id)) like '{%'"
            ~ ' and try_parse_json(min_by(line, struct(block, id))) is not null, false)'
        ).columns[0].values() | list) %}
    {% endif %}
    {% set selects = [] %}
    {% for some, options in [
        (files | select('in', by_line) | list, {'lineSep': '\n'}),
        (files | reject('in', by_line) | list, {'wholetext': 'true'}),
    ] if some %}
        {% set texts = files_read(
            'text', some, options, 'value, ' ~ decoded_path() ~ ' as file'
        ) %}
        {% if 'wholetext' in options %}
            {% set texts -%}
                (
                    select file, explode(transform(
                        coalesce(
                            try_variant_get(try_parse_json(value), '$', 'array<variant>'),
                            array(try_parse_json(value))
                        ),
                        item -> to_json(item)
                    )) as value
                    from {{ texts }}
                )
            {%- endset %}
        {% endif %}
        {% do selects.append(texts) %}
    {% endfor %}
    {% set objects -%}
        (
            select coalesce(
                from_json(value, 'map<string, string>'),
                raise_error('raw input: ' || file || ' holds what is no JSON object. Give one'
                    || ' object a line, or a list of them')
            ) as document
            from (select value, file from {{ selects | join(' union all select value, file from ') }})
            where value is null or trim(value) <> ''
        )
    {%- endset %}
    {% do return(objects) %}
{% endmacro %}


{#- Parts of Parquet files: those with the same columns, types and folders of key=value
    are read as one. -#}
{% macro parquet_parts(files) %}
    {{- return(adapter.dispatch('parquet_parts')(files)) -}}
{% endmacro %}

{% macro default__parquet_parts(files) %}
    {% set shapes = run_query(
        "select file_name, string_agg(concat_ws(' ', name, type, type_length, logical_type,"
        ~ ' scale, precision), chr(10) order by column_id) from parquet_schema('
        ~ text_list(files) ~ ') group by file_name order by file_name'
    ) %}
    {% set groups = {} %}
    {% for row in shapes.rows %}
        {% do groups.setdefault(row[1], []).append(row[0]) %}
    {% endfor %}
    {% set parts = [] %}
    {% for alike in groups.values() %}
        {% set relation = 'read_parquet(' ~ text_list(alike) ~ ', union_by_name = true)' %}
        {% do parts.append({
            'relation': relation_or_none_of_it(relation), 'types': described_types(relation),
            'place': without_secrets(alike[0]), 'csv': none
        }) %}
    {% endfor %}
    {% do return(parts) %}
{% endmacro %}


{#- The engine shows the schema of one file at a time: of many in one statement, each of
    whose relations is behind a column that tells where its columns begin. -#}
{% macro spark__parquet_parts(files) %}
    {% set question = 'shapes ' ~ files | join('\n') %}
    {% set groups = remembered(question) or remember(question, spark_parquet_shapes(files)) %}
    {% set parts = [] %}
    {% for group in groups.values() %}
        {% set relation = files_read('parquet', group['files'], group['options']) %}
        {% do parts.append({
            'relation': relation_or_none_of_it(relation), 'types': group['types'],
            'place': without_secrets(group['files'][0]), 'csv': none
        }) %}
    {% endfor %}
    {% do return(parts) %}
{% endmacro %}


{#- Files by their columns, types and the folder above those of key=value:
    {shape: {files, types, options}}. -#}
{% macro spark_parquet_shapes(files) %}
    {% set shapes = {} %}
    {% for some in files | batch(100) %}
        {% set relations = [] %}
        {% set columns = [] %}
        {% for file in some %}
            {% set options = partition_options(file) %}
            {% do columns.append('0 as file_' ~ loop.index0 ~ ', of_file_' ~ loop.index0 ~ '.*') %}
            {% do relations.append(
                files_read('parquet', [file], options) ~ ' as of_file_' ~ loop.index0
            ) %}
        {% endfor %}
        {% set described = [] %}
        {% for row in run_query(
            'describe query select ' ~ columns | join(', ') ~ ' from ' ~ relations | join(', ')
        ).rows %}
            {% if row[0] == 'file_' ~ described | length %}
                {% do described.append({}) %}
            {% else %}
                {% do described[-1].update({row[0] | lower: row[1] | lower}) %}
            {% endif %}
        {% endfor %}
        {% for file in some %}
            {% set types = described[loop.index0] %}
            {% set options = partition_options(file) %}
            {% set shape = tojson([types.items() | list, options]) %}
            {% do shapes.setdefault(shape, {'files': [], 'types': types, 'options': options}) %}
            {% do shapes[shape]['files'].append(file) %}
        {% endfor %}
    {% endfor %}
    {% do return(shapes) %}
{% endmacro %}


{#- The columns of SQL behind `from`: {column: type}, lower case. -#}
{% macro described_types(relation) %}
    {% set types = {} %}
    {% for row in run_query('describe select * from ' ~ relation).rows %}
        {% do types.update({row[0] | lower: row[1] | lower}) %}
    {% endfor %}
    {% do return(types) %}
{% endmacro %}


{#- A relation, or with dbt's --empty none of its rows. -#}
{% macro relation_or_none_of_it(relation) %}
    {% do return('(select * from ' ~ relation ~ ' limit 0)' if flags.EMPTY else relation) %}
{% endmacro %}


{#- SQL of a list of texts. -#}
{% macro text_list(texts) -%}
    [{% for text in texts %}{{ text_literal(text) }}{{ ', ' if not loop.last }}{% endfor %}]
{%- endmacro %}


{#- How the values of a column arrive, over all parts of its table: `text`; `typed` (of a
    time, number or flag: parsed already); none where no part has the column. Parts that
    deliver it in different types are read as text.

    parts   of raw_parts()
    column  its name
    kind    as in raw_contract() -#}
{% macro raw_form(parts, column, kind) %}
    {% set forms = [] %}
    {% for part in parts if column in part['types'] %}
        {% set type = part['types'][column] %}
        {% set family = type_family(type) %}
        {% do forms.append(
            none if not fits_kind(family, kind)
            else 'text' if kind in ['id', 'text', 'list'] or family == 'text'
            else 'time' if kind == 'time' else type
        ) %}
    {% endfor %}
    {% set known = forms | reject('none') | unique | list %}
    {% do return(
        none if not known else 'text' if known | length > 1 or 'text' in known else 'typed'
    ) %}
{% endmacro %}


{#- What a delivered type is to the raw contract: text, float, number, boolean, date, time
    (with or without zone) or nested (lists, structs, intervals and other things that are
    no single value). -#}
{% macro type_family(type) %}
    {% set plain = modules.re.sub('[(<].*', '', type) %}
    {% do return(
        'nested' if type.endswith(']')
            or plain in ['struct', 'map', 'union', 'interval', 'time', 'variant', 'geometry',
                'array', 'time with time zone', 'time_ns', 'bit', 'null', '"null"',
                'void', 'geography']
            or plain.startswith('interval')
        else 'float' if plain in ['double', 'float', 'real']
        else 'number' if plain in ['decimal', 'bignum'] or plain.endswith('int')
            or plain in ['integer', 'uinteger', 'long', 'short', 'byte']
        else 'boolean' if plain == 'boolean'
        else 'date' if plain == 'date'
        else 'time' if plain.startswith('timestamp')
        else 'text'
    ) %}
{% endmacro %}


{#- Whether values of a family can be read as a kind of the raw contract. -#}
{% macro fits_kind(family, kind) %}
    {% do return(
        family == 'text'
        or (kind in ['id', 'text', 'list'] and family != 'nested')
        or (kind == 'time' and family in ['date', 'time'])
        or (kind in ['number', 'whole'] and family in ['float', 'number'])
        or (kind == 'flag' and family in ['float', 'number', 'boolean'])
    ) %}
{% endmacro %}


{#- SQL of how many rows a raw table was read with: delivered, and made by connections. -#}
{% macro raw_row_count(table) -%}
    {{ part_row_count(raw_parts(table)) }}
{%- endmacro %}


{#- SQL of how many rows of a raw table were delivered as such. -#}
{% macro delivered_row_count(table) -%}
    {{ part_row_count(delivered_parts(table)) }}
{%- endmacro %}


{#- SQL of how many rows there are in parts of raw_parts(). -#}
{% macro part_row_count(parts) -%}
    {%- for part in parts -%}
        (select count(*) from {{ part['relation'] }}){{ ' + ' if not loop.last }}
    {%- endfor -%}
    {{ '0' if not parts }}
{%- endmacro %}
