-- Five fixes a month.
with proposed as (
    select
        range as fix_number,
        getvariable('first_ticket') + to_days((6 * range + 10)::integer) as proposed_at,
        chance(range, 'decision') as decision
    from range(115)
),

shipped as (
    select
        *,
        case when decision < 0.7 then known(
            later(proposed_at, 200, 900, fix_number, 'shipped')
        ) end as shipped_at
    from proposed
)

select
    'f' || fix_number as fix_id,
    pick_known('reason_codes', fix_number, 'code') as reason_code,
    'Fix ' || fix_number as title,
    proposed_at,
    proposed_at + interval 30 day as due_at,
    case when decision < 0.8 then 'accepted' when decision < 0.9 then 'declined' end as decision,
    case when decision < 0.9 then known(proposed_at + interval 5 day) end as decided_at,
    shipped_at,
    landed(coalesce(shipped_at, proposed_at + interval 5 day)) as loaded_at
from shipped
