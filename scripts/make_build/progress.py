"""What dbt's events say of a build, in few lines: layers as they are done, and what went wrong."""

from __future__ import annotations

import json
import os
import re
import threading
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .console import Console

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

TOLD_OTHERWISE = re.compile(
    "Log(Test|Model|Seed|Snapshot|Function)Result|LogStartLine|LogSkipBecauseError|SkippingDetails"
    "|NodeStart|NodeFinished|RunResult.*|EndOfRunSummary|StatsLine|MainStackTrace"
    "|CheckNodeTestFailure|SQLCompiledPath"
)
"""Events that repeat for one node what is told when it ends, or that only the log needs."""

COLOURS = re.compile("\x1b\\[[0-9;]*m")
FAULTS = {"failed": ("error", "fail"), "with a warning": ("warn",), "skipped": ("skipped",)}
SEED_TESTS = "tests/reference/"


class Messages:
    """What dbt and the macros say, each message once however often it is told."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: set[str] = set()

    def tell(self, event: EventMsg) -> None:
        """Write what an event of dbt says, if it is for a person."""
        name, level = event.info.name, event.info.level
        if name == "MainEncounteredError":
            self.say(event.data.exc)
        elif name == "JinjaLogInfo" or (
            level in {"warn", "error"} and not TOLD_OTHERWISE.fullmatch(name)
        ):
            self.say(event.info.msg)

    def say(self, text: str) -> None:
        """Write a message."""
        text = COLOURS.sub("", text).rstrip()
        if text.strip() and text not in self._said:
            self._said.add(text)
            self._console.line(text)


class Progress:
    """Follows a build by its events; `tell` is called by dbt's threads."""

    def __init__(
        self, manifest: Manifest, selected: Iterable[str], messages: Messages, console: Console
    ) -> None:
        """
        Args:
            manifest: of the project.
            selected: unique ids of what is built.
            messages: where messages are told.
            console: where it is told how far the build is.
        """
        self._nodes = manifest.nodes
        self._messages = messages
        self._console = console
        self._layers = {
            unique_id: _layer(self._nodes[unique_id])
            for unique_id in selected
            if unique_id in self._nodes
        }
        self._totals = Counter(self._layers.values())
        self._done: Counter[str] = Counter()
        self._ended: dict[str, str] = {}
        self._running: dict[str, str] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many seeds, models and tests are built."""
        return len(self._layers)

    def tell(self, event: EventMsg) -> None:
        """Take an event in; write what it says to a person."""
        with self._lock:
            if event.info.name == "NodeStart":
                self._start(event.data.node_info.unique_id)
            elif event.info.name == "NodeFinished":
                self._end(event.data)
            else:
                self._messages.tell(event)

    def tell_unfinished(self) -> None:
        """Write the layers that a build which stopped has left unfinished."""
        for layer, total in self._totals.items():
            if self._done[layer] < total:
                self._step(layer)

    def _start(self, unique_id: str) -> None:
        if unique_id in self._layers:
            self._running[unique_id] = self._nodes[unique_id].name
            self._now()

    def _end(self, data: Any) -> None:
        unique_id, status = data.node_info.unique_id, data.run_result.status
        self._running.pop(unique_id, None)
        node = self._nodes.get(unique_id)
        if node is None or unique_id not in self._layers or unique_id in self._ended:
            return
        self._ended[unique_id] = status
        if status == "error":
            self._messages.say(f"\n{data.run_result.message.strip()}\n")
        elif status in {"fail", "warn"} and not self._is_told_by_hooks(node):
            self._messages.say(_test_line(node, status, data.run_result.num_failures))
        layer = self._layers[unique_id]
        self._done[layer] += 1
        if self._done[layer] == self._totals[layer]:
            self._step(layer)
        if len(self._ended) == len(self._layers):
            self._console.line()
        self._now()

    def _is_told_by_hooks(self, test: Any) -> bool:
        """Whether the hooks at the end name the rows at fault and the remedy."""
        seed = self._nodes.get(test.attached_node or "") if hasattr(test, "attached_node") else None
        return (
            "gate" in test.config.meta
            or test.original_file_path.startswith(SEED_TESTS)
            or (seed is not None and seed.resource_type == "seed" and "raw" not in seed.fqn)
        )

    def _step(self, layer: str) -> None:
        ended = [status for one, status in self._ended.items() if self._layers[one] == layer]
        told = "".join(
            f", {count} {words}"
            for words, statuses in FAULTS.items()
            if (count := sum(map(ended.count, statuses)))
        )
        self._console.step(f"{layer:<14}{self._done[layer]:>4} of {self._totals[layer]}{told}")

    def _now(self) -> None:
        names = " and ".join(list(self._running.values())[:2])
        self._console.now(names, len(self._ended), len(self._layers))


def found(listed: Iterable[str]) -> list[str]:
    """The unique ids in what `dbt list --output json` lists."""
    return [json.loads(line)["unique_id"] for line in listed]


def _layer(node: Any) -> str:
    """What a node is counted under: its kind, or the folder of a model."""
    if node.resource_type != "model":
        return {"seed": "Seeds", "test": "Data tests"}.get(node.resource_type, node.resource_type)
    return node.fqn[1].capitalize() if len(node.fqn) > 2 else "Models"


def _test_line(test: Any, status: str, rows: int) -> str:
    """The line of a data test that no hook words."""
    told = f"{rows} row{'s' * (rows != 1)} at fault ({test.original_file_path})"
    verb = "failed" if status == "fail" else "warns"
    query = os.path.relpath(test.compiled_path)
    return f"Test {verb}: {test.name}, {told}. The query that finds them: {query}"
