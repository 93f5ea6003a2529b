"""Questions the command line answers: what is wrong, and where words stand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest_db import schema
from ingest_db.files import FACTS_ID, open_reading, plainly
from ingest_db.folding import search_query

PROBLEMS = """
SELECT p.severity, p.stage, p.concerns, p.message, p.quote, p.url, d.title, d.language, s.uid
FROM problems p JOIN sources s ON s.id = p.source_id LEFT JOIN documents d ON d.id = p.document_id
WHERE (:source IS NULL OR s.uid = :source) AND (:severity IS NULL OR p.severity = :severity)
  AND (:concerns IS NULL OR p.concerns = :concerns OR p.concerns LIKE :concerns || '.%')
  AND (:language IS NULL OR d.language = :language)
ORDER BY CASE p.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, d.published_at DESC, p.url, p.id
"""
SEARCH = """
SELECT i.title, t.label, i.parties, i.signed_on, i.language, i.url, i.quote
FROM instruments_fts f JOIN instruments i ON i.id = f.rowid JOIN instrument_types t ON t.id = i.type_id
WHERE instruments_fts MATCH :query AND (:language IS NULL OR i.language = :language)
ORDER BY bm25(instruments_fts), i.signed_on DESC, i.uid LIMIT :limit
"""
SEARCH_DOCUMENTS = """
SELECT d.title, 'Article', '', d.published_on, d.language, d.url, NULL
FROM documents_fts f JOIN documents d ON d.id = f.rowid
WHERE documents_fts MATCH :query AND (:language IS NULL OR d.language = :language)
ORDER BY bm25(documents_fts), d.published_on DESC, d.uid LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem, with the article it was found in; ``title`` and ``language`` are empty for a page not read."""

    severity: str
    stage: str
    concerns: str
    message: str
    quote: str | None
    url: str
    title: str | None
    language: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One document (or article) that a search found, best first."""

    title: str
    kind: str
    parties: str
    date: str | None
    language: str
    url: str
    quote: str | None


def problems(
    path: Path,
    *,
    source: str | None = None,
    severity: str | None = None,
    concerns: str | None = None,
    language: str | None = None,
) -> list[ProblemRow]:
    """What is wrong or in doubt, worst first; every choice that is given narrows it."""
    with closing(open_reading(path, FACTS_ID, schema.facts)) as connection, plainly(path):
        chosen = {"source": source, "severity": severity, "concerns": concerns, "language": language}
        return [ProblemRow(*row) for row in connection.execute(PROBLEMS, chosen)]


def search(path: Path, text: str, *, articles: bool = False, language: str | None = None, limit: int = 20) -> list[Hit]:
    """Documents, or articles, in which all words of a text stand in any form, best first."""
    query = search_query(text)
    if not query:
        return []
    with closing(open_reading(path, FACTS_ID, schema.facts)) as connection, plainly(path):
        rows: sqlite3.Cursor = connection.execute(
            SEARCH_DOCUMENTS if articles else SEARCH, {"query": query, "language": language, "limit": limit}
        )
        return [Hit(*row) for row in rows]
