"""The tables of a benchmark, as plain text and as Markdown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .settings import SPARK, SPARK_THRIFT

SHOWN = 20
"""Models on the terminal; the report has them all."""

FLOOR_NOTES = (
    "The floor is the fastest of three rounds, with the threads and the memory of the build."
    " Reading scans the columns that staging carries and drops the rows. Writing copies the"
    " finished marts into a new file and so reads them, too. On a busy machine compare CPU."
    " DuckDB keeps what it has read until the memory is needed: a peak below the limit does"
    " not say that less would not do."
)
SPARK_NOTES = (
    "CPU and memory are of all processes: dbt, Spark's Java, and the cluster's where there is one."
    " Java gives memory back late: a peak does not say that less would not do."
)


@dataclass(frozen=True)
class Table:
    """A table under a title, with what must be known to read it.

    Attributes:
        title: one line.
        notes: sentences, shown below the title.
        headings: one a column; the first column holds names, the others numbers.
        rows: of cells.
    """

    title: str
    notes: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def lines(self) -> list[str]:
        """Heading, rule and rows, with columns of one width."""
        cells = [self.headings, *self.rows]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.headings))]
        padded = [
            [
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            for row in cells
        ]
        # A colon on its right aligns a column of Markdown to the right.
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        return [f"| {' | '.join(row)} |" for row in [padded[0], rule, *padded[1:]]]


def write_report(results: dict[str, Any], folder: Path) -> Path:
    """Write report.json and report.md.

    Args:
        results: what was found.
        folder: to write to.

    Returns:
        Path of report.md.
    """
    (folder / "report.json").write_text(json.dumps(results, indent=2) + "\n")
    path = folder / "report.md"
    path.write_text(as_markdown(results))
    return path


def as_markdown(results: dict[str, Any]) -> str:
    """The whole report in Markdown."""
    pieces = [f"# {title(results)}"]
    for table in tables(results, len(results["models"])):
        pieces += [f"## {table.title}", table.notes, "\n".join(table.lines())]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def as_text(results: dict[str, Any]) -> str:
    """The report for the terminal, with the slowest models only."""
    pieces = [title(results)]
    for table in tables(results, SHOWN):
        rows = [line[2:-2] for line in table.lines()]
        rows[1] = "-" * len(rows[1])
        pieces.append("\n".join([table.title, *(row.replace(" | ", "  ") for row in rows)]))
    return "\n\n".join(pieces)


def title(results: dict[str, Any]) -> str:
    """What was measured."""
    asked = results["settings"]
    engine = f"DuckDB {asked['duckdb']}" if "duckdb" in asked else f"Spark {asked['spark']}"
    how = {
        SPARK: f", in one process, {asked.get('shuffle_partitions')} shuffle partitions",
        SPARK_THRIFT: f", on a cluster, {asked.get('shuffle_partitions')} shuffle partitions",
    }
    return (
        f"Benchmark of {asked['tickets']:,} tickets: {asked['threads']} threads,"
        f" {asked['memory_limit']} for {engine}{how.get(asked['engine'], '')}, dbt {asked['dbt']}"
    )


def tables(results: dict[str, Any], shown: int) -> list[Table]:
    """The tables of the report.

    Args:
        results: what was found.
        shown: how many models.
    """
    found = [build_table(results), layer_table(results), model_table(results, shown)]
    if results["fixed_cost"]:
        found.append(fixed_cost_table(results["fixed_cost"]))
    return [*found, raw_table(results)]


def build_table(results: dict[str, Any]) -> Table:
    """The build, against its floor where that was measured."""
    build, floor = results["build"], results["floor"]
    rows = [
        ["build: `dbt run`", *times(build)],
        ["  first model's start to last one's end", f"{build['models_wall_seconds']:.2f}", ""],
    ]
    if floor:
        rows += [
            ["floor: read the raw columns once", *times(floor["read"])],
            ["floor: write the marts once", *times(floor["write"])],
            ["floor", *times(floor["total"])],
            ["build / floor", *ratios(results["build_to_floor"])],
            ["models / floor", f"{results['models_to_floor']['wall']:.2f}", ""],
        ]
    rows += [
        ["seeds, before the clock starts", *times(results["seeds"])],
        ["peak memory of the build, MiB", number(build["peak_mib"]), ""],
    ]
    if floor is None:
        return Table("Build", SPARK_NOTES, ["", "wall s", "CPU s"], rows)
    return Table("Build and floor", FLOOR_NOTES, ["", "wall s", "CPU s"], rows)


def layer_table(results: dict[str, Any]) -> Table:
    """The models by layer."""
    rows = [[one["layer"], number(one["models"]), *spent(one)] for one in results["layers"]]
    headings = ["layer", "models", "seconds", "share", "rows", "rows/s", "peak MiB"]
    notes = (
        "Seconds are the sum of the models' own, which run side by side. Rows are those of"
        " tables: a view has none of its own, it is computed in what reads it."
    )
    return Table("Layers", notes, headings, rows)


def model_table(results: dict[str, Any], shown: int) -> Table:
    """The models, the slowest first."""
    rows = [[one["model"], one["layer"], *spent(one)] for one in results["models"][:shown]]
    headings = ["model", "layer", "seconds", "share", "rows", "rows/s", "peak MiB"]
    notes = (
        "Peak is the most memory the process held while the model ran: what runs beside it and"
        " what was not given back before is in it."
    )
    left = len(results["models"]) - shown
    heading = "Models" if left <= 0 else f"Models, the slowest {shown} ({left} more in the report)"
    return Table(heading, notes, headings, rows)


def fixed_cost_table(cost: dict[str, Any]) -> Table:
    """The sample against a project of as many nodes that do nothing."""
    rows = [
        ["sample", *times(cost["sample"])],
        ["empty project", *times(cost["empty"])],
        ["sample / empty", *ratios(cost["sample_to_empty"])],
    ]
    nodes = ", ".join(f"{count} {kind}s" for kind, count in cost["nodes"].items())
    notes = (
        f"`dbt build` without unit tests, nothing parsed before, {nodes}. The empty project has as"
        " many of each: every model is `select 1`."
    )
    return Table("dbt's own cost", notes, ["", "wall s", "CPU s"], rows)


def raw_table(results: dict[str, Any]) -> Table:
    """What was read."""
    rows = [
        [
            one["table"],
            number(one["rows"]),
            number(one["mib"]),
            number(one["columns"] and len(one["columns"])),
        ]
        for one in results["raw"]
    ]
    return Table("Raw tables", "", ["table", "rows", "MiB", "columns read"], rows)


def spent(one: dict[str, Any]) -> list[str]:
    """Cells of a model or a layer."""
    return [
        f"{one['seconds']:.2f}",
        f"{one['share']:.1%}",
        number(one["rows"]),
        number(one["rows_per_second"]),
        number(one["peak_mib"]),
    ]


def times(one: dict[str, float]) -> list[str]:
    """Cells of both times."""
    return [f"{one['wall_seconds']:.2f}", f"{one['cpu_seconds']:.2f}"]


def ratios(one: dict[str, float]) -> list[str]:
    """Cells of both ratios."""
    return [f"{one['wall']:.2f}", f"{one['cpu']:.2f}"]


def number(value: float | None) -> str:
    """A number for people; a dash for none."""
    return "-" if value is None else f"{value:,.0f}"
