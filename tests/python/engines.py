"""What two engines built of one project, compared cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

TOLERANCE = 1e-9
"""Of doubles: absolute below one, relative above. All else is equal or it is not."""


@dataclass
class Compared:
    """What was compared.

    Attributes:
        relations: how many.
        cells: how many, on one side.
        differing: a line for each relation that differs.
    """

    relations: int = 0
    cells: int = 0
    differing: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = "".join(f"\n  {line}" for line in self.differing)
        return (
            f"{self.relations} relations, {self.cells:,} cells,"
            f" {len(self.differing)} relations differing{told}"
        )


def compare(
    warehouse: Path,
    exported: Path,
    relations: dict[str, str],
    elsewhere: Mapping[str, list[str]] | None = None,
) -> Compared:
    """Compare relations, whatever the order of their rows.

    Args:
        warehouse: the DuckDB file.
        exported: a folder of Parquet files for each relation, as the macro export_relations
            makes it.
        relations: their names in the warehouse, by the names of their folders.
        elsewhere: columns that are not compared, by relation.

    Returns:
        What was found.
    """
    found = Compared()
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        # views know the file by its name
        connection.execute(f"attach '{warehouse}' as {_quoted(warehouse.stem)} (read_only)")
        connection.execute(f"use {_quoted(warehouse.stem)}")
        for name, relation in relations.items():
            found.relations += 1
            files = f"read_parquet('{exported / name}/*.parquet')"
            for table, source in (("ours", relation), ("theirs", files)):
                connection.execute(f"create or replace temp table {table} as from {source}")
                for column in (elsewhere or {}).get(relation, ()):
                    connection.execute(f"alter table {table} drop {column}")
            cells, problem = _compare(connection)
            found.cells += cells
            if problem:
                found.differing.append(f"{relation}: {problem}")
    return found


def _compare(connection: duckdb.DuckDBPyConnection) -> tuple[int, str | None]:
    """The number of cells, and what differs between the tables ours and theirs."""
    types = [_types(connection, table) for table in ("ours", "theirs")]
    ours, theirs = types
    [(rows,)] = connection.execute("select count(*) from ours").fetchall()
    cells = rows * len(ours)
    if list(ours) != list(theirs):
        return cells, f"columns {sorted(set(ours) ^ set(theirs)) or 'in another order'}"
    kinds = {name: (_kind(ours[name]), _kind(theirs[name])) for name in ours}
    others = [f"{name} {one} and {two}" for name, (one, two) in kinds.items() if one != two]
    if others:
        return cells, f"types: {', '.join(others)}"
    doubles = [name for name, (kind, _) in kinds.items() if kind == "DOUBLE"]
    exact = [name for name in ours if name not in doubles]
    for table in ("ours", "theirs"):
        # of rows that are alike but for doubles the first is compared with the first
        order = ", ".join(f"round({_quoted(name)}, 6), {_quoted(name)}" for name in doubles)
        columns = ", ".join(
            [*(f"{_cast(name, ours[name])} as {_quoted(name)}" for name in exact)]
            + [_quoted(name) for name in doubles]
        )
        keys = ", ".join(map(_quoted, exact)) or "1"
        connection.execute(
            f"create or replace temp table {table}_numbered as select *, row_number() over ("
            f"partition by {keys}{f' order by {order}' if order else ''}) as row_number"
            f" from (select {columns} from {table})"
        )
    return cells, _differences(connection, exact, doubles)


def _differences(
    connection: duckdb.DuckDBPyConnection, exact: list[str], doubles: list[str]
) -> str | None:
    same = " and ".join(
        f"one.{_quoted(name)} is not distinct from two.{_quoted(name)}"
        for name in [*exact, "row_number"]
    )
    problems = []
    for here, there, where in (("ours", "theirs", "DuckDB"), ("theirs", "ours", "Spark")):
        alone = connection.execute(
            f"from {here}_numbered as one anti join {there}_numbered as two on {same}"
        )
        names = [column[0] for column in alone.description]
        rows = alone.fetchall()
        if rows:
            first = {name: str(cell)[:60] for name, cell in zip(names, rows[0], strict=True)}
            problems.append(f"{len(rows)} rows only on {where}, such as {first}")
    for name in doubles:
        one, two = f"one.{_quoted(name)}", f"two.{_quoted(name)}"
        bound = f"{TOLERANCE} * greatest(1, abs({one}), abs({two}))"
        [(apart, furthest)] = connection.execute(
            f"select count(*), max(abs({one} - {two})) from ours_numbered as one"
            f" inner join theirs_numbered as two on {same}"
            f" where {one} is distinct from {two}"
            f" and not coalesce(abs({one} - {two}) <= {bound}, false)"
        ).fetchall()
        if apart:
            problems.append(f"{apart} cells of {name}, by {furthest} at most")
    return "; ".join(problems) or None


def _types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {name: kind for name, kind, *_ in connection.execute(f"describe {table}").fetchall()}


def _kind(declared: str) -> str:
    """A type as far as it must be the same: engines give others to steps between models."""
    if declared.startswith("DECIMAL"):
        return "DECIMAL"
    if declared in {"INTEGER", "BIGINT", "HUGEINT"}:
        return "INTEGER"
    return "TIMESTAMP" if declared.startswith("TIMESTAMP") else declared


def _cast(name: str, declared: str) -> str:
    column = _quoted(name)
    if declared.startswith("DECIMAL") and not declared.endswith(",0)"):
        return f"cast({column} as varchar).rtrim('0').rtrim('.')"
    return f"cast({column} as timestamp)" if declared.startswith("TIMESTAMP") else column


def _quoted(name: str) -> str:
    return f'"{name}"'
