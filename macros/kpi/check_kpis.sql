{#- Stops the build where an edit of a KPI misses a part, with one line for each: which
    file, which KPI, which column. Returns SQL that does nothing; a hook of dim_kpis, the
    first model that needs every part. -#}
{% macro check_kpis() %}
    {% if execute %}
        {% set declared = 'macros/kpi/kpis.sql' %}
        {% set faults = [] %}
        {% for kpi in kpis() %}
            {% for part in missing_parts(kpi) %}
                {% do faults.append(declared ~ ', ' ~ kpi.kpi ~ ': no ' ~ part) %}
            {% endfor %}
        {% endfor %}
        {% set known = {declared: kpis() | map(attribute='kpi') | list} %}
        {% for seed in ['kpi_definitions', 'kpi_bands'] %}
            {% set file = 'seeds/reference/' ~ seed ~ '.csv' %}
            {% set rows = run_query('select * from ' ~ ref(seed)) %}
            {% set keys = [] %}
            {% for row in rows %}
                {% do keys.append(row['kpi']) %}
                {% for column in rows.column_names if row[column] in [none, ''] %}
                    {% do faults.append(
                        file ~ ': the row of ' ~ row['kpi'] ~ ' has no ' ~ column
                    ) %}
                {% endfor %}
            {% endfor %}
            {% do known.update({file: keys}) %}
        {% endfor %}
        {% for file, keys in known.items() %}
            {% for other, others in known.items() if other != file %}
                {% for key in others if key and key not in keys %}
                    {% do faults.append(
                        file ~ (' does not declare ' if file == declared else ' has no row for ')
                        ~ key ~ ', column kpi, which ' ~ other ~ ' has'
                    ) %}
                {% endfor %}
            {% endfor %}
        {% endfor %}
        {% if faults %}
            {% do exceptions.raise_compiler_error(
                faults | unique | join('\n') ~ '\nA KPI is one declaration, one row in each'
                ~ ' seed: add what is missing, or take the rest out.'
            ) %}
        {% endif %}
    {% endif %}
    {% do return('select 1 as kpis_are_complete') %}
{% endmacro %}


{#- What the declaration of a KPI lacks: a list of names of its parts. -#}
{% macro missing_parts(kpi) %}
    {% set needed = ['kpi', 'kind', 'formula'] %}
    {% if kpi.step %}
        {% do needed.append('counted') %}
    {% else %}
        {% do needed.extend(['fact', 'rows', 'numerator']) %}
        {% if kpi.kind == 'mean' %}
            {% do needed.append('denominator') %}
        {% endif %}
    {% endif %}
    {% set missing = [] %}
    {% for part in needed if not kpi[part] %}
        {% do missing.append(part) %}
    {% endfor %}
    {% if kpi.kind not in ['share', 'nps', 'mean', 'median', 'two_counts', 'two_rates'] %}
        {% do missing.append('kind that macros/kpi/intervals.sql knows') %}
    {% endif %}
    {% if kpi.fact and kpi.fact not in kpi_facts() %}
        {% do missing.append('fact that kpi_facts knows') %}
    {% endif %}
    {% do return(missing) %}
{% endmacro %}
