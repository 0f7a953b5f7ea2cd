-- A row is a raw table with ids that lost digits: 2^53 or more, delivered as a number
-- with fractions (a column with gaps, written by a data frame). What names them finds
-- nothing.
-- Remedy: deliver such ids as whole numbers or text.
{{ gate_test('inexact_id_share') }}
