select
    case when range = 60 then 'bot' else 'a' || range end as agent_id,
    'team ' || range % 5 as team,
    (20 + range % 12)::decimal(18, 2) as hourly_cost,
    range = 60 as is_bot,
    getvariable('last_load') as loaded_at
from range(61)
