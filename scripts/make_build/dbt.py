"""dbt in this process, which tells what it does by events."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

Tell = Callable[["EventMsg"], None]


class Dbt:
    """Commands of dbt on one project."""

    def __init__(self, project: Path, profiles: Path, target: Path, logs: Path, variables: str):
        """
        Args:
            project: its folder.
            profiles: the folder of profiles.yml.
            target: where dbt writes what it makes.
            logs: where dbt.log is.
            variables: what a user gives to --vars; empty for nothing.
        """
        self._options = ["--project-dir", str(project), "--profiles-dir", str(profiles)]
        self._options += ["--target-path", str(target), "--log-path", str(logs)]
        if variables:
            self._options += ["--vars", variables]

    def run(
        self,
        *arguments: str,
        tell: Tell | None = None,
        manifest: Manifest | None = None,
    ) -> dbtRunnerResult:
        """Run a command.

        Args:
            arguments: the command and its options.
            tell: called with each event, by several threads; dbt then writes to its log only.
                None: dbt writes to the console, as it does by itself.
            manifest: of the project, when it was read before.

        Returns:
            Whether it succeeded, and its exception: what dbt raises is not raised.

        Raises:
            KeyboardInterrupt: somebody has stopped it.
        """
        # Only now: it takes two seconds, in which a warehouse that is held could be told.
        from dbt.cli.main import dbtRunner  # noqa: PLC0415

        quiet = ["--log-level", "none", "--log-level-file", "debug", "--no-use-colors"]
        stopped = threading.Event()

        def stop(*_: object) -> None:
            """dbt ends with whatever it was just doing; nothing of that is worth a word."""
            stopped.set()
            raise KeyboardInterrupt

        def tell_until_then(event: EventMsg) -> None:
            if not stopped.is_set():
                tell(event)

        stood = os.getcwd()
        before = signal.signal(signal.SIGINT, stop)
        try:
            ran = dbtRunner(manifest=manifest, callbacks=[tell_until_then] if tell else []).invoke(
                [*arguments, *self._options, *(quiet if tell else [])]
            )
        finally:
            signal.signal(signal.SIGINT, before)
            os.chdir(stood)
        if stopped.is_set():
            raise KeyboardInterrupt
        return ran
