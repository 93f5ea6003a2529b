"""What was once read from the labelled set stays read: the floor may rise, never fall."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ingest.extraction.facts import facts
from ingest.records import Block, BlockKind, Document, Instrument

FOLDER = Path(__file__).parent
KINDS: dict[str, BlockKind] = {"p": "paragraph", "li": "list_item", "h": "heading", "blockquote": "quote"}
FLOOR_F1 = 0.95
FLOOR_TYPES = 0.99
FLOOR_COUNTRIES = 0.85
SAME = 0.85


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def words(title: str) -> set[str]:
    return set(re.findall(r"\w+", title.casefold())) - {"the", "a", "an"}


def alike(one: str, other: str) -> float:
    a, b = words(one), words(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def read(name: str) -> list[Instrument]:
    article = load(f"articles/{name}")
    blocks = tuple(
        Block(kind=KINDS[paragraph["kind"]], text=" ".join(paragraph["text"].split()))
        for paragraph in article["paragraphs"]
        if paragraph["kind"] in KINDS and paragraph["text"].strip()
    )
    document = Document(title=article["title"], published=article["published"], blocks=blocks, layout="", language="en")
    return [one for one in facts(document, article["url"], article["published"][:10]).instruments if one.in_main_event]


@pytest.fixture(scope="module")
def pairs() -> tuple[list[tuple[dict[str, Any], Instrument]], int, int]:
    """Pairs of label and reading, how many labels found none, how many readings have no label."""
    matched, missed, invented = [], 0, 0
    for path in sorted((FOLDER / "gold").glob("*.json")):
        left = read(path.name)
        for label in load(f"gold/{path.name}")["instruments"]:
            best = max(left, key=lambda one: alike(one.title, label["title"]), default=None)
            if label.get("is_main_event", True) and best and alike(best.title, label["title"]) >= SAME:
                matched.append((label, best))
                left.remove(best)
            elif label.get("is_main_event", True) and not label.get("optional"):
                missed += 1
        invented += len(left)
    return matched, missed, invented


def test_instruments(pairs: tuple[list[tuple[dict[str, Any], Instrument]], int, int]) -> None:
    matched, missed, invented = pairs
    assert 2 * len(matched) / (2 * len(matched) + missed + invented) >= FLOOR_F1


def test_types(pairs: tuple[list[tuple[dict[str, Any], Instrument]], int, int]) -> None:
    right = sum(label["type"] == one.type for label, one in pairs[0])
    assert right / len(pairs[0]) >= FLOOR_TYPES


def test_countries_of_parties(pairs: tuple[list[tuple[dict[str, Any], Instrument]], int, int]) -> None:
    right = sum(
        {p["country"] for p in label["parties"] if p["country"]} == {p.country for p in one.parties if p.country}
        for label, one in pairs[0]
    )
    assert right / len(pairs[0]) >= FLOOR_COUNTRIES
