-- A row is a raw row that was rejected. Shares are of row versions loaded in the last
-- 28 days, or of all in tables with few of them.
-- Remedy: the detail says which column is at fault and how; correct it at the source.

{{ gate_test('rejected_share') }}
