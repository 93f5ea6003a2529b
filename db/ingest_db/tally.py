"""Totals that pages show without counting: by month and type, for everything, a country, a pair, a body, a topic.

An instrument is counted once: of those that a story matches across languages the first in the order of languages, and
none that an article only recalls. ``instruments.counted`` says which.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from ingest_db.indexing import COUNTED, DATED, label
from ingest_db.stories import LANGUAGES

Key = tuple[str, int, str, int]
"""Scope, id of the subject in the scope's table, month (``2025-08``, or empty), id of the type."""
SCOPES = {"country": "countries", "body": "bodies", "topic": "topics", "pair": "party_pairs"}
TOLD = """
SELECT i.id, i.counted, i.in_main_event, i.uid, i.language, si.story_id, si.number FROM instruments i
LEFT JOIN story_instruments si ON si.instrument_id = i.id WHERE i.document_id = ?
"""
SAME = """
SELECT i.uid, i.language FROM story_instruments si JOIN instruments i ON i.id = si.instrument_id
WHERE si.story_id = ? AND si.number = ? AND i.in_main_event
"""
COUNT = (
    "UPDATE activity SET instruments = instruments + ? WHERE scope = ? AND subject_id = ? AND month = ? AND type_id = ?"
)
BOUND = "SELECT i.signed_on FROM instruments_fts f JOIN instruments i ON i.position = f.rowid WHERE instruments_fts MATCH ? ORDER BY f.rowid {} LIMIT 1"


class Tally:
    """Keeps the totals of one database. The caller opens and commits the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def subtract(self, document_id: int) -> None:
        """Take a document's instruments out of the totals, before its rows go."""
        counted = self._connection.execute(
            "SELECT id FROM instruments WHERE document_id = ? AND counted", [document_id]
        ).fetchall()
        self._change([(row[0], False) for row in counted])

    def renew(self, documents: Iterable[int]) -> None:
        """Count the instruments of these documents as their stories tell now."""
        changes: list[tuple[int, bool]] = []
        for document in sorted(documents):
            for row, counted, main, uid, language, story, number in self._connection.execute(
                TOLD, [document]
            ).fetchall():
                wanted = bool(main) and (story is None or (uid, language) == self._first(story, number))
                if wanted != bool(counted):
                    changes.append((row, wanted))
        self._change(changes)

    def _first(self, story: int, number: int) -> tuple[str, str]:
        """Which of the instruments that are one is counted: uid and language."""
        same: list[tuple[str, str]] = self._connection.execute(SAME, [story, number]).fetchall()
        known = {language: rank for rank, language in enumerate(LANGUAGES)}
        return min(same, key=lambda one: (known.get(one[1], len(known)), one[0]))

    def _change(self, changes: list[tuple[int, bool]]) -> None:
        totals: Counter[Key] = Counter()
        for row, wanted in changes:
            for key in self._keys(row):
                totals[key] += 1 if wanted else -1
            self._connection.execute(
                f"UPDATE instruments SET counted = ?, labels = trim(replace(labels, ' {COUNTED}', '') || ?) WHERE id = ?",
                [int(wanted), f" {COUNTED}" if wanted else "", row],
            )
        for key, number in sorted(totals.items()):
            if number:
                self._add(key, number)
        self._sum({key[:2] for key, number in totals.items() if number})

    def _keys(self, row: int) -> set[Key]:
        """All totals that an instrument is part of; pairs come into being here."""
        signed_on, kind = self._connection.execute(
            "SELECT coalesce(signed_on, ''), type_id FROM instruments WHERE id = ?", [row]
        ).fetchone()
        parties = self._connection.execute(
            "SELECT body_id, country_id FROM instrument_parties WHERE instrument_id = ?", [row]
        ).fetchall()
        countries = sorted({country for _, country in parties if country is not None})
        about = self._connection.execute("SELECT topic_id FROM instrument_topics WHERE instrument_id = ?", [row])
        subjects = {("all", 0)} | {("topic", topic) for (topic,) in about} | {("body", body) for body, _ in parties}
        subjects |= {("country", country) for country in countries}
        subjects |= {("pair", self._pair(*pair)) for pair in combinations(countries, 2)}
        month = signed_on[:7] if signed_on[:1].isdigit() else ""
        return {(scope, subject, month, kind) for scope, subject in subjects}

    def _pair(self, one: int, other: int) -> int:
        self._connection.execute(
            "INSERT OR IGNORE INTO party_pairs (country_a_id, country_b_id, instruments) VALUES (?, ?, 0)", [one, other]
        )
        found = self._connection.execute(
            "SELECT id FROM party_pairs WHERE country_a_id = ? AND country_b_id = ?", [one, other]
        ).fetchone()
        return int(found[0])

    def _add(self, key: Key, number: int) -> None:
        if not self._connection.execute(COUNT, [number, *key]).rowcount:
            self._connection.execute("INSERT INTO activity VALUES (?, ?, ?, ?, ?)", [*key, number])
        self._connection.execute(
            "DELETE FROM activity WHERE scope = ? AND subject_id = ? AND month = ? AND type_id = ? AND instruments = 0",
            key,
        )

    def _sum(self, subjects: set[tuple[str, int]]) -> None:
        """Write the sum of all months beside each subject, for the lists of the most active."""
        for scope, subject in sorted(subjects):
            if scope not in SCOPES:
                continue
            (total,) = self._connection.execute(
                "SELECT coalesce(sum(instruments), 0) FROM activity WHERE scope = ? AND subject_id = ?",
                [scope, subject],
            ).fetchone()
            self._connection.execute(f"UPDATE {SCOPES[scope]} SET instruments = ? WHERE id = ?", [total, subject])
            if scope == "pair":
                self._bounds(subject, total)

    def _bounds(self, pair: int, total: int) -> None:
        """The first and the last day of a pair; a pair without documents goes."""
        if not total:
            self._connection.execute("DELETE FROM party_pairs WHERE id = ?", [pair])
            return
        codes = self._connection.execute(
            "SELECT a.code, b.code FROM party_pairs JOIN countries a ON a.id = country_a_id "
            "JOIN countries b ON b.id = country_b_id WHERE party_pairs.id = ?",
            [pair],
        ).fetchone()
        wanted = [COUNTED, DATED, *(label("country", code) for code in codes)]
        match = "labels : (" + " AND ".join(f'"{one}"' for one in wanted) + ")"
        bounds = [self._connection.execute(BOUND.format(order), [match]).fetchone() for order in ("ASC", "DESC")]
        days = [bound[0] if bound else None for bound in bounds]
        self._connection.execute("UPDATE party_pairs SET first_on = ?, last_on = ? WHERE id = ?", [*days, pair])
