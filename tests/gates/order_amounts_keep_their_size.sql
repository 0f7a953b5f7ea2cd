-- A row is an order of the last 7 days further from the usual amount than is healthy.
-- A factor of 100 is cents for units, another one a currency.
-- Remedy: correct the unit of orders.total_amount in the export and load it again.

{{ gate_test('order_amount_factor') }}
