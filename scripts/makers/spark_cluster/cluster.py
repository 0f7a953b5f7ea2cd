"""Processes of a standalone cluster on loopback, each of its own, with a metastore in a folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType

HOST = "127.0.0.1"
PATIENCE = 180
"""Seconds that a process may take until it answers."""

MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
SUBMIT = "org.apache.spark.deploy.SparkSubmit"
THRIFT_SERVER = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"


class NotStarted(Exception):
    """A process of the cluster does not answer; the message names its log."""


class Cluster:
    """A master, workers of one core each and the Thrift server; started and ended as a context."""

    def __init__(
        self, folder: Path, python: Path | str = sys.executable, workers: int = 2, memory: int = 2
    ) -> None:
        """
        Args:
            folder: holds tables, metastore and logs; what it held stays.
            python: of an environment that has PySpark.
            workers: how many.
            memory: gigabytes of each worker, and of the Thrift server.
        """
        self.folder = folder.absolute()
        self.warehouse = self.folder / "warehouse"
        self.port = free_port()
        self._master = free_port()
        self._python = str(python)
        self._memory = memory
        self._names = [f"worker-{number}" for number in range(1, workers + 1)]
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Cluster":
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What profiles.yml asks for, to build on this cluster."""
        return {"SPARK_THRIFT_HOST": HOST, "SPARK_THRIFT_PORT": str(self.port)}

    @property
    def sessions(self) -> list[int]:
        """Numbers of the sessions of its processes: each has one of its own."""
        return [process.pid for process in self._running.values()]

    def start(self) -> None:
        """Start all processes, and wait until they answer.

        Raises:
            NotStarted: one does not.
        """
        self.warehouse.mkdir(parents=True, exist_ok=True)
        ports = ["--port", str(self._master), "--webui-port", str(free_port())]
        self._spawn("master", MASTER, "--host", HOST, *ports)
        self._await("master", lambda: answers(self._master))
        for name in self._names:
            self.start_worker(name)
        for name in self._names:
            self._await(name, partial(self._is_registered, name))
        self._spawn("thrift-server", SUBMIT, *self._server_options())
        self._await("thrift-server", lambda: answers(self.port))

    def start_worker(self, name: str) -> None:
        """Start one worker, which finds the master by itself."""
        work = self.folder / "work" / name
        options = ["--host", HOST, "--cores", "1", "--memory", f"{self._memory}g"]
        options += ["--work-dir", str(work), "--webui-port", str(free_port())]
        self._spawn(name, WORKER, *options, f"spark://{HOST}:{self._master}")

    def kill_worker(self) -> str:
        """Kill a worker with what it runs, as a machine that fails; SIGKILL.

        Returns:
            Its name.
        """
        name = next(name for name in reversed(self._names) if name in self._running)
        self._end(name, signal.SIGKILL)
        return name

    def kill(self) -> None:
        """Kill all processes: SIGKILL."""
        for name in list(self._running):
            self._end(name, signal.SIGKILL)

    def stop(self) -> None:
        """End all processes, and remove what they keep for nobody."""
        for name in reversed(list(self._running)):
            self._end(name, signal.SIGTERM)
        shutil.rmtree(self.folder / "work", ignore_errors=True)
        shutil.rmtree(self.folder / "local", ignore_errors=True)

    def _server_options(self) -> list[str]:
        metastore = f"jdbc:derby:;databaseName={self.folder}/metastore;create=true"
        settings = {
            "spark.driver.host": HOST,
            "spark.driver.bindAddress": HOST,
            # beside it the executor needs a tenth, at least 384 MB, of its worker's memory
            "spark.executor.memory": f"{self._memory * 1024 - 512}m",
            # as in profiles.yml
            "spark.executor.extraJavaOptions": "-XX:-DontCompileHugeMethods",
            "spark.ui.enabled": "false",
            "spark.sql.warehouse.dir": str(self.warehouse),
            "spark.hadoop.javax.jdo.option.ConnectionURL": metastore,
        }
        options = ["--class", THRIFT_SERVER, "--name", "thrift-server"]
        options += ["--master", f"spark://{HOST}:{self._master}"]
        options += ["--driver-memory", f"{self._memory}g"]
        for key, value in settings.items():
            options += ["--conf", f"{key}={value}"]
        options += ["spark-internal", "--hiveconf", f"hive.server2.thrift.port={self.port}"]
        return [*options, "--hiveconf", f"hive.server2.thrift.bind.host={HOST}"]

    def _spawn(self, name: str, main: str, *options: str) -> None:
        home = spark_home(self._python)
        with self._log(name).open("wb") as log:
            self._running[name] = subprocess.Popen(
                [str(home / "bin" / "spark-class"), main, *options],
                env=self._environment(home),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # a worker's executors are in its group, and end with it
                start_new_session=True,
            )

    def _environment(self, home: Path) -> Mapping[str, str]:
        return {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": HOST,
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            "SPARK_DAEMON_MEMORY": "512m",
            "PYSPARK_PYTHON": self._python,
        }

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _is_registered(self, worker: str) -> bool:
        return "Successfully registered" in read(self._log(worker))

    def _await(self, name: str, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_ready():
            if self._running[name].poll() is not None or time.monotonic() > deadline:
                raise NotStarted(f"{name} of the cluster does not answer: see {self._log(name)}")
            time.sleep(0.5)

    def _end(self, name: str, how: signal.Signals) -> None:
        process = self._running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def spark_home(python: str) -> Path:
    """Where Spark is in a Python's environment.

    Raises:
        NotStarted: it is not.
    """
    asked = "import pyspark; print(pyspark.__path__[0])"
    found = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    if found.returncode:
        raise NotStarted(f"{python} has no PySpark: run `make install-spark`")
    return Path(found.stdout.strip())


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


def answers(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def read(log: Path) -> str:
    """What a process has written so far."""
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
