"""Pages of one thing: a document, an article, an event, a person."""

from __future__ import annotations

import difflib
import re
from itertools import pairwise
from typing import Any

from ingest_db.publish.pages.article import Fact, facts_in, headline, paragraphs
from ingest_db.publish.pages.reader import PER_PAGE, Reader, Row, weblink
from ingest_db.search import Wanted, find

NEIGHBOURS = 6
LONG_SAME = 160
"""Characters up to which a stretch that did not change is shown whole."""
MOST_COMPARED = 2000
"""Words between the first and the last difference up to which two revisions are compared word by word."""
TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
PARTIES = """
SELECT p.id, p.name, p.kind, p.implied, p.quote, b.uid, b.name AS body, c.code, {name} AS country FROM instrument_parties p
JOIN bodies b ON b.id = p.body_id LEFT JOIN countries c ON c.id = p.country_id WHERE p.instrument_id = ? ORDER BY p.id
"""
SISTERS = """
SELECT i.uid, i.title, i.language, i.url FROM story_instruments s JOIN story_instruments o ON o.story_id = s.story_id AND o.number = s.number
JOIN instruments i ON i.id = o.instrument_id WHERE s.instrument_id = ? AND i.id != s.instrument_id ORDER BY i.language
"""
EVENT = """
SELECT e.*, coalesce({city}, e.city) AS place, ct.latitude, ct.longitude, c.code, {country} AS country FROM events e
LEFT JOIN cities ct ON ct.id = e.city_id LEFT JOIN countries c ON c.id = e.country_id
"""


def instrument(reader: Reader, key: str) -> dict[str, Any] | None:
    """One document: what it is, who, when, where, and the words that say so."""
    row = reader.one(
        f"SELECT i.*, {reader.named('t', 'label')} AS type, t.slug, {reader.named('t', 'definition')} AS definition, t.eu_resource_type FROM instruments i "
        "JOIN instrument_types t ON t.id = i.type_id WHERE i.uid = ?",
        key,
    )
    if row is None:
        return None
    document = _document(reader, row["document_id"])
    parties = reader.all(PARTIES.format(name=reader.named("c")), row["id"])
    facts = facts_in(reader, document)
    of_it = {f"instrument-{row['id']}"} | {f"party-{party['id']}" for party in parties}
    own = [fact for fact in facts if fact.anchor in of_it]
    event = _event(reader, "e.id = ?", row["event_id"])
    topics = reader.all(
        f"SELECT t.slug, {reader.named('t', 'label')} AS label FROM instrument_topics x JOIN topics t ON t.id = x.topic_id "
        "WHERE x.instrument_id = ? ORDER BY 2",
        row["id"],
    )
    countries = sorted({party["code"] for party in parties if party["code"]})
    return {
        "row": row,
        "title": row["title"],
        "document": document,
        "url": weblink(row["url"]),
        "parties": parties,
        "event": event,
        "topics": topics,
        "sisters": reader.all(SISTERS, row["id"]),
        "paragraphs": [
            *headline(reader, document, frozenset(of_it)),
            *paragraphs(document["text"], _in_order(own, facts, event)),
        ],
        "problems": reader.all("SELECT message, severity, quote FROM problems WHERE document_id = ?", document["id"]),
        "same_pair": _neighbours(reader, row, {"country": tuple(countries[:2])}) if len(countries) > 1 else [],
        "same_topic": _neighbours(reader, row, {"topic": (topics[0]["slug"],)}) if topics else [],
        "archived": archived(row["url"], document["published_on"]),
    }


def _in_order(own: list[Fact], facts: list[Fact], event: Row | None) -> list[Fact]:
    """The facts of one document, and of its event, without those of its neighbours."""
    return own + [fact for fact in facts if event is not None and fact.anchor == f"event-{event['id']}"]


def _neighbours(reader: Reader, row: Row, filters: dict[str, tuple[str, ...]]) -> list[Row]:
    found = find(reader.connection, Wanted(filters=filters), limit=NEIGHBOURS + 1).rows
    return [one for one in found if one["id"] != row["id"]][:NEIGHBOURS]


