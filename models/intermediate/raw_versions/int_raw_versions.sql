-- What was delivered, judged, of all raw tables.
with

final as (
    {% for table in raw_contract() %}
    {% set judged = ref('base_' ~ raw_domain(table) ~ '__' ~ table) %}
    select
        '{{ table }}' as raw_table,
        row_key,
        is_valid,
        {% for reason in reject_reasons() %}
        {{ reason }}_detail,
        {% endfor %}
        loaded_at
    from {{ judged }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from final
