{#- Raises what the checks of on-run-start raise, and builds nothing. `make build` runs it
    before it has dbt read the whole project. -#}
{% macro check_input() %}
    {% do begin_session() %}
    {% do check_vars() %}
    {% do check_raw_input() %}
    {% do check_seed_files() %}
{% endmacro %}


{#- Whether `make build` has run check_input() for this run. Then files are not read whole
    again to look for what is not well-formed in them. -#}
{% macro is_input_checked() %}
    {% do return(env_var('INPUT_CHECKED_BY_MAKE_BUILD', '') == 'yes') %}
{% endmacro %}
