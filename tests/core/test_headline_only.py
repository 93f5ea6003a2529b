"""A document that only the headline names is stored with the words of the headline."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]
ARTICLE = """Kazakhstan and Austria sign agreement on night trains
The two capitals will be linked from next summer, the ministers of Kazakhstan and Austria told reporters in Vienna."""


def test_a_document_of_the_headline_points_at_the_headline(ingest: Command, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    address = "https://qazinform.com/news/kazakhstan-and-austria-sign-agreement-on-night-trains-3fa9d2"
    ran = ingest("run", "--source", "kazinform", "--from", "article.txt", "--url", address, "--db", "facts.db")
    assert ran.returncode == 0, ran.stderr
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        assert connection.execute("SELECT title, field, quote FROM instruments").fetchall() == [
            ("agreement on night trains", "title", "agreement on night trains")
        ]
    checked = ingest("verify", "--db", "facts.db")
    assert checked.returncode == 0, checked.stderr + checked.stdout
