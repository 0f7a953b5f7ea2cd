-- A row is a refund requested within 24 hours of another one of the same order, amount
-- and reason. Two equal items of an order may be refunded so; many such are a second
-- delivery.
-- Remedy: give redelivered refunds the id they had.

{{ gate_test('duplicate_refund_share') }}
