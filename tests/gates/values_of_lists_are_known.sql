-- A row is a contact or refund of the last 28 days whose channel, priority or refund
-- reason is in no list: its channel counts as other, its priority as normal, its refund
-- reason as other.
-- Remedy: dq_unknown_values lists the values and where to add them.

{{ gate_test('unknown_value_share') }}
