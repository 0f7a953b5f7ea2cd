{#- What is wrong with a version, as judged_rows() tells it: text, null when nothing is. -#}
{% macro raw_faults(table) -%}
    nullif(concat_ws(
        chr(10)
    {%- for reason in reject_reasons() %}
        {%- set found = [] %}
        {%- for check in raw_checks(table) if check['reason'] == reason %}
            {%- do found.append('case when ' ~ check['when'] ~ " then '" ~ check['says'] ~ "' end") %}
        {%- endfor %}
        {%- if found %},
        '{{ reason }}: ' || nullif(concat_ws('; ', {{ found | join(', ') }}), '')
        {%- endif %}
    {%- endfor %}
    ), '')
{%- endmacro %}


{#- The reasons a row is told for, in the order of the contract; the last ones keep it. -#}
{% macro reject_reasons() %}
    {% do return([
        'blank_key', 'orphan', 'bad_time', 'bad_number', 'bad_score', 'bad_value',
    ] + kept_reasons()) %}
{% endmacro %}

{#- inexact_id is no breach of the contract: it is counted, and told by a gate. -#}
{% macro kept_reasons() %}
    {% do return(['bad_optional_number', 'inexact_id']) %}
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
            {% do found.append([
                'bad_time', 'does not parse (a time is written 2026-01-31 09:00:00)', unread
            ]) %}
            {% do found.append([
                'bad_time', 'is before 2000', column ~ ' < ' ~ raw_bounds()['time_start']
            ]) %}
            {% do found.append([
                'bad_time', 'is after 2199', column ~ ' >= ' ~ raw_bounds()['time_end']
            ]) %}
            {% if column != 'loaded_at' and not rule.get('is_planned') %}
                {% do found.append([
                    'bad_time', 'is more than 24 hours after loaded_at',
                    column ~ ' > ' ~ add_time('loaded_at', hours=24),
                ]) %}
            {% endif %}
        {% elif rule['kind'] in ['number', 'whole'] %}
            {% set reason = 'bad_optional_number' if rule.get('is_kept') else 'bad_number' %}
            {% do found.append([reason, 'does not parse, or is 10^12 or more', unread]) %}
            {% if 'minimum' in rule %}
                {% do found.append([reason, 'is negative', column ~ ' < ' ~ rule['minimum']]) %}
            {% endif %}
            {% if 'below' in rule %}
                {% do found.append([
                    reason, 'is ' ~ rule['below'] ~ ' or more', column ~ ' >= ' ~ rule['below']
                ]) %}
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
        {% set names, _, _, versions = contract['parent'] %}
        {% do checks.append({
            'reason': 'orphan', 'says': names ~ ' names no row that was delivered',
            'when': 'parent_key is null'
                ~ (' and rejected_parent_key is null' if versions else ''),
        }) %}
        {% if versions %}
            {% do checks.append({
                'reason': 'orphan',
                'says': names ~ ' ' ~ consequence_words(),
                'when': 'parent_key is null and rejected_parent_key is not null',
            }) %}
        {% endif %}
    {% endif %}
    {% do checks.append({
        'reason': 'inexact_id', 'says': 'an id of 16 digits or more passed through a float',
        'when': 'has_inexact_id',
    }) %}
    {% do return(checks + contract.get('checks', [])) %}
{% endmacro %}


{#- How the fault of a row is told that is none but its parent's. -#}
{% macro consequence_words() -%}
    names a row that was rejected: mend that one first
{%- endmacro %}


{#- One row per line of a text, in a select list. No row when the text is null. -#}
{% macro explode_lines(text) %}
    {{- return(adapter.dispatch('explode_lines')(text)) -}}
{% endmacro %}

{% macro default__explode_lines(text) -%}
    unnest(string_split({{ text }}, chr(10)))
{%- endmacro %}

{% macro spark__explode_lines(text) -%}
    explode(split({{ text }}, chr(10)))
{%- endmacro %}


{#- Between which instants a time must lie: SQL. -#}
{% macro raw_bounds() %}
    {% do return({
        'time_start': "timestamp '2000-01-01 00:00:00'",
        'time_end': "timestamp '2200-01-01 00:00:00'",
    }) %}
{% endmacro %}
