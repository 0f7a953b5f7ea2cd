-- A row is a contact of the last 28 days whose tag is not in the map: its owner and
-- its money are unknown.
-- Remedy: map the tags of dq_unmapped_reason_tags in
-- seeds/reference/reason_tag_map.csv; make unmapped writes them as its rows.

{{ gate_test('unmapped_tag_share') }}
