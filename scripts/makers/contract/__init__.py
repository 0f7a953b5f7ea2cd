"""Writes what other files say of the raw contract that the base_ models state.

What a column of a raw table must hold stands once, in the table of its base_ model. The
macros' copy of it, the columns in dbt's properties, the seeds' column types and
docs/contract.md are written from there by ``make contract``; a test writes them again and
compares.
"""
