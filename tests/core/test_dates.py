"""Days in running text, read against the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.extraction.dates import find_dates, weekday
from ingest.extraction.published import printed_time

PUBLISHED = date(2025, 11, 12)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The visit takes place on November 11-12.", "2025-11-11", "2025-11-12"),
        ("on 30 November - 2 December", "2025-11-30", "2025-12-02"),
        ("Dec. 29 - January 2", "2025-12-29", "2026-01-02"),
        ("on 3 July 2024", "2024-07-03", None),
        ("on August 8th, 2024", "2024-08-08", None),
    ],
)
def test_days_and_spans(text: str, start: str, end: str | None) -> None:
    assert [(found.start, found.end) for found in find_dates(text, "en", PUBLISHED)] == [(start, end)]


def test_a_year_less_date_near_new_year_belongs_to_the_last_year() -> None:
    assert find_dates("on December 29", "en", date(2026, 1, 3))[0].start == "2025-12-29"


@pytest.mark.parametrize(
    "text", ["for 2026/30", "the 21st Forum", "may also", "resolution 2231 of 2006", "February 30 2025"]
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, "en", PUBLISHED) == []


def test_a_weekday_is_the_last_one() -> None:
    found = weekday("signed on Tuesday in Moscow", "en", PUBLISHED)
    assert found is not None
    assert found[0] == date(2025, 11, 11)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("21:38, 18 Августа 2026", "2026-08-18T21:38:00+05:00"),
        ("16:37, 29 Январь 2026", "2026-01-29T16:37:00+05:00"),
        ("14 March 2023, 16:02", "2023-03-14T16:02:00+06:00"),
        ("11:17, 30 Qańtar 2026 | GMT +5", "2026-01-30T11:17:00+05:00"),
        ("23:00, 28 二月 2026", "2026-02-28T23:00:00+05:00"),
        ("08:32, 18 8月 2026", "2026-08-18T08:32:00+05:00"),
        ("17:45, 05 May 2016", "2016-05-05T17:45:00+06:00"),
    ],
)
def test_printed_times_of_all_editions(text: str, iso: str) -> None:
    when = printed_time(text, "Asia/Almaty")
    assert when is not None
    assert when.isoformat() == iso
