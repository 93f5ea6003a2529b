"""What is covered: articles by source, edition and year; days without any; pages that could not be read."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from ingest_db.publish.pages.front import COVERED
from ingest_db.publish.pages.reader import Reader

GAPS_SHOWN = 30
FAILED_SHOWN = 100


def coverage(reader: Reader, _key: str) -> dict[str, Any]:
    """Counts, gaps and failures."""
    days = reader.all(
        "SELECT s.title, c.language, c.day FROM coverage c JOIN sources s ON s.id = c.source_id "
        "WHERE c.documents > 0 AND c.day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND date(c.day) = c.day ORDER BY 1, 2, 3"
    )
    gaps = [
        (title, language, *gap)
        for (title, language), those in groupby(days, key=lambda row: (row["title"], row["language"]))
        for gap in _gaps([row["day"] for row in those])
    ]
    years = reader.all(
        "SELECT s.title, c.language, substr(c.day, 1, 4) AS year, sum(c.documents) AS documents FROM coverage c "
        "JOIN sources s ON s.id = c.source_id WHERE c.documents > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 DESC"
    )
    return {
        "covered": reader.all(COVERED),
        "years": years,
        "gaps": sorted(gaps, key=lambda gap: -gap[4])[:GAPS_SHOWN],
        "gap_days": sum(gap[4] for gap in gaps),
        "failed": reader.all(
            "SELECT url, message, kind FROM problems WHERE document_id IS NULL ORDER BY id DESC LIMIT ?", FAILED_SHOWN
        ),
        "runs": reader.all(
            "SELECT r.*, s.title FROM runs r JOIN sources s ON s.id = r.source_id ORDER BY r.id DESC LIMIT 10"
        ),
    }


def _gaps(days: list[str]) -> list[tuple[str, str, int]]:
    """Stretches of days without an article: first, last, how many."""
    found = []
    for before, after in pairwise(days):
        first, last = date.fromisoformat(before) + timedelta(days=1), date.fromisoformat(after) - timedelta(days=1)
        if first <= last:
            found.append((first.isoformat(), last.isoformat(), (last - first).days + 1))
    return found