def _document(reader: Reader, row: int) -> Row:
    (found,) = reader.all(
        "SELECT d.*, s.title AS source, s.uid AS source_uid FROM documents d JOIN sources s ON s.id = d.source_id WHERE d.id = ?",
        row,
    )
    return found


def _event(reader: Reader, where: str, value: object) -> Row | None:
    return reader.one(f"{EVENT.format(city=reader.named('ct'), country=reader.named('c'))} WHERE {where}", value)


def archived(url: str, day: str | None) -> str | None:
    """Where the Wayback Machine would have a page, as of its day."""
    return f"https://web.archive.org/web/{(day or '').replace('-', '')}/{url}" if weblink(url) else None


def document(reader: Reader, key: str) -> dict[str, Any] | None:
    """One article: its text with all facts, what was read, its revisions, and its sister pages in other languages."""
    row = reader.one("SELECT id FROM documents WHERE uid = ?", key)
    if row is None:
        return None
    one = _document(reader, row["id"])
    facts = facts_in(reader, one)
    sisters = (
        reader.all(
            "SELECT uid, title, language, text FROM documents WHERE story_id = ? AND id != ? ORDER BY language",
            one["story_id"],
            one["id"],
        )
        if one["story_id"]
        else []
    )
    chosen = next((sister for sister in sisters if sister["uid"] == reader.argument("beside")), None)
    return {
        "row": one,
        "title": one["title"],
        "url": weblink(one["url"]),
        "archived": archived(one["url"], one["published_on"]),
        "paragraphs": [*headline(reader, one), *paragraphs(one["text"], facts)],
        "instruments": _instruments(reader, "document_id", one["id"]),
        "events": reader.all(
            f"{EVENT.format(city=reader.named('ct'), country=reader.named('c'))} WHERE e.document_id = ? ORDER BY e.main DESC, e.id",
            one["id"],
        ),
        "people": reader.all(
            f"SELECT p.uid, {reader.person} AS name, e.role FROM event_people e JOIN people p ON p.id = e.person_id WHERE e.document_id = ? ORDER BY e.id",
            one["id"],
        ),
        "attributions": reader.all("SELECT name, quote FROM attributions WHERE document_id = ?", one["id"]),
        "claims": reader.all("SELECT kind, value, quote FROM claims WHERE document_id = ?", one["id"]),
        "problems": reader.all("SELECT message, severity, quote FROM problems WHERE document_id = ?", one["id"]),
        "revisions": _revisions(reader, one["id"]),
        "sisters": sisters,
        "beside": chosen,
        "disagreements": reader.all(
            "SELECT concerns, message FROM story_disagreements WHERE story_id = ? ORDER BY id", one["story_id"]
        ),
    }


def _instruments(reader: Reader, column: str, value: int) -> list[Row]:
    """The documents of an article (``document_id``) or an event (``event_id``), in the order of the text."""
    return reader.all(
        "SELECT i.id, i.uid, i.title, i.parties, i.signed_on, i.mode, i.language, i.in_main_event, "
        f"{reader.named('t', 'label')} AS type_label, t.label_ru AS type_label_ru, t.label_kk AS type_label_kk FROM instruments i "
        f"JOIN instrument_types t ON t.id = i.type_id WHERE i.{column} = ? ORDER BY i.ordinal",
        value,
    )


