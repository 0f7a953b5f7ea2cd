"""What the project promises of itself, one rule a function, told from dbt's manifest.

A rule takes the project as a whole and returns a line for each violation. It reads nothing
else, so that a test can plant a violation and see it reported.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]

MOST_LINES = 120

# Where a model may stand, and what it is called there.
PLACES = (
    r"staging/([a-z]+)/base/base_\1__[a-z_]+",
    r"staging/([a-z]+)/stg_\1__[a-z_]+",
    r"connectors/raw/connected__[a-z_]+",
    r"connectors/([a-z]+)/\1__[a-z_]+",
    r"connectors/([a-z]+)/([a-z]+)/\1_\2__[a-z_]+",
    r"intermediate/[a-z_]+/int_[a-z0-9_]+",
    r"marts/core/(dim|fct)_[a-z_]+",
    r"marts/quality/dq_[a-z_]+",
    r"marts/governance/(kpi|queue)_[a-z_]+",
    r"marts/(?!core/|quality/|governance/)[a-z_]+/kpi_[a-z_]+",
)

# Which layers a layer reads. A base table looks at the parents of its rows (staging, and the
# reason codes) to find orphans. One intermediate model looks below staging, for the marts
# about data quality. Connectors read what is outside, and each other.
READS = {
    "connector": {"reference", "connector"},
    "base": {"raw", "reference", "stg", "connector"},
    "stg": {"base"},
    "int": {"reference", "stg", "int", "dim", "fct"},
    "dim": {"reference", "stg", "int", "dim", "fct"},
    "fct": {"reference", "int", "fct"},
    "kpi": {"reference", "int", "dim", "fct"},
    "queue": {"reference", "int", "dim", "fct"},
    "dq": {"reference", "stg", "int", "dim", "fct", "dq", "connector"},
}
# Seeds as they are looked up, without anything of a shop's data.
LOOKED_UP = {"int_reason_tags"}
# The raw contract has no column for a currency: the gate on it looks at the connectors.
READERS_OF_CONNECTORS = re.compile(r"intermediate/gates/int_gate_currencies\.sql")
READERS_OF_BASE = re.compile(r"intermediate/raw_versions/")
# States of the scorecard are taken from KPI marts, and interventions are validated by it.
READERS_OF_KPIS = re.compile(r"intermediate/scorecard/|marts/scorecard/kpi_interventions\.sql")

# A call, and before it what is handed to it.
BASE_MODEL = re.compile(
    r"\s*(\{% set contract %\}.*?\{% endset %\}\s*)?\{\{ judged_rows\([^{}]*\) \}\}\s*", re.DOTALL
)

CLOCKS = re.compile(
    r"\b(current_(date|time|timestamp)|local(time|timestamp)|getdate|sysdate|run_started_at)\b"
    r"|\b(now|today|transaction_timestamp)\s*\(|\bmodules\s*\.\s*datetime\b",
    re.IGNORECASE,
)

# What another engine does not run; a dispatched macro may hold it, a model may not.
OF_ONE_ENGINE = re.compile(
    r"\bqualify\b|::|\bexclude\s*\(|//|\basof\b|\bunion\s+(all\s+)?by\s+name\b"
    r"|\bwith\s+recursive\b|\bignore\s+nulls\b|\b(duckdb|spark)\b",
    re.IGNORECASE,
)
CALLED = re.compile(r"\b([a-z_][a-z0-9_]*)\(", re.IGNORECASE)
# Functions that mean the same on both engines, and types with brackets.
# fmt: off
OF_BOTH_ENGINES = {
    "abs", "avg", "bool_and", "bool_or", "cast", "ceil", "coalesce", "count", "date_trunc",
    "decimal", "first_value", "greatest", "lag", "lead", "least", "length", "ln", "lower",
    "max", "max_by", "median", "min", "min_by", "nullif", "percentile_cont", "position",
    "replace", "round", "row_number", "split_part", "sqrt", "substr", "sum", "try_cast",
    "upper", "var_pop",
}
# fmt: on

NUMBER = r"-?\d+(?:\.\d+)?"
COMPARED = re.compile(
    rf"\bbetween\s+({NUMBER})?\S*\s+and\s+({NUMBER})?"
    rf"|[<>]=?\s*({NUMBER})|(?<![\w.])({NUMBER})\s*[<>]"
)
SCORED = re.compile(rf"\b(?:then|else)\s+({NUMBER})(?![\w.])")
DECIMAL = re.compile(r"(?<![\w.])\d*\.\d+(?![\w.])")
# Half a count where nothing was counted; the 90th percentile; z of a 95 % interval; the
# promoters, detractors and both that the adjusted Wald interval of an nps adds.
# And what floats leave behind the digits of an id, and a version of Spark.
DECIMALS = {"0.5", "0.9", "1.959964", "1.5", ".0", "4.3"}
# Numbers that are part of what a word means, not of what a team finds good enough.
MEANINGS = {
    # satisfied: 4 or 5 of 5; detractors up to 6 of 10, promoters from 9
    "fct_surveys": {"4", "6", "9"},
    "dim_dates": {"6"},  # Saturday
    # the scales of surveys
    "base_helpdesk__surveys": {"5", "10"},
    "raw_contract": {"5", "10"},
    # from 2^53 on floats leave whole numbers out; none such is written shorter
    "has_inexact_id": {"9007199254740992", "15"},
    # up to 10^8 the product of doubles is right to its sixth decimal
    "share_of_amount": {"100000000"},
    # fewer values or cases than these have no interval
    "median_rank": {"6"},
    "mean_interval": {"10"},
    "int_driver_halves": {"4", "8"},  # weeks of a half, and of both
    "phone_key": {"8"},  # fewer digits are no number of a person
    "zendesk__rated": {"5"},  # good, on the scale of surveys
}

PERSONAL = re.compile(
    r"(^|_)(e_?mail|subject|message|body|phone|address|surname)(_|$)"
    r"|(^|_)(full|first|last|customer|agent|assignee|user|person|display)_?name$"
)


@dataclass(frozen=True, repr=False)
class Project:
    """The project as dbt parsed and built it.

    Args:
        manifest: dbt's manifest.json.
        columns: by model, the columns its table or view has in the warehouse.
        bands: KPIs of the seed kpi_bands.
        definitions: rows of the seed kpi_definitions.
        page_reads: tables that the scorecard page is written from.
    """

    manifest: dict[str, Any]
    columns: dict[str, list[str]]
    bands: list[str]
    definitions: list[dict[str, str]]
    page_reads: list[str]

    @property
    def own(self) -> list[Node]:
        """Everything of this project that holds SQL."""
        nodes = [*self.manifest["nodes"].values(), *self.manifest["macros"].values()]
        return [node for node in nodes if node["package_name"] == self.name]

    @property
    def name(self) -> str:
        """The project's name."""
        return self.manifest["metadata"]["project_name"]

    @property
    def models(self) -> list[Node]:
        """The models."""
        return [node for node in self.own if node["resource_type"] == "model"]

    @property
    def marts(self) -> list[Node]:
        """The models that people and BI tools read."""
        return [model for model in self.models if model["schema"] == "marts"]

    def data_tests(self, model: Node) -> list[Node]:
        """The data tests that stand with a model."""
        nodes = self.manifest["nodes"].values()
        return [node for node in nodes if node.get("attached_node") == model["unique_id"]]

    def unit_tests(self, model: Node) -> list[Node]:
        """The unit tests of a model."""
        units = self.manifest["unit_tests"].values()
        return [unit for unit in units if unit["model"] == model["name"]]


