"""Pages of what documents have in common: a country, a pair of countries, a party, a topic."""

from __future__ import annotations

from typing import Any

from ingest_db.publish.pages.activity import totals
from ingest_db.publish.pages.lists import listing
from ingest_db.publish.pages.reader import Reader
from ingest_db.search import Wanted, count

MOST = 12
TOPIC_AT_MOST = 1000
"""Documents of a topic are counted up to here."""
RECENT = 2000
"""So many of a party's newest documents tell with whom it signs most."""


def country(reader: Reader, key: str) -> dict[str, Any] | None:
    """A country: by year, type and topic, and with whom."""
    row = reader.one(
        f"SELECT c.id, c.code, {reader.named('c')} AS name, c.instruments FROM countries c WHERE code = ?", key.upper()
    )
    if row is None:
        return None
    partners = reader.all(
        f"SELECT c.code, {reader.named('c')} AS name, p.instruments FROM party_pairs p JOIN countries c "
        "ON c.id = CASE p.country_a_id WHEN ?1 THEN p.country_b_id ELSE p.country_a_id END "
        "WHERE ?1 IN (p.country_a_id, p.country_b_id) ORDER BY p.instruments DESC, 2 LIMIT ?2",
        row["id"],
        MOST,
    )
    bodies = reader.all(
        f"SELECT b.uid, {reader.body} AS name, b.instruments FROM bodies b WHERE country_id = ? "
        "AND kind NOT IN ('country', 'government') ORDER BY instruments DESC, 2 LIMIT ?",
        row["id"],
        MOST,
    )
    shown = _shown(reader, "country", row["id"], {"country": (row["code"],)})
    links = [("pair", _pair_key(row["code"], one["code"]), one["name"], one["instruments"]) for one in partners]
    return shown | {
        "title": row["name"],
        "what": "country",
        "partners": links,
        "bodies": bodies,
        "row": ("countries", row["id"]),
    }


def _pair_key(one: str, other: str) -> str:
    return "-".join(sorted([one, other]))


def pair(reader: Reader, key: str) -> dict[str, Any] | None:
    """Two countries, whichever is named first."""
    one, _, other = key.upper().partition("-")
    if one == other:
        return None
    sql = f"SELECT c.id, c.code, {reader.named('c')} AS name FROM countries c WHERE code = ?"
    first, second = (reader.one(sql, code) for code in sorted([one, other]))
    if first is None or second is None:
        return None
    row = reader.one(
        "SELECT * FROM party_pairs WHERE country_a_id = ?1 AND country_b_id = ?2 OR country_a_id = ?2 AND country_b_id = ?1",
        first["id"],
        second["id"],
    )
    shown = _shown(reader, "pair", row["id"] if row else -1, {"country": (first["code"], second["code"])})
    return shown | {
        "title": f"{first['name']} – {second['name']}",
        "what": "pair",
        "members": [first, second],
        "first": row["first_on"] if row else None,
        "last": row["last_on"] if row else None,
        "row": ("party_pairs", row["id"]) if row else None,
    }


def body(reader: Reader, key: str) -> dict[str, Any] | None:
    """A ministry, a firm, a city …: what it signed, with whom, and under which names."""
    row = reader.one(
        f"SELECT b.id, {reader.body} AS name, b.kind, c.code, {reader.named('c')} AS country FROM bodies b LEFT JOIN countries c ON c.id = b.country_id WHERE uid = ?",
        key,
    )
    if row is None:
        return None
    partners = reader.all(
        "WITH recent AS (SELECT instrument_id FROM instrument_parties WHERE body_id = ?1 ORDER BY signed_on DESC LIMIT ?2) "
        f"SELECT b.uid, {reader.body} AS name, count(DISTINCT p.instrument_id) AS n FROM recent JOIN instrument_parties p USING (instrument_id) "
        "JOIN bodies b ON b.id = p.body_id WHERE b.id != ?1 GROUP BY b.id ORDER BY n DESC, 2 LIMIT ?3",
        row["id"],
        RECENT,
        MOST,
    )
    alike = reader.all(
        f"SELECT b.uid, {reader.body} AS name FROM body_suggestions s JOIN bodies b ON b.id = CASE s.body_id WHEN ?1 THEN s.other_id ELSE s.body_id END "
        "WHERE ?1 IN (s.body_id, s.other_id) ORDER BY 2 LIMIT ?2",
        row["id"],
        MOST,
    )
    return _shown(reader, "body", row["id"], {"body": (key,)}) | {
        "title": row["name"],
        "what": "body",
        "kind": row["kind"],
        "members": [{"code": row["code"], "name": row["country"]}] if row["code"] else [],
        "names": reader.all(
            "SELECT DISTINCT name, language FROM body_names WHERE body_id = ? ORDER BY language, name LIMIT 40",
            row["id"],
        ),
        "partners": [("body", one["uid"], one["name"], one["n"]) for one in partners],
        "alike": alike,
        "row": ("bodies", row["id"]),
    }


def topic(reader: Reader, key: str) -> dict[str, Any] | None:
    """A field of cooperation."""
    row = reader.one(
        f"SELECT t.id, t.slug, {reader.named('t', 'label')} AS name, eurovoc_domain FROM topics t WHERE slug = ?", key
    )
    if row is None:
        return None
    return _shown(reader, "topic", row["id"], {"topic": (key,)}) | {
        "title": row["name"],
        "what": "topic",
        "row": ("topics", row["id"]),
        "eurovoc": row["eurovoc_domain"],
    }


def _shown(reader: Reader, scope: str, subject: int, filters: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """What all these pages have: totals, topics, the list, and the filters that its feeds and files have."""
    topics = []
    if scope != "topic":
        for row in reader.all(f"SELECT t.slug, {reader.named('t', 'label')} AS label FROM topics t"):
            asked = Wanted(filters=filters | {"topic": (row["slug"],)})
            number = count(reader.connection, "instruments", asked, TOPIC_AT_MOST)
            if number:
                shown = f"{number}" if number <= TOPIC_AT_MOST else f"{TOPIC_AT_MOST:,}+"
                topics.append((row["slug"], row["label"], shown, number))
    return totals(reader, scope, subject) | {
        "found": listing(reader, Wanted(filters=filters)),
        "filters": filters,
        "topics": sorted(topics, key=lambda one: -one[3]),
    }


def world(reader: Reader, _key: str) -> dict[str, Any]:
    """Who signs with whom: the most active countries against each other."""
    size = 30
    countries = reader.all(
        f"SELECT c.id, c.code, {reader.named('c')} AS name, c.instruments FROM countries c WHERE instruments > 0 "
        "ORDER BY instruments DESC, 3 LIMIT ?",
        size,
    )
    if reader.argument("sort") == "name":
        countries.sort(key=lambda row: str(row["name"]))
    ids = [row["id"] for row in countries]
    marks = ",".join("?" * len(ids))
    numbers = {}
    for row in reader.all(
        f"SELECT country_a_id, country_b_id, instruments FROM party_pairs WHERE country_a_id IN ({marks}) AND country_b_id IN ({marks})",
        *ids,
        *ids,
    ):
        numbers[row[0], row[1]] = numbers[row[1], row[0]] = row[2]
    most = max(numbers.values(), default=1)
    return {
        "countries": countries,
        "numbers": numbers,
        "pair_key": _pair_key,
        "shade": lambda number: 1 + round(4 * (number / most) ** 0.5) if number else 0,
        "sort": reader.argument("sort") or "count",
    }
