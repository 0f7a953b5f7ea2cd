-- A row is a contact of the last 28 days whose reason is a catch-all, has expired, or
-- does not fit its order.
-- Remedy: the codes and channels in the detail say where; correct
-- seeds/reference/reason_tag_map.csv, or how that channel tags.

{{ gate_test('high_quality_reason_share') }}
