"""Run a cluster until it is stopped: `PYTHONPATH=scripts/makers python -m spark_cluster`."""

import argparse
import signal
import sys
from pathlib import Path

from .cluster import Cluster, NotStarted

PROJECT = Path(__file__).resolve().parents[3]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the name; None for the process's own.

    Returns:
        0 when it was stopped, 1 when it could not be started.
    """
    parser = argparse.ArgumentParser(prog="spark_cluster", description=__doc__)
    default = PROJECT / "target" / "spark-cluster"
    parser.add_argument("--folder", type=Path, default=default, help="of tables and metastore")
    parser.add_argument("--workers", type=int, default=2, help="of one core each")
    parser.add_argument("--memory", type=int, default=2, help="gigabytes of each")
    given = parser.parse_args(arguments)
    try:
        with Cluster(given.folder, workers=given.workers, memory=given.memory) as cluster:
            settings = " ".join(f"{key}={value}" for key, value in cluster.environment.items())
            print(
                f"A master, {given.workers} workers and the Thrift server run; tables are in"
                f" {cluster.warehouse}. In another terminal:\n"
                f"  {settings} SPARK_SCHEMA=dev DBT_TARGET=spark_thrift make build-spark\n"
                "Ctrl-C ends them.",
                flush=True,
            )
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except NotStarted as error:
        print(f"spark_cluster: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
