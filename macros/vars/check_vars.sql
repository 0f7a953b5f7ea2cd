{#- Stops the run with a line for each var that cannot be meant: a number out of its range,
    a zone or a moment that does not exist, a name in --vars that no model reads. Such a
    slip of the pen would build the sample, or last year's windows, without a word.
    on-run-start; returns SQL that does nothing. -#}
{% macro check_vars() %}
    {% if execute %}
        {% set problems = unknown_vars() %}
        {% for name, rule in known_vars().items() %}
            {% do problems.append(var_problem(name, rule, var(name))) %}
        {% endfor %}
        {% set problems = problems | select | list %}
        {% if problems %}
            {% do exceptions.raise_compiler_error(
                problems | join('\n') ~ '\nVars are set under `vars:` in dbt_project.yml,'
                ~ ' or by --vars.'
            ) %}
        {% endif %}
    {% endif %}
    select 1 as vars_are_known
{% endmacro %}


{#- What is wrong with the value of a var, one line; none when nothing is.
    name   of the var, for the line
    rule   an entry of known_vars()
    value  as it was given -#}
{% macro var_problem(name, rule, value) %}
    {% set given = name ~ ': ' ~ value %}
    {% if rule.kind in ['whole', 'number'] %}
        {% set is_number = value is number and value is not boolean %}
        {% if not is_number or (rule.kind == 'whole' and value is not integer)
            or not (rule.least <= value and value <= rule.most) %}
            {% do return(
                given ~ ' is no ' ~ ('whole number' if rule.kind == 'whole' else 'number')
                ~ ' from ' ~ rule.least ~ ' to ' ~ rule.most
                ~ (' (it is a text: write it without quotes)' if value is string else '')
                ~ '.'
            ) %}
        {% endif %}
    {% elif rule.kind == 'zone' %}
        {% set near = run_query(time_zones_like(value | string, slips_of_a_pen()))
            .rows | map('first') | list %}
        {% if value | string not in near %}
            {% do return(
                name ~ ': no zone is called ' ~ value ~ '; '
                ~ (near | join(', ') ~ '?' if near else 'Europe/Berlin is one, UTC another.')
            ) %}
        {% endif %}
    {% elif rule.kind == 'moment' and value is not none and value | string | trim != '' %}
        {% set moment = utc_moment(value) %}
        {% set instant = run_query('select ' ~ moment ~ ' as instant').rows[0][0]
            if moment else none %}
        {% if instant is none %}
            {% do return(no_moment(name, value)) %}
        {% endif %}
    {% elif rule.kind == 'currency' and value is not none %}
        {% if value is not string or not modules.re.fullmatch('[A-Z]{3}', value) %}
            {% do return(
                given ~ ' is no currency code: write three capital letters, such as EUR,'
                ~ ' or null for none.'
            ) %}
        {% endif %}
    {% endif %}
    {% do return(none) %}
{% endmacro %}


{#- The line for what is no moment. -#}
{% macro no_moment(name, value) %}
    {% do return(
        name ~ ': ' ~ value ~ ' is no moment: write 2026-06-14 or 2026-06-14 09:30:00, both'
        ~ ' UTC, or 2026-06-14T09:30:00+02:00.'
    ) %}
{% endmacro %}


{#- A line for each name in --vars that is none of ours. Where this project is installed
    as a package, --vars hold those of the root project and of other packages, too: then
    only names that nearly are one of ours are told, as a warning. -#}
{% macro unknown_vars() %}
    {% set known = known_vars().keys() | list %}
    {% set problems = [] %}
    {% for name in invocation_args_dict.get('vars', {}) if name not in known %}
        {% set near = nearest_names(name, known) %}
        {% set line = '--vars: no var is called ' ~ name
            ~ ('; ' ~ near | join(', ') ~ '?' if near
            else '. There are ' ~ known | join(', ') ~ '.') %}
        {% if project_name == 'service_to_revenue' %}
            {% do problems.append(line) %}
        {% elif near %}
            {% do exceptions.warn('service_to_revenue: ' ~ line) %}
        {% endif %}
    {% endfor %}
    {% do return(problems) %}
{% endmacro %}


{#- So many letters may differ between what was typed and what is offered instead. -#}
{% macro slips_of_a_pen() %}
    {% do return(2) %}
{% endmacro %}


{#- The names that a slip of the pen turns into what was typed, nearest first.
    typed  a text
    names  a list of texts -#}
{% macro nearest_names(typed, names) %}
    {% set rows = [] %}
    {% for name in names %}
        {% do rows.append("select '" ~ name ~ "' as name") %}
    {% endfor %}
    {% do return(run_query(
        names_like('(' ~ rows | join(' union all ') ~ ') as named', typed, slips_of_a_pen())
    ).rows | map('first') | list) %}
{% endmacro %}


{#- SQL of how many letters have to be changed, added or left out to make one text of
    another. -#}
{% macro edit_distance(one, other) %}
    {{- return(adapter.dispatch('edit_distance')(one, other)) -}}
{% endmacro %}

{% macro default__edit_distance(one, other) -%}
    levenshtein({{ one }}, {{ other }})
{%- endmacro %}
