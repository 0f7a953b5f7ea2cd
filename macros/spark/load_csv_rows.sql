{#- The rows of a seed, as one JSON text for some thousand of them. dbt-spark's own way has a
    cast for each cell, which takes the engine minutes to parse, and in session mode leaves
    quotes as they are and makes texts of empty cells.
    model        the seed
    agate_table  its rows; every column has a type in column_types
    returns      the first statement -#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {% set types = model['config']['column_types'] %}
    {% set columns = [] %}
    {% for name in agate_table.column_names %}
        {% do columns.append(
            'cast(cells[' ~ loop.index0 ~ '] as ' ~ types[name] ~ ') as ' ~ name
        ) %}
    {% endfor %}
    {% set statements = [] %}
    {% for chunk in agate_table.rows | batch(20000) %}
        {% set rows = [] %}
        {% for row in chunk %}
            {% set cells = [] %}
            {% for cell in row %}
                {% do cells.append(none if cell is none else cell | string) %}
            {% endfor %}
            {% do rows.append(cells) %}
        {% endfor %}
        {% set statement = 'insert into ' ~ this.render() ~ ' select ' ~ columns | join(', ')
            ~ " from (select explode(from_json('"
            ~ tojson(rows) | replace('\\', '\\\\') | replace("'", "\\'")
            ~ "', 'array<array<string>>')) as cells)" %}
        {% do adapter.add_query(statement, abridge_sql_log=True) %}
        {% do statements.append(statement) %}
    {% endfor %}
    {{ return(statements | first) }}
{% endmacro %}
