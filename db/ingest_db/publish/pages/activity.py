"""Totals of a subject by year, month and type, and the bars drawn of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest_db.publish.pages.reader import Reader

HEIGHT, STEP, FOOT, MARGIN = 120, 18, 18, 12
"""Sizes of a drawing, in pixels."""

YEAR = re.compile(r"(?:19|20)\d\d")
"""Years that a chart shows: what lies outside is a slip."""
MONTH = re.compile(rf"{YEAR.pattern}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a chart: where it stands and what it says."""

    name: str
    number: int
    x: int
    y: float
    height: float
    told: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns with the size of the drawing."""

    bars: list[Bar]
    width: int
    height: int = HEIGHT + FOOT


def chart(numbers: list[tuple[str, int]]) -> Chart:
    """Columns for names and numbers; every second or third name is left out where there are many."""
    most = max((number for _, number in numbers), default=1) or 1
    every = max(1, len(numbers) // 12)
    bars = [
        Bar(
            name,
            number,
            at * STEP + MARGIN,
            HEIGHT - number / most * (HEIGHT - 14),
            number / most * (HEIGHT - 14),
            at % every == 0,
        )
        for at, (name, number) in enumerate(numbers)
    ]
    return Chart(bars, len(bars) * STEP + 2 * MARGIN)


def totals(reader: Reader, scope: str, subject: int) -> dict[str, Any]:
    """By year, by type (with labels) and in all."""
    years = {
        row["year"]: row["n"]
        for row in reader.all(
            "SELECT substr(month, 1, 4) AS year, sum(instruments) AS n FROM activity WHERE scope = ? AND subject_id = ? "
            "GROUP BY 1 ORDER BY 1",
            scope,
            subject,
        )
    }
    total = sum(years.values())
    years = {year: number for year, number in years.items() if YEAR.fullmatch(year)}
    types = reader.all(
        f"SELECT t.slug, {reader.named('t', 'label')} AS label, sum(a.instruments) AS n FROM activity a "
        "JOIN instrument_types t ON t.id = a.type_id WHERE scope = ? AND subject_id = ? GROUP BY t.id ORDER BY n DESC",
        scope,
        subject,
    )
    every = [str(year) for year in range(int(min(years)), int(max(years)) + 1)] if years else []
    return {
        "chart": chart([(year, years.get(year, 0)) for year in every]),
        "types": types,
        "total": total,
    }


def months(reader: Reader, last: int = 24) -> Chart:
    """The last months in which anything was signed, with the empty ones between them."""
    found = {
        row["month"]: row["n"]
        for row in reader.all(
            "SELECT month, sum(instruments) AS n FROM activity WHERE scope = 'all' AND month != '' GROUP BY 1 "
            "ORDER BY 1 DESC LIMIT ?",
            last,
        )
    }
    found = {month: number for month, number in found.items() if MONTH.fullmatch(month)}
    if not found:
        return chart([])
    newest = max(found)
    year, month = int(newest[:4]), int(newest[5:])
    names = [f"{year - (12 - month + back) // 12:04d}-{(month - 1 - back) % 12 + 1:02d}" for back in range(last)]
    oldest = min(found)
    return chart([(name, found.get(name, 0)) for name in reversed(names) if name >= oldest])
