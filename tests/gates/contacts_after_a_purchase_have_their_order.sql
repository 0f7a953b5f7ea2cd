-- A row is a contact of the last 28 days with a post_purchase code and no order.
-- Remedy: order_link in fct_tickets says why (none, mismatch); ask for the order
-- number on the channel, or check that ids of customers and orders agree between the
-- tables.

{{ gate_test('linked_order_share') }}
