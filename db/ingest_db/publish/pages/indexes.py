"""Everything of one kind to choose from: countries, topics, parties, people."""

from __future__ import annotations

from typing import Any

from ingest_db.publish.pages.reader import PER_PAGE, Reader

NAMES = 4 * PER_PAGE
"""Names on one page."""


def countries(reader: Reader, _key: str) -> dict[str, Any]:
    """Countries with documents, by name."""
    sql = f"SELECT c.code AS key, {reader.named('c')} AS name, instruments AS number, '' AS country, '' AS kind FROM countries c WHERE instruments > 0"
    return _page(reader, "countries", "country", f"{sql} ORDER BY 2")


def topics(reader: Reader, _key: str) -> dict[str, Any]:
    """Fields of cooperation, by name."""
    sql = f"SELECT t.slug AS key, {reader.named('t', 'label')} AS name, instruments AS number, '' AS country, '' AS kind FROM topics t"
    return _page(reader, "topics", "topic", f"{sql} ORDER BY 2")


def parties(reader: Reader, _key: str) -> dict[str, Any]:
    """Ministries, firms, cities …, those with most documents first."""
    sql = (
        f"SELECT b.uid AS key, {reader.body} AS name, b.instruments AS number, {reader.named('c')} AS country, b.kind FROM bodies b "
        "LEFT JOIN countries c ON c.id = b.country_id WHERE b.instruments > 0 AND b.kind != 'country'"
    )
    return _page(reader, "parties", "body", f"{sql} ORDER BY b.instruments DESC, 2")


def people(reader: Reader, _key: str) -> dict[str, Any]:
    """People who took part, by name."""
    sql = (
        f"SELECT p.uid AS key, {reader.person} AS name, NULL AS number, {reader.named('c')} AS country, '' AS kind FROM people p "
        "LEFT JOIN countries c ON c.id = p.country_id"
    )
    return _page(reader, "people", "person", f"{sql} ORDER BY 2")


def _page(reader: Reader, title: str, leads_to: str, sql: str) -> dict[str, Any]:
    found = reader.all(f"{sql} LIMIT ? OFFSET ?", NAMES + 1, (reader.page - 1) * NAMES)
    return {
        "names_of": title,
        "leads_to": leads_to,
        "names": found[:NAMES],
        "paging": reader.paging(more=len(found) > NAMES),
    }
