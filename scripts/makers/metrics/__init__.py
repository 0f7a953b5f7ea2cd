"""Writes what the semantic layer needs to know of the KPIs that macros/kpi/kpis.sql declares.

MetricFlow reads measures and metrics from files of its own. What of them follows from the
declaration stands between two comments in each of those files, and is written by
``make metrics``; a test writes it again and compares.
"""
