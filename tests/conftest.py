"""What many tests need: the installed command, the sample pages, pages that are broken on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from replica import Crawl, Replica

ROOT = Path(__file__).parents[1]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ingest(tmp_path: Path) -> Command:
    """Run the installed ``ingest`` in an empty folder, as a user would; give what it printed and its exit code."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("INGEST_")}
        return subprocess.run(
            [Path(sys.executable).with_name("ingest"), *map(str, arguments)],
            cwd=tmp_path,
            env=clean | {"COLUMNS": "200", **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def article() -> str:
    """A short communiqué as plain text, written for the tests."""
    return (ROOT / "tests" / "core" / "article.txt").read_text(encoding="utf-8")


@pytest.fixture
def crawl(ingest: Command, tmp_path: Path) -> Iterator[Crawl]:
    """A replica without articles, and the command pointed at it; the test publishes."""
    with Replica() as site:
        yield Crawl(site, tmp_path, ingest)
