"""The rows of one document: its facts, replaced whole, and the bodies, people and pairs that documents share."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

from ingest.extraction import country_names, place
from ingest.records import Communique, Document, Event, Instrument, Party, SourceInfo, Span
from ingest_db.bodies import Resolved, alike, resolve
from ingest_db.coordinates import coordinates
from ingest_db.folding import fold, search_words
from ingest_db.indexing import index_document
from ingest_db.reference import write_reference_data
from ingest_db.tally import Tally

PARTS = ("instrument_parties", "event_people", "instruments", "events", "attributions", "claims", "problems")
"""What a document consists of, in an order that deletes children first."""


class Rows:
    """Writes rows over one connection for one source. The caller opens and commits transactions."""

    def __init__(self, connection: sqlite3.Connection, info: SourceInfo, *, sample: bool) -> None:
        self._connection = connection
        self._sample = sample
        self._tally = Tally(connection)
        write_reference_data(connection)
        self.source_id = self._source(info)

    def replace(self, communique: Communique, document: Document, old: int | None) -> None:
        if old:
            self._tally.subtract(old)
        named = self._named(old) if old else (set(), set())
        document_id = self._document_row(communique, document, old)
        self._revision(document_id, communique)
        if old:
            self._story_due(old)
            for table in PARTS:
                self._connection.execute(f"DELETE FROM {table} WHERE document_id = ?", [document_id])
        self._facts(document_id, communique)
        self._drop_unnamed(*named)
        index_document(self._connection, document_id)

    def remove(self, document_id: int) -> None:
        """Delete a document with everything that belongs to it."""
        self._tally.subtract(document_id)
        named = self._named(document_id)
        self._story_due(document_id)
        self._connection.execute("DELETE FROM documents WHERE id = ?", [document_id])
        self._drop_unnamed(*named)

    def _story_due(self, document_id: int) -> None:
        """The story of a document is to be told anew, with all documents in it."""
        self._connection.execute(
            "UPDATE documents SET story_due = 1 WHERE story_id = (SELECT story_id FROM documents WHERE id = ?)",
            [document_id],
        )

    def _document_row(self, communique: Communique, document: Document, old: int | None) -> int:
        values: dict[str, Any] = {
            "uid": document_uid(communique),
            "source_id": self.source_id,
            "key": communique.key,
            "title": communique.title,
            "language": communique.language,
            "published_on": communique.published_at[:10] or None,
            "published_at": communique.published_at,
            "precision": communique.precision,
            "url": communique.url,
            "layout": document.layout,
            "instrument_count": len(communique.instruments),
            "problem_count": len(communique.problems),
            "sample": int(self._sample),
            "text": communique.text,
            "search_text": search_words(f"{communique.title}\n{communique.text}"),
            "story_due": 1,
        }
        if old is None:
            return self.insert("documents", **values)
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        self._connection.execute(f"UPDATE documents SET {assignments} WHERE id = ?", [*values.values(), old])
        return old

    def _revision(self, document_id: int, communique: Communique) -> None:
        """A new text is a new revision; a new reading of the same text is not."""
        digest = hashlib.sha256(f"{communique.title}\n{communique.text}".encode()).hexdigest()
        last = self._connection.execute(
            "SELECT number, sha256 FROM revisions WHERE document_id = ? ORDER BY number DESC LIMIT 1",
            [document_id],
        ).fetchone()
        if last is None or last[1] != digest:
            self.insert(
                "revisions",
                document_id=document_id,
                number=(last[0] if last else 0) + 1,
                sha256=digest,
                title=communique.title,
                text=communique.text,
            )

    def _facts(self, document_id: int, communique: Communique) -> None:
        base = document_uid(communique)
        event_id = self._event(document_id, communique, communique.event, 0) if communique.event else None
        for number, event in enumerate(communique.background, start=1):
            self._event(document_id, communique, event, number)
        signed = communique.event.start if communique.event else None
        seen: dict[str, int] = {}
        for instrument in communique.instruments:
            name = uid(base, instrument.type, fold(instrument.title))
            seen[name] = seen.get(name, 0) + 1
            unique = name if seen[name] == 1 else uid(name, str(seen[name]))
            self._instrument(document_id, event_id, communique, instrument, unique, signed)
        for person in communique.people:
            self.insert(
                "event_people",
                event_id=event_id,
                document_id=document_id,
                person_id=self._person(person.name, person.country),
                role=person.role,
                in_main_event=int(person.in_main_event),
                **_span(communique, person.span),
            )
        for attribution in communique.attributions:
            self.insert(
                "attributions",
                document_id=document_id,
                name=attribution.name,
                **_span(communique, attribution.span),
            )
        for claim in communique.claims:
            self.insert(
                "claims",
                document_id=document_id,
                kind=claim.kind,
                value=claim.value,
                **_span(communique, claim.span),
            )
        for number, problem in enumerate(communique.problems):
            self.insert(
                "problems",
                uid=uid(base, str(number), problem.message),
                document_id=document_id,
                source_id=self.source_id,
                key=communique.key,
                url=communique.url,
                stage=problem.stage,
                concerns=problem.field,
                severity=problem.severity,
                message=problem.message,
                **_span(communique, problem.span),
            )

    def _event(self, document_id: int, communique: Communique, event: Event, number: int) -> int:
        where = event.city or (country_names(event.country)["en"] if event.country else "")
        label = ", ".join(part for part in (event.kind.replace("_", " "), where, event.start or "") if part)
        return self.insert(
            "events",
            uid=uid(document_uid(communique), "event", str(number)),
            document_id=document_id,
            label=label,
            kind=event.kind,
            main=int(number == 0),
            city=event.city,
            city_id=self._city(event.city, event.country),
            country_id=self._country(event.country),
            starts_on=event.start,
            ends_on=event.end,
            **_span(communique, event.spans[0] if event.spans else None),
        )

    def _instrument(
        self,
        document_id: int,
        event_id: int | None,
        communique: Communique,
        one: Instrument,
        unique: str,
        signed: str | None,
    ) -> None:
        when = signed if one.in_main_event else None
        instrument_id = self.insert(
            "instruments",
            uid=unique,
            document_id=document_id,
            event_id=event_id if one.in_main_event else None,
            ordinal=one.ordinal,
            title=one.title,
            type_id=self._type(one.type),
            subtype=one.subtype,
            subject=one.subject,
            period=one.period,
            mode=one.mode,
            parties=" · ".join(party.name for party in one.parties),
            signed_on=when,
            in_main_event=int(one.in_main_event),
            title_composed=int(one.title_composed),
            language=communique.language,
            confidence=one.confidence,
            url=communique.url,
            search_text=search_words(" ".join([one.title, *(party.name for party in one.parties)])),
            **_span(communique, one.spans[0] if one.spans else None),
        )
        for party in one.parties:
            self.insert(
                "instrument_parties",
                instrument_id=instrument_id,
                document_id=document_id,
                body_id=self._body(party, communique.language),
                country_id=self._country(party.country),
                name=party.name,
                kind=party.kind,
                implied=int(party.implied),
                signed_on=when,
                **_span(communique, party.span),
            )

    # --- rows that documents share ------------------------------------------------------------------------

    def _body(self, party: Party, language: str) -> int:
        """One row per body, whatever it is called; a new one gets suggestions which it may be the same as."""
        resolved = resolve(party, language)
        unique = uid("body", resolved.key)
        row = self._connection.execute("SELECT id FROM bodies WHERE uid = ?", [unique]).fetchone()
        body_id = int(row[0]) if row else self._new_body(unique, resolved)
        self._connection.execute(
            "INSERT OR IGNORE INTO body_names (body_id, name, language) VALUES (?, ?, ?)",
            [body_id, party.name, language],
        )
        return body_id

    def _new_body(self, unique: str, resolved: Resolved) -> int:
        country = self._country(resolved.country)
        body_id = self.insert(
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
                    self.insert("body_suggestions", body_id=body_id, other_id=other, common=common)
        return body_id

    def _city(self, name: str | None, country: str | None) -> int | None:
        """A city the tables know, with its names in English, Russian and Kazakh."""
        known = place(name, "city", country) if name else None
        if known is None:
            return None
        unique = uid("city", known.key)
        row = self._connection.execute("SELECT id FROM cities WHERE uid = ?", [unique]).fetchone()
        return (
            int(row[0])
            if row
            else self.insert(
                "cities",
                uid=unique,
                name=known.names["en"],
                name_ru=known.names.get("ru"),
                name_kk=known.names.get("kk"),
                country_id=self._country(known.country),
                **coordinates(known.key),
            )
        )

    def _person(self, name: str, country: str | None) -> int:
        unique = uid("person", fold(name), country or "")
        row = self._connection.execute("SELECT id FROM people WHERE uid = ?", [unique]).fetchone()
        return int(row[0]) if row else self._new_person(unique, name, country)

    def _new_person(self, unique: str, name: str, country: str | None) -> int:
        return self.insert(
            "people", uid=unique, name=name, country_id=self._country(country), search_text=search_words(name)
        )

    def _country(self, code: str | None) -> int | None:
        if code is None:
            return None
        return int(self._connection.execute("SELECT id FROM countries WHERE code = ?", [code]).fetchone()[0])

    def _type(self, slug: str) -> int:
        return int(self._connection.execute("SELECT id FROM instrument_types WHERE slug = ?", [slug]).fetchone()[0])

    def _named(self, document_id: int) -> tuple[set[int], set[int]]:
        """The bodies and people a document names."""
        bodies = self._column("SELECT DISTINCT body_id FROM instrument_parties WHERE document_id = ?", document_id)
        return bodies, self._column("SELECT DISTINCT person_id FROM event_people WHERE document_id = ?", document_id)

    def _drop_unnamed(self, bodies: set[int], people: set[int]) -> None:
        """Take away those of these bodies and people whom nobody names any more."""
        self._connection.executemany(
            "DELETE FROM bodies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM instrument_parties WHERE body_id = bodies.id)",
            [[one] for one in sorted(bodies)],
        )
        self._connection.executemany(
            "DELETE FROM people WHERE id = ? AND NOT EXISTS (SELECT 1 FROM event_people WHERE person_id = people.id)",
            [[one] for one in sorted(people)],
        )

    def _source(self, info: SourceInfo) -> int:
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

    # --- SQL ----------------------------------------------------------------------------------------------

    def _column(self, sql: str, *arguments: int) -> set[int]:
        return {row[0] for row in self._connection.execute(sql, arguments)}

    def insert(self, table: str, **values: object) -> int:
        columns = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        cursor: sqlite3.Cursor = self._connection.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',
            list(values.values()),
        )
        return int(cursor.lastrowid or 0)


def uid(*parts: str) -> str:
    """A stable identity for addresses: the same parts give the same sixteen characters."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def document_uid(communique: Communique) -> str:
    """The stable identity of a document: its source and key."""
    return uid(communique.source, communique.key)


def _span(communique: Communique, span: Span | None) -> dict[str, object]:
    if span is None:
        return {}
    return {"field": span.field, "start": span.start, "end": span.end, "quote": communique.quote(span)}
