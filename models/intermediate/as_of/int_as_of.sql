{{ config(materialized='table') }}

with

loads as (
    select loaded_at from {{ ref('stg_helpdesk__tickets') }}
    union all
    select loaded_at from {{ ref('stg_helpdesk__ticket_events') }}
),

final as (
    {% if var('as_of') -%}
    select {{ utc_moment(var('as_of')) or no_moment('as_of', var('as_of')) }} as as_of
    {%- else -%}
    select max(loaded_at) as as_of from loads
    {%- endif %}
)

select * from final
