"""When two titles, names or places are the same: words without case, articles and endings; the best assignment."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from ingest.extraction.data import load

ARTICLES = frozenset(["the", "a", "an"])
SAME_PARTY = 0.6
CYRILLIC_STEM = 5
"""Letters of a Cyrillic word that are compared: its ending is left out."""
GOVERNMENT = re.compile(r"\bgovernment|правительств|үкімет")
AGENCY_NAMES = {
    "qazinform": "kazinform",
    "казинформ": "kazinform",
    "қазақпарат": "kazinform",
    "акорда": "akorda",
    "ақорда": "akorda",
    "presidential press service": "akorda",
}


def clean(text: object) -> str:
    """Small letters, words and single spaces; a possessive goes."""
    folded = unicodedata.normalize("NFKC", str(text or "")).casefold()
    folded = re.sub(r"[’'`ʼ‘]s\b", "", folded)
    folded = re.sub(r"[’'`ʼ‘]", "", folded)
    return re.sub(r"[^\w]+", " ", folded).replace("_", " ").strip()


def words(text: object, dropped: frozenset[str] = ARTICLES) -> Counter[str]:
    """The words of a text, Cyrillic ones by their beginning."""
    return Counter(
        word[:CYRILLIC_STEM] if re.match(r"[\u0400-\u04ff]", word) else word
        for word in clean(text).split()
        if word not in dropped
    )


def dice(one: Counter[str], other: Counter[str]) -> float:
    """The share of words in common."""
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 1.0


@cache
def _country_words() -> frozenset[str]:
    """Words that only say whose a body is: names and adjectives of countries, and what stands around them."""
    found = {
        "republic",
        "the",
        "a",
        "an",
        "of",
        "and",
        "for",
        "in",
        "on",
        "республики",
        "республика",
        "и",
        "в",
        "мен",
        "пен",
    }
    for record in load("countries.json"):
        for forms in (record["names"], record["aliases"], record["adjectives"]):
            for form in forms.values():
                for name in [form] if isinstance(form, str) else form:
                    found |= set(clean(name).split())
    return frozenset(word[:CYRILLIC_STEM] if re.match(r"[\u0400-\u04ff]", word) else word for word in found)


def party_likeness(one: dict[str, Any], other: dict[str, Any]) -> float:
    """How alike two parties are, 0 to 1; a country or a government meets only its like."""
    same = (one.get("country") or None) == (other.get("country") or None)
    kinds = {one.get("kind"), other.get("kind")}
    if "country" in kinds:
        return float(kinds == {"country"} and same)
    governments = [p.get("kind") == "government" or bool(GOVERNMENT.search(clean(p.get("name")))) for p in (one, other)]
    if any(governments):
        return float(all(governments) and same)
    a, b = ({w: n for w, n in words(p.get("name")).items() if w not in _country_words()} for p in (one, other))
    left, right = (Counter(a), Counter(b)) if a and b else (words(one.get("name")), words(other.get("name")))
    common, smaller = sum((left & right).values()), min(sum(left.values()), sum(right.values())) or 1
    likeness = max(dice(left, right), 0.9 * common / smaller if smaller > 1 else 0.0)
    different = one.get("country") and other.get("country") and not same
    return likeness * 0.5 if different else likeness


@cache
def _places() -> dict[str, str]:
    """Every name of a city, cleaned, to its English one."""
    known: dict[str, str] = {}
    for record in load("cities.json"):
        names = [*record["name"].values(), *(name for names in record.get("aliases", {}).values() for name in names)]
        for name in names:
            known.setdefault(clean(name), clean(record["name"]["en"]))
    return known


def city(name: object) -> str:
    """A city under one name in all languages."""
    return _places().get(clean(name), clean(name))


def agency(name: object) -> str:
    """A source under one name in all languages."""
    plain = re.sub(r" kz$", "", clean(name))
    return AGENCY_NAMES.get(plain, plain)


def assignment(weights: list[list[float]]) -> list[tuple[int, int]]:  # noqa: C901 - one algorithm
    """The one-to-one pairs of rows and columns whose weights add up to most (Kuhn and Munkres, by shortest paths)."""
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return [(row, column) for column, row in assignment([list(column) for column in zip(*weights, strict=True)])]
    rows, columns = len(weights), len(weights[0])
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    matched = [0] * (columns + 1)
    for row in range(1, rows + 1):
        matched[0], column = row, 0
        best, via, done = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while matched[column]:
            done[column] = True
            here, step, following = matched[column], float("inf"), 0
            for other in range(1, columns + 1):
                if done[other]:
                    continue
                cost = -weights[here - 1][other - 1] - of_row[here] - of_column[other]
                if cost < best[other]:
                    best[other], via[other] = cost, column
                if best[other] < step:
                    step, following = best[other], other
            for other in range(columns + 1):
                if done[other]:
                    of_row[matched[other]] += step
                    of_column[other] -= step
                else:
                    best[other] -= step
            column = following
        while column:
            matched[column], column = matched[via[column]], via[column]
    return [(matched[column] - 1, column - 1) for column in range(1, columns + 1) if matched[column]]
