"""The published marts as a schema of a PostgreSQL database, replaced whole in one transaction.

published.py reads a build, load.py writes it beside, swap.py puts it in the place of the one
before. docs/postgres.md says what readers, views and grants can rely on.
"""