Rule = Callable[[Project], list[str]]


def sql_of(node: Node) -> str:
    """The SQL and Jinja of a node or macro, comments left out."""
    text = node.get("raw_code") or node.get("macro_sql") or ""
    text = re.sub(r"\{#.*?#\}|/\*.*?\*/", " ", text, flags=re.DOTALL)
    return re.sub(r"--.*", "", text)


def layer_of(node: Node) -> str:
    """Raw, reference, connector, or the prefix of a model's name."""
    if node["resource_type"] == "source":
        return "raw"
    if node["resource_type"] == "seed":
        return "raw" if node["path"].startswith("raw/") else "reference"
    if node["path"].startswith("connectors/"):
        return "connector"
    return node["name"].split("_")[0]


def matches(pattern: re.Pattern[str], nodes: list[Node]) -> Iterator[str]:
    """A line for each different place where a node's SQL matches."""
    for node in nodes:
        for found in sorted({match.group().strip() for match in pattern.finditer(sql_of(node))}):
            yield f"{node['name']}: {found}"


def every_model_says_what_a_row_is(project: Project) -> list[str]:
    """The description of a model begins with its grain."""
    return [
        f"{model['name']}: the description does not begin with 'One row per'"
        for model in project.models
        if not model["description"].startswith("One row per ")
    ]


