{#- Every version of a raw table's rows, typed, judged by the raw contract, and with
    which of its key's versions counts: of the valid ones the latest loaded_at (nulls
    last), then the contract's changed_at, then the other columns in their order, so
    that the same rows always give the same answer. Three steps, each a macro below.

    table    a name in raw_contract()
    stated   the words of its contract, in its base_ model; they must be those that
             raw_contract() was written from
    returns  a select with the contract's columns;
             row_key and faults: of versions with a fault, null for most. Faults are
             lines of `reason: columns and why`; values are never quoted;
             is_valid: no reason to reject; is_latest: it counts.
             No rows when an optional table is missing. -#}
{% macro judged_rows(table, stated) %}
    {% set contract = raw_contract().get(table, {}) %}
    {% if local_md5(stated) != contract.get('stated') %}
        {% do exceptions.raise_compiler_error(
            'raw contract: that of ' ~ table ~ ' was edited, and what follows from it was'
            ~ ' not. Run `make contract`'
        ) %}
    {% endif %}
with

{{ typed_versions(table, contract) }}
{{ judged_versions(table, contract) }}
{{ ranked_versions(contract) }}

select * from final
{% endmacro %}


{#- The CTE `typed`: versions with each column as delivered (raw_*: raw_text(), from
    raw_parts()) and typed (raw_value(), null where it does not parse), and whether their
    key comes more than once.

    contract  what raw_contract() says of the table -#}
{% macro typed_versions(table, contract) %}
    {% set parts = raw_parts(table) %}
    {% set forms = {} %}
    {% for column, rule in contract['columns'].items() %}
        {% do forms.update({column: raw_form(parts, column, rule['kind'])}) %}
    {% endfor %}
