{#- Stops the run with one line where the session would give other numbers: see its dialects.
    on-run-start, before what asks the engine; returns SQL that does nothing. -#}
{% macro begin_session() %}
    {% if execute %}
        {% set problem = adapter.dispatch('session_problem')() %}
        {% if problem %}
            {% do exceptions.raise_compiler_error(problem) %}
        {% endif %}
    {% endif %}
    select 1 as session_is_as_tried
{% endmacro %}


{#- What is wrong with the session, one line; none when nothing is. -#}
{% macro default__session_problem() %}
    {{ return(none) }}
{% endmacro %}

{#- dbt-spark switches ANSI off for a session in this process, whatever the profile says: an
    overflow would wrap around and a cast that cannot be would be null without a word, where
    DuckDB raises. Each statement takes its settings from the adapter: there it is on again. -#}
{% macro spark__session_problem() %}
    {% set ansi = 'spark.sql.ansi.enabled' %}
    {% do adapter.config.credentials.server_side_parameters.update({ansi: 'true'}) %}
    {% set remedy = 'under server_side_parameters of the target ' ~ target.name
        ~ ' as profiles.yml of the project does' %}
    {% set zone, version = run_query('select current_timezone(), version()').rows[0].values() %}
    {% set version = version.split(' ')[0] %}
    {% if zone not in ['UTC', 'Etc/UTC', 'Z'] %}
        {{ return(
            'Spark: the session is in the time zone ' ~ zone ~ ', and every time would be read'
            ~ ' wrong. Set spark.sql.session.timeZone to UTC, ' ~ remedy ~ '.'
        ) }}
    {% elif run_query('set ' ~ ansi).rows[0][1] != 'true' %}
        {{ return(
            'Spark: ANSI mode is off, and an overflow would pass for a number. Set ' ~ ansi
            ~ ' to true, ' ~ remedy ~ ', or where Spark is configured.'
        ) }}
    {% elif version.split('.')[:2] | join('.') not in tried_versions() %}
        {% do exceptions.warn(
            'Spark ' ~ version ~ ' was not tried with this project, Spark '
            ~ tried_versions() | join(', ') ~ ' was: run `make test-spark` with it first.'
        ) %}
    {% endif %}
    {{ return(none) }}
{% endmacro %}

{#- The versions of Spark that `make test-spark` was run on. -#}
{% macro tried_versions() %}
    {{ return(['4.3']) }}
{% endmacro %}
