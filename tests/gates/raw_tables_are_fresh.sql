-- A row is a raw table whose latest load lies far behind that of tickets and events,
-- or these behind the others.
-- Remedy: start the load of that table again. Bounds are wide for tables that rarely
-- change.

{{ gate_test('hours_behind') }}
