-- A row is a vendor's channel in the map that no ticket can match: upper case or
-- padded. Tickets' channels are lower-cased and trimmed before they are looked up.
-- Remedy: write the channel lower case without outer blanks in channel_map.csv.

{{ after_the_marts() }}

with

channel_map as (
    select * from {{ ref('channel_map') }}
),

unmatched as (
    select
        {{ adapter.quote('system') }},
        vendor_channel,
        'vendor_channel is not lower case or has outer blanks' as problem
    from channel_map
    where vendor_channel <> lower(trim(vendor_channel))
)

select *
from unmatched
