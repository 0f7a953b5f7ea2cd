-- A row is a reason code of contacts of the last 28 days that nobody owns, that has no
-- remediation days, or that has expired.
-- Remedy: complete it in seeds/reference/reason_codes.csv, or map its tags to a
-- successor.

{{ gate_test('unowned_codes') }}
