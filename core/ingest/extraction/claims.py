"""What a text asserts of its documents without naming them: how many there are."""

from __future__ import annotations

from ingest.extraction.lexicon import lexicon
from ingest.extraction.setting import Setting
from ingest.records import Claim, Span

ANNOUNCED = "documents_announced"
FURTHER = "further_documents"
PLANNED = "document_planned"


def claims(setting: Setting, url: str) -> tuple[Claim, ...]:
    """Counts of documents in the text, the headline and the address ("sign-14-documents").

    Addresses are English words or transliterated ones, so both lexicons look at them.
    """
    words = setting.words
    count, further = words.pattern("announced"), words.pattern("further")
    found = []
    for sentence in setting.body:
        if setting.looks_back(sentence):
            continue
        plain = setting.plain(sentence)
        found += [
            Claim(
                kind=FURTHER if further.search(m[0]) else ANNOUNCED,
                value=_value(m["n"], setting),
                span=Span(field="text", start=sentence.start + m.start(), end=sentence.start + m.end()),
            )
            for m in count.finditer(plain)
        ]
    for match in count.finditer(setting.headline):
        found.append(
            Claim(
                kind=ANNOUNCED,
                value=_value(match["n"], setting),
                span=Span(field="title", start=match.start(), end=match.end()),
            )
        )
    slug = next(
        (m for one in (words, lexicon("en")) if (m := one.pattern("announced_address").search(url.casefold()))), None
    )
    if slug:
        found.append(
            Claim(
                kind=ANNOUNCED,
                value=_value(slug["n"], setting),
                span=Span(field="url", start=slug.start(), end=slug.end()),
            )
        )
    return tuple(found)


def _value(text: str, setting: Setting) -> int | None:
    """A printed number; words by their beginning, since they are inflected."""
    if text.isdigit():
        return int(text)
    numbers = {**lexicon("en").table("numbers"), **setting.words.table("numbers")}
    known = next(
        (word for word in sorted(numbers, key=len, reverse=True) if text.casefold().startswith(word.rstrip("~"))), None
    )
    return int(numbers[known]) if known else None
