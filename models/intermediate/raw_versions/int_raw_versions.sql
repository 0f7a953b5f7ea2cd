-- What was delivered, judged, of all raw tables.
with

final as (
    {% for table in raw_contract() %}
    select
        '{{ table }}' as raw_table,
        row_key,
        faults,
        is_valid,
        is_latest,
        loaded_at
    from {{ ref('base_' ~ raw_domain(table) ~ '__' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from final
