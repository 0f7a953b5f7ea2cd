"""Superset's REST API, as far as a trial needs it."""

import json
import secrets
from typing import Any

import requests

from .server import USER, CannotTry

SECONDS = 120
"""Any answer takes less."""


class Client:
    """A session of one user.

    Args:
        address: of Superset.
        password: of its user `admin`.

    Raises:
        CannotTry: Superset does not let the user in.
    """

    def __init__(self, address: str, password: str) -> None:
        self.api = f"{address}/api/v1"
        self.session = requests.Session()
        login = {"username": USER, "password": password, "provider": "db"}
        token = self._send("post", "/security/login", json=login)["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"
        # Every change wants it, and the page that it seems to come from.
        self.session.headers["X-CSRFToken"] = self._send("get", "/security/csrf_token/")["result"]
        self.session.headers["Referer"] = address

    def connect(self, name: str, uri: str, engine_parameters: dict[str, Any]) -> int:
        """Create a database connection, after a test of it; returns its number."""
        database = {
            "database_name": name,
            "sqlalchemy_uri": uri,
            "extra": json.dumps({"engine_params": engine_parameters}),
        }
        self._send("post", "/database/test_connection/", json=database)
        created = self._send("post", "/database/", json={**database, "expose_in_sqllab": True})
        return created["id"]

    def tables(self, database: int, schema: str) -> list[str]:
        """Names of the tables that Superset lists in a schema."""
        chosen = f"(force:!t,schema_name:'{schema}')"
        found = self._send("get", f"/database/{database}/tables/", params={"q": chosen})
        return sorted(table["value"] for table in found["result"])

    def query(self, database: int, sql: str) -> list[dict[str, Any]]:
        """Rows of a query in SQL Lab."""
        query = {
            "database_id": database,
            "sql": sql,
            "client_id": secrets.token_hex(5),
            "runAsync": False,
            "queryLimit": 1000,
        }
        return self._send("post", "/sqllab/execute/", json=query)["data"]

    def dataset(self, database: int, schema: str, table: str) -> int:
        """Make a dataset of a table; returns its number."""
        dataset = {"database": database, "schema": schema, "table_name": table}
        return self._send("post", "/dataset/", json=dataset)["id"]

    def forget(self, dataset: int) -> None:
        """Remove a dataset: Superset's metadata in SQLite knows each table name only once."""
        self._send("delete", f"/dataset/{dataset}")

    def chart(self, dataset: int, expression: str) -> Any:
        """The one number of a chart on a dataset, from Superset's cache if it has it there."""
        metric = {"expressionType": "SQL", "sqlExpression": expression, "label": "number"}
        query = {
            "datasource": {"id": dataset, "type": "table"},
            "queries": [{"columns": [], "metrics": [metric], "row_limit": 10}],
            "result_format": "json",
            "result_type": "full",
        }
        return self._send("post", "/chart/data", json=query)["result"][0]["data"][0]["number"]

    def _send(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        answer = self.session.request(method, self.api + path, timeout=SECONDS, **content)
        if not answer.ok:
            raise CannotTry(f"Superset answers {answer.status_code} to {path}: {answer.text[:500]}")
        return answer.json()
