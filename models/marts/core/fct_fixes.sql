with

fixes as (
    select * from {{ ref('int_fixes_as_of') }}
),

reason_codes as (
    select
        reason_code,
        owner,
        remediation_days
    from {{ ref('reason_codes') }}
),

counts as (
    select
        fix_id,
        sum(orders_until) filter (where instant = 'before') as orders_1,
        sum(orders_until) filter (where instant = 'shipped') as orders_2,
        sum(orders_until) filter (where instant = 'after') as orders_3,
        sum(contacts_until) filter (where instant = 'before') as contacts_1,
        sum(contacts_until) filter (where instant = 'shipped') as contacts_2,
        sum(contacts_until) filter (where instant = 'after') as contacts_3
    from {{ ref('int_fix_counts') }}
    group by fix_id
),

effects as (
    select
        counts.fix_id,
        {{ ratio(
            '100 * (counts.contacts_2 - counts.contacts_1)',
            'counts.orders_2 - counts.orders_1'
        ) }} as rate_before,
        case
            when
                clock.as_of
                >= {{ add_time('fixes.shipped_at', days=var('fix_effect_days')) }}
                then {{ ratio(
                    '100 * (counts.contacts_3 - counts.contacts_2)',
                    'counts.orders_3 - counts.orders_2'
                ) }}
        end as rate_after
    from counts
    inner join fixes
        on counts.fix_id = fixes.fix_id
    cross join {{ ref('int_as_of') }} as clock
),

final as (
    select
        fixes.fix_id,
        fixes.reason_code,
        reason_codes.owner,
        fixes.title,
        fixes.proposed_at,
        coalesce(
            fixes.due_at,
            {{ add_time('fixes.proposed_at', days='reason_codes.remediation_days') }}
        ) as due_at,
        fixes.decision,
        fixes.decided_at,
        fixes.shipped_at,
        fixes.shipped_at is null and coalesce(fixes.decision, '') <> 'declined'
            as is_open,
        effects.rate_before as contacts_per_100_orders_before,
        effects.rate_after as contacts_per_100_orders_after,
        effects.rate_after - effects.rate_before as contacts_per_100_orders_change
    from fixes
    left join reason_codes
        on fixes.reason_code = reason_codes.reason_code
    left join effects
        on fixes.fix_id = effects.fix_id
)

select * from final
