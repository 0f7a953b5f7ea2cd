-- A row is a contact of the last 28 days in a catch-all code.
-- Remedy: dq_reason_suggestions proposes a code for each; add tags for what is
-- frequent and map them in seeds/reference/reason_tag_map.csv.

{{ gate_test('catch_all_share') }}
