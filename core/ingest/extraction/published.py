"""When a page was published: the machine-readable time, checked against the printed one."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ingest.extraction.data import load
from ingest.records import Document, Precision, Problem, SourceInfo

CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})"
DAY = r"(?P<day>\d{1,2})\s+(?P<month>[^\W_]+)\.?,?\s+(?P<year>\d{4})"
GMT = r"(?:\s*\|\s*GMT\s*(?P<offset>[+-]\d{1,2}))?"
FORMS = tuple(re.compile(form + GMT) for form in (rf"{CLOCK},\s*{DAY}", rf"{DAY},\s*{CLOCK}", rf"{DAY}"))
FURTHEST_APART = timedelta(hours=1)


class Published(NamedTuple):
    """ISO 8601 with offset or empty, how exact it is, and what is wrong with it."""

    when: str
    precision: Precision
    problems: tuple[Problem, ...]


@cache
def month_numbers() -> dict[str, int]:
    """Map every month word of every language, lower-case, to its number."""
    return {
        word: number
        for months in load("months.yaml").values()
        for number, words in enumerate(months, start=1)
        for word in words
    }


def printed_time(text: str, zone: str) -> datetime | None:
    """Read a time as printed beside a headline: ``21:38, 18 Августа 2026``, ``14 March 2023, 16:02``.

    A printed ``GMT +5`` wins over the IANA zone. None where no such time stands in the text.
    """
    for form in FORMS:
        match = form.search(text)
        month = month_numbers().get(match["month"].casefold()) if match else None
        if match is None or month is None:
            continue
        parts = match.groupdict()
        offset = parts["offset"]
        where: tzinfo = timezone(timedelta(hours=int(offset))) if offset else ZoneInfo(zone)
        clock = (int(parts.get("hour") or 0), int(parts.get("minute") or 0))
        try:
            return datetime(int(match["year"]), month, int(match["day"]), *clock, tzinfo=where)
        except ValueError:
            return None
    return None


def published(document: Document, info: SourceInfo) -> Published:
    """Settle the time of publication: the machine-readable one, else the printed one.

    A problem row where two of them differ by more than an hour, where one cannot be read, and where an HTML page
    states none.
    """
    problems = []
    stated = _iso(document.published, info.time_zone)
    printed = printed_time(document.printed, info.time_zone) if document.printed else None
    if document.published and stated is None:
        problems.append(_problem(f"the page's time {document.published!r} is not ISO 8601"))
    if document.printed and printed is None:
        problems.append(_problem(f"the printed time {document.printed!r} was not understood"))
    if stated and printed and abs(stated - printed) > FURTHEST_APART and ":" in document.published:
        problems.append(_problem(f"the page's time {document.published} and the printed {document.printed!r} differ"))
    when = stated or printed
    if when is None:
        if document.layout != "text":
            problems.append(_problem("the page states no time of publication"))
        return Published("", "none", tuple(problems))
    if ":" not in (document.published if stated else document.printed):
        return Published(when.date().isoformat(), "day", tuple(problems))
    return Published(when.isoformat(), "second" if stated else "minute", tuple(problems))


def _iso(text: str, zone: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))


def _problem(message: str) -> Problem:
    return Problem(stage="normalise", field="published_at", severity="warning", message=message)
