"""The rows of one document: its facts, replaced whole."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

from ingest.extraction import country_names
from ingest.records import Communique, Document, Event, Instrument, SourceInfo, Span
from ingest_db.folding import fold, search_words
from ingest_db.indexing import index_document
from ingest_db.reference import write_reference_data
from ingest_db.shared import Shared, insert, uid
from ingest_db.tally import Tally

PARTS = ("instrument_parties", "event_people", "instruments", "events", "attributions", "claims", "problems")
"""What a document consists of, in an order that deletes children first."""


class Rows:
    """Writes rows over one connection for one source. The caller opens and commits transactions."""

    def __init__(self, connection: sqlite3.Connection, info: SourceInfo, *, sample: bool) -> None:
        self._connection = connection
        self._sample = sample
        self._tally = Tally(connection)
        self._shared = Shared(connection)
        write_reference_data(connection)
        self.source_id = self._shared.source(info)

    def replace(self, communique: Communique, document: Document, old: int | None) -> None:
        if old:
            self._tally.subtract(old)
        named = self._shared.named(old) if old else (set(), set())
        document_id = self._document_row(communique, document, old)
        self._revision(document_id, communique)
        if old:
            self._story_due(old)
            for table in PARTS:
                self._connection.execute(f"DELETE FROM {table} WHERE document_id = ?", [document_id])
        self._facts(document_id, communique)
        self._shared.drop_unnamed(*named)
        index_document(self._connection, document_id)

    def remove(self, document_id: int) -> None:
        """Delete a document with everything that belongs to it."""
        self._tally.subtract(document_id)
        named = self._shared.named(document_id)
        self._story_due(document_id)
        self._connection.execute("DELETE FROM documents WHERE id = ?", [document_id])
        self._shared.drop_unnamed(*named)

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
            return insert(self._connection, "documents", **values)
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
            insert(
                self._connection,
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
            insert(
                self._connection,
                "event_people",
                event_id=event_id,
                document_id=document_id,
                person_id=self._shared.person(person.name, person.country, communique.language),
                role=person.role,
                in_main_event=int(person.in_main_event),
                **_span(communique, person.span),
            )
        for attribution in communique.attributions:
            insert(
                self._connection,
                "attributions",
                document_id=document_id,
                name=attribution.name,
                **_span(communique, attribution.span),
            )
        for claim in communique.claims:
            insert(
                self._connection,
                "claims",
                document_id=document_id,
                kind=claim.kind,
                value=claim.value,
                **_span(communique, claim.span),
            )
        for number, problem in enumerate(communique.problems):
            insert(
                self._connection,
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
        return insert(
            self._connection,
            "events",
            uid=uid(document_uid(communique), "event", str(number)),
            document_id=document_id,
            label=label,
            kind=event.kind,
            main=int(number == 0),
            city=event.city,
            city_id=self._shared.city(event.city, event.country),
            country_id=self._shared.country(event.country),
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
        instrument_id = insert(
            self._connection,
            "instruments",
            uid=unique,
            document_id=document_id,
            event_id=event_id if one.in_main_event else None,
            ordinal=one.ordinal,
            title=one.title,
            type_id=self._shared.type(one.type),
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
            insert(
                self._connection,
                "instrument_parties",
                instrument_id=instrument_id,
                document_id=document_id,
                body_id=self._shared.body(party, communique.language),
                country_id=self._shared.country(party.country),
                name=party.name,
                kind=party.kind,
                implied=int(party.implied),
                signed_on=when,
                **_span(communique, party.span),
            )


def document_uid(communique: Communique) -> str:
    """The stable identity of a document: its source and key."""
    return uid(communique.source, communique.key)


def _span(communique: Communique, span: Span | None) -> dict[str, object]:
    if span is None:
        return {}
    return {"field": span.field, "start": span.start, "end": span.end, "quote": communique.quote(span)}
