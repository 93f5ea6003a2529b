"""Dates in running text, resolved against the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ingest.extraction.data import load
from ingest.extraction.lexicon import lexicon
from ingest.extraction.text import alternation

TO = {"en": r"\s?(?:-|to|until|and)\s?", "ru": r"\s?(?:-|по|и)\s?", "kk": r"\s?(?:-|мен|және)\s?"}
YEAR = r"(?P<year>(?:19|20)\d\d)"
YEAR_BEHIND = {"en": rf"(?:,?\s+(?:of\s+)?{YEAR})?", "ru": rf"(?:\s+{YEAR}(?!\d))?", "kk": ""}
YEAR_BEFORE = {"en": "", "ru": "", "kk": rf"(?:{YEAR}\s+(?:жыл\w*|ж\.)\s+)?"}
BESIDE = 3
"""Characters between a weekday and its date: a comma, a bracket."""
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
    scripts = ("kk", "kk-Latn") if language == "kk" else (language,)
    tables = [load("months.yaml")[script] for script in scripts]
    return {word: n for table in tables for n, words in enumerate(table, start=1) for word in words}


@cache
def _any_month(language: str) -> re.Pattern[str]:
    return re.compile(alternation(list(_months(language))), re.IGNORECASE)


@cache
def _forms(language: str) -> tuple[re.Pattern[str], ...]:
    """The ways to write a day or a run of days, those that say more first."""
    names = alternation([name for name in _months(language) if name != "may"])
    may, case = ("|May", r"\.?") if language == "en" else ("", r"\w{0,7}" if language == "kk" else "")
    month = rf"(?P<month>(?i:{names}){may}){case}"
    month2 = rf"(?P<month2>(?i:{names}){may}){case}"
    first, last = DAY.format("first"), DAY.format("last")
    to, before, behind = TO[language], YEAR_BEFORE[language], YEAR_BEHIND[language]
    day_first = (
        rf"\b(?<!\d-){before}{first}\s+{month}{to}{last}\s+{month2}{behind}",
        rf"\b(?:from\s+)?{before}{first}{to}{last}\s+(?:of\s+)?{month}{behind}",
        rf"\b{before}{first}\s+(?:of\s+)?{month}{behind}",
    )
    month_first = (
        rf"\b{month}\s+{first}{to}{month2}\s+{last}{behind}",
        rf"\b{month}\s+{first}{to}{last}\b{behind}",
        rf"\b{month}\s+{first}\b{behind}",
    )
    ordered = [form for pair in zip(month_first, day_first, strict=True) for form in pair]
    return tuple(re.compile(form) for form in (ordered if language == "en" else day_first))


def find_dates(plain: str, language: str, published: date | None) -> list[DateSpan]:
    """Find days and runs of days in a sentence's skeleton, in order.

    A date without a year gets the year that puts it nearest to the day of publication; without that day it stays
    ``--MM-DD``. Periods inside titles ("for 2026-2027") are no dates.
    """
    found: list[DateSpan] = []
    if DIGIT.search(plain) is None or _any_month(language).search(plain) is None:
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
    year = int(parts["year"]) if parts.get("year") else _year(month, first, published)
    start, end = _iso(year, month, first), _iso(year, month2, last) if last else None
    if start is None or (last and end is None):
        return None
    if end and end < start and year:
        end = _iso(year + 1, month2, last or 1)
    return DateSpan(start, end, match.start(), match.end(), printed_year=bool(parts.get("year")))


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


def month_number(word: str, language: str) -> int | None:
    """The number of a month by its name or the beginning of it."""
    lower = word.casefold()
    return next((number for name, number in _months(language).items() if name.startswith(lower)), None)


def weekday(plain: str, language: str, published: date | None) -> tuple[date, int, int] | None:
    """Resolve ``on Wednesday`` to the last such day up to the day of publication."""
    words = lexicon(language)
    days = words.words("weekdays")
    match = words.pattern("weekday").search(plain)
    if match is None or published is None:
        return None
    named = next(n for n, day in enumerate(days) if match["day"].casefold().startswith(day.rstrip("~").casefold()))
    back = (published.weekday() - named) % 7
    return published - timedelta(days=back), match.start(), match.end()


def weekdays_beside_dates(plain: str, language: str, dates: list[DateSpan]) -> list[tuple[int, int, date]]:
    """Weekdays printed beside a single date whose day is another: where both stand, and the date."""
    words = lexicon(language)
    days = words.words("weekdays")
    found = []
    for match in words.pattern("weekday").finditer(plain):
        named = next(
            (n for n, day in enumerate(days) if match["day"].casefold().startswith(day.rstrip("~").casefold())), None
        )
        for one in dates:
            apart = max(one.begin - match.end(), match.start() - one.stop)
            if named is None or one.end is not None or not one.complete or not 0 <= apart <= BESIDE:
                continue
            day = date.fromisoformat(one.start)
            if day.weekday() != named:
                found.append((min(match.start(), one.begin), max(match.end(), one.stop), day))
    return found
