-- A row is a resolved contact of the last 28 days whose handle time was not recorded;
-- its cost is an estimate.
-- Remedy: the channels in the detail say where; record handle_minutes there.

{{ gate_test('imputed_handle_time_share') }}
