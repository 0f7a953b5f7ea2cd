{#- For each test of a reference seed that warned or failed in this run, a line for each row
    at fault: file, row, what is wrong, what to do. on-run-end, before what follows from
    it is told; returns no SQL.
    results  the results of the run
    most     how many rows of a test -#}
{% macro tell_reference_faults(results, most=5) %}
    {% for result in results if execute and result.status in ['warn', 'fail']
        and result.node.package_name == 'service_to_revenue' %}
        {% set lines = [] %}
        {% set seed = graph.nodes.get(result.node.attached_node | default('', true)) %}
        {% if result.node.original_file_path.startswith('tests/reference/') %}
            {% set lines = reference_test_lines(result.node) %}
        {% elif seed and seed.resource_type == 'seed' and seed.name not in raw_contract() %}
            {% set lines = seed_test_lines(result.node, seed) %}
        {% endif %}
        {% for line in lines[:most] %}
            {% do log('Seed ' ~ line, info=true) %}
        {% endfor %}
        {% if lines | length > most %}
            {% do log('  and ' ~ (lines | length - most) ~ ' more of ' ~ result.node.name ~ '.',
                info=true) %}
        {% endif %}
    {% endfor %}
{% endmacro %}


{#- The lines of a test in tests/reference. Its rows end with `problem`, before which stands
    what names the row, a column `seed` first where it looks at several; its comment says
    the remedy.
    test  a test of the graph -#}
{% macro reference_test_lines(test) %}
    {% set remedy = modules.re.search(
        '-- Remedy: (.*?)$(?:\n-- (.*?)$)?', test.raw_code, modules.re.MULTILINE
    ) %}
    {% set remedy = remedy.groups() | select | join(' ') if remedy else 'Correct it.' %}
    {% set file = modules.re.search('[a-z_]+(?=[.]csv)', remedy) %}
    {% set found = run_query(test.compiled_code) %}
    {% set lines = [] %}
    {% for row in found.rows %}
        {% set named = {'seed': file.group(0) if file else none} %}
        {% set key = [] %}
        {% for column in found.column_names if column != 'problem' %}
            {% if column == 'seed' %}
                {% do named.update({'seed': row[column]}) %}
            {% elif row[column] is not none %}
                {% do key.append(row[column] | string) %}
            {% endif %}
        {% endfor %}
        {% do lines.append(
            (named.seed ~ '.csv, ' if named.seed else '') ~ key | join(' ') ~ ': '
            ~ row['problem'] ~ '. Remedy: ' ~ remedy
        ) %}
    {% endfor %}
    {% do return(lines) %}
{% endmacro %}


{#- The lines of a generic test that stands with a seed.
    test  a test of the graph
    seed  its seed -#}
{% macro seed_test_lines(test, seed) %}
    {% set kind = test.test_metadata.name %}
    {% set column = test.column_name %}
    {% set arguments = test.test_metadata.kwargs %}
    {% if kind == 'unique' %}
        {% set condition = column ~ ' in (select ' ~ column ~ ' from {seed} group by '
            ~ column ~ ' having count(*) > 1)' %}
        {% set problem = column ~ ' is there more than once. Remedy: keep one of the rows.' %}
    {% elif kind == 'not_null' %}
        {% set condition = column ~ ' is null' %}
        {% set problem = column ~ ' is empty. Remedy: fill it in, or remove the row.' %}
    {% elif kind == 'accepted_values' %}
        {% set condition = "cast(" ~ column ~ " as " ~ dbt.type_string()
            ~ ") not in ('" ~ arguments['values'] | join("', '") ~ "')" %}
        {% set problem = column ~ ' is none of ' ~ arguments['values'] | join(', ')
            ~ '. Remedy: write one of them.' %}
    {% elif kind == 'relationships' %}
        {% set condition = column ~ ' in (select from_field from (' ~ test.compiled_code
            ~ ') as orphans)' %}
        {% set problem = column ~ ' is not in ' ~ arguments['to']
            ~ '. Remedy: correct it, or add what it names.' %}
    {% elif kind == 'unique_combination' %}
        {% set columns = arguments['columns'] | join(', ') %}
        {% set condition = '(' ~ columns ~ ') in (select (' ~ columns ~ ') from ('
            ~ test.compiled_code ~ ') as faults)' %}
        {% set problem = columns ~ ' are empty or there more than once. Remedy: keep one of'
            ~ ' the rows, complete.' %}
    {% else %}
        {% set condition = 'not (' ~ arguments.get('expression', 'false') ~ ')' %}
        {% set problem = test.name | replace('_', ' ') ~ ' does not hold. Remedy: correct'
            ~ ' the row.' %}
    {% endif %}
    {% set relation = adapter.get_relation(seed.database, seed.schema, seed.alias) %}
    {% set lines = [] %}
    {% for row in run_query(
        'select distinct ' ~ seed_row_key(seed) ~ ' as row_key from ' ~ relation ~ ' where '
        ~ condition | replace('{seed}', relation | string) ~ ' order by row_key'
    ).rows %}
        {% do lines.append(seed.name ~ '.csv, ' ~ row[0] ~ ': ' ~ problem) %}
    {% endfor %}
    {% do return(lines) %}
{% endmacro %}
