-- A row is contacts or orders whose last 7 days are far from a usual week, either way.
-- Remedy: few: look for a part of the export that is missing; many: for rows delivered
-- again under new ids, or for a real event.

{{ gate_test('volume_factor') }}
