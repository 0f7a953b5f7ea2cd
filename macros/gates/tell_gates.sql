{#- For each gate whose test warned or failed in this run, the line of dq_gates that says
    what was measured, the bound and what to open; and, because a gate that measured
    nothing passes, how many did. on-run-end; returns no SQL.
    results  the results of the run -#}
{% macro tell_gates(results) %}
    {% set dq_gates = ref('dq_gates') %}
    {% set run, told = [], [] %}
    {% for result in results if execute and result.node.config.get('meta', {}).get('gate') %}
        {% if result.status in ['warn', 'fail'] %}
            {% do told.append(result.node.config.meta.gate) %}
        {% endif %}
        {% if result.status in ['warn', 'fail', 'pass'] %}
            {% do run.append(result.node.config.meta.gate) %}
        {% endif %}
    {% endfor %}
    {% if run %}
        {% set found = run_query(
            'select gate, band, finding from ' ~ dq_gates
            ~ " where (band in ('watch', 'intervention') and gate in ('"
            ~ told | join("', '") ~ "')) or (band in ('excepted', 'not_judged') and gate in ('"
            ~ run | join("', '") ~ "')) order by band, gate, part"
        ).rows %}
        {% for row in found if row[1] in ['watch', 'intervention'] %}
            {% do log(
                'Gate ' ~ row[1] ~ ': ' ~ row[2] ~ ' Rows: gate_failures.' ~ row[0] ~ '.',
                info=true
            ) %}
        {% endfor %}
        {% set passed_over = [] %}
        {% for band, words in [('not_judged', 'not judged'), ('excepted', 'excepted')] %}
            {% set gates = found | selectattr(1, 'equalto', band) | list %}
            {% if gates %}
                {% do passed_over.append(gates | length ~ ' ' ~ words) %}
            {% endif %}
        {% endfor %}
        {% if passed_over %}
            {% do log(
                'Gates: ' ~ passed_over | join(', ') ~ '; their findings in marts.dq_gates say why.',
                info=true
            ) %}
        {% endif %}
    {% endif %}
{% endmacro %}
