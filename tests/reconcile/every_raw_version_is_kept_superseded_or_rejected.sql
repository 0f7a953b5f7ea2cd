-- A row is a raw table whose versions do not add up: judging has dropped or doubled
-- some, a key with a valid version is not exactly one staging row, or a rejected
-- version's key is not told in dq_rejected_rows (or told there without one).
-- Remedy: look at the joins in judged_rows().

-- Base tables are private to their group.
{{ config(group='data_platform') }}

with

{% for table, contract in raw_contract().items() %}
{% set base = ref('base_' ~ raw_domain(table) ~ '__' ~ table) %}
{% set staging = ref('stg_' ~ raw_domain(table) ~ '__' ~ table) %}
{{ table }}_rejected as (
    select distinct row_key from {{ base }}
    where not is_valid
),

{{ table }}_told as (
    select distinct row_key from {{ ref('dq_rejected_rows') }}
    where raw_table = '{{ table }}' and not is_kept
),

{{ table }}_untold as (
    select coalesce(rejected.row_key, told.row_key) as row_key
    from {{ table }}_rejected as rejected
    full outer join {{ table }}_told as told
        on rejected.row_key = told.row_key
    where rejected.row_key is null or told.row_key is null
),

{{ table }}_valid as (
    select distinct {{ contract['key'] | join(', ') }} from {{ base }}
    where is_valid
),

{{ table }}_counts as (
    select
        '{{ table }}' as raw_table,
        {{ raw_row_count(table) }} as delivered,
        (select count(*) from {{ base }}) as judged,
        (select count(*) from {{ table }}_valid) as valid_keys,
        (select count(*) from {{ staging }}) as staging_rows,
        (select count(*) from {{ table }}_untold) as untold_keys
),

{% endfor %}

counts as (
    {% for table in raw_contract() %}
    select * from {{ table }}_counts
    {{ "union all" if not loop.last }}
    {% endfor %}
),

found as (
    select
        *,
        case
            when delivered <> judged then 'not every delivered version is judged once'
            when valid_keys <> staging_rows
                then 'staging does not hold each valid key once'
            when untold_keys > 0
                then 'dq_rejected_rows and the rejected versions differ'
        end as problem
    from counts
)

select *
from found
where problem is not null
