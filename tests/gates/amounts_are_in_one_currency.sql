-- A row is an order of a connected shop whose amounts are in another currency than
-- those of most orders: what is added over both means nothing.
-- Remedy: connect shops of one currency, or convert the others in a schema of your own
-- and name that one.
{{ config(enabled=is_connected('shopify')) }}
{{ gate_test('foreign_currency_share') }}
