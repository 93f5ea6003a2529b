"""Lists of documents: a search by words and filters, page by page."""

from __future__ import annotations

from typing import Any

from ingest_db.folding import search_query, search_words
from ingest_db.publish.pages.reader import PER_PAGE, Reader, rows
from ingest_db.publish.texts import alphabetical, texts
from ingest_db.search import COUNT_AT_MOST, FILTERS, Found, Wanted, count, find, marked, snippet

MODES = ("signed", "exchanged", "adopted", "approved")
KINDS = ("documents", "articles", "parties", "people")
FORMATS_AT_MOST = 1000
SHORTEST_NAME = 3
"""Shorter words name no country."""
LONGEST_WORDS, LONGEST_VALUE, MOST_VALUES = 500, 100, 10
"""Characters of a search, of a filter, and how often a filter may stand: what is more is cut off."""
NAMED = """SELECT b.uid, {body} AS name, b.kind, b.instruments, c.code, {country} AS country FROM bodies_fts f JOIN bodies b ON b.id = f.rowid
LEFT JOIN countries c ON c.id = b.country_id WHERE bodies_fts MATCH ? ORDER BY b.instruments DESC, 2 LIMIT ? OFFSET ?"""
PEOPLE = """SELECT p.uid, {person} AS name, c.code, {country} AS country FROM people_fts f JOIN people p ON p.id = f.rowid
LEFT JOIN countries c ON c.id = p.country_id WHERE people_fts MATCH ? ORDER BY 2 LIMIT ? OFFSET ?"""


def wanted(reader: Reader) -> Wanted:
    """The words and filters of an address."""
    filters = {
        name: tuple(dict.fromkeys(value[:LONGEST_VALUE] for value in reader.arguments.get(name, []) if value.strip()))[
            :MOST_VALUES
        ]
        for name in FILTERS
    }
    filters["country"] = tuple(dict.fromkeys(code.upper() for code in filters["country"]))
    return Wanted(reader.argument("q")[:LONGEST_WORDS], {name: values for name, values in filters.items() if values})


def listing(reader: Reader, asked: Wanted, *, limit: int = PER_PAGE, table: str = "instruments") -> dict[str, Any]:
    """One page of documents with what leads to the others."""
    found = find(reader.connection, asked, table=table, limit=limit, offset=(reader.page - 1) * limit)
    return {
        "rows": found.rows,
        "total": found.total,
        "shown_total": f"{COUNT_AT_MOST:,}+" if found.more else f"{found.total:,}",
        "ranked": found.ranked,
        "asked": asked,
    } | reader.paging(more=found.total > reader.page * limit)


def search(reader: Reader, _key: str) -> dict[str, Any]:
    """Everything that is found for words and filters; ``in`` chooses documents, articles, parties or people."""
    asked = wanted(reader)
    kind = reader.argument("in") if reader.argument("in") in KINDS else "documents"
    context: dict[str, Any] = {
        "asked": asked,
        "kind": kind,
        "kinds": KINDS,
        "bodies": _named(reader, NAMED, asked, 5 if kind == "documents" else PER_PAGE)
        if kind in {"documents", "parties"}
        else [],
        "people": _named(reader, PEOPLE, asked, 5 if kind == "documents" else PER_PAGE)
        if kind in {"documents", "people"}
        else [],
        "countries": _countries(reader, asked.words) if kind == "documents" else [],
        "choices": (offered := choices(reader)),
        "unknown": _unknown(asked, offered),
        "marked": lambda text: list(marked(text or "", asked.words)),
        "snippet": lambda text: snippet(text or "", asked.words),
    }
    if kind in {"documents", "articles"}:
        context["found"] = listing(reader, asked, table="instruments" if kind == "documents" else "documents")
    else:
        context["found"] = None
    if kind == "documents" and asked.words and not context["found"]["total"]:
        context["articles"] = count(reader.connection, "documents", asked)
    bodies = {
        uid: reader.one(f"SELECT {reader.body} AS name FROM bodies b WHERE uid = ?", uid)
        for uid in asked.filters.get("body", ())
    }
    context["bodies_named"] = {uid: row["name"] for uid, row in bodies.items() if row}
    context["unknown"] += [("body", uid) for uid, row in bodies.items() if not row]
    return context


def _unknown(asked: Wanted, offered: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Filters with a value that no document has, so that nobody looks for what is wrong elsewhere."""
    values = {name: {value for value, _ in pairs} for name, pairs in offered.items()}
    return [(name, one) for name in values for one in asked.filters.get(name, ()) if one not in values[name]]


def _countries(reader: Reader, words: str) -> list[Any]:
    """The countries with documents whose name, in any language, is one of the words typed, in any form."""
    typed = {word for word in search_words(words).split() if len(word) > SHORTEST_NAME}
    rows = reader.all(
        f"SELECT c.code, {reader.named('c')} AS shown, c.name, c.name_ru, c.name_kk, c.instruments FROM countries c WHERE instruments > 0"
    )
    names = ("name", "name_ru", "name_kk")
    return [
        row for row in rows if any(row[one] and not typed.isdisjoint(search_words(row[one]).split()) for one in names)
    ]


def _named(reader: Reader, sql: str, asked: Wanted, limit: int) -> list[Any]:
    """Bodies or people whose names have all the words."""
    query = search_query(asked.words)
    if not query:
        return []
    return reader.all(
        sql.format(body=reader.body, person=reader.person, country=reader.named("c")),
        query,
        limit,
        (reader.page - 1) * limit,
    )


def choices(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: values with their names."""

    def pairs(sql: str) -> list[tuple[str, str]]:
        return [(str(row[0]), str(row[1])) for row in reader.all(sql)]

    def named(sql: str) -> list[tuple[str, str]]:
        return sorted(pairs(sql), key=lambda pair: alphabetical(pair[1]))

    return {
        "type": named(f"SELECT t.slug, {reader.named('t', 'label')} FROM instrument_types t"),
        "country": named(f"SELECT c.code, {reader.named('c')} FROM countries c WHERE instruments > 0"),
        "topic": named(f"SELECT t.slug, {reader.named('t', 'label')} FROM topics t"),
        "mode": [(mode, texts(reader.language)[mode]) for mode in MODES],
        "year": pairs(
            "SELECT DISTINCT substr(month, 1, 4), substr(month, 1, 4) FROM activity "
            "WHERE scope = 'all' AND month != '' ORDER BY 1 DESC"
        ),
        "language": pairs("SELECT DISTINCT language, language FROM coverage ORDER BY 1"),
        "source": pairs("SELECT uid, title FROM sources ORDER BY 2"),
    }


def hits(reader: Reader, asked: Wanted, limit: int) -> Found:
    """The newest documents for a feed or a file."""
    return find(reader.connection, asked, limit=limit, offset=(reader.page - 1) * limit, newest=True)


def search_json(reader: Reader, _key: str) -> dict[str, Any]:
    """A search as data: what was asked, how many, and the rows."""
    asked = wanted(reader)
    limit = min(reader.number("size", 100), FORMATS_AT_MOST)
    table = "documents" if reader.argument("in") == "articles" else "instruments"
    found = find(reader.connection, asked, table=table, limit=limit, offset=(reader.page - 1) * limit)
    return {
        "q": asked.words,
        "filters": {name: list(values) for name, values in asked.filters.items()},
        "total": found.total,
        "total_is_exact": not found.more,
        "page": reader.page,
        "rows": [{k: v for k, v in row.items() if k not in {"id", "document_id", "text"}} for row in rows(found.rows)],
    }
