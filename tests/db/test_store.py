"""The store: twice gives once; a newer reading replaces its facts whole; an older database is backed up and upgraded."""

from __future__ import annotations

import csv
import io
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from sqlite_utils import Database

from ingest_db import schema
from ingest_db.files import FACTS_ID, open_file
from ingest_db.folding import fold, search_query
from ingest_db.search import marked, snippet

Command = Callable[..., subprocess.CompletedProcess[str]]
TEXT = """Kazakhstan and Oman sign documents
Kazakhstan and Oman signed {title} in Muscat on Tuesday, Kazinform News Agency cites Akorda."""


def dump(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        return "\n".join(line for line in connection.iterdump() if not line.startswith('INSERT INTO "runs"'))


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def store(ingest: Command, folder: Path, title: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    page = folder / "a.txt"
    page.write_text(TEXT.format(title=title), encoding="utf-8")
    url = "https://qazinform.com/news/oman-1a2b3c"
    return ingest("run", "--source", "kazinform", "--from", page, "--url", url, "--published", "2026-05-12", *arguments)


def test_two_runs_over_the_same_pages_change_nothing_but_runs(ingest: Command, tmp_path: Path) -> None:
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    before = dump(tmp_path / "sample.db")
    second = ingest("run", "--source", "kazinform", "--sample")
    assert '"new": 0, "changed": 0, "unchanged": 13' in second.stdout
    assert dump(tmp_path / "sample.db") == before
    assert rows(tmp_path / "sample.db", "SELECT count(*) FROM runs") == [(2,)]


def test_two_databases_of_the_same_pages_are_equal(ingest: Command, tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        ingest("run", "--source", "kazinform", "--sample", "--db", name)
    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")


def test_an_edited_page_replaces_its_facts_and_keeps_both_texts(ingest: Command, tmp_path: Path) -> None:
    store(ingest, tmp_path, "a Memorandum of Understanding on fisheries")
    done = store(ingest, tmp_path, "an Agreement on air services")
    path = tmp_path / "communiques.db"
    assert '"changed": 1' in done.stdout
    assert rows(path, "SELECT title FROM instruments") == [("Agreement on air services",)]
    assert rows(path, "SELECT number FROM revisions ORDER BY number") == [(1,), (2,)]
    assert rows(path, "SELECT count(*) FROM documents") == [(1,)]
    assert rows(path, "SELECT title FROM instruments_fts WHERE instruments_fts MATCH 'fisheries'") == []
    with sqlite3.connect(tmp_path / "communiques.archive.db") as archive:
        assert archive.execute("SELECT count(*) FROM bodies").fetchone() == (2,)


def test_the_uid_of_an_instrument_survives_an_edit_elsewhere_in_the_text(ingest: Command, tmp_path: Path) -> None:
    path = tmp_path / "communiques.db"
    store(ingest, tmp_path, "an Agreement on air services")
    before = rows(path, "SELECT uid FROM instruments")
    store(
        ingest,
        tmp_path,
        "an Agreement on air services (corrected)".replace(" (corrected)", ""),
        "--published",
        "2026-05-13",
    )
    assert rows(path, "SELECT uid FROM instruments") == before


def test_bodies_and_pairs_that_nobody_names_any_more_go(ingest: Command, tmp_path: Path) -> None:
    path = tmp_path / "communiques.db"
    store(ingest, tmp_path, "an Agreement on air services")
    assert rows(path, "SELECT instruments FROM party_pairs") == [(1,)]
    store(ingest, tmp_path, "no paper at all")
    assert rows(path, "SELECT count(*) FROM party_pairs") == [(0,)]
    assert rows(path, "SELECT count(*) FROM bodies") == [(0,)]


def test_every_fact_quotes_the_stored_text(ingest: Command, tmp_path: Path) -> None:
    ingest("run", "--source", "kazinform", "--sample")
    for table in ("instruments", "instrument_parties", "event_people", "attributions", "claims"):
        quoted = rows(
            tmp_path / "sample.db",
            f'SELECT substr(text, f.start + 1, f."end" - f.start), quote FROM {table} f JOIN documents d ON d.id = f.document_id '
            "WHERE field = 'text'",
        )
        assert quoted
        assert all(there == quote for there, quote in quoted)


def test_foreign_keys_hold(ingest: Command, tmp_path: Path) -> None:
    ingest("run", "--source", "kazinform", "--sample")
    assert rows(tmp_path / "sample.db", "PRAGMA foreign_key_check") == []
    assert rows(tmp_path / "sample.db", "PRAGMA integrity_check") == [("ok",)]


def test_search_finds_folded_words(ingest: Command, tmp_path: Path) -> None:
    ingest("run", "--source", "kazinform", "--sample")
    found = rows(
        tmp_path / "sample.db",
        f"SELECT language FROM documents JOIN documents_fts ON documents_fts.rowid = documents.position WHERE documents_fts MATCH '{fold('Қазақстан')}'",
    )
    assert ("kk",) in found


def test_chinese_is_found_by_any_run_of_its_characters(ingest: Command, tmp_path: Path) -> None:
    ingest("run", "--source", "kazinform", "--sample")
    query = "SELECT count(*) FROM documents_fts WHERE documents_fts MATCH '{}'"
    assert rows(tmp_path / "sample.db", query.format(search_query("北京签署"))) == [(1,)]
    assert rows(tmp_path / "sample.db", query.format(search_query("署签京北"))) == [(0,)]
    assert list(marked("在北京签署 Astana", "北京 astana")) == [
        ("在", False), ("北京", True), ("签署 ", False), ("Astana", True)
    ]  # fmt: skip
    text = "哈方代表团由副总理率领，" * 30 + "会议在北京举行。" + "双方用了一整天讨论问题，" * 30
    pieces = snippet(text, "北京")
    assert ("北京", True) in pieces
    assert pieces[0] == ("… ", False)
    assert len("".join(piece for piece, _ in pieces)) < len(text) / 2


@pytest.mark.parametrize(
    ("one", "other"), [("ещё", "еще"), ("Қазақстан", "Казакстан"), ("Türkiye", "Turkiye"), ("край", "краи")]
)
def test_folding_makes_spellings_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_an_older_database_is_backed_up_then_upgraded(ingest: Command, tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    ingest("run", "--source", "kazinform", "--sample")
    later = type(schema.facts)("ingest")
    for step in schema.facts.pending(Database(memory=True)):
        later(name=step.name)(lambda database: None)

    @later(name="m999_note")
    def second(database: object) -> None:
        database.conn.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY)")  # type: ignore[attr-defined]

    database = open_file(path, FACTS_ID, later)
    assert "notes" in database.table_names()
    backup = tmp_path / "sample.backup-1.db"
    assert rows(backup, "SELECT count(*) FROM documents") == [(13,)]
    assert rows(backup, "SELECT count(*) FROM sqlite_master WHERE name = 'notes'") == [(0,)]
    database.conn.close()


def test_parquet_holds_what_csv_holds(ingest: Command, tmp_path: Path) -> None:
    ingest("run", "--source", "kazinform", "--sample")
    assert ingest("export", "--db", "sample.db", "--format", "parquet", "--output", "facts.parquet").returncode == 0
    table = parquet.read_table(tmp_path / "facts.parquet")
    rows_of_csv = list(csv.DictReader(io.StringIO(ingest("export", "--db", "sample.db", "--format", "csv").stdout)))
    assert table.column_names == list(rows_of_csv[0])
    assert table.column("title").to_pylist() == [row["title"] for row in rows_of_csv]
    assert table.schema.field("confidence").type == "double"
