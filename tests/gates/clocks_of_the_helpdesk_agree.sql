-- A row is a contact of the last 28 days that was solved, or answered by a person,
-- before it was created. What a clock that runs backwards did to it cannot be known:
-- such contacts blur response and resolution times and their SLA.
-- Remedy: compare the clocks and time zones of the systems that write created_at and
-- occurred_at; a channel that creates tickets after the call is done needs the start of
-- the call as created_at.

{{ gate_test('bad_times_share') }}
