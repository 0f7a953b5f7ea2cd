{#- For each gate whose test warned or failed in this run, the line of dq_gates that says
    what was measured, the bound and what to open. on-run-end; returns no SQL.
    results  the results of the run -#}
{% macro tell_gates(results) %}
    {% set dq_gates = ref('dq_gates') %}
    {% set told = [] %}
    {% for result in results if execute and result.status in ['warn', 'fail'] %}
        {% if result.node.config.get('meta', {}).get('gate') %}
            {% do told.append(result.node.config.meta.gate) %}
        {% endif %}
    {% endfor %}
    {% if told %}
        {% set findings = run_query(
            'select gate, band, finding from ' ~ dq_gates
            ~ " where band in ('watch', 'intervention') and gate in ('"
            ~ told | join("', '") ~ "') order by band, gate, part"
        ) %}
        {% for row in findings.rows %}
            {% do log(
                'Gate ' ~ row[1] ~ ': ' ~ row[2] ~ ' Rows: gate_failures.' ~ row[0] ~ '.',
                info=true
            ) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
