{#- Files hold no constraints, as a warehouse's tables do: the rows of a contract's table are
    looked at once it is written. Raises a compiler error that names the columns which hold
    a null and must not.
    relation  the table
    model     its node -#}
{% macro spark__persist_constraints(relation, model) %}
    {% set required = [] %}
    {% for column in model.columns.values() if config.get('contract').enforced %}
        {% for constraint in column.constraints if constraint.type == 'not_null' %}
            {% do required.append(column.name) %}
        {% endfor %}
    {% endfor %}
    {% if required %}
        {% set counts = [] %}
        {% for name in required %}
            {% do counts.append('count(*) - count(' ~ name ~ ')') %}
        {% endfor %}
        {% set found = run_query('select ' ~ counts | join(', ') ~ ' from ' ~ relation).rows[0] %}
        {% set faults = [] %}
        {% for name in required %}
            {% if found[loop.index0] > 0 %}
                {% do faults.append(name ~ ' (' ~ found[loop.index0] ~ ' rows)') %}
            {% endif %}
        {% endfor %}
        {% if faults %}
            {% do exceptions.raise_compiler_error(
                'not_null constraint failed: ' ~ relation ~ ' holds null in ' ~ faults | join(', ')
            ) %}
        {% endif %}
    {% endif %}
{% endmacro %}
