-- Gates that are counts. No channel is silent where none had a contact in the weeks
-- before: that is nothing to measure rather than a healthy zero.
with

contact_window as (
    select
        window_from,
        is_looked_back
    from {{ ref('int_gate_windows') }}
    where gate = 'catch_all_share'
),

codes as (
    select
        count(*) as seen_codes,
        count(problem) as codes_at_fault
    from {{ ref('int_gate_codes') }}
),

channels as (
    select
        channel,
        usual_week_rows,
        is_silent,
        row_number() over (
            order by is_silent desc, usual_week_rows desc, channel
        ) as channel_rank,
        cast(sum(case when usual_week_rows > 0 then 1 else 0 end) over () as bigint)
            as usual_channels,
        cast(sum(case when is_silent then 1 else 0 end) over () as bigint)
            as silent_channels
    from {{ ref('int_gate_volumes') }}
    where flow = 'contacts' and is_covered
),

final as (
    select
        'unowned_codes' as gate,
        'all' as part,
        case when codes.seen_codes > 0 then cast(codes.codes_at_fault as double) end
            as measured_value,
        codes.codes_at_fault as rows_at_fault,
        codes.seen_codes as rows_looked_at,
        contact_window.window_from,
        coalesce(contact_window.is_looked_back, false) as is_looked_back,
        cast(null as double) as recent_value,
        cast(null as double) as usual_value,
        cast(null as {{ dbt.type_string() }}) as named
    from codes
    left join contact_window on true
    union all
    select
        'silent_channel_contacts' as gate,
        'all' as part,
        case
            when usual_channels > 0
                then case when is_silent then usual_week_rows else 0 end
        end as measured_value,
        silent_channels as rows_at_fault,
        usual_channels as rows_looked_at,
        cast(null as timestamp) as window_from,
        false as is_looked_back,
        cast(null as double) as recent_value,
        cast(null as double) as usual_value,
        case when is_silent then channel end as named
    from channels
    where channel_rank = 1
    {%- if is_connected('shopify') %}
    union all
    select
        'foreign_currency_share' as gate,
        'all' as part,
        {{ ratio('count(*) filter (where is_at_fault)', 'count(*)') }}
            as measured_value,
        count(*) filter (where is_at_fault) as rows_at_fault,
        count(*) as rows_looked_at,
        cast(null as timestamp) as window_from,
        false as is_looked_back,
        cast(null as double) as recent_value,
        cast(null as double) as usual_value,
        min(case when is_at_fault then fault_name end) as named
    from {{ ref('int_gate_currencies') }}
    {%- endif %}
)

select * from final
