"""``ingest problems`` and ``ingest evaluate``: what is in doubt is listed with its words; labels are scored."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
LABELLED = Path(__file__).parents[1] / "quality"
DOUBTFUL = """Four documents signed in Muscat
Kazakhstan and Oman signed four documents in Muscat on Friday, 13 May 2026, Kazinform News Agency cites Akorda.
1. Agreement between Kazakhstan and Oman on air services;
2. The memorandum whose subject will be told later on by the sides;
3. Memorandum of Understanding between Falcon Trading and the Ministry of Energy of Oman on solar power.
"""


@pytest.fixture
def doubtful(ingest: Command, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(DOUBTFUL, encoding="utf-8")
    url = "https://qazinform.com/news/kazakhstan-oman-sign-4-documents-1a2b3c"
    run = ingest("run", "--source", "kazinform", "--from", page, "--url", url, "--published", "2026-05-13")
    assert run.returncode == 0, run.stderr


@pytest.mark.usefixtures("doubtful")
def test_checks_that_need_no_labels_list_their_quotes(ingest: Command) -> None:
    rows = [json.loads(line) for line in ingest("problems").stdout.splitlines()]
    messages = {row["message"]: row["quote"] for row in rows}
    announced = {quote for message, quote in messages.items() if message.startswith("4 documents announced")}
    assert announced <= {"four documents", "Four documents", "4-documents"}
    assert len([row for row in rows if row["message"].startswith("4 documents announced")]) == 3
    assert any("13 May 2026: 2026-05-13 is a Wednesday" in message for message in messages)
    assert all(row["url"].endswith("1a2b3c") for row in rows)


@pytest.mark.usefixtures("doubtful")
def test_problems_are_narrowed(ingest: Command) -> None:
    assert ingest("problems", "--concerns", "event").stdout.count("\n") == 1
    assert ingest("problems", "--severity", "error").stdout == ""
    assert ingest("problems", "--language", "ru").stdout == ""


def test_evaluate_prints_a_table_and_what_confidence_is_worth(ingest: Command) -> None:
    shown = ingest("evaluate", LABELLED, "--errors", "1")
    assert shown.returncode == 0, shown.stderr
    head, first = shown.stdout.splitlines()[:2]
    assert head.split() == ["metric", "en", "kk", "ru", "ALL"]
    assert first.split()[0] == "docs"
    assert "confidence" in shown.stdout
    table = json.loads(ingest("evaluate", LABELLED, "--json").stdout)
    assert table["ALL"]["instr_f1"] > 0.9
    assert table["confidence"][0]["confidence"] == ">= 0.9"


@pytest.mark.parametrize("what", ["empty", "orphan", "rubbish"])
def test_evaluate_refuses_what_is_no_labelled_set(ingest: Command, tmp_path: Path, what: str) -> None:
    folder = tmp_path / "set"
    (folder / "gold").mkdir(parents=True)
    (folder / "articles").mkdir()
    if what != "empty":
        (folder / "gold" / "001.json").write_text("{}", encoding="utf-8")
    if what == "rubbish":
        (folder / "articles" / "001.json").write_text("{", encoding="utf-8")
    refused = ingest("evaluate", folder)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
