"""Check both databases: their files, every stored hash, every quote, and that no document lacks its bytes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest_db import archive_schema, schema
from ingest_db.files import ARCHIVE_ID, FACTS_ID, archive_path, open_reading, plainly
from ingest_db.packing import Bodies

QUOTED = ("events", "instruments", "instrument_parties", "event_people", "attributions", "claims", "problems")
SEARCHED = ("documents", "instruments", "bodies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One check: how many things were looked at, and what is wrong, a line each."""

    name: str
    count: int
    wrong: tuple[str, ...]


def verify(path: Path) -> Iterator[Checked]:
    """Run every check. Raises UsageError for a file that is missing, not ours or beyond reading."""
    with plainly(path), closing(open_reading(path, FACTS_ID, schema.facts)) as facts:
        yield _file(path.name, facts)
        yield _revisions(facts)
        yield _readings(facts)
        yield _quotes(facts)
        yield _search(facts)
        archived = archive_path(path)
        with plainly(archived), closing(open_reading(archived, ARCHIVE_ID, archive_schema.archive)) as archive:
            yield _file(archived.name, archive)
            yield _bytes(archive)
            yield _pages(facts, archive)


def _file(name: str, connection: sqlite3.Connection) -> Checked:
    integrity = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    broken = [
        f"{row[0]} {row[1]} points at no row of {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return Checked(name=f"the file {name}", count=1, wrong=(*integrity, *broken))


def _each(name: str, connection: sqlite3.Connection, sql: str, check: Callable[..., str | None]) -> Checked:
    count, wrong = 0, []
    for row in connection.execute(sql):
        count += 1
        if fault := check(*row):
            wrong.append(fault)
    return Checked(name=name, count=count, wrong=tuple(wrong))


def _revisions(facts: sqlite3.Connection) -> Checked:
    def check(key: str, number: int, digest: str, title: str, text: str) -> str | None:
        same = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest() == digest
        return None if same else f"revision {number} of {key}: its text is not what its hash says"

    sql = "SELECT key, number, r.sha256, r.title, r.text FROM revisions r JOIN documents d ON d.id = document_id"
    return _each("texts of revisions", facts, sql, check)


def _readings(facts: sqlite3.Connection) -> Checked:
    def check(key: str, digest: str, json: str, text: str) -> str | None:
        same = hashlib.sha256(f"{json}\n{text}".encode()).hexdigest() == digest
        return None if same else f"{key}: its facts are not what their hash says"

    sql = "SELECT key, r.sha256, json, text FROM readings r JOIN documents d ON d.id = document_id"
    return _each("readings", facts, sql, check)


def _quotes(facts: sqlite3.Connection) -> Checked:
    def check(table: str, number: int, key: str, there: str, quote: str) -> str | None:
        return None if there == quote else f"{table} {number} of {key}: {quote!r} is not in the text where it should be"

    sql = " UNION ALL ".join(
        f"SELECT '{table}', f.id, d.key, substr(CASE field WHEN 'text' THEN d.text WHEN 'title' THEN d.title ELSE d.url END, "
        f'f.start + 1, f."end" - f.start), f.quote FROM {table} f JOIN documents d ON d.id = f.document_id '
        "WHERE f.field IS NOT NULL"
        for table in QUOTED
    )
    return _each("quotes", facts, sql, check)


def _search(facts: sqlite3.Connection) -> Checked:
    wrong = []
    for table in SEARCHED:
        rows, found = (
            facts.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (table, f"{table}_fts_docsize")
        )
        if rows != found:
            wrong.append(f"the search over {table} holds {found} rows of {rows}")
    return Checked(name="search tables", count=len(SEARCHED), wrong=tuple(wrong))


def _bytes(archive: sqlite3.Connection) -> Checked:
    bodies = Bodies(archive)

    def check(digest: str) -> str | None:
        try:
            same = hashlib.sha256(bodies.get(digest)).hexdigest() == digest
        except (LookupError, ValueError) as error:
            return str(error)
        return None if same else f"the bytes stored for {digest} are others"

    return _each("archived bytes", archive, "SELECT sha256 FROM bodies ORDER BY base, sha256", check)


def _pages(facts: sqlite3.Connection, archive: sqlite3.Connection) -> Checked:
    fetched = set(archive.execute("SELECT source, key FROM refs WHERE id IN (SELECT ref_id FROM fetches)"))

    def check(source: str, key: str) -> str | None:
        return None if (source, key) in fetched else f"{key} of {source} has no archived page"

    sql = "SELECT s.uid, key FROM documents JOIN sources s ON s.id = source_id"
    return _each("documents with their pages", facts, sql, check)
