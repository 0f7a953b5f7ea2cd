-- A row is a tag of the last 28 days that is not in the map. One that suddenly is
-- frequent is a new tag of the helpdesk.
-- Remedy: map it in seeds/reference/reason_tag_map.csv from its first day on; make
-- unmapped writes it as a row.

{{ gate_test('largest_unmapped_tag_share') }}
