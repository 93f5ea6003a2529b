"""Datasette on the result: a newcomer understands the default pages; other databases stay untouched."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette

from ingest_db.publish.descriptions import descriptions

Command = Callable[..., subprocess.CompletedProcess[str]]


def pages(database: Path, *paths: str) -> list[str]:
    async def ask() -> list[str]:
        datasette = Datasette([str(database)])
        await datasette.invoke_startup()
        answers = [await datasette.client.get(path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        return [answer.text for answer in answers]

    return asyncio.run(ask())


@pytest.fixture
def sample(ingest: Command, tmp_path: Path) -> Path:
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    return tmp_path / "sample.db"


def test_titles_descriptions_facets_and_labels(sample: Path) -> None:
    home, table, document = pages(sample, "/", "/sample/instruments", "/sample/instrument_parties")
    assert "Official communiqués" in home
    assert "Documents that two or more parties" in table
    assert "Joint statement" in table, "the type is shown by its label"
    assert "facet" in table
    assert "Government of" in document or "Ministry" in document


def test_a_renamed_file_is_recognised(sample: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "something else.db"
    with sqlite3.connect(sample) as connection:
        connection.execute("VACUUM INTO ?", [str(renamed)])
    assert "Documents that two or more parties" in pages(renamed, "/something~20else/instruments")[0]


def test_samples_say_that_they_are_samples(sample: Path) -> None:
    assert all("SAMPLES" in page for page in pages(sample, "/", "/sample"))


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "instruments.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE instruments (name TEXT)")
    home, table = pages(other, "/", "/instruments/instruments")
    assert "communiqué" not in home + table


def test_full_text_search_is_offered(sample: Path) -> None:
    page = pages(sample, "/sample/instruments?_search=memorandum")[0]
    assert 'name="_search"' in page
    assert "emorandum" in page


def test_every_table_is_described(sample: Path) -> None:
    tables = {
        name for (name,) in sqlite3.connect(sample).execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    ours = {name for name in tables if "_fts" not in name}
    assert ours == set(descriptions()["database"]["tables"])
    for name, table in descriptions()["database"]["tables"].items():
        columns = {row[1] for row in sqlite3.connect(sample).execute(f"PRAGMA table_info('{name}')")}
        named = {facet if isinstance(facet, str) else facet["date"] for facet in table.get("facets", [])} | set(
            table.get("columns", {})
        )
        assert named | ({table["label_column"]} if "label_column" in table else set()) <= columns
