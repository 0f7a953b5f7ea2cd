"""dbt in this process, which tells what it does by events."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
        stood = os.getcwd()
        with stoppable() as stopped:
            # It ends with whatever it was just doing: nothing of that is worth a word.
            callbacks = [lambda event: None if stopped.is_set() else tell(event)]
            ran = dbtRunner(manifest=manifest, callbacks=callbacks if tell else []).invoke(
                [*arguments, *self._options, *(quiet if tell else [])]
            )
        os.chdir(stood)
        if stopped.is_set():
            raise KeyboardInterrupt
        return ran


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """Ctrl-C ends what runs here, wherever it is, and is remembered: dbt makes it an error.

    Yields:
        Set when somebody has stopped it.
    """
    stopped = threading.Event()
    hook = sys.unraisablehook

    def stop(*_: object) -> None:
        stopped.set()
        raise KeyboardInterrupt

    def stop_again(lost: sys.UnraisableHookArgs) -> None:
        """It was raised where nothing can be, as while an object is cleared away."""
        if isinstance(lost.exc_value, KeyboardInterrupt):
            threading.Timer(0.1, _thread.interrupt_main).start()
        else:
            hook(lost)

    before = signal.signal(signal.SIGINT, stop)
    sys.unraisablehook = stop_again
    try:
        yield stopped
    finally:
        sys.unraisablehook = hook
        signal.signal(signal.SIGINT, before)
