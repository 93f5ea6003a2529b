"""What was listed, fetched and read, by source, edition and day, and what is missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.errors import UsageError
from ingest_db import archive_schema, schema
from ingest_db.files import ARCHIVE_ID, FACTS_ID, archive_path, open_reading, plainly

STATES = {"read": "read", "skipped": "skipped", "failed": "failed", "listed": "waiting", "fetched": "waiting"}


@dataclass(slots=True, kw_only=True)
class Day:
    """One local day of one edition: items listed, fetched, read, failed, skipped on purpose, and waiting."""

    source: str
    language: str
    day: str
    listed: int = 0
    fetched: int = 0
    read: int = 0
    failed: int = 0
    skipped: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is not in the database. ``what`` is a key, a listing, or a day on which nothing was listed."""

    source: str
    language: str
    what: str
    kind: str
    detail: str
    url: str = ""
    attempts: int = 0
    next_attempt: str = ""


def days(path: Path, source: str | None = None) -> list[Day]:
    """Count every ref under the day it was listed with, else published, else first seen; in the source's time zone."""
    zones, published = _zones(path), _published(path)
    if source is not None and source not in zones:
        raise UsageError(f"{path} has no source {source!r}; it has: {', '.join(sorted(zones)) or 'none'}")
    found: dict[tuple[str, str, str], Day] = {}
    with plainly(archive_path(path)), closing(_archive(path)) as connection:
        rows = connection.execute(
            "SELECT source, key, language, listed_at, first_seen, state, "
            "EXISTS (SELECT 1 FROM fetches WHERE ref_id = refs.id) FROM refs WHERE ? IS NULL OR source = ?",
            [source, source],
        )
        for name, ref, language, listed_at, first_seen, state, fetched in rows:
            when = listed_at or published.get((name, ref)) or first_seen
            key = (name, language, _day(when, zones.get(name, "UTC")))
            one = found.setdefault(key, Day(source=name, language=language, day=key[2]))
            one.listed += 1
            one.fetched += fetched
            setattr(one, STATES[state], getattr(one, STATES[state]) + 1)
    return [found[key] for key in sorted(found)]


def gaps(path: Path, source: str | None = None) -> Iterator[Gap]:
    """What is missing: listings that failed, items that are not read, days without any item between others."""
    with plainly(path), closing(open_reading(path, FACTS_ID, schema.facts)) as facts:
        for name, key, url, kind, message in facts.execute(
            "SELECT s.uid, key, url, kind, message FROM problems JOIN sources s ON s.id = source_id "
            "WHERE stage = 'discover' AND (? IS NULL OR s.uid = ?) ORDER BY 1, 2",
            [source, source],
        ):
            yield Gap(source=name, language=key.rpartition(" ")[2], what=key, kind=kind or "", detail=message, url=url)
    with plainly(archive_path(path)), closing(_archive(path)) as connection:
        for row in connection.execute(
            "SELECT source, language, key, url, state, kind, detail, attempts, next_attempt FROM refs "
            "WHERE state NOT IN ('read', 'skipped') AND (? IS NULL OR source = ?) ORDER BY source, language, key",
            [source, source],
        ):
            name, language, key, url, state, kind, detail, attempts, next_attempt = row
            yield Gap(
                source=name,
                language=language,
                what=key,
                kind=kind or STATES[state],
                detail=detail or "it is taken on the next run",
                url=url,
                attempts=attempts,
                next_attempt=next_attempt or "",
            )
    for (name, language), counted in groupby(days(path, source), key=lambda one: (one.source, one.language)):
        yield from _quiet(name, language, [one.day for one in counted])


def _quiet(source: str, language: str, seen: list[str]) -> Iterator[Gap]:
    for before, after in pairwise(seen):
        first, last = date.fromisoformat(before) + timedelta(days=1), date.fromisoformat(after) - timedelta(days=1)
        if first <= last:
            what = f"{first} to {last}" if first < last else str(first)
            detail = f"nothing is listed; to look: ingest run --source {source} --language {language} --since {first} --until {last}"
            yield Gap(source=source, language=language, what=what, kind="quiet", detail=detail)


def _archive(path: Path) -> sqlite3.Connection:
    return open_reading(archive_path(path), ARCHIVE_ID, archive_schema.archive)


def _zones(path: Path) -> dict[str, str]:
    with plainly(path), closing(open_reading(path, FACTS_ID, schema.facts)) as facts:
        return dict(facts.execute("SELECT uid, time_zone FROM sources"))


def _published(path: Path) -> dict[tuple[str, str], str]:
    with plainly(path), closing(open_reading(path, FACTS_ID, schema.facts)) as facts:
        sql = (
            "SELECT s.uid, key, published_at FROM documents JOIN sources s ON s.id = source_id WHERE published_at <> ''"
        )
        return {(source, key): when for source, key, when in facts.execute(sql)}


def _day(when: str, zone: str) -> str:
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when[:10]
    return (moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment).date().isoformat()
