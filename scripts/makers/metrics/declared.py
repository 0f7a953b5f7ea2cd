"""The declared KPIs, as the macros declare them, and their words in the seed."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

DECLARATION = Path("macros/kpi/kpis.sql")
DEFINITIONS = Path("seeds/reference/kpi_definitions.csv")


class NotDeclared(Exception):
    """The declaration cannot be read, or lacks a part; the message says so in one line."""


@dataclass(frozen=True)
class Kpi:
    """A KPI that is made of the rows of a fact.

    Attributes:
        kpi: its key.
        name: what it is called.
        unit: of its value.
        kind: share, nps, mean or median.
        fact: model of whose rows it is made.
        counted: what those rows are, in the plural.
        rows: SQL of which of them count.
        numerator: SQL over a row.
        denominator: SQL over a row; empty where each row counts as 1.
        formula: how it is computed, in words.
    """

    kpi: str
    name: str
    unit: str
    kind: str
    fact: str
    counted: str
    rows: str
    numerator: str
    denominator: str
    formula: str


def read_kpis(project: Path) -> list[Kpi]:
    """Read the declaration. Vars in it read as what `dbt_project.yml` sets them to.

    In the properties of a package that another project installs, dbt knows no vars but
    those of the command line.

    Args:
        project: the project's folder.

    Returns:
        The KPIs that are made of the rows of a fact, in the order of the declaration.

    Raises:
        NotDeclared: a part is missing.
        OSError: a file cannot be read.
    """
    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    text = re.sub(
        r"\{\{ var\('(\w+)'\) \}\}",
        lambda found: str(settings["vars"][found[1]]),
        (project / DECLARATION).read_text(encoding="utf-8"),
    )
    blocks = re.findall(r"\{% set declared %\}(.*?)\{% endset %\}", text, flags=re.DOTALL)
    if len(blocks) != 2:
        raise NotDeclared(f"{DECLARATION}: the lists of KPIs and of facts are not there")
    kpis, facts = (yaml.safe_load(block) for block in blocks)
    with (project / DEFINITIONS).open(encoding="utf-8", newline="") as file:
        definitions = {row["kpi"]: row for row in csv.DictReader(file)}
    return [_kpi(kpi, facts, definitions) for kpi in kpis if "fact" in kpi]


def _kpi(kpi: dict[str, str], facts: dict[str, dict], definitions: dict[str, dict]) -> Kpi:
    key = kpi.get("kpi", "a KPI")
    try:
        definition = definitions[key]
    except KeyError as error:
        raise NotDeclared(f"{DEFINITIONS} has no row for {key}, column kpi") from error
    try:
        return Kpi(
            kpi=key,
            name=definition["name"],
            unit=definition["unit"],
            kind=kpi["kind"],
            fact=kpi["fact"],
            counted=facts[kpi["fact"]]["counted"],
            rows=" ".join(kpi["rows"].split()),
            numerator=" ".join(kpi["numerator"].split()),
            denominator=" ".join(kpi.get("denominator", "").split()),
            formula=kpi["formula"].strip(),
        )
    except KeyError as error:
        raise NotDeclared(f"{DECLARATION}, {key}: no {error.args[0]}") from error