def every_column_is_described(project: Project) -> list[str]:
    """The columns that the warehouse has are those described, and each says more than its name."""
    found = []
    for model in project.models:
        described = {
            name: column["description"].strip() for name, column in model["columns"].items()
        }
        real = project.columns.get(model["name"], [])
        for column in sorted({*real, *described}):
            text = described.get(column, "")
            if column not in real:
                found.append(f"{model['name']}.{column}: described, but there is no such column")
            elif not text:
                found.append(f"{model['name']}.{column}: not described")
            elif re.sub(r"\W+", "_", text.lower()).strip("_") == column:
                found.append(f"{model['name']}.{column}: the description repeats the name")
    return found


def every_mart_has_a_contract(project: Project) -> list[str]:
    """Marts have an enforced contract: a changed column is seen before BI breaks."""
    return [
        f"{mart['name']}: no enforced contract"
        for mart in project.marts
        if not mart["config"]["contract"]["enforced"]
    ]


def every_mart_has_a_tested_key(project: Project) -> list[str]:
    """A mart's key is tested: unique on a column, or unique_combination; not as a warning."""
    found = []
    for mart in project.marts:
        tests = {
            test["test_metadata"]["name"]
            for test in project.data_tests(mart)
            if test["config"]["severity"].lower() == "error"
        }
        if not tests & {"unique", "unique_combination"}:
            found.append(f"{mart['name']}: no test of its key")
    return found


def every_model_is_tested(project: Project) -> list[str]:
    """A model has a data test or a unit test; for a base table its staging model's count, too."""
    tested = {
        model["name"]
        for model in project.models
        if project.data_tests(model) or project.unit_tests(model)
    }
    return [
        f"{model['name']}: no data test and no unit test"
        for model in project.models
        if not tested & {model["name"], re.sub("^base_", "stg_", model["name"])}
    ]


def every_kpi_is_defined_and_scored(project: Project) -> list[str]:
    """A KPI with a band has a complete definition and comes from a step of the scorecard."""
    found = []
    definitions = {row["kpi"]: row for row in project.definitions}
    steps = " ".join(
        model.get("compiled_code") or ""
        for model in project.models
        if model["name"].startswith(("int_scorecard_", "int_kpi_rows"))
    )
    for kpi in sorted({*project.bands, *definitions}):
        if kpi not in project.bands:
            found.append(f"{kpi}: not in kpi_bands")
        if kpi not in definitions:
            found.append(f"{kpi}: not in kpi_definitions")
        elif not all(value.strip() for value in definitions[kpi].values()):
            found.append(f"{kpi}: its row in kpi_definitions is incomplete")
        if f"'{kpi}'" not in steps:
            found.append(f"{kpi}: no int_scorecard_ model computes it")
    return found


def every_kpi_is_found_in_the_docs(project: Project) -> list[str]:
    """Who searches the docs for a KPI of the bands finds a metric or column of that name."""
    texts = [metric["name"] for metric in project.manifest["metrics"].values()]
    for model in project.models:
        texts.append(model["description"])
        for name, column in model["columns"].items():
            texts += [name, column["description"]]
    words = set(re.findall(r"\w+", " ".join(texts)))
    return [
        f"{kpi}: no metric or column has this name, and no description names it"
        for kpi in project.bands
        if kpi not in words
    ]


