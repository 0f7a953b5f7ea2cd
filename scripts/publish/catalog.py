"""The marts as dbt's manifest describes them: what a table and its columns mean, and its key."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import CannotPublish

SCHEMA = "marts"
KEY_TESTS = ("unique", "unique_combination")
# Null is a value of some keys' parts; their tests say so.
NULL_TOO = re.compile(r"coalesce\((\w+), ''\)")


@dataclass(frozen=True)
class Column:
    """A column of a mart.

    Args:
        name: as in the table.
        description: unit and meaning of null.
        is_required: never null by contract.
        type: by contract; empty where none is stated.
    """

    name: str
    description: str
    is_required: bool
    type: str = ""


@dataclass(frozen=True)
class Mart:
    """A table that is published.

    Args:
        name: as in the schema.
        description: begins with its grain.
        columns: in the table's order.
        key: columns that tell its rows apart, by its first data test that says so; null is a
            value like others in those that are not required.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def read_catalog(manifest: Path) -> list[Mart]:
    """Read the marts from dbt's manifest.

    Args:
        manifest: target/manifest.json of the project that built the warehouse.

    Returns:
        The marts by name.

    Raises:
        CannotPublish: there is no such file, or it is not whole.
    """
    if not manifest.is_file():
        raise CannotPublish(f"there is no {manifest}: run `make build`, which writes it")
    try:
        nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotPublish(
            f"{manifest} is no manifest of dbt: run `make build`, which writes it"
        ) from error
    models = (node for node in nodes.values() if node["resource_type"] == "model")
    marts = (_mart(model, nodes) for model in models if _layer(model) == SCHEMA)
    return sorted(marts, key=lambda mart: mart.name)


def _layer(model: dict[str, Any]) -> str:
    """The schema without what a target puts before it."""
    return (model.get("config") or {}).get("schema") or model["schema"]


def _mart(model: dict[str, Any], nodes: dict[str, Any]) -> Mart:
    key = next(_keys(model, nodes), ())
    columns = tuple(
        Column(
            name=column["name"],
            description=_flat(column["description"]),
            is_required=column["name"] in key
            or any(limit["type"] == "not_null" for limit in column.get("constraints", ())),
            type=column.get("data_type") or "",
        )
        for column in model["columns"].values()
    )
    key = tuple(NULL_TOO.sub(r"\1", part) for part in key)
    return Mart(model["name"], _flat(model["description"]), columns, key)


def _keys(model: dict[str, Any], nodes: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Columns that a data test of the model holds to be its key, in the order of its file."""
    for node in nodes.values():
        test = node.get("test_metadata") or {}
        if node.get("attached_node") == model["unique_id"] and test.get("name") in KEY_TESTS:
            arguments = test["kwargs"]
            yield tuple(arguments.get("columns") or [arguments["column_name"]])


def _flat(text: str) -> str:
    """A description on one line."""
    return " ".join(text.split())
