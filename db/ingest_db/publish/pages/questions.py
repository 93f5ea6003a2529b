"""Prepared questions: a form each, answered by a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ingest_db.indexing import label, position
from ingest_db.publish.pages.lists import LONGEST_VALUE, choices
from ingest_db.publish.pages.reader import Reader, Row
from ingest_db.publish.texts import event_name, kind_name
from ingest_db.search import Wanted, find, match

AT_MOST = 100
LATER = ("agreement", "treaty", "contract", "convention")
Answer = list[dict[str, Any]]


def questions(reader: Reader, key: str) -> dict[str, Any] | None:
    """The forms; with a key the answer to one of them."""
    if key and key not in ASKED:
        return None
    parameters, answer = ASKED.get(key, ((), None))
    values = {name: reader.argument(name) for name in parameters}
    return {
        "asked": {name: parameters for name, (parameters, _) in ASKED.items()},
        "key": key,
        "values": values,
        "choices": choices(reader),
        "answer": answer(reader, values) if answer and any(values.values()) else None,
    }


def between(reader: Reader, values: dict[str, str]) -> Answer:
    """Documents of two countries by year and type."""
    found = reader.all(
        "SELECT substr(a.month, 1, 4) AS year, "
        f"{reader.named('t', 'label')} AS type, sum(a.instruments) AS documents FROM party_pairs p "
        "JOIN countries x ON x.id = p.country_a_id JOIN countries y ON y.id = p.country_b_id "
        "JOIN activity a ON a.scope = 'pair' AND a.subject_id = p.id JOIN instrument_types t ON t.id = a.type_id "
        "WHERE (x.code = ?1 AND y.code = ?2) OR (x.code = ?2 AND y.code = ?1) GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC",
        values["one"],
        values["other"],
    )
    return [dict(row) for row in found]


def visit(reader: Reader, values: dict[str, str]) -> Answer:
    """What was signed during visits in a country, or with it, visit by visit."""
    found = reader.all(
        f"SELECT e.kind, coalesce({reader.named('ct')}, e.city) AS place, e.starts_on, e.uid AS event_uid, i.title, i.uid, i.parties "
        "FROM events e LEFT JOIN countries c ON c.id = e.country_id LEFT JOIN cities ct ON ct.id = e.city_id "
        "JOIN instruments i ON i.event_id = e.id "
        "WHERE e.kind LIKE '%visit%' AND (?1 = '' OR c.code = ?1 OR EXISTS (SELECT 1 FROM instrument_parties p "
        "JOIN countries o ON o.id = p.country_id WHERE p.instrument_id = i.id AND o.code = ?1)) "
        "AND (?2 = '' OR substr(e.starts_on, 1, 4) = ?2) "
        "ORDER BY e.starts_on DESC, e.id, i.ordinal LIMIT ?3",
        values["country"],
        values["year"],
        AT_MOST,
    )
    return [
        {"date": row["starts_on"], "event": event_name(reader.language, row)}
        | {name: row[name] for name in ("event_uid", "title", "uid", "parties")}
        for row in found
    ]


def bodies(reader: Reader, values: dict[str, str]) -> Answer:
    """The parties of a country that signed most."""
    found = reader.all(
        f"SELECT {reader.body} AS name, b.uid AS body_uid, b.kind, b.instruments AS documents FROM bodies b JOIN countries c ON c.id = b.country_id "
        "WHERE c.code = ? AND b.instruments > 0 ORDER BY b.instruments DESC, 1 LIMIT ?",
        values["country"],
        AT_MOST,
    )
    return [dict(row) | {"kind": kind_name(reader.language, row["kind"])} for row in found]


def memorandums(reader: Reader, values: dict[str, str]) -> Answer:
    """Memorandums of a country that no later agreement of the same countries on one of their topics followed."""
    asked: dict[str, tuple[str, ...]] = {"type": ("memorandum",)}
    asked |= {name: (value[:LONGEST_VALUE],) for name, value in values.items() if value}
    rows = find(reader.connection, Wanted(filters=asked), limit=AT_MOST, newest=True).rows
    return [
        {"date": row["signed_on"], "title": row["title"], "uid": row["uid"], "parties": row["parties"]}
        for row in rows
        if not _followed(reader, row)
    ]


def _followed(reader: Reader, row: Row) -> bool:
    countries = [
        one["code"]
        for one in reader.all(
            "SELECT DISTINCT c.code FROM instrument_parties p JOIN countries c ON c.id = p.country_id WHERE instrument_id = ?",
            row["id"],
        )
    ]
    topics = [
        one["slug"]
        for one in reader.all(
            "SELECT t.slug FROM instrument_topics x JOIN topics t ON t.id = x.topic_id WHERE instrument_id = ?",
            row["id"],
        )
    ]
    after = position(row["signed_on"], row["id"])
    later = " OR ".join(f'"{label("type", kind)}"' for kind in LATER)
    for topic in topics:
        same = match("instruments", Wanted(filters={"country": tuple(countries), "topic": (topic,)}))
        if reader.one(
            "SELECT 1 FROM instruments_fts WHERE instruments_fts MATCH ? AND rowid > ? LIMIT 1",
            f"{same} AND labels : ({later})",
            after,
        ):
            return True
    return False


def changed(reader: Reader, values: dict[str, str]) -> Answer:
    """Articles published since a day, newest first."""
    try:
        since = date.fromisoformat(values["since"]).isoformat()
    except ValueError:
        return []
    found = reader.all(
        "SELECT d.published_on AS date, d.title AS article, d.uid AS article_uid, d.language, d.instrument_count AS documents, "
        "(SELECT max(number) FROM revisions r WHERE r.document_id = d.id) AS revisions FROM documents d "
        "WHERE d.published_on >= ? ORDER BY d.published_on DESC, d.id LIMIT ?",
        since,
        AT_MOST,
    )
    return [dict(row) for row in found]


ASKED: dict[str, tuple[tuple[str, ...], Callable[[Reader, dict[str, str]], Answer]]] = {
    "between": (("one", "other"), between),
    "visit": (("country", "year"), visit),
    "bodies": (("country",), bodies),
    "memorandums": (("country", "topic"), memorandums),
    "changed": (("since",), changed),
}
"""Every question with its parameters. Those called one, other and country are countries."""