def every_metric_tells_its_unit(project: Project) -> list[str]:
    """Metrics and what they are made of are described; a KPI has its own name and unit."""
    found = []
    for semantic_model in project.manifest["semantic_models"].values():
        for part in [semantic_model, *semantic_model["entities"], *semantic_model["dimensions"]]:
            if not part["description"]:
                found.append(f"{semantic_model['name']}, {part['name']}: not described")
        for measure in semantic_model["measures"]:
            if "Unit: " not in measure["description"]:
                found.append(f"{semantic_model['name']}, {measure['name']}: without a unit")
    definitions = {row["kpi"]: row for row in project.definitions}
    for metric in project.manifest["metrics"].values():
        definition = definitions.get(metric["name"], {"name": metric["label"], "unit": ""})
        if f"Unit: {definition['unit']}" not in metric["description"]:
            found.append(f"{metric['name']}: without its unit")
        if metric["label"] != definition["name"]:
            found.append(f"{metric['name']}: its label is not {definition['name']}")
    return found


def no_threshold_is_in_sql(project: Project) -> list[str]:
    """Bounds, scores and weights are in seeds and vars.

    SQL compares with no numbers but 0 and 1 and those that a word means (MEANINGS), a case
    gives no numbers but -1, 0 and 1, and there are no decimals but constants of statistics.
    """
    found = []
    for node in project.own:
        if node["resource_type"] not in {"model", "macro"}:
            continue
        sql = sql_of(node)
        known = MEANINGS.get(node["name"], set())
        for match in COMPARED.finditer(sql):
            for number in filter(None, match.groups()):
                if number not in {"0", "1"} | known:
                    found.append(f"{node['name']}: compares with {number}")
        for number in SCORED.findall(sql):
            if number not in {"-1", "0", "1"} | known:
                found.append(f"{node['name']}: a case gives {number}")
        for number in DECIMAL.findall(sql):
            if number not in DECIMALS:
                found.append(f"{node['name']}: holds the decimal {number}")
    return found


def nothing_reads_the_clock(project: Project) -> list[str]:
    """The same input gives the same marts: as_of is the only now there is."""
    return list(matches(CLOCKS, project.own))


def models_run_on_any_engine(project: Project) -> list[str]:
    """Models call what both engines have and name none; dialects meet in dispatched macros."""
    found = list(matches(OF_ONE_ENGINE, project.models))
    for model in project.models:
        sql = re.sub(r"\{[{%].*?[%}]\}|'[^']*'", " ", sql_of(model), flags=re.DOTALL)
        for name in sorted({name.lower() for name in CALLED.findall(sql)} - OF_BOTH_ENGINES):
            found.append(f"{model['name']}: calls {name}()")
    return found


def every_model_has_a_group(project: Project) -> list[str]:
    """Somebody answers for every model."""
    return [
        f"{model['name']}: in no group" for model in project.models if not model["config"]["group"]
    ]


def only_marts_are_public(project: Project) -> list[str]:
    """Other projects read the marts, all of them, and nothing else."""
    return [
        f"{model['name']}: {model['access']}"
        for model in project.models
        if (model["access"] == "public") != (model in project.marts)
    ]


def every_exposure_says_what_it_is_for(project: Project) -> list[str]:
    """An exposure has a name to show, a description, a maturity and somebody to ask."""
    return [
        f"{exposure['name']}: no {part}"
        for exposure in project.manifest["exposures"].values()
        for part, said in {**exposure, **exposure["owner"]}.items()
        if part in {"label", "description", "maturity", "email"} and not said
    ]


def every_exposure_depends_on_what_it_reads(project: Project) -> list[str]:
    """The page depends on what its queries read; what is published whole, on every mart.

    So every mart is in an exposure, and a new one cannot be forgotten.
    """
    everything = {mart["name"] for mart in project.marts}
    reads = {
        "scorecard_page": set(project.page_reads),
        "published_files": everything,
        "postgres_marts": everything,
    }
    told = {
        exposure["name"]: {read.split(".")[-1] for read in exposure["depends_on"]["nodes"]}
        for exposure in project.manifest["exposures"].values()
    }
    found = [
        f"{name}: {model} is no mart" for name in told for model in sorted(told[name] - everything)
    ]
    for name, expected in reads.items():
        depends_on = told.get(name, set())
        found += [f"{name}: does not depend on {mart}" for mart in sorted(expected - depends_on)]
        found += [f"{name}: does not read {mart}" for mart in sorted(depends_on - expected)]
    return found


