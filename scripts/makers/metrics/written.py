"""The measures and metrics of declared KPIs, and the places in YAML where they stand."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from yaml_lines import item

from .declared import Kpi, NotDeclared, read_kpis

MEASURES = Path("models/marts/core/_core__semantic_models.yml")
METRICS = Path("models/marts/scorecard/_scorecard__metrics.yml")

BEGIN = "# declared KPIs, written by `make metrics`"
END = "# until here"

Entry = Mapping[str, object]


def written(project: Path) -> dict[Path, str]:
    """What the files of the semantic layer hold once they are in step.

    Args:
        project: the project's folder.

    Returns:
        Path below the project's folder, and text.

    Raises:
        NotDeclared: a part of a KPI is missing, or a file has no place for what is written.
        OSError: a file cannot be read.
    """
    kpis = read_kpis(project)
    measures = (project / MEASURES).read_text(encoding="utf-8")
    for fact in dict.fromkeys(kpi.fact for kpi in kpis):
        of_fact = [measure for kpi in kpis if kpi.fact == fact for measure in _measures(kpi)]
        measures = _put(measures, f"{BEGIN}: {fact}", of_fact, 6, MEASURES)
    metrics = (project / METRICS).read_text(encoding="utf-8")
    of_all = [metric for kpi in kpis for metric in _metrics(kpi)]
    return {MEASURES: measures, METRICS: _put(metrics, BEGIN, of_all, 2, METRICS)}


def _put(text: str, begin: str, items: Iterable[Entry], indent: int, file: Path) -> str:
    """Replace what stands between the comments by the items."""
    margin = " " * indent
    place = re.compile(
        rf"(?<=^{margin}{re.escape(begin)}\n).*?(?=^ *{re.escape(END)}$)",
        flags=re.DOTALL | re.MULTILINE,
    )
    if not place.search(text):
        raise NotDeclared(f"{file}: no place for them, '{begin}' to '{END}'")
    lines = [line for entry in items for line in item(entry, indent)]
    return place.sub(lambda _: "".join(f"{line}\n" for line in lines), text, count=1)


def _measures(kpi: Kpi) -> list[Entry]:
    """What MetricFlow adds up: the numerator and the denominator, or the median at once."""
    if kpi.kind == "median":
        return [
            {
                "name": kpi.kpi,
                "agg": "median",
                "expr": f"case when {kpi.rows} then {kpi.numerator} end",
                "description": f"Median. Unit: {kpi.unit}.",
            }
        ]
    amount = kpi.unit if kpi.kind == "mean" else kpi.counted
    summed = f"case when {kpi.rows} then %s end"
    if kpi.kind == "share":
        both = f"{_bracketed(kpi.rows)} and {_bracketed(kpi.numerator)}"
        numerator = {"agg": "sum_boolean", "expr": both}
    else:
        numerator = {"agg": "sum", "expr": summed % kpi.numerator}
    if kpi.denominator:
        denominator = {"agg": "sum", "expr": summed % kpi.denominator}
    else:
        denominator = {"agg": "sum_boolean", "expr": kpi.rows}
    return [
        {
            "name": f"{kpi.kpi}_numerator",
            **numerator,
            "description": f"Numerator of {kpi.kpi}. Unit: {amount}.",
        },
        {
            "name": f"{kpi.kpi}_denominator",
            **denominator,
            "description": f"Denominator of {kpi.kpi}. Unit: {kpi.counted}.",
        },
    ]


def _metrics(kpi: Kpi) -> list[Entry]:
    """The KPI, after what it is made of."""
    parts = [
        {
            "name": measure["name"],
            "label": f"{kpi.name}: {measure['name'].rsplit('_', 1)[1]}",
            "description": measure["description"],
            "type": "simple",
            "type_params": {"measure": measure["name"]},
        }
        for measure in _measures(kpi)
        if measure["name"] != kpi.kpi
    ]
    words = {
        "name": kpi.kpi,
        "label": kpi.name,
        "description": f"{kpi.formula} Unit: {kpi.unit}.",
    }
    numerator, denominator = f"{kpi.kpi}_numerator", f"{kpi.kpi}_denominator"
    if kpi.kind == "median":
        how = {"type": "simple", "type_params": {"measure": kpi.kpi}}
    elif kpi.kind == "nps":
        how = {
            "type": "derived",
            "type_params": {
                "expr": f"100.0 * {numerator} / nullif({denominator}, 0)",
                "metrics": [numerator, denominator],
            },
        }
    else:
        how = {
            "type": "ratio",
            "type_params": {"numerator": numerator, "denominator": denominator},
        }
    return [*parts, {**words, **how}]


def _bracketed(sql: str) -> str:
    """SQL of a condition as part of a longer one."""
    return f"({sql})" if re.search(r"\bor\b", sql, flags=re.IGNORECASE) else sql
