"""A folder of labelled articles: ``articles/NNN.json`` the text, ``gold/NNN.json`` what a person reads in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import UsageError
from ingest.extraction.facts import facts
from ingest.extraction.lexicon import reads
from ingest.records import Block, BlockKind, Document

KINDS: dict[str, BlockKind] = {
    "p": "paragraph",
    "li": "list_item",
    "h": "heading",
    "blockquote": "quote",
    "figcaption": "caption",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article and its label, as their files have them."""

    name: str
    article: dict[str, Any]
    gold: dict[str, Any]


def load(folder: Path) -> list[Labelled]:
    """Every article that has a label, by name. Raises UsageError where the folder holds none."""
    found = []
    for path in sorted((folder / "gold").glob("*.json")):
        article = folder / "articles" / path.name
        if not article.is_file():
            raise UsageError(f"{path} is a label without an article {article}")
        found.append(Labelled(path.stem, _json(article), _json(path)))
    if not found:
        raise UsageError(f"{folder} holds no labelled articles: articles/NNN.json and gold/NNN.json are expected")
    return found


def _json(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no JSON: {error}") from error
    if not isinstance(loaded, dict):
        raise UsageError(f"{path} is no JSON object")
    return loaded


def predicted(one: Labelled) -> dict[str, Any]:
    """What is read from an article, in the shape of a label; instruments carry their ``confidence`` besides.

    Address, language, title and day of publication are taken as given. A language that is not read gives nothing.
    """
    article = one.article
    blocks = tuple(
        Block(kind=KINDS[paragraph["kind"]], text=" ".join(paragraph["text"].split()))
        for paragraph in article["paragraphs"]
        if paragraph["text"].strip()
    )
    language = article["language"]
    document = Document(
        title=article["title"], published=article["published"] or "", blocks=blocks, layout="", language=language
    )
    if not reads(language):
        return {"instruments": [], "event": {}, "attribution": []}
    read = facts(document, article["url"], (article["published"] or "")[:10])
    event = read.event
    return {
        "attribution": [source.name for source in read.attributions],
        "event": {
            "type": event.kind,
            "place": {"city": event.city, "country": event.country},
            "start": event.start,
            "end": event.end,
            "people": [
                {"name": person.name, "role": person.role, "country": person.country}
                for person in read.people
                if person.in_main_event
            ],
        },
        "instruments": [
            {
                "title": instrument.title,
                "type": instrument.type,
                "parties": [
                    {"name": party.name, "kind": party.kind, "country": party.country} for party in instrument.parties
                ],
                "signed_or_exchanged": instrument.mode,
                "is_main_event": instrument.in_main_event,
                "confidence": instrument.confidence,
            }
            for instrument in read.instruments
        ],
    }