def _revisions(reader: Reader, document: int) -> list[dict[str, Any]]:
    """Each revision but the first with the words that changed: pieces of text marked ``same``, ``gone`` or ``new``."""
    found = reader.all(
        "SELECT number, title, text FROM revisions WHERE document_id = ? ORDER BY number DESC LIMIT 10", document
    )
    return [
        {
            "number": new["number"],
            "changes": changes(f"{old['title']}\n{old['text']}", f"{new['title']}\n{new['text']}"),
        }
        for new, old in pairwise(found)
    ]


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """What changed between two texts, word by word, long stretches that are the same left out.

    Only the stretch between the first and the last difference is compared; one that is very long is shown as replaced.
    """
    one, other = TOKENS.findall(old), TOKENS.findall(new)
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tail = 0
    while tail < min(len(one), len(other)) - first and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    before, after = one[:first], one[len(one) - tail :]
    one, other = one[first : len(one) - tail], other[first : len(other) - tail]
    found = [_same(before)]
    if max(len(one), len(other)) > MOST_COMPARED:
        found += [("gone", "".join(one)), ("new", "".join(other))]
    else:
        for what, a, b, c, d in difflib.SequenceMatcher(None, one, other).get_opcodes():
            if what == "equal":
                found.append(_same(one[a:b]))
            else:
                found += [("gone", "".join(one[a:b])), ("new", "".join(other[c:d]))]
    return [(what, text) for what, text in [*found, _same(after)] if text]


def _same(tokens: list[str]) -> tuple[str, str]:
    text = "".join(tokens)
    return "same", text if len(text) < LONG_SAME else f"{text[:70]} … {text[-70:]}"


def event(reader: Reader, key: str) -> dict[str, Any] | None:
    """A visit, talks, a summit: when, where, who, and what was signed."""
    row = _event(reader, "e.uid = ?", key)
    if row is None:
        return None
    return {
        "row": row,
        "title": row["label"],
        "document": _document(reader, row["document_id"]),
        "instruments": _instruments(reader, "event_id", row["id"]),
        "people": reader.all(
            f"SELECT p.uid, {reader.person} AS name, e.role, c.code, {reader.named('c')} AS country FROM event_people e JOIN people p ON p.id = e.person_id "
            "LEFT JOIN countries c ON c.id = p.country_id WHERE e.event_id = ? AND e.in_main_event ORDER BY e.id",
            row["id"],
        ),
        "sisters": reader.all(
            f"SELECT e.uid, e.kind, e.starts_on, coalesce({reader.named('ct')}, e.city) AS place, o.language FROM documents d "
            "JOIN documents o ON o.story_id = d.story_id AND o.id != d.id JOIN events e ON e.document_id = o.id AND e.main "
            "LEFT JOIN cities ct ON ct.id = e.city_id WHERE d.id = ? ORDER BY o.language",
            row["document_id"],
        ),
        "points": [row] if row["latitude"] is not None else [],
    }


def person(reader: Reader, key: str) -> dict[str, Any] | None:
    """A person, under which roles, and the events taken part in, newest first."""
    row = reader.one(
        f"SELECT p.id, {reader.person} AS name, c.code, {reader.named('c')} AS country FROM people p LEFT JOIN countries c ON c.id = p.country_id WHERE p.uid = ?",
        key,
    )
    if row is None:
        return None
    events = reader.all(
        f"SELECT e.uid, e.kind, e.starts_on, x.role, x.quote, ct.latitude, ct.longitude, coalesce({reader.named('ct')}, e.city) AS place, "
        "d.title AS article, d.uid AS article_uid, d.language FROM event_people x JOIN events e ON e.id = x.event_id "
        "JOIN documents d ON d.id = x.document_id LEFT JOIN cities ct ON ct.id = e.city_id WHERE x.person_id = ? "
        "ORDER BY e.starts_on DESC, e.id LIMIT ? OFFSET ?",
        row["id"],
        PER_PAGE + 1,
        (reader.page - 1) * PER_PAGE,
    )
    shown = events[:PER_PAGE]
    return {
        "row": row,
        "title": row["name"],
        "roles": reader.all(
            "SELECT x.role, d.language, count(*) AS n FROM event_people x JOIN documents d ON d.id = x.document_id "
            "WHERE x.person_id = ? AND x.role IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 8",
            row["id"],
        ),
        "names": reader.all(
            "SELECT DISTINCT name, language FROM person_names WHERE person_id = ? ORDER BY language, name LIMIT 40",
            row["id"],
        ),
        "events": shown,
        "points": [one for one in shown if one["latitude"] is not None],
        "paging": reader.paging(more=len(events) > PER_PAGE),
    }
