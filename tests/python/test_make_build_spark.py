"""`make build-spark` says in one line what keeps Spark from running here, before it is started."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import PROJECT
from make_build import checks, spark
from make_build.warehouse import NotReady, output_of, read_profiles

# Holds a file as Derby holds its metastore's, until its input ends.
HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def java(folder: Path, told: str) -> Path:
    """A Java that says which one it is, as all of them do: to the error output."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n/bin/cat >&2 <<'END'\n{told}\nEND\n")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("told", ['openjdk version "17.0.15" 2025-04-15', 'java version "21" 2023'])
@pytest.mark.parametrize("way", ["JAVA_HOME", "PATH"])
def test_a_java_that_was_tried_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, way: str
) -> None:
    home = java(tmp_path / "java", told)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(home / "bin"))
    if way == "JAVA_HOME":
        monkeypatch.setenv("JAVA_HOME", str(home))
        monkeypatch.setenv("PATH", "")
    spark.check_java()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('openjdk version "11.0.2" 2019-01-15', "is Java 11"),
        ('java version "1.8.0_292"', "is Java 1"),
        ("Unable to locate a Java Runtime.", "is no Java"),
        (None, "there is none (JAVA_HOME is"),
    ],
)
def test_another_java_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None, said: str
) -> None:
    home = java(tmp_path / "java", told) if told else tmp_path / "nowhere"
    monkeypatch.setenv("JAVA_HOME", str(home))
    with pytest.raises(NotReady) as raised:
        spark.check_java()
    line = str(raised.value)
    assert line.startswith("Spark needs Java 17 or 21") and said in line and str(home) in line
    assert line.endswith(spark.REMEDY) and "\n" not in line


def test_without_any_java_the_path_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotReady, match="no java is on the PATH"):
        spark.check_java()


def test_a_metastore_that_another_process_has_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "metastore" / "dbex.lck"
    lock.parent.mkdir()
    spark.check_metastore(tmp_path)
    lock.write_bytes(b"\0")
    spark.check_metastore(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdin is not None and holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(NotReady, match=f"{tmp_path} is in use by another process"):
            spark.check_metastore(tmp_path, patience=0.3)
        # the Java of the command before is just ending
        threading.Timer(0.5, holder.stdin.close).start()
        spark.check_metastore(tmp_path)
    finally:
        holder.kill()
        holder.wait()


def test_the_folder_is_taken_from_the_project_wherever_dbt_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checks run in a project of their own, and its tables must be those of the build."""
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "java", 'version "17.0.1"')))
    monkeypatch.setenv(spark.FOLDER, "mine")
    assert spark.prepare(beside=tmp_path) == tmp_path / "mine"
    assert os.environ[spark.FOLDER] == str(tmp_path / "mine")


def test_the_error_output_goes_to_a_file_and_comes_back(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with spark.said_to(tmp_path / "new"):
        subprocess.run(["sh", "-c", "echo of Java >&2"], check=True)
    os.write(2, b"of a person\n")
    assert (tmp_path / "new" / "java.txt").read_text() == "of Java\n"
    assert capfd.readouterr().err == "of a person\n"


@pytest.mark.parametrize(("target", "is_session"), [("spark", True), ("spark_thrift", False)])
def test_only_a_session_needs_what_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, target: str, is_session: bool
) -> None:
    monkeypatch.setenv("DBT_TARGET", target)
    output = output_of(read_profiles(PROJECT, beside=PROJECT)["service_to_revenue"])
    assert output["type"] == "spark"
    assert spark.is_session(output) is is_session


def test_without_java_make_build_spark_ends_with_one_line(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DBT_TARGET_PATH"},
        "DBT_TARGET": "spark",
        "JAVA_HOME": str(tmp_path),
        "PYTHONPATH": str(PROJECT / "scripts"),
        "SPARK_WAREHOUSE": str(tmp_path / "spark"),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "make_build"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    [line] = ran.stderr.splitlines()
    assert line.startswith("make build-spark: Spark needs Java 17 or 21") and line.endswith(".")
    assert not (tmp_path / "spark").exists()


def test_a_mistyped_cell_of_a_seed_is_told_although_spark_reads_no_file_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the target of Spark chosen; its own run finds nothing, as Spark is not here."""
    monkeypatch.setenv("DBT_TARGET", "spark")
    project = tmp_path / "project"
    project.mkdir()
    for name in ("dbt_project.yml", "macros", "models"):
        (project / name).symlink_to(PROJECT / name)
    shutil.copytree(PROJECT / "seeds", project / "seeds")
    costs = project / "seeds" / "reference" / "channel_costs.csv"
    costs.write_text(costs.read_text(encoding="utf-8").replace("email,0.20", "email,often"))
    profiles = read_profiles(PROJECT, beside=PROJECT)
    target = tmp_path / "target"
    told = checks.problems(project, profiles, target, tmp_path / "logs", "", print)
    assert told == (
        "Seed channel_costs.csv, email: fee_per_contact is often, no number: write it with a point"
        " and nothing else, such as 0.75."
    )