def no_personal_column_in_marts(project: Project) -> list[str]:
    """No mart has a column that names a person or quotes one.

    By its name, or because a description elsewhere calls a column of that name personal.
    """
    told = {
        name
        for node in [*project.own, *project.manifest["sources"].values()]
        for name, column in node.get("columns", {}).items()
        if re.search(r"\bpersonal\b", column["description"], re.IGNORECASE)
    }
    return [
        f"{mart['name']}.{column}: personal"
        for mart in project.marts
        for column in project.columns.get(mart["name"], [])
        if column in told or (PERSONAL.search(column) and not column.endswith("_count"))
    ]


def every_model_is_named_after_its_place(project: Project) -> list[str]:
    """A folder says what a model is called, and the layer's folder is its schema."""
    found = []
    for model in project.models:
        path = model["path"].removesuffix(".sql")
        if not any(re.fullmatch(place, path) for place in PLACES):
            found.append(f"{model['name']}: no model of this name belongs in {model['path']}")
        elif model["schema"] != path.split("/")[0].replace("connectors", "staging"):
            found.append(f"{model['name']}: in schema {model['schema']}")
    return found


def every_folder_describes_its_models(project: Project) -> list[str]:
    """Models are described in _<folder>__models.yml beside them; base tables one folder above."""
    found = []
    for model in project.models:
        folders = model["original_file_path"].split("/")[:-1]
        if folders[-1] == "base":
            folders = folders[:-1]
        expected = "/".join([*folders, f"_{folders[-1]}__models.yml"])
        actual = (model["patch_path"] or "nowhere").removeprefix(f"{project.name}://")
        if actual != expected:
            found.append(f"{model['name']}: described in {actual}, not in {expected}")
    return found


def data_flows_one_way(project: Project) -> list[str]:
    """A model reads the layers that READS names; staging reads the base table of its own.

    A base table reads the base table of its parent beside the staging model.
    """
    nodes = {**project.manifest["nodes"], **project.manifest["sources"]}
    found = []
    for model in project.models:
        layer = layer_of(model)
        for read in (nodes[name] for name in model["depends_on"]["nodes"]):
            allowed = layer_of(read) in READS.get(layer, set())
            if layer == "connector":
                allowed = allowed or read["name"] in LOOKED_UP
            if layer_of(read) == "connector":
                allowed = allowed or bool(READERS_OF_CONNECTORS.search(model["path"]))
            if layer_of(read) == "kpi":
                allowed = bool(READERS_OF_KPIS.search(model["path"]))
            if layer_of(read) == "base":
                # a row whose parent was rejected is told as a consequence
                parent = f"{read['name'].replace('base_', 'stg_', 1)}"
                allowed = bool(READERS_OF_BASE.search(model["path"])) or (
                    layer == "base"
                    and any(name.endswith(f".{parent}") for name in model["depends_on"]["nodes"])
                )
            if layer == "stg":
                allowed = read["name"] == re.sub("^stg_", "base_", model["name"])
            if not allowed:
                found.append(f"{model['name']}: reads {read['name']}")
    return found


def base_models_are_one_call(project: Project) -> list[str]:
    """What a base model reads and judges is written by a macro; sqlfluff does not look at it."""
    return [
        f"{model['name']}: holds more than {{{{ judged_rows(...) }}}}"
        for model in project.models
        if layer_of(model) == "base" and not BASE_MODEL.fullmatch(sql_of(model))
    ]


def no_model_is_long(project: Project) -> list[str]:
    """Nobody reads a longer one from the first line to the last."""
    return [
        f"{model['name']}: {lines} lines"
        for model in project.models
        if (lines := len(model["raw_code"].splitlines())) > MOST_LINES
    ]


RULES: tuple[Rule, ...] = (
    every_model_says_what_a_row_is,
    every_column_is_described,
    every_mart_has_a_contract,
    every_mart_has_a_tested_key,
    every_model_is_tested,
    every_kpi_is_defined_and_scored,
    every_kpi_is_found_in_the_docs,
    every_metric_tells_its_unit,
    no_threshold_is_in_sql,
    nothing_reads_the_clock,
    models_run_on_any_engine,
    no_personal_column_in_marts,
    every_model_has_a_group,
    only_marts_are_public,
    every_exposure_says_what_it_is_for,
    every_exposure_depends_on_what_it_reads,
    every_model_is_named_after_its_place,
    every_folder_describes_its_models,
    data_flows_one_way,
    base_models_are_one_call,
    no_model_is_long,
)
