"""Totals, labels and positions: kept by the store, the same however a database came to be."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
TOTALS = "SELECT scope, subject_id, month, type_id, instruments FROM activity ORDER BY 1, 2, 3, 4"
FRESH = """
SELECT 'body', p.body_id, coalesce(substr(i.signed_on, 1, 7), ''), i.type_id, count(DISTINCT i.id) FROM instruments i
JOIN instrument_parties p ON p.instrument_id = i.id WHERE i.counted GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
"""
ENGLISH = """Kazakhstan and Oman sign two documents
On 3 March 2025 in Muscat, Kazakhstan and Oman signed an Agreement on air services and a Memorandum on tourism, Akorda reports."""


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def sample(ingest: Command, tmp_path: Path) -> Path:
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    return tmp_path / "sample.db"


def test_totals_are_what_counting_gives(sample: Path) -> None:
    assert [row for row in rows(sample, TOTALS) if row[0] == "body"] == rows(sample, FRESH)
    (every,) = rows(sample, "SELECT sum(instruments) FROM activity WHERE scope = 'all'")[0]
    assert rows(sample, "SELECT count(*) FROM instruments WHERE counted") == [(every,)]


def test_what_is_forgotten_is_counted_no_more(ingest: Command, sample: Path) -> None:
    for (url,) in rows(sample, "SELECT url FROM documents"):
        ingest("forget", "--db", sample, url)
    for table in ("activity", "party_pairs", "instrument_topics"):
        assert rows(sample, f"SELECT count(*) FROM {table}") == [(0,)], table
    assert rows(sample, "SELECT sum(documents) FROM coverage") == [(0,)]
    for table in ("countries", "topics"):
        assert rows(sample, f"SELECT sum(instruments) FROM {table}") == [(0,)], table
    assert rows(sample, "SELECT count(*) FROM instruments_fts WHERE instruments_fts MATCH 'labels : country_kz'") == [
        (0,)
    ]


def test_a_document_told_in_two_languages_is_counted_once(ingest: Command, tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(
        "Казахстан и Оман подписали два документа\n3 марта 2025 года в Маскате Казахстан и Оман подписали Соглашение о "
        "воздушном сообщении и Меморандум о туризме, сообщает Акорда.",
        encoding="utf-8",
    )
    for language, name in (("en", "kazakhstan-oman-1a2b3c"), ("ru", "kazahstan-oman-4d5e6f")):
        host = "qazinform.com" if language == "en" else "www.inform.kz"
        ran = ingest(
            "run",
            "--source",
            "kazinform",
            "--db",
            "q.db",
            "--from",
            f"{language}.txt",
            "--url",
            f"https://{host}/news/{name}",
        )
        assert ran.returncode == 0, ran.stderr
    path = tmp_path / "q.db"
    assert rows(path, "SELECT languages FROM stories") == [("en ru",)]
    assert rows(path, "SELECT language, counted FROM instruments ORDER BY 1, id") == [
        ("en", 1),
        ("en", 1),
        ("ru", 0),
        ("ru", 0),
    ]
    assert rows(path, "SELECT instruments FROM party_pairs") == [(2,)]
    ingest("forget", "--db", "q.db", "https://qazinform.com/news/kazakhstan-oman-1a2b3c")
    assert rows(path, "SELECT language, counted FROM instruments ORDER BY id") == [("ru", 1), ("ru", 1)]
    assert rows(path, "SELECT instruments FROM party_pairs") == [(2,)]


def test_the_newest_stand_last_in_the_index(sample: Path) -> None:
    days = [
        str(row[0])
        for row in rows(sample, "SELECT published_on FROM documents WHERE published_on IS NOT NULL ORDER BY position")
    ]
    assert days == sorted(days)
    assert rows(sample, "SELECT count(*) FROM instruments WHERE position IS NULL") == [(0,)]


def test_an_older_database_is_indexed_and_counted_when_it_is_upgraded(ingest: Command, sample: Path) -> None:
    before = {
        table: rows(sample, f"SELECT * FROM {table}")
        for table in ("activity", "party_pairs", "instrument_topics", "coverage")
    }
    labels = rows(sample, "SELECT uid, counted, position FROM instruments ORDER BY uid")
    with sqlite3.connect(sample) as connection:  # take the step of the schema back
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for table in (
            "documents_fts",
            "instruments_fts",
            "people_fts",
            "instrument_topics",
            "topics",
            "activity",
            "coverage",
            "person_names",
        ):
            connection.execute(f"DROP TABLE {table}")
        for index in ("instruments_position", "instruments_language", "documents_position", "documents_sample", "instruments_type_language", "instruments_language_type", "documents_language_source",
                      "documents_source_language", "bodies_instruments",
                      "party_pairs_instruments", "party_pairs_other", "events_starts_all", "events_main", "documents_layout",
                      "parties_kind", "attributions_name", "claims_kind", "problems_severity", "problems_stage", "problems_concerns"):  # fmt: skip
            connection.execute(f"DROP INDEX {index}")
        for table, columns in {
            "instrument_types": ["label_ru", "label_kk", "definition_ru", "definition_kk"], "instruments": ["counted", "labels", "position"], "documents": ["labels", "position"],
            "bodies": ["instruments"], "countries": ["instruments"], "people": ["search_text"], "cities": ["latitude", "longitude"],
        }.items():  # fmt: skip
            for column in columns:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name IN ('m004_publishing', 'm005_names')")
    connection.close()
    assert ingest("run", "--source", "kazinform", "--sample").returncode == 0
    for table, then in before.items():
        now = rows(sample, f"SELECT * FROM {table}")
        if table == "activity":  # pairs may have got other ids
            ours, theirs = ([row for row in those if row[0] != "pair"] for those in (now, then))
            assert sorted(map(str, ours)) == sorted(map(str, theirs))
        else:
            assert sorted(str(row[1:]) for row in now) == sorted(str(row[1:]) for row in then), table
    assert rows(sample, "SELECT uid, counted, position FROM instruments ORDER BY uid") == labels
