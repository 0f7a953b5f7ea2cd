"""How long a build takes, where the time goes, and how that compares with what cannot be saved.

raw/ holds the SQL of the generated shop, raw_tables.py runs it; measured.py runs a command and
watches it, with processes.py; dbt.py runs dbt on the files and reads what it did, spark.py does
so on Spark; floor.py reads and writes the same data once without any model; fixed_cost.py builds
a project that does nothing; report.py tells.
"""
