"""Who acts in the event: persons as found, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.records import Person, Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A person as found in a sentence; the name in the nominative, offsets in the text."""

    name: str
    role: str | None
    country: str | None
    start: int
    end: int
    sentence: Sentence


def gathered(setting: Setting, hits: list[Hit]) -> tuple[Person, ...]:
    """One person per surname: the first full form of a name stands for all others."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        surname = re.split(r"[\s.]+", hit.name)[-1].casefold()
        twin = next((key for key in kept if surname in re.split(r"[\s.]+", key.casefold())), None)
        if twin is None:
            kept[hit.name] = hit
            continue
        old = kept[twin]
        fuller = hit if " " in hit.name and " " not in old.name else old
        kept[twin] = replace(fuller, role=old.role or hit.role, country=old.country or hit.country)
    return tuple(
        Person(
            name=hit.name,
            role=hit.role,
            country=hit.country,
            in_main_event=hit.sentence not in setting.recalled,
            span=Span(field="text", start=hit.start, end=hit.end),
        )
        for hit in kept.values()
    )
