"""A command in a process of its own, and what it took: time, processor time, memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BETWEEN_SAMPLES = 0.05
MIB = 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """A process at one moment: seconds since 1970, bytes in memory."""

    at: float
    memory: int


@dataclass
class Run:
    """What a command took.

    Attributes:
        started: seconds since 1970.
        wall: seconds from start to end.
        cpu: seconds of processor time, user and system, of the process and its children.
        peak: most bytes that were in memory at once.
        status: exit status.
        samples: of the process alone, in the order of time; none where there is no /proc.
    """

    started: float
    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    status: int = 0
    samples: list[Sample] = field(default_factory=list)

    def peak_between(self, start: float, end: float) -> int | None:
        """Most bytes in memory between two moments; None when no sample was taken there."""
        # The samples around count too: something short lies between two.
        near = [
            one.memory
            for one in self.samples
            if start - BETWEEN_SAMPLES <= one.at <= end + BETWEEN_SAMPLES
        ]
        return max(near, default=None)


def run_measured(command: Sequence[str], log: Path, environment: Mapping[str, str]) -> Run:
    """Run a command to its end and watch it.

    Args:
        command: program and arguments.
        log: file for what it prints.
        environment: variables on top of this process's.

    Returns:
        What it took; nothing is raised when it fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    run = Run(started=time.time())
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            # wait4, not wait: it tells what this child used, and not all that there were.
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                run.samples += look_at(process.pid)
                time.sleep(BETWEEN_SAMPLES)
            process.returncode = os.waitstatus_to_exitcode(ended[1])
        finally:
            if process.returncode is None:
                process.kill()
    run.wall = time.perf_counter() - began
    run.status = process.returncode
    used = ended[2]
    run.cpu = used.ru_utime + used.ru_stime
    told = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    # Linux counts per thread and sums up now and then: a sample may be a little higher.
    run.peak = max([told, *(sample.memory for sample in run.samples)])
    return run


def look_at(pid: int) -> list[Sample]:
    """What a process holds now; nothing where there is no /proc, or when it has ended."""
    try:
        resident = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return []
    return [Sample(time.time(), int(resident) * os.sysconf("SC_PAGE_SIZE"))]
