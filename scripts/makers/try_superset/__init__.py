"""A real BI client on the published marts: Apache Superset, installed, asked and stopped.

server.py installs and runs it, client.py speaks to its REST API, check.py asks for every KPI
mart, publication.py publishes under its feet. docs/superset.md says what was learnt.
"""