read as {{ inlined() }}(
    {%- for part in parts or [no_rows()] %}
    select
    {%- for column, rule in contract['columns'].items() %}
        {{ raw_text(
            column, rule['kind'], part['types'].get(column),
            form=forms[column],
            is_day_end=rule.get('is_day_end', false),
            is_stored_once=part['csv'] is none,
        ) }} as raw_{{ column }},
    {%- endfor %}
        {{ has_inexact_id(table, part['types']) }} as has_inexact_id
    from {{ part['relation'] }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

{{ keyed_versions(contract, forms) }}

typed as {{ inlined() }}(
    select
        *
    {%- for column, rule in contract['columns'].items() %},
        {{ raw_value(
            'raw_' ~ column, rule['kind'], forms[column],
            is_day_end=rule.get('is_day_end', false),
        ) }} as {{ column }}
    {%- endfor %}
    from keyed
),
{% endmacro %}


{#- The CTE `keyed`: versions with whether their key comes more than once, or may.
    contract  what raw_contract() says of the table
    forms     {column: as raw_form() returns it} -#}
{% macro keyed_versions(contract, forms) %}
    {{- return(adapter.dispatch('keyed_versions')(contract, forms)) -}}
{% endmacro %}

{% macro default__keyed_versions(contract, forms) -%}
-- most keys come once: only the others need to be put in order. Read from the source
-- once more, for their keys alone, so that nothing wider is held in between.
repeated as (
    select
    {%- for column in contract['key'] %}
        {{ raw_value('raw_' ~ column, contract['columns'][column]['kind'], forms[column]) }}
            as repeated_{{ column }}
        {{- "," if not loop.last }}
    {%- endfor %}
    from read
    group by repeated_{{ contract['key'] | join(', repeated_') }}
    having count(*) > 1
),

-- found before anything is typed: the rows of such keys are read a second time
keyed as {{ inlined() }}(
    select
        read.*,
        repeated.repeated_{{ contract['key'][0] }} is not null as is_repeated
    from read
    left join repeated
        on {% for column in contract['key'] -%}
            {{ 'and ' if not loop.first }}
            {{- raw_value('raw_' ~ column, contract['columns'][column]['kind'], forms[column]) }}
            {{- ' = repeated.repeated_' ~ column }}
        {% endfor %}
),
{%- endmacro %}

{#- The engine would read the files four times to tell which rows need no order, and orders all
    of them in less time. -#}
{% macro spark__keyed_versions(contract, forms) -%}
keyed as (
    select
        *,
        true as is_repeated
    from read
),
{%- endmacro %}


{#- The CTE `told`: typed versions with whether there is a reason to reject them
    (is_valid), and for those with a fault their key and what is wrong, in words
    (raw_checks.sql). Orphans are found in the table's parents.

    contract  what raw_contract() says of the table -#}
{% macro judged_versions(table, contract) %}
    {% set parent = contract.get('parent') %}
    {% set faulty = ['not is_valid'] %}
    {% set rejecting = [] %}
    {% for check in raw_checks(table) %}
        {% if check['reason'] in kept_reasons() %}
            {% do faulty.append(check['when']) %}
        {% else %}
            {% do rejecting.append(check['when']) %}
        {% endif %}
    {% endfor %}
{% if parent %}

parents as {{ inlined() }}(
    {#- a staging model holds each key once; a seed that a team edits may not #}
    select {{ 'distinct ' if not parent[1].startswith('stg_') }}{{ parent[2] }} as parent_key
    from {{ ref(parent[1]) }}
),
{% if parent[3] %}

-- a row whose parent was rejected is no fault of its own
rejected_parents as (
    select distinct {{ parent[2] }} as rejected_parent_key
    from {{ ref(parent[3]) }}
    where not is_valid
),
{% endif %}
{% endif %}

judged as {{ inlined() }}(
    select
        typed.*,
        {{ 'parents.parent_key,' if parent }}
        {{ 'rejected_parents.rejected_parent_key,' if parent and parent[3] }}
        not coalesce(
            ({{ rejecting | join(')\n            or (') }}),
            false
        ) as is_valid
    from typed
    {%- if parent %}
    left join parents
        on typed.{{ parent[0] }} = parents.parent_key
    {%- endif %}
    {%- if parent and parent[3] %}
    left join rejected_parents
        on typed.{{ parent[0] }} = rejected_parents.rejected_parent_key
    {%- endif %}
),

told as {{ inlined() }}(
    select
    {%- for column in contract['columns'] %}
        {{ column }},
    {%- endfor %}
        case
            when {{ faulty | join(' or ') }}
                then {% for column in contract['key'] -%}
                    coalesce(
                        {{- dbt.cast(column, dbt.type_string()) }},
                        {{- dbt.cast('raw_' ~ column, dbt.type_string()) }}, '')
                    {{- " || '|' || " if not loop.last }}
                {%- endfor %}
        end as row_key,
        case
            when {{ faulty | join(' or ') }}
                then {{ raw_faults(table) }}
        end as faults,
        is_valid,
        is_repeated
    from judged
),
{% endmacro %}


{#- The CTE `final`: versions with which of their key's versions counts (is_latest). Only
    keys that come more than once are put in order.

    contract  what raw_contract() says of the table -#}
{% macro ranked_versions(contract) %}
    {% set order = ['loaded_at', contract.get('changed_at', 'loaded_at')] %}
    {% for column in contract['columns'] if column not in contract['key'] + order %}
        {% do order.append(column) %}
    {% endfor %}
ranked as (
    select
        *,
        row_number() over (
            partition by {{ contract['key'] | join(', ') }}, is_valid
            order by
            {%- for column in order | unique %}
                {{ column }} desc nulls last{{ "," if not loop.last }}
            {%- endfor %}
        ) as version_rank
    from told
    where is_repeated
),

final as (
{%- for relation in ['told', 'ranked'] %}
    select
    {%- for column in contract['columns'] %}
        {{ column }},
    {%- endfor %}
        row_key,
        faults,
        is_valid,
        is_valid {{ 'and version_rank = 1 ' if relation == 'ranked' }}as is_latest
    from {{ relation }}
    {{ 'where not is_repeated\n    union all' if relation == 'told' }}
{%- endfor %}
)
{% endmacro %}


{#- A part of a raw table that is missing, as in raw_parts(). -#}
{% macro no_rows() %}
    {% do return({
        'relation': '(select 1 as nothing where false)', 'types': {}, 'csv': none, 'place': ''
    }) %}
{% endmacro %}


{#- Goes between `as` and the bracket of a CTE that is read twice and too large to be held
    in memory: the engine computes it twice instead. -#}
{% macro inlined() %}
    {{- return(adapter.dispatch('inlined')()) -}}
{% endmacro %}

{% macro default__inlined() -%}
    not materialized {{ '' }}
{%- endmacro %}

{#- Each reading of a CTE is computed anew there in any case. -#}
{% macro spark__inlined() -%}
{%- endmacro %}
