-- A row is a contact of the last 28 days without a due time: it can neither meet nor
-- breach its SLA.
-- Remedy: add its channel and impact to seeds/reference/sla_targets.csv, or its clock
-- to seeds/reference/schedules.csv.

{{ gate_test('uncomputed_sla_share') }}
