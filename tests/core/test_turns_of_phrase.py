"""How signings are told in running text: each turn of phrase of ``turns_of_phrase.yaml``, with all that it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.extraction.facts import facts
from ingest.records import Block, Document

TURNS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("turns_of_phrase.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("turn", TURNS, ids=[f"{one['language']}: {one['turn']}" for one in TURNS])
def test_a_turn_of_phrase_is_understood(turn: dict[str, Any]) -> None:
    document = Document(
        title=turn["headline"],
        published="",
        blocks=tuple(Block(kind="paragraph", text=text) for text in turn["text"]),
        layout="test",
        language=turn["language"],
    )
    read = facts(document, "https://news.example/a", "2025-05-06")
    found = {
        "documents": [
            f"{'' if one.in_main_event else 'recalled '}{one.type}: {one.title} [{'; '.join(party.name for party in one.parties)}]"
            for one in read.instruments
        ],
        "place": f"{read.event.city or '-'}, {read.event.country or '-'}",
        "people": [person.name for person in read.people],
        "sources": [one.name for one in read.attributions],
    }
    asked = {name: turn[name] for name in found if name in turn}
    assert asked
    assert {name: found[name] for name in asked} == asked
