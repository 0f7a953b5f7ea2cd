{#- Every version of a raw table's rows, typed and judged by the raw contract.

    table    a name in raw_contract()
    returns  a select with the contract's columns; row_key; one text per reason to
             reject (<reason>_detail: which columns and why, null when there is none;
             values are never quoted); is_valid: no reason to reject.
             No rows when an optional table is missing. -#}
{% macro judged_rows(table) %}
    {% set contract = raw_contract()[table] %}
    {% set types = raw_column_types(table) %}
    {% set parent = contract.get('parent') %}
with

{% if types or not execute %}
delivered as (
    select * from {{ raw_relation(table) }}
),
{% else %}
-- the table is missing: none of those
delivered as (
    select 1 as nothing where false
),
{% endif %}

read as (
    select
    {%- for column, rule in contract['columns'].items() %}
        {{ raw_text(column, rule['kind'], types.get(column)) }} as raw_{{ column }}
        {{- "," if not loop.last }}
    {%- endfor %}
    from delivered
),

typed as (
    select
        *
    {%- for column, rule in contract['columns'].items() %},
        {{ raw_value('raw_' ~ column, rule['kind']) }} as {{ column }}
    {%- endfor %}
    from read
),
{% if parent %}

parents as (
    {#- a staging model holds each key once; a seed that a team edits may not #}
    select {{ 'distinct ' if not parent[1].startswith('stg_') }}{{ parent[2] }} as parent_key
    from {{ ref(parent[1]) }}
),
{% endif %}

{% set rejecting = [] %}
{% for check in raw_checks(table) if check['reason'] != 'bad_optional_number' %}
    {% do rejecting.append(check['when']) %}
{% endfor %}
judged as (
    select
        typed.*,
        {{ 'parents.parent_key,' if parent }}
        not coalesce(
            ({{ rejecting | join(')\n            or (') }}),
            false
        ) as is_valid
    from typed
    {%- if parent %}
    left join parents
        on typed.{{ parent[0] }} = parents.parent_key
    {%- endif %}
),

-- details are only written for versions with a fault: most have none
told as (
    select
    {%- for column in contract['columns'] %}
        {{ column }},
    {%- endfor %}
        {% for column in contract['key'] -%}
        coalesce(
            {{- dbt.cast(column, dbt.type_string()) }},
            {{- dbt.cast('raw_' ~ column, dbt.type_string()) }}, '')
        {{- " || '|' || " if not loop.last }}
        {%- endfor %} as row_key
    {%- for reason in reject_reasons() %}
        {%- set found = [] %}
        {%- set faults = [] %}
        {%- for check in raw_checks(table) if check['reason'] == reason %}
            {%- do found.append('case when ' ~ check['when'] ~ " then '" ~ check['says'] ~ "' end") %}
            {%- do faults.append(check['when']) %}
        {%- endfor %},
        {% if found -%}
        case
            when {{ 'not is_valid' if reason != 'bad_optional_number' else faults | join(' or ') }}
                then nullif(concat_ws(
                    '; ',
                    {{ found | join(',\n                    ') }}
                ), '')
        end as {{ reason }}_detail
        {%- else -%}
        {{ dbt.cast('null', dbt.type_string()) }} as {{ reason }}_detail
        {%- endif %}
    {%- endfor %},
        is_valid
    from judged
)

select * from told
{% endmacro %}


{#- The reasons a row is told for, in the order of the contract; the last keeps it. -#}
{% macro reject_reasons() %}
    {% do return([
        'blank_key', 'orphan', 'bad_time', 'bad_number', 'bad_score', 'bad_value',
        'bad_optional_number',
    ]) %}
{% endmacro %}


{#- What is checked of a table's rows: a list of {reason, says, when}, `when` being SQL
    over the columns and their raw_ texts. -#}
{% macro raw_checks(table) %}
    {% set contract = raw_contract()[table] %}
    {% set checks = [] %}
    {% for column, rule in contract['columns'].items() %}
        {% set only_if = '(' ~ rule['only_if'] ~ ') and ' if 'only_if' in rule else '' %}
        {% set missing = 'raw_' ~ column ~ ' is null' %}
        {% set unread = 'raw_' ~ column ~ ' is not null and ' ~ column ~ ' is null' %}
        {% set found = [] %}
        {% if column in contract['key'] %}
            {% do found.append(['blank_key', 'is blank', missing]) %}
        {% elif rule['kind'] == 'time' and not rule.get('nullable') %}
            {% do found.append(['bad_time', 'is missing', missing]) %}
        {% elif not rule.get('nullable') and not rule.get('is_kept') %}
            {% do found.append(['bad_value', 'is missing', missing]) %}
        {% endif %}
        {% if rule['kind'] == 'time' %}
            {% do found.append(['bad_time', 'does not parse', unread]) %}
            {% do found.append([
                'bad_time', 'is before 2000', column ~ " < timestamp '2000-01-01 00:00:00'"
            ]) %}
            {% if column != 'loaded_at' and not rule.get('is_planned') %}
                {% do found.append([
                    'bad_time', 'is more than 24 hours after loaded_at',
                    column ~ ' > ' ~ add_time('loaded_at', hours=24),
                ]) %}
            {% endif %}
        {% elif rule['kind'] in ['number', 'whole'] %}
            {% set reason = 'bad_optional_number' if rule.get('is_kept') else 'bad_number' %}
            {% do found.append([reason, 'does not parse', unread]) %}
            {% if 'minimum' in rule %}
                {% do found.append([reason, 'is negative', column ~ ' < ' ~ rule['minimum']]) %}
            {% endif %}
        {% elif rule['kind'] == 'flag' %}
            {% do found.append(['bad_value', 'does not parse', unread]) %}
        {% elif 'values' in rule %}
            {% do found.append([
                'bad_value', 'is not in its list',
                column ~ " not in ('" ~ rule['values'] | join("', '") ~ "')",
            ]) %}
        {% endif %}
        {% for reason, says, when in found %}
            {% do checks.append({
                'reason': reason, 'says': column ~ ' ' ~ says, 'when': only_if ~ when
            }) %}
        {% endfor %}
    {% endfor %}
    {% if 'parent' in contract %}
        {% do checks.append({
            'reason': 'orphan', 'when': 'parent_key is null',
            'says': contract['parent'][0] ~ ' names no valid row of its parent',
        }) %}
    {% endif %}
    {% do return(checks + contract.get('checks', [])) %}
{% endmacro %}


{#- A delivered column as text without white space around it, null when blank or when
    the column is missing; an id as it is.

    column       name of the delivered column
    kind         as in raw_contract()
    source_type  the delivered type; none: the column is missing -#}
{% macro raw_text(column, kind, source_type) %}
    {%- if source_type is none -%}
        {{ dbt.cast('null', dbt.type_string()) }}
    {%- elif not source_type.startswith(('varchar', 'string', 'text', 'char')) -%}
        {#- typed already: kept, so that nothing is printed and parsed again -#}
        {{ dbt.cast(column, dbt.type_string()) if kind in ['id', 'text', 'list'] else column }}
    {%- elif kind in ['id', 'text'] -%}
        {#- most ids begin with a visible ASCII character: no need to strip them to see -#}
        case
            when {{ column }} between '!' and '~' then {{ column }}
            when {{ strip(column) }} is not null then {{ column }}
        end
    {%- elif kind == 'list' -%}
        lower({{ strip(column) }})
    {%- else -%}
        {{ strip(column) }}
    {%- endif -%}
{% endmacro %}


{#- The typed value of raw_text(), null when it does not parse. -#}
{% macro raw_value(expression, kind) %}
    {%- if kind == 'time' -%}
        {{ adapter.dispatch('parse_time')(expression) }}
    {%- elif kind == 'number' -%}
        try_cast({{ expression }} as decimal(18, 6))
    {%- elif kind == 'whole' -%}
        case
            when try_cast({{ expression }} as decimal(18, 6)) = try_cast({{ expression }} as bigint)
                then try_cast({{ expression }} as bigint)
        end
    {%- elif kind == 'flag' -%}
        try_cast({{ expression }} as boolean)
    {%- else -%}
        {{ expression }}
    {%- endif -%}
{% endmacro %}


{#- Text without white space of any kind around it; null when nothing is left. -#}
{% macro strip(expression) %}
    {{- return(adapter.dispatch('strip')(expression)) -}}
{% endmacro %}

{% macro default__strip(expression) %}
    {%- set codes = [9, 10, 11, 12, 13, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288]
        + range(8192, 8203) | list -%}
    nullif(trim({{ expression }}, {{ 'chr(' ~ codes | join(') || chr(') ~ ')' }}), '')
{%- endmacro %}


{#- A UTC timestamp; infinite ones are no times. -#}
{% macro default__parse_time(expression) %}
    {%- set parsed = 'try_cast(' ~ expression ~ ' as timestamp)' -%}
    case when isfinite({{ parsed }}) then {{ parsed }} end
{%- endmacro %}
