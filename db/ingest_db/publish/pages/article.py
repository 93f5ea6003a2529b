"""A text with every fact marked in it: the pieces between the bounds of all spans."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ingest_db.publish.pages.reader import Reader, Row

FACTS = (
    ("instrument", 'SELECT id, uid, title AS name, field, start, "end", quote FROM instruments WHERE document_id = ?'),
    (
        "party",
        'SELECT p.id, b.uid, p.name, p.field, p.start, p."end", p.quote FROM instrument_parties p '
        "JOIN bodies b ON b.id = p.body_id WHERE p.document_id = ?",
    ),
    ("event", 'SELECT id, uid, label AS name, field, start, "end", quote FROM events WHERE document_id = ?'),
    (
        "person",
        'SELECT e.id, p.uid, p.name, e.field, e.start, e."end", e.quote FROM event_people e '
        "JOIN people p ON p.id = e.person_id WHERE e.document_id = ?",
    ),
    ("attribution", 'SELECT id, NULL AS uid, name, field, start, "end", quote FROM attributions WHERE document_id = ?'),
    (
        "claim",
        "SELECT id, NULL AS uid, kind || ' ' || coalesce(value, '') AS name, field, start, \"end\", quote FROM claims WHERE document_id = ?",
    ),
    ("problem", 'SELECT id, uid, message AS name, field, start, "end", quote FROM problems WHERE document_id = ?'),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something read from a text, and where it stands. ``anchor`` is unique on a page."""

    kind: str
    anchor: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a text that the same facts cover; ``opens`` are the anchors that begin here."""

    text: str
    facts: tuple[Fact, ...]
    opens: tuple[str, ...]

    @property
    def kinds(self) -> str:
        """The kinds of the facts, as class names."""
        return " ".join(sorted({fact.kind for fact in self.facts}))

    @property
    def title(self) -> str:
        """What the facts say, for a tooltip."""
        return "; ".join(dict.fromkeys(f"{fact.kind}: {fact.name}" for fact in self.facts))


def facts_in(reader: Reader, document: Row, field: str = "text") -> list[Fact]:
    """Every fact of a document that points into its text (or title)."""
    text = document[field]
    found = []
    for kind, sql in FACTS:
        for row in reader.all(sql, document["id"]):
            if row["field"] == field and row["quote"]:
                start = place(text, row["start"], row["end"], row["quote"])
                if start is not None:
                    found.append(Fact(kind, f"{kind}-{row['id']}", row["name"], start, start + len(row["quote"])))
    return found


def headline(reader: Reader, document: Row, only: frozenset[str] = frozenset()) -> list[list[Piece]]:
    """The headline in pieces, where facts point into it (``only`` those anchors, if any are given); else nothing."""
    facts = [fact for fact in facts_in(reader, document, "title") if not only or fact.anchor in only]
    return paragraphs(document["title"], facts) if facts else []


def place(text: str, start: int, end: int, quote: str) -> int | None:
    """Where a quote stands: at its span, else where its words are; none where the text does not have them."""
    if text[start:end] == quote:
        return int(start)
    found = text.find(quote)
    return found if found >= 0 else None


def paragraphs(text: str, facts: list[Fact]) -> list[list[Piece]]:
    """The blocks of a text, each in pieces that end where a fact begins or ends."""
    breaks = [at for at, letter in enumerate(text) if letter == "\n"]
    bounds = sorted(
        {0, len(text), *breaks, *(at + 1 for at in breaks), *(one for f in facts for one in (f.start, f.end))}
    )
    beginning: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.end > fact.start:
            beginning.setdefault(fact.start, []).append(fact)
    blocks: list[list[Piece]] = [[]]
    here: list[Fact] = []
    for start, end in pairwise(bounds):
        here = [fact for fact in here if fact.end > start]
        opening = beginning.get(start, [])
        here += opening
        if text[start:end] == "\n":
            blocks.append([])
            continue
        blocks[-1].append(Piece(text[start:end], tuple(here), tuple(fact.anchor for fact in opening)))
    return [block for block in blocks if block]
