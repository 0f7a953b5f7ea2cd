-- A row is a channel without any contact in the last 7 days.
-- Remedy: check the export of the channel, and that it is still called what
-- channel_costs calls it: contacts of unknown channels are under other.

{{ gate_test('silent_channel_contacts') }}
