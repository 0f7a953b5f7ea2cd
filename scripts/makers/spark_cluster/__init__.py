"""A cluster of Spark on this machine: a master, workers and the Thrift server, to try things."""

from .cluster import Cluster, NotStarted

__all__ = ["Cluster", "NotStarted"]
