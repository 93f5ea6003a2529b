"""Search: words in any form and filters as one full-text query; best first, or newest first where there are very many."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest_db.folding import HAN, HAN_RUN, WORD, fold, search_query, word_stems
from ingest_db.indexing import COUNTED, label

FILTERS = ("country", "body", "topic", "type", "mode", "year", "language", "source")
COUNT_AT_MOST = 10_000
"""Hits are counted up to here."""
RANK_AT_MOST = 5_000
"""More hits than this are not ranked by words, which costs a microsecond each, but shown newest first."""
BREAK = re.compile("[ 。；，]")
"""Where a snippet may begin and end; Chinese has no spaces."""
SNIPPET_FROM = 50_000
"""Characters of a text in which a snippet is looked for."""
WORDS = {"instruments": "{title search_text}", "documents": "{title text search_text}"}
COLUMNS = {
    "instruments": """i.id, i.uid, i.title, i.parties, i.signed_on, i.mode, i.language, i.quote, i.url, i.in_main_event,
  i.confidence, i.document_id, t.slug AS type, t.label AS type_label, t.label_ru AS type_label_ru, t.label_kk AS type_label_kk,
  e.city, d.title AS article, d.uid AS article_uid, d.published_at
FROM instruments_fts f JOIN instruments i ON i.position = f.rowid JOIN instrument_types t ON t.id = i.type_id
JOIN documents d ON d.id = i.document_id LEFT JOIN events e ON e.id = i.event_id WHERE instruments_fts MATCH ?""",
    "documents": """i.id, i.uid, i.title, i.published_on, i.published_at, i.language, i.url, i.text, i.instrument_count,
  s.title AS source
FROM documents_fts f JOIN documents i ON i.position = f.rowid JOIN sources s ON s.id = i.source_id WHERE documents_fts MATCH ?""",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for: words, and filters by name, each with values that must all hold."""

    words: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """The filters as labels; without words and language each document counts once."""
        found = [f'"{label(name, value)}"' for name, values in sorted(self.filters.items()) for value in values]
        once = not search_query(self.words) and "language" not in self.filters
        return [*found, f'"{COUNTED}"'] if once else found


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits. ``total`` stops at ``COUNT_AT_MOST`` + 1; ``ranked``: best first, else newest first."""

    rows: list[sqlite3.Row]
    total: int
    ranked: bool

    @property
    def more(self) -> bool:
        """Whether there are more hits than were counted."""
        return self.total > COUNT_AT_MOST


def match(table: str, wanted: Wanted) -> str:
    """The FTS5 query for a table, empty where nothing can be found."""
    words = search_query(wanted.words)
    if wanted.words.strip() and not words:
        return ""
    labels = [one for one in wanted.labels if table == "instruments" or one != f'"{COUNTED}"']
    parts = [f"{WORDS[table]} : ({words})"] if words else []
    parts += [f"labels : ({' AND '.join(labels)})"] if labels else []
    return " AND ".join(parts)


def count(connection: sqlite3.Connection, table: str, wanted: Wanted, at_most: int = COUNT_AT_MOST) -> int:
    """How many rows are found, up to ``at_most`` + 1."""
    query = match(table, wanted)
    if not query:
        return 0
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH ? LIMIT {at_most + 1})"
    return int(connection.execute(sql, [query]).fetchone()[0])


def find(
    connection: sqlite3.Connection,
    wanted: Wanted,
    *,
    table: str = "instruments",
    limit: int = 20,
    offset: int = 0,
    newest: bool = False,
) -> Found:
    """One page of hits among ``instruments`` or ``documents``; ``newest`` asks for the order of days."""
    query = match(table, wanted)
    if not query:
        return Found([], 0, ranked=False)
    total = count(connection, table, wanted)
    ranked = bool(search_query(wanted.words)) and total <= RANK_AT_MOST and not newest
    order = f"bm25({table}_fts), f.rowid DESC" if ranked else "f.rowid DESC"
    before, connection.row_factory = connection.row_factory, sqlite3.Row
    try:
        sql = f"SELECT {COLUMNS[table]} ORDER BY {order} LIMIT ? OFFSET ?"
        return Found(connection.execute(sql, [query, limit, offset]).fetchall(), total, ranked)
    finally:
        connection.row_factory = before


def marked(text: str, words: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces; True for those that a search for these words found, in whatever form they stand."""
    wanted = {form for word in WORD.findall(words) for form in (fold(word), *word_stems(word.casefold()))}
    runs = [re.escape(run) for run in HAN_RUN.findall(words)]
    wanted |= {fold(run) for run in HAN_RUN.findall(words)}
    done = 0
    for word in re.finditer("|".join([*runs, f"[{HAN}]", rf"[^\W{HAN}]+"]), text):
        if not wanted.isdisjoint((fold(word[0]), *word_stems(word[0].casefold()))):
            if word.start() > done:
                yield text[done : word.start()], False
            yield word[0], True
            done = word.end()
    if done < len(text):
        yield text[done:], False


def snippet(text: str, words: str, around: int = 110) -> list[tuple[str, bool]]:
    """The stretch of a text where the words first stand, in pieces as of :func:`marked`."""
    text, at = text[:SNIPPET_FROM], 0
    for piece, hit in marked(text, words):
        if hit:
            break
        at += len(piece)
    else:
        at = 0
    from_here = max(at - 3 * around, 0)
    start = max((mark.end() for mark in BREAK.finditer(text, from_here, max(at - around, 0))), default=from_here)
    behind = BREAK.search(text, at + around)
    end = behind.start() if behind else -1
    shown = text[start : end if end > 0 else len(text)]
    return [("… ", False)] * (start > 0) + list(marked(shown, words)) + [(" …", False)] * (0 < end < len(text))
