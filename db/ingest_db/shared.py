"""The rows that documents share: bodies, cities, people, countries, types, sources."""

from __future__ import annotations

import hashlib
import sqlite3

from ingest.extraction import place
from ingest.records import Party, SourceInfo
from ingest_db.bodies import Resolved, alike, resolve
from ingest_db.coordinates import coordinates
from ingest_db.folding import search_words
from ingest_db.spelling import sound_of_name


class Shared:
    """Finds shared rows over one connection, and makes those that are missing; gives their ids."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def body(self, party: Party, language: str) -> int:
        """One row per body, whatever it is called; a new one gets suggestions which it may be the same as."""
        resolved = resolve(party, language)
        unique = uid("body", resolved.key)
        row = self._connection.execute("SELECT id FROM bodies WHERE uid = ?", [unique]).fetchone()
        body_id = int(row[0]) if row else self._new_body(unique, resolved)
        self._note_name("body", "bodies", body_id, party.name, language)
        return body_id

    def _new_body(self, unique: str, resolved: Resolved) -> int:
        country = self.country(resolved.country)
        body_id = insert(
            self._connection,
            "bodies",
            uid=unique,
            name=resolved.name,
            kind=resolved.kind,
            country_id=country,
            reviewed=int(resolved.reviewed),
            meaning=" ".join(sorted(resolved.meaning)),
            search_text=search_words(resolved.name),
        )
        if resolved.meaning and country is not None:
            for other, meaning in self._connection.execute(
                "SELECT id, meaning FROM bodies WHERE country_id = ? AND meaning != '' AND id != ?", [country, body_id]
            ).fetchall():
                if alike(resolved.meaning, frozenset(meaning.split())):
                    common = " ".join(sorted(resolved.meaning & set(meaning.split())))
                    insert(self._connection, "body_suggestions", body_id=body_id, other_id=other, common=common)
        return body_id

    def city(self, name: str | None, country: str | None) -> int | None:
        """A city the tables know, with its names in English, Russian and Kazakh."""
        known = place(name, "city", country) if name else None
        if known is None:
            return None
        unique = uid("city", known.key)
        row = self._connection.execute("SELECT id FROM cities WHERE uid = ?", [unique]).fetchone()
        return (
            int(row[0])
            if row
            else insert(
                self._connection,
                "cities",
                uid=unique,
                name=known.names["en"],
                name_ru=known.names.get("ru"),
                name_kk=known.names.get("kk"),
                country_id=self.country(known.country),
                **coordinates(known.key),
            )
        )

    def person(self, name: str, country: str | None, language: str) -> int:
        """One row per country and sound of a name, however it is spelt."""
        unique = uid("person", sound_of_name(name), country or "")
        row = self._connection.execute("SELECT id FROM people WHERE uid = ?", [unique]).fetchone()
        person_id = int(row[0]) if row else self._new_person(unique, name, country)
        self._note_name("person", "people", person_id, name, language)
        return person_id

    def _new_person(self, unique: str, name: str, country: str | None) -> int:
        return insert(
            self._connection,
            "people",
            uid=unique,
            name=name,
            country_id=self.country(country),
            search_text=search_words(name),
        )

    def _note_name(self, kind: str, table: str, row_id: int, name: str, language: str) -> None:
        """Note a name of a body or person; a new one is searched for too."""
        added = self._connection.execute(
            f"INSERT OR IGNORE INTO {kind}_names ({kind}_id, name, language) VALUES (?, ?, ?)", [row_id, name, language]
        ).rowcount
        if not added:
            return
        (known,) = self._connection.execute(f"SELECT search_text FROM {table} WHERE id = ?", [row_id]).fetchone()
        if missing := set(search_words(name).split()) - set(known.split()):
            self._connection.execute(
                f"UPDATE {table} SET search_text = ? WHERE id = ?", [" ".join([known, *sorted(missing)]), row_id]
            )

    def country(self, code: str | None) -> int | None:
        """A country by its ISO 3166 code."""
        if code is None:
            return None
        return int(self._connection.execute("SELECT id FROM countries WHERE code = ?", [code]).fetchone()[0])

    def type(self, slug: str) -> int:
        """A type of documents by its slug."""
        return int(self._connection.execute("SELECT id FROM instrument_types WHERE slug = ?", [slug]).fetchone()[0])

    def named(self, document_id: int) -> tuple[set[int], set[int]]:
        """The bodies and people a document names."""
        bodies = self._column("SELECT DISTINCT body_id FROM instrument_parties WHERE document_id = ?", document_id)
        return bodies, self._column("SELECT DISTINCT person_id FROM event_people WHERE document_id = ?", document_id)

    def drop_unnamed(self, bodies: set[int], people: set[int]) -> None:
        """Take away those of these bodies and people whom nobody names any more."""
        self._connection.executemany(
            "DELETE FROM bodies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM instrument_parties WHERE body_id = bodies.id)",
            [[one] for one in sorted(bodies)],
        )
        self._connection.executemany(
            "DELETE FROM people WHERE id = ? AND NOT EXISTS (SELECT 1 FROM event_people WHERE person_id = people.id)",
            [[one] for one in sorted(people)],
        )

    def source(self, info: SourceInfo) -> int:
        """The row of a source, as it describes itself now."""
        self._connection.execute(
            "INSERT INTO sources (uid, title, home, languages, time_zone, owner, verified_on) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (uid) DO UPDATE SET title = excluded.title, home = excluded.home, languages = excluded.languages, "
            "time_zone = excluded.time_zone, owner = excluded.owner, verified_on = excluded.verified_on",
            [
                info.name,
                info.title,
                info.home,
                " ".join(info.languages),
                info.time_zone,
                info.owner,
                info.verified_on.isoformat() if info.verified_on else None,
            ],
        )
        return int(self._connection.execute("SELECT id FROM sources WHERE uid = ?", [info.name]).fetchone()[0])

    def _column(self, sql: str, *arguments: int) -> set[int]:
        return {row[0] for row in self._connection.execute(sql, arguments)}


def insert(connection: sqlite3.Connection, table: str, **values: object) -> int:
    """Insert one row; its id."""
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))
    return int(cursor.lastrowid or 0)


def uid(*parts: str) -> str:
    """A stable identity for addresses: the same parts give the same sixteen characters."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
