"""`make build`: check what it is given, build and test with dbt; a console for people."""
