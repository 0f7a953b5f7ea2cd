"""dbt in forks of one process that has imported it and parsed the project.

Of a small run of dbt, importing and parsing are nine tenths of the time, and both are the
same for all runs of one project, one name of the warehouse's file and one --vars. Each run
is a process of its own, with arguments, environment, output and exit status of its own, as
the command is; only what it begins with is not read again.

Run as a program, this is that process: it reads one request a line and answers each in one.
Its argument is a folder for what dbt keeps of a parsed project, which others may use, too.
"""

import fcntl
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

import yaml

DBT = Path(sys.executable).with_name("dbt")
PROJECT = Path(__file__).resolve().parents[2]

# What dbt keeps of a parsed project.
KEPT = "partial_parse.msgpack"

# What a manifest is made of. Seeds are read when they are loaded, not when dbt parses.
PARSED = ("*.yml", "models/**/*", "macros/**/*", "tests/**/*.sql", "tests/**/*.yml")
PARSED += ("seeds/**/*.yml", "analyses/**/*")
# Vars that are not part of what is parsed; neither are numbers, nor the place of files and
# the moment, beyond that they are set: a test in test_raw_input.py holds that.
NOT_PARSED = ("reporting_time_zone",)


class Forks:
    """The process, seen from the tests: started at the first run, and again if it ended.

    Args:
        folder: for what dbt keeps of a parsed project.

    Attributes:
        cpu: seconds of the processor that runs of dbt have taken so far.
    """

    def __init__(self, folder: Path) -> None:
        self.cpu = 0.0
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def run(
        self,
        arguments: Sequence[str],
        *,
        project: Path,
        variables: str | None,
        environment: Mapping[str, str],
        cwd: Path,
        seconds: int | None,
    ) -> subprocess.CompletedProcess[str]:
        """Run dbt.

        Args:
            arguments: of the command, all of them.
            project: the project's folder.
            variables: what is given to --vars.
            environment: all variables; the name of the file in WAREHOUSE_PATH is part of what
                is parsed.
            cwd: where the user stands.
            seconds: how many whole ones of the processor it may take before it is killed; none:
                as many as it does. A busy machine makes no difference to them.

        Returns:
            The finished run; nothing is raised on failure.

        Raises:
            subprocess.TimeoutExpired: it was killed.
        """
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(self._folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory(prefix="dbt-") as folder:
            output, errors = Path(folder) / "stdout", Path(folder) / "stderr"
            request = {
                "arguments": list(arguments),
                "project": str(project),
                "name": Path(environment["WAREHOUSE_PATH"]).name,
                "variables": parsed_vars(variables),
                "fingerprint": fingerprint(project),
                "environment": dict(environment),
                "cwd": str(cwd),
                "seconds": seconds,
                "output": str(output),
                "errors": str(errors),
            }
            print(json.dumps(request), file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline()
            assert answer, "the process that runs dbt has ended"
            status, self.cpu = json.loads(answer)
            command = ["dbt", *arguments]
            if status == -signal.SIGKILL and seconds is not None:
                raise subprocess.TimeoutExpired(command, seconds, output.read_text())
            return subprocess.CompletedProcess(
                command, status, output.read_text("utf-8"), errors.read_text("utf-8")
            )

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.communicate()
            self._process = None


def parsed_vars(variables: str | None) -> str | None:
    """What of --vars dbt must know to parse a project; none for nothing."""
    given = yaml.safe_load(variables or "{}")
    if not isinstance(given, dict):
        return variables
    kept = {
        name: value
        for name, value in given.items()
        if value and not isinstance(value, int | float) and name not in NOT_PARSED
    }
    if "{name}" in str(kept.get("raw_location")):
        kept["raw_location"] = "{name}"
    if "as_of" in kept:
        kept["as_of"] = "2026-01-01"
    return json.dumps(kept, sort_keys=True, default=str) if kept else None


def key_of(*what: str | None) -> str:
    """A short name for a folder of what belongs to some texts."""
    return sha256(json.dumps(what).encode()).hexdigest()[:16]


def fingerprint(project: Path) -> str:
    """A text that differs when dbt would parse something else."""
    found = sha256()
    for pattern in PARSED:
        for file in sorted(project.glob(pattern)):
            if file.is_file():
                found.update(f"{file}\0".encode())
                found.update(file.read_bytes())
    return found.hexdigest()


def parse(request: dict[str, Any], folder: Path) -> Any:
    """The manifest of a request's project; none where it cannot be parsed.

    It is parsed in this process, whose forks then hold it, as they do the modules of commands,
    which dbt imports when one is run. What is printed goes nowhere, and a run without a
    manifest is one of the command, which tells what is wrong. What was kept with the same
    --vars, by another process or of another copy of the project, is used as dbt itself uses
    what its last run kept: of the files it reads those again that differ.
    """
    from dbt.cli.main import dbtRunner  # noqa: PLC0415
    from dbt.task import build, list, show  # noqa: F401, PLC0415

    project = Path(request["project"])
    arguments = ["--quiet", "--no-write-json", "parse"]
    arguments += ["--project-dir", str(project), "--profiles-dir", str(project)]
    arguments += ["--target-path", str(folder), "--log-path", str(folder)]
    if request["variables"] is not None:
        arguments += ["--vars", request["variables"]]
    # As in `make test-sql`. One path for all copies: dbt takes another for another project.
    warehouse = PROJECT / "target" / "test" / request["name"]
    os.environ.clear()
    os.environ.update(request["environment"])
    os.environ.update(WAREHOUSE_PATH=str(warehouse), DBT_LOG_LEVEL_FILE="none")
    folder.mkdir(parents=True, exist_ok=True)
    shared = folder.parent / key_of(request["name"], request["variables"])
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock, open(os.devnull, "w") as nowhere:
        fcntl.flock(lock, fcntl.LOCK_EX)
        last = [folder / KEPT, shared / KEPT]
        last += [PROJECT / "target" / KEPT] if request["variables"] is None else []
        found = next(filter(Path.exists, last), last[0])
        if found != last[0]:
            shutil.copyfile(found, last[0])
        console = os.dup(1), os.dup(2)
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        try:
            result = dbtRunner().invoke(arguments)
        finally:
            sys.stdout.flush()
            for number, file in enumerate(console, start=1):
                os.dup2(file, number)
                os.close(file)
        if result.success and not (shared / KEPT).exists():
            shutil.copyfile(folder / KEPT, shared / KEPT)
    if result.success:
        # The only whole paths in it: they may be of the copy that it was kept of.
        for node in result.result.nodes.values():
            if node.resource_type == "seed":
                node.root_path = str(project)
    # Forks share what no collection touches.
    gc.collect()
    gc.freeze()
    return result.result if result.success else None


def run(request: dict[str, Any], manifest: Any) -> int:
    """Exit status of dbt, run in this process, which is good for nothing afterwards."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    if (seconds := request["seconds"]) is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.chdir(request["cwd"])
    for number, name in ((1, "output"), (2, "errors")):
        file = os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    if manifest is None:
        # Parsing needs threads, and a fork has none of those that its parent started.
        os.execv(DBT, [str(DBT), *request["arguments"]])
    result = dbtRunner(manifest=manifest).invoke(request["arguments"])
    if result.exception is not None:
        print(result.exception, file=sys.stderr)
    DuckDBConnectionManager.close_all_connections()
    sys.stdout.flush()
    sys.stderr.flush()
    return 0 if result.success else 1 if result.exception is None else 2


def used() -> float:
    """Seconds of the processor that this process and its forks have taken."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, whose))


def serve(requests: TextIO, answers: TextIO, folder: Path) -> None:
    """Answer requests until there are no more.

    Args:
        requests: one a line, see Forks.run.
        answers: one a line, exit status and what all runs have taken.
        folder: for what dbt keeps of a parsed project.
    """
    manifests: dict[str, Any] = {}
    # A tenth of parsing: nearly all that it makes stays, and forks end soon.
    gc.disable()
    for line in requests:
        request = json.loads(line)
        key = key_of(*(request[part] for part in ("project", "name", "variables")))
        if (version := f"{key}-{request['fingerprint']}") not in manifests:
            manifests[version] = parse(request, folder / key)
        child = os.fork()
        if child == 0:
            status = 3
            try:
                status = run(request, manifests[version])
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        print(json.dumps([os.waitstatus_to_exitcode(status), used()]), file=answers, flush=True)


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout, Path(sys.argv[1]))
