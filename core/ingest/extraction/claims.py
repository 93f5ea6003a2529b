"""What a text asserts of its documents without naming them: how many there are."""

from __future__ import annotations

import re

from ingest.extraction.setting import Setting
from ingest.extraction.text import alternation
from ingest.records import Claim, Span

ANNOUNCED = "documents_announced"
FURTHER = "further_documents"
PLANNED = "document_planned"
MORE = re.compile(r"\b(?:more|further|other|another|additional)\b", re.IGNORECASE)


def claims(setting: Setting, url: str) -> tuple[Claim, ...]:
    """Counts of documents in the text, the headline and the address ("sign-14-documents")."""
    numbers: dict[str, int] = setting.words.table("numbers")
    nouns = "documents|agreements|memorandums|memoranda|papers|contracts|deals|accords|treaties|instruments"
    count = re.compile(
        rf"(?<![\w.,/-])(?P<n>\d{{1,3}}|{alternation(list(numbers))})\s+(?:new\s+|more\s+|bilateral\s+|joint\s+|major\s+|key\s+|important\s+|\w+al\s+|(?:and\s+)|\w+ed\s+){{0,4}}(?:{nouns})(?![\w-])",
        re.IGNORECASE,
    )
    found = []
    for sentence in setting.body:
        if setting.looks_back(sentence):
            continue
        plain = setting.plain(sentence)
        found += [
            Claim(
                kind=FURTHER if MORE.search(m[0]) else ANNOUNCED,
                value=_value(m["n"], numbers),
                span=Span(field="text", start=sentence.start + m.start(), end=sentence.start + m.end()),
            )
            for m in count.finditer(plain)
        ]
    for match in count.finditer(setting.headline):
        found.append(
            Claim(
                kind=ANNOUNCED,
                value=_value(match["n"], numbers),
                span=Span(field="title", start=match.start(), end=match.end()),
            )
        )
    slug = re.search(rf"(?<![\w])(\d{{1,3}}|{'|'.join(numbers)})-(?:[a-z]+-){{0,2}}(?:{nouns})(?![a-z])", url)
    if slug:
        found.append(
            Claim(
                kind=ANNOUNCED,
                value=_value(slug[1], numbers),
                span=Span(field="url", start=slug.start(), end=slug.end()),
            )
        )
    return tuple(found)


def _value(text: str, numbers: dict[str, int]) -> int:
    return int(text) if text.isdigit() else numbers[text.casefold()]
