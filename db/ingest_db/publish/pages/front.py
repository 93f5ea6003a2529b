"""The front page: what is newest, who is most active, what is covered and how fresh it is."""

from __future__ import annotations

from typing import Any

from ingest_db.publish.pages.activity import months
from ingest_db.publish.pages.reader import Reader
from ingest_db.search import Wanted, find

COVERED = """
SELECT s.uid, s.title, c.language, sum(c.documents) AS documents, min(nullif(c.day, '')) AS first, max(c.day) AS last,
  count(*) AS days FROM coverage c JOIN sources s ON s.id = c.source_id WHERE c.documents > 0 GROUP BY 1, 3 ORDER BY 2, 3
"""
PAIRS = """
SELECT a.code AS a, b.code AS b, {a} AS name_a, {b} AS name_b, p.instruments, p.last_on FROM party_pairs p
JOIN countries a ON a.id = p.country_a_id JOIN countries b ON b.id = p.country_b_id ORDER BY p.instruments DESC, 3, 4 LIMIT ?
"""
BODIES = """
SELECT b.uid, {body} AS name, b.kind, b.instruments, c.code, {country} AS country FROM bodies b LEFT JOIN countries c ON c.id = b.country_id
WHERE b.kind NOT IN ('country', 'government') ORDER BY b.instruments DESC, 2 LIMIT ?
"""


def front(reader: Reader, _key: str) -> dict[str, Any]:
    """Everything on the front page."""
    return {
        "latest": find(reader.connection, Wanted(), limit=12).rows or _any(reader),
        "pairs": reader.all(PAIRS.format(a=reader.named("a"), b=reader.named("b")), 10),
        "bodies": reader.all(BODIES.format(body=reader.body, country=reader.named("c")), 10),
        "chart": months(reader),
        "covered": reader.all(COVERED),
        "topics": reader.all(
            f"SELECT t.slug, {reader.named('t', 'label')} AS label, instruments FROM topics t WHERE instruments > 0 "
            "ORDER BY instruments DESC, 2 LIMIT 12"
        ),
        "run": reader.one("SELECT max(finished_at) AS finished FROM runs"),
        "failed": reader.one("SELECT count(*) AS n FROM problems WHERE document_id IS NULL"),
    }


def _any(reader: Reader) -> list[Any]:
    """The newest documents of a database that no run has counted yet."""
    return find(reader.connection, Wanted(filters={"language": ("en",)}), limit=12).rows
