"""Tells what in Spark's plans does not scale, run by a Python that has PySpark; prints JSON.

    python spark_plans.py SPARK_WAREHOUSE FOLDER

SPARK_WAREHOUSE is the folder of tables and metastore that dbt built into, FOLDER holds the compiled
SQL of models, a file each. Every finding names the model, what was found, and of each input the
tables that it reads and the most rows it can have, where Spark knows that:

- `join without equality`: every row of one side meets every row of the other;
- `window without partition`: all rows pass through one task.

It is the optimised logical plan that is read: whether a join is broadcast depends on how large its
tables are, and a test's are small; what is compared with what does not.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spark_tables import session


def main(warehouse: str, folder: str) -> None:
    """Print what was found.

    Args:
        warehouse: folder of tables and metastore, as profiles.yml has it.
        folder: of the compiled SQL.
    """
    spark = session(
        warehouse,
        session_timeZone="UTC",
        timestampNanosTypes_enabled="true",
        timeType_enabled="true",
    )
    found = {}
    for path in sorted(Path(folder).glob("*.sql")):
        plan = spark.sql(path.read_text())._jdf.queryExecution().optimizedPlan()
        found[path.stem] = list(look_through(plan, spark._jvm))
    spark.stop()
    print(json.dumps(found))


def look_through(plan: Any, jvm: Any) -> Iterator[dict[str, Any]]:
    """What does not scale in a plan.

    Args:
        plan: of Spark's optimiser.
        jvm: that has it.
    """
    name = plan.nodeName()
    inputs = each(plan.children())
    equality = jvm.org.apache.spark.sql.catalyst.planning.ExtractEquiJoinKeys
    if name == "Join" and equality.unapply(plan).isEmpty():
        yield finding("join without equality", inputs)
    if name == "Window" and plan.partitionSpec().isEmpty():
        yield finding("window without partition", inputs)
    for part in [*inputs, *each(plan.subqueries())]:
        yield from look_through(part, jvm)


def finding(what: str, inputs: list[Any]) -> dict[str, Any]:
    """A finding about a node with these inputs."""
    return {
        "what": what,
        "inputs": [{"tables": sorted(tables(one)), "most_rows": most_rows(one)} for one in inputs],
    }


def tables(plan: Any) -> set[str]:
    """Names of the tables that a plan reads; a path where it reads files."""
    found = set()
    for leaf in each(plan.collectLeaves()):
        name = leaf.nodeName()
        if name == "LogicalRelation" or name.startswith("Relation"):
            table = leaf.catalogTable()
            found.add(table.get().identifier().table() if table.isDefined() else "files")
        elif name not in {"LocalRelation", "OneRowRelation"}:
            found.add(name)
    return found


def most_rows(plan: Any) -> int | None:
    """The most rows that a plan can have; None when Spark does not know."""
    rows = plan.maxRows()
    return rows.get() if rows.isDefined() else None


def each(sequence: Any) -> list[Any]:
    """A sequence of Scala as a list."""
    return [sequence.apply(place) for place in range(sequence.size())]


if __name__ == "__main__":
    main(*sys.argv[1:])
