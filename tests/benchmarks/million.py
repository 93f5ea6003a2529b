"""A database of a million documents, and how long its pages take: ``python tests/benchmarks/million.py FOLDER [DOCUMENTS]``.

The rows are made up and written in bulk, labels, positions and totals as the store writes them; a database that is
already in the folder is used again. Prints the median of five requests in one process, and which exceed 300 ms.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from ingest_db import schema
from ingest_db.files import FACTS_ID, open_file
from ingest_db.folding import search_words
from ingest_db.indexing import COUNTED, DATED, label, position
from ingest_db.reference import write_reference_data

LIMIT = 0.3
FIRST = date(2005, 1, 1)
DAYS = 7900
TYPES = [
    "memorandum",
    "agreement",
    "agreement",
    "memorandum",
    "declaration",
    "programme",
    "action_plan",
    "protocol",
    "contract",
]
SUBJECTS = [
    "trade",
    "energy",
    "health",
    "education",
    "transport",
    "tourism",
    "culture",
    "agriculture",
    "digital",
    "space",
    "justice",
    "finance",
    "environment",
]
TEXT = "The delegations met in {city}. {title} was signed. The parties spoke of trade, transit and energy, and of {subject}. "
BODIES = 60_000
BATCH = 20_000
PAGES = [
    "/", "/big/-/search?q=energy", "/big/-/search?q=memorandum", "/big/-/search?q=signed&in=articles", "/big/-/search?q=quasar",
    "/big/-/search?q=energy&country=RU&year=2020", "/big/-/search?country=KZ&type=agreement&page=40", "/big/-/pair/KZ-RU",
    "/big/-/country/KZ", "/big/-/country/RU", "/big/-/topic/energy", "/big/-/world", "/big/-/body/{hub}", "/big/-/body/{rare}",
    "/big/-/instrument/{instrument}", "/big/-/document/{document}", "/big/-/coverage", "/big/-/search.atom?country=KZ",
    "/big/-/questions/memorandums?country=KZ&topic=energy", "/big/-/questions/bodies?country=KZ",
    "/big/instruments", "/big/instruments?type_id=4", "/big/instruments?language=en", "/big/documents", "/big/documents?source_id=1", "/big/bodies", "/big/instruments/1500",
]  # fmt: skip


def build(path: Path, documents: int) -> None:
    """Write all rows, then indexes of words and totals."""
    database = open_file(path, FACTS_ID, schema.facts)
    connection = database.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("BEGIN")
    write_reference_data(connection)
    connection.execute(
        "INSERT INTO sources (uid, title, home, languages, time_zone, owner) VALUES ('made', 'Made up', 'https://example.org/', 'en', 'UTC', '')"
    )
    chance = random.Random(5)
    countries = [
        (row[0], row[1], row[2]) for row in connection.execute("SELECT id, code, name FROM countries ORDER BY code")
    ]
    home = next(one for one in countries if one[1] == "KZ")
    bodies: list[tuple[Any, ...]] = []
    for number in range(1, BODIES + 1):
        country = home if number % 3 == 0 else chance.choice(countries)
        bodies.append((number, f"b{number:015x}", f"Agency {number} of {country[2]}", "agency", country[0], country[1]))
    for row in bodies:
        connection.execute(
            "INSERT INTO bodies (id, uid, name, kind, country_id, search_text, meaning) VALUES (?, ?, ?, ?, ?, ?, '')",
            [*row[:5], search_words(row[2])],
        )
    made = _rows(connection, documents, chance, bodies)
    while batch := list(islice(made, BATCH)):
        for number, sql in enumerate(SQL):
            connection.executemany(
                sql,
                [
                    row[number] if number < 3 else one
                    for row in batch
                    for one in (row[3] if number == 3 else [row[number]])
                ],
            )
        print(f"  {batch[-1][0][0]:>9,} documents", flush=True)
    _totals(connection)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


SQL = (
    "INSERT INTO documents (id, title, published_on, language, instrument_count, problem_count, url, text, source_id, layout, published_at, "
    "precision, sample, key, uid, search_text, story_due, labels, position) VALUES (?,?,?,'en',1,0,?,?,1,'G3',?,'day',0,?,?,?,0,?,?)",
    "INSERT INTO events (id, label, kind, city, country_id, starts_on, main, document_id, uid) VALUES (?,?,'working_visit','Astana',?,?,1,?,?)",
    "INSERT INTO instruments (id, title, type_id, parties, signed_on, mode, document_id, quote, event_id, in_main_event, confidence, language, "
    'ordinal, title_composed, field, start, "end", url, uid, search_text, counted, labels, position) '
    "VALUES (?,?,?,?,?,'signed',?,?,?,1,0.9,'en',1,0,'text',?,?,?,?,?,1,?,?)",
    "INSERT INTO instrument_parties (body_id, instrument_id, country_id, name, kind, implied, signed_on, document_id) VALUES (?,?,?,?,'agency',0,?,?)",
    "INSERT INTO instrument_topics (instrument_id, topic_id) VALUES (?,?)",
)


def _rows(
    connection: sqlite3.Connection, documents: int, chance: random.Random, bodies: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """For each document its rows: document, event, instrument, two parties, topic."""
    countries = [tuple(row) for row in connection.execute("SELECT id, code, name FROM countries ORDER BY code")]
    home = next(one for one in countries if one[1] == "KZ")
    near = [one for one in countries if one[1] in {"RU", "CN", "UZ", "KG", "TR", "AZ"}]
    types = dict(connection.execute("SELECT slug, id FROM instrument_types").fetchall())
    topics = dict(connection.execute("SELECT slug, id FROM topics").fetchall())
    ours = [body for body in bodies if body[5] == "KZ"]
    by_country: dict[str, list[tuple[Any, ...]]] = {}
    for body in bodies:
        by_country.setdefault(body[5], []).append(body)
    for number in range(1, documents + 1):
        day = (FIRST + timedelta(days=number * DAYS // documents)).isoformat()
        one = ours[int(len(ours) * chance.random() ** 4)]
        country = chance.choice(near) if chance.random() < 0.5 else chance.choice(countries)
        others = by_country.get(country[1]) or ours
        other = others[int(len(others) * chance.random() ** 3)]
        kind, subject = chance.choice(TYPES), chance.choice(SUBJECTS)
        title = f"{kind.replace('_', ' ').capitalize()} between {one[2]} and {other[2]} on {subject} {'quasar ' if number % 9001 == 0 else ''}{number % 977}"
        text = TEXT.format(city="Astana", title=title, subject=subject) * 3
        start, uid = text.index(title), f"{number:016x}"
        labels = {label("body", one[1]), label("body", other[1]), label("country", "KZ"), label("country", country[1])}
        labels |= {
            label("type", kind),
            label("topic", subject),
            label("language", "en"),
            label("source", "made"),
            label("year", day[:4]),
            DATED,
        }
        url, place = f"https://example.org/{number}", position(day, number)
        yield (
            (number, title, day, url, text, f"{day}T00:00:00+05:00", str(number), f"d{uid[1:]}", search_words(text), " ".join(sorted(labels)), place),
            (number, f"working visit, Astana, {day}", home[0], day, number, f"e{uid[1:]}"),
            (number, title, types[kind], f"{one[2]} · {other[2]}", day, number, title, number, start, start + len(title), url, uid,
             search_words(title), " ".join([*sorted(labels | {label("mode", "signed"), "main"}), COUNTED]), place),
            ((one[0], number, home[0], one[2], day, number), (other[0], number, country[0], other[2], day, number)),
            (number, topics[subject]),
        )  # fmt: skip


def _totals(connection: sqlite3.Connection) -> None:
    """What :class:`ingest_db.tally.Tally` adds one by one."""
    month = "substr(i.signed_on, 1, 7), i.type_id, count(DISTINCT i.id)"
    connection.execute(
        "INSERT INTO party_pairs (country_a_id, country_b_id, instruments, first_on, last_on) "
        "SELECT min(a.country_id, b.country_id), max(a.country_id, b.country_id), count(*), min(a.signed_on), max(a.signed_on) "
        "FROM instrument_parties a JOIN instrument_parties b ON b.instrument_id = a.instrument_id AND b.id > a.id "
        "WHERE a.country_id != b.country_id GROUP BY 1, 2"
    )
    for scope, source, subject in (
        ("all", "instruments i", "0"),
        ("country", "instruments i JOIN instrument_parties p ON p.instrument_id = i.id", "p.country_id"),
        ("body", "instruments i JOIN instrument_parties p ON p.instrument_id = i.id", "p.body_id"),
        ("topic", "instruments i JOIN instrument_topics p ON p.instrument_id = i.id", "p.topic_id"),
        (
            "pair",
            "instruments i JOIN instrument_parties a ON a.instrument_id = i.id JOIN instrument_parties b ON b.instrument_id = i.id "
            "AND b.id > a.id JOIN party_pairs p ON p.country_a_id = min(a.country_id, b.country_id) "
            "AND p.country_b_id = max(a.country_id, b.country_id)",
            "p.id",
        ),
    ):
        connection.execute(f"INSERT INTO activity SELECT '{scope}', {subject}, {month} FROM {source} GROUP BY 2, 3, 4")
    for scope, table in (("country", "countries"), ("body", "bodies"), ("topic", "topics")):
        connection.execute(
            f"UPDATE {table} SET instruments = coalesce((SELECT sum(instruments) FROM activity WHERE scope = '{scope}' AND subject_id = {table}.id), 0)"
        )


async def measure(path: Path) -> None:
    """Ask every page six times, the first of them uncounted."""
    with sqlite3.connect(path) as connection:
        ask = "SELECT uid FROM bodies ORDER BY instruments {} LIMIT 1"
        names = {
            "hub": connection.execute(ask.format("DESC")).fetchone()[0],
            "rare": connection.execute(ask.format("ASC")).fetchone()[0],
            "instrument": connection.execute("SELECT uid FROM instruments WHERE id = 123").fetchone()[0],
            "document": connection.execute("SELECT uid FROM documents WHERE id = 123").fetchone()[0],
        }
    settings = {
        "facet_time_limit_ms": 500,
        "suggest_facets": False,
        "sql_time_limit_ms": 1000,
        "cache_size_kb": 50_000,
        "default_page_size": 50,
    }
    with sqlite3.connect(path) as connection:
        names_of_tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {
            name: {"count": connection.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0]}
            for name in names_of_tables
        }
    inspected = {path.stem: {"hash": "0" * 64, "size": path.stat().st_size, "file": str(path), "tables": counts}}
    datasette = Datasette([], immutables=[str(path)], settings=settings, inspect_data=inspected)
    await datasette.invoke_startup()
    slow = 0
    for page in PAGES:
        address, times, status = page.format(**names), [], 0
        for _ in range(6):
            began = time.perf_counter()
            status = (await datasette.client.get(address)).status_code
            times.append(time.perf_counter() - began)
        median = statistics.median(times[1:])
        slow += median > LIMIT or status != 200
        print(
            f"{median * 1000:8.0f} ms {'SLOW' if median > LIMIT else '    '} {status} first {times[0] * 1000:6.0f} ms  {address}"
        )
    print(f"{slow} of {len(PAGES)} pages take more than {LIMIT * 1000:.0f} ms")


def main() -> None:
    """Build where nothing is, then measure."""
    folder, documents = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "big.db"
    if not path.exists():
        began = time.perf_counter()
        build(path, documents)
        print(f"built in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e9:.1f} GB")
    asyncio.run(measure(path))


if __name__ == "__main__":
    main()
