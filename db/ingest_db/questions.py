"""Questions the command line answers: what is wrong, and where words stand."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest_db import schema
from ingest_db.files import FACTS_ID, open_reading, plainly
from ingest_db.search import Wanted, find

PROBLEMS = """
SELECT p.severity, p.stage, p.concerns, p.message, p.quote, p.url, d.title, d.language, s.uid
FROM problems p JOIN sources s ON s.id = p.source_id LEFT JOIN documents d ON d.id = p.document_id
WHERE (:source IS NULL OR s.uid = :source) AND (:severity IS NULL OR p.severity = :severity)
  AND (:concerns IS NULL OR p.concerns = :concerns OR p.concerns LIKE :concerns || '.%')
  AND (:language IS NULL OR d.language = :language)
ORDER BY CASE p.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, d.published_at DESC, p.url, p.id
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
    wanted = Wanted(text, {"language": (language,)} if language else {})
    with closing(open_reading(path, FACTS_ID, schema.facts)) as connection, plainly(path):
        if articles:
            rows = find(connection, wanted, table="documents", limit=limit).rows
            return [Hit(r["title"], "Article", "", r["published_on"], r["language"], r["url"], None) for r in rows]
        rows = find(connection, wanted, limit=limit).rows
        return [
            Hit(r["title"], r["type_label"], r["parties"], r["signed_on"], r["language"], r["url"], r["quote"])
            for r in rows
        ]
