"""Dates in running text, resolved against the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ingest.extraction.data import load
from ingest.extraction.lexicon import lexicon
from ingest.extraction.text import alternation

TO = r"\s?(?:-|to|until|and)\s?"
YEAR = r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?"
DIGIT = re.compile(r"\d")
DAY = r"(?P<{0}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a run of days: ISO, or ``--MM-DD`` without a year; offsets in the sentence."""

    start: str
    end: str | None
    begin: int
    stop: int
    printed_year: bool = False

    @property
    def complete(self) -> bool:
        """Say whether the year is known."""
        return not self.start.startswith("--")


@cache
def _months(language: str) -> dict[str, int]:
    return {word: n for n, words in enumerate(load("months.yaml")[language], start=1) for word in words}


@cache
def _forms(language: str) -> tuple[re.Pattern[str], ...]:
    names = alternation([name for name in _months(language) if name != "may"])
    month = rf"(?P<month>(?i:{names})|May)\.?"
    month2 = rf"(?P<month2>(?i:{names})|May)\.?"
    first, last = DAY.format("first"), DAY.format("last")
    return tuple(
        re.compile(form)
        for form in (
            rf"\b{month}\s+{first}{TO}{month2}\s+{last}{YEAR}",
            rf"\b{first}\s+{month}{TO}{last}\s+{month2}{YEAR}",
            rf"\b{month}\s+{first}{TO}{last}\b{YEAR}",
            rf"\b(?:from\s+)?{first}{TO}{last}\s+(?:of\s+)?{month}{YEAR}",
            rf"\b{month}\s+{first}\b{YEAR}",
            rf"\b{first}\s+(?:of\s+)?{month}{YEAR}",
        )
    )


def find_dates(plain: str, language: str, published: date | None) -> list[DateSpan]:
    """Find days and runs of days in a sentence's skeleton, in order.

    A date without a year gets the year that puts it nearest to the day of publication; without that day it stays
    ``--MM-DD``. Periods inside titles ("for 2026-2027") are no dates.
    """
    found: list[DateSpan] = []
    if DIGIT.search(plain) is None:
        return found
    for form in _forms(language):
        for match in form.finditer(plain):
            if any(match.start() < other.stop and other.begin < match.end() for other in found):
                continue
            if span := _span(match, language, published):
                found.append(span)
    return sorted(found, key=lambda span: span.begin)


def _span(match: re.Match[str], language: str, published: date | None) -> DateSpan | None:
    parts = match.groupdict()
    months = _months(language)
    month = months[parts["month"].casefold().rstrip(".")]
    month2 = months[parts["month2"].casefold().rstrip(".")] if parts.get("month2") else month
    first, last = int(parts["first"]), int(parts["last"]) if parts.get("last") else None
    year = int(parts["year"]) if parts["year"] else _year(month, first, published)
    start, end = _iso(year, month, first), _iso(year, month2, last) if last else None
    if start is None or (last and end is None):
        return None
    if end and end < start and year:
        end = _iso(year + 1, month2, last or 1)
    return DateSpan(start, end, match.start(), match.end(), printed_year=bool(parts["year"]))


def _year(month: int, day: int, published: date | None) -> int | None:
    """The year nearest to the publication."""
    if published is None:
        return None
    near = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            near.append(date(year, month, day))
        except ValueError:
            continue
    return min(near, key=lambda when: abs(when - published)).year if near else None


def _iso(year: int | None, month: int, day: int) -> str | None:
    if year is None:
        return f"--{month:02d}-{day:02d}" if day <= 31 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def weekday(plain: str, language: str, published: date | None) -> tuple[date, int, int] | None:
    """Resolve ``on Wednesday`` to the last such day up to the day of publication."""
    names = lexicon(language).words("weekdays")
    match = re.search(rf"(?i)\b(?:on\s+)?({'|'.join(names)})\b", plain)
    if match is None or published is None:
        return None
    back = (published.weekday() - names.index(match[1].casefold())) % 7
    return published - timedelta(days=back), match.start(), match.end()
