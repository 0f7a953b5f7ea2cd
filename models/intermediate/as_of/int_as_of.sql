with

loads as (
    select loaded_at from {{ ref('stg_helpdesk__tickets') }}
    union all
    select loaded_at from {{ ref('stg_helpdesk__ticket_events') }}
),

final as (
    select
        {% if var('as_of') -%}
        cast('{{ var("as_of") }}' as timestamp) as as_of
        {%- else -%}
        max(loaded_at) as as_of
        {%- endif %}
    from loads
)

select * from final
