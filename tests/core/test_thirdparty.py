"""A source that lives in another distribution is found, read and tested like our own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLE = Path(__file__).parents[1] / "thirdparty" / "ingest_example"


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    """Install the example distribution into a folder of its own."""
    target = tmp_path / "elsewhere"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
               "--disable-pip-version-check", "--target", str(target), str(EXAMPLE)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return str(target)


def test_an_installed_source_is_listed_and_read(ingest: Command, elsewhere: str) -> None:
    listed = json.loads(ingest("sources", "--json", PYTHONPATH=elsewhere).stdout)
    assert {row["name"]: row["error"] for row in listed} == {"example": "", "kazinform": ""}
    done = ingest("run", "--source", "example", "--sample", PYTHONPATH=elsewhere)
    assert done.returncode == 0, done.stderr
    exported = json.loads(ingest("export", "--db", "sample.db", "--format", "jsonl", PYTHONPATH=elsewhere).stdout)
    assert [i["type"] for i in exported["instruments"]] == ["memorandum"]
    assert [p["country"] for p in exported["instruments"][0]["parties"]] == ["KZ", "FI"]


def test_the_same_file_works_without_being_installed(ingest: Command) -> None:
    samples = EXAMPLE / "ingest_example" / "samples"
    done = ingest("run", "--plugin", EXAMPLE / "ingest_example" / "__init__.py", "--from", samples)
    assert done.returncode == 0, done.stderr


def test_a_broken_source_does_not_stop_the_others(ingest: Command, elsewhere: str) -> None:
    (Path(elsewhere) / "ingest_example" / "__init__.py").write_text("import no_such_module\n")
    done = ingest("run", "--sample", PYTHONPATH=elsewhere)
    assert done.returncode == 3
    assert "'example'" in done.stderr
    assert json.loads(done.stdout)["new"] == 13
    rows = json.loads(ingest("sources", "--json", PYTHONPATH=elsewhere).stdout)
    assert [row["title"] for row in rows] == ["broken", "Kazinform News Agency"]
