"""Publish the marts of a passing build: one DuckDB file, Parquet, a page; swapped in at once."""
