"""What connections cannot know: each of it is said at the KPIs of the page that it concerns."""

import csv
import json
import re
from pathlib import Path

import pytest
from conftest import PROJECT, run_dbt
from scorecard.unknowns import CONCERNS, concerned

# As macros state it: by the system, the loader, options, tables and columns that are not there.
TOLD = """
{% set told = [] %}
{% for system, rule in known_systems().items() %}
    {% do told.extend(rule.get('never', [])) %}
    {% for words in rule.get('without_option', {}).values() %}
        {% do told.extend(words) %}
    {% endfor %}
    {% for loader in rule['loaders'] %}
        {% do told.extend(rule.get('never_by_loader', {}).get(loader, [])) %}
        {% for table in vendor_tables(system, loader).values() %}
            {% do told.extend(table.get('without', [])) %}
            {% for column in table['columns'].values() %}
                {% do told.extend(column.get('without', [])) %}
                {% if column.from_option %}
                    {% do told.append(['tickets', column.from_option ~ ' names x, which is not']) %}
                {% endif %}
            {% endfor %}
        {% endfor %}
    {% endfor %}
{% endfor %}
select {{ text_literal(tojson(told)) }} as told
"""


def counted() -> set[str]:
    """What models count of rows that do not say it."""
    found = set()
    for model in (PROJECT / "models" / "connectors").rglob("*__unknowns.sql"):
        sql = re.sub(r"'\s*\|\|\s*'", "", model.read_text(encoding="utf-8"))
        found |= set(re.findall(r"'([^']*)'\s+as what", sql))
    return found


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Raw table and words of all that can be told, whatever is connected."""
    nowhere = {"name": "desk", "system": "zendesk", "loader": "fivetran", "schema": "nowhere"}
    shown = run_dbt(
        *("--quiet", "show", "--output", "json", "--inline", TOLD),
        warehouse=tmp_path_factory.mktemp("told") / "warehouse.duckdb",
        variables=json.dumps({"connections": [nowhere]}),
    )
    assert shown.returncode == 0, shown.stdout
    [row] = json.loads(shown.stdout)["show"]
    return {(table, words) for table, words in json.loads(row["told"])}


@pytest.fixture(scope="module")
def told(stated: set[tuple[str, str]]) -> set[str]:
    """The words of all that can be told."""
    macro = (PROJECT / "macros/connectors/check_connections.sql").read_text(encoding="utf-8")
    [of_nobody] = re.findall(r"macro tickets_of_nobody\(\) -%}\s+(.*)", macro)
    words = {words for _, words in stated} | counted()
    assert len(words) > 30
    return {text.replace("{{ tickets_of_nobody() }}", of_nobody) for text in words}


def test_whatever_cannot_be_known_is_said_at_kpis_that_exist(told: set[str]) -> None:
    """Or is known to concern none of them."""
    assert [text for text in sorted(told) if not any(words in text for words in CONCERNS)] == []
    with Path(PROJECT / "seeds/reference/kpi_definitions.csv").open(encoding="utf-8") as file:
        kpis = {row["kpi"] for row in csv.DictReader(file)}
    assert {kpi for found in CONCERNS.values() for kpi in found} <= kpis


def test_nothing_is_awaited_that_no_connection_tells(told: set[str]) -> None:
    assert [words for words in CONCERNS if not any(words in text for text in told)] == []


def test_what_cannot_be_known_names_a_raw_table(stated: set[tuple[str, str]]) -> None:
    """Else dq_raw_tables has no row for it."""
    contract = (PROJECT / "macros/raw/raw_contract.sql").read_text(encoding="utf-8")
    tables = set(re.findall(r"^\s{8}'(\w+)': \{", contract, re.MULTILINE))
    assert {table for table, _ in stated} <= tables


def test_without_requesters_first_contacts_and_repeats_are_doubtful() -> None:
    for text in (
        "desk: who wrote is not known: tickets have no customer, so that repeats are not seen",
        "desk: tickets that do not say who wrote, so that their repeats are not seen: 12",
    ):
        assert {"fcr", "repeat_contact_rate", "outcome_sla"} <= set(concerned(text))


def test_a_kpi_is_named_once_for_each_thing() -> None:
    """Also where several words of the table stand in one text."""
    text = "desk: reopens cannot be seen: tickets without a history"
    assert sorted(concerned(text)) == sorted(set(concerned(text))) != []
