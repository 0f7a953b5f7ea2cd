"""What the last weeks should look like, held against the weeks before: Great Expectations.

catalog.py says what is compared, history.py reads it, bounds.py turns it into bounds,
writer.py writes the expectations, checkpoint.py runs them, report.py tells the result.
"""
