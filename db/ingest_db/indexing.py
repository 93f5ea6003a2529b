"""What a document is found by: topics, labels that filter a search, and its place in the order of days.

A label is one word of the full-text index, such as ``country_kz`` or ``year_2025``: a filter is then a part of the
search and costs what a word costs, however many documents there are. ``position`` is the row's number in the
full-text index: the day first, then the row, so that the newest come first without sorting.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ingest_db.topics import topics_of

ROWS_A_DAY = 1 << 40
"""Positions that one day has room for: more than there are rows."""
COUNTED = "counted"
"""The label of an instrument that is counted once, whatever number of articles and languages tell of it."""
DATED = "dated"
INSTRUMENTS = """
SELECT i.id, i.title, coalesce(i.subject, ''), i.language, i.mode, i.signed_on, t.slug, s.uid, d.published_on, i.in_main_event
FROM instruments i JOIN documents d ON d.id = i.document_id JOIN sources s ON s.id = d.source_id
JOIN instrument_types t ON t.id = i.type_id WHERE i.document_id = ?
"""
PARTIES = """
SELECT p.instrument_id, p.quote, b.uid, c.code FROM instrument_parties p JOIN bodies b ON b.id = p.body_id
LEFT JOIN countries c ON c.id = p.country_id WHERE p.document_id = ?
"""


def label(kind: str, value: str) -> str:
    """One label: lower case, one word for the index."""
    return re.sub(r"\W", "_", f"{kind}_{value}".casefold())


def position(day: str | None, row: int) -> int:
    """The place of a row in the order of days: ISO date, or none, which comes before all days."""
    try:
        number = date.fromisoformat(day).toordinal() if day else 0
    except ValueError:
        number = 0  # --MM-DD: a day of no year
    return number * ROWS_A_DAY + row


def index_document(connection: sqlite3.Connection, document_id: int) -> None:
    """Write topics, labels and positions of a document and its instruments, from their rows. The caller commits."""
    parties: dict[int, set[str]] = defaultdict(set)
    names: dict[int, list[str]] = defaultdict(list)
    for instrument, name, body, country in connection.execute(PARTIES, [document_id]):
        names[instrument] += [name] if name else []
        parties[instrument] |= {label("body", body)} | ({label("country", country)} if country else set())
    ids = {slug: row for row, slug in connection.execute("SELECT id, slug FROM topics")}
    told: set[str] = set()
    for row in connection.execute(INSTRUMENTS, [document_id]).fetchall():
        instrument, title, subject, language, mode, signed_on, kind, source, published_on, main = row
        about = topics_of(f"{title} {subject}", language, names[instrument])
        connection.executemany(
            "INSERT OR IGNORE INTO instrument_topics (instrument_id, topic_id) VALUES (?, ?)",
            [(instrument, ids[slug]) for slug in about],
        )
        labels = parties[instrument] | {label("topic", slug) for slug in about} | {label("type", kind)}
        told |= labels
        labels |= {label("language", language), label("source", source), "main" if main else "recalled"}
        labels |= {label("mode", mode)} if mode else set()
        day = signed_on or (published_on if main else None)
        _index(connection, "instruments", instrument, labels | _dates(signed_on), day)
    source, language, published_on = connection.execute(
        "SELECT s.uid, d.language, d.published_on FROM documents d JOIN sources s ON s.id = d.source_id WHERE d.id = ?",
        [document_id],
    ).fetchone()
    told |= {label("language", language), label("source", source)}
    _index(connection, "documents", document_id, told | _dates(published_on), published_on)


def _dates(day: str | None) -> set[str]:
    return {DATED, label("year", day[:4])} if day and day[0].isdigit() else set()


def _index(connection: sqlite3.Connection, table: str, row: int, labels: Iterable[str], day: str | None) -> None:
    connection.execute(
        f"UPDATE {table} SET labels = ?, position = ? WHERE id = ?", [" ".join(sorted(labels)), position(day, row), row]
    )
