{#- A CTE of what became of the rows of an object, as <system>__row_outcomes tells it: each
    row without a left_out_reason became one row of the raw table.
    name       of the CTE
    relation   with connection, vendor_table and left_out_reason
    raw_table  a name in raw_contract() -#}
{% macro counted_outcomes(name, relation, raw_table) -%}
{{ name }} as (
    select
        connection,
        vendor_table,
        case when left_out_reason is null then 'used' else 'left_out' end as outcome,
        left_out_reason as reason,
        case when left_out_reason is null then '{{ raw_table }}' end as raw_table,
        count(*) as row_count,
        case when left_out_reason is null then count(*) else 0 end as raw_row_count
    from {{ relation }}
    group by connection, vendor_table, left_out_reason
)
{%- endmacro %}
