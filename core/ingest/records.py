"""The records that travel between the stages: Ref, Page, Document, Communique.

Standard library only. Every record is frozen, slotted and keyword-only. A :class:`Span` counts code points,
``start`` inclusive and ``end`` exclusive, in the field it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

SpanField = Literal["text", "title", "url"]
BlockKind = Literal["paragraph", "list_item", "heading", "quote", "caption"]
Precision = Literal["second", "minute", "day", "none"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """Who publishes, and how politely to read them.

    ``languages`` are BCP 47 tags, ``time_zone`` an IANA name, ``delay`` seconds between two requests to one
    host, ``verified_on`` the day somebody last compared the parsers with the live site (``None``: never), and
    ``expect_per_day`` the least and the most items a normal day yields. ``ca_bundle`` is the path of a PEM file with
    certificates that this site fails to send; they are trusted besides the usual ones, for this source only.
    """

    name: str
    title: str
    home: str
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    time_zone: str
    delay: float = 1.0
    owner: str = ""
    verified_on: date | None = None
    expect_per_day: tuple[int, int] | None = None
    ca_bundle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """One thing worth fetching. ``key`` is its identity inside the source, whatever address led to it."""

    key: str
    url: str
    language: str
    title: str | None = None
    listed_at: str | None = None
    """The time beside the title in the listing, verbatim or ISO 8601; for comparison, not for publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The exact bytes a ref gave, unpacked. ``fetched_at`` carries a time zone; header names are lower-case.

    ``robots`` is the decision of robots.txt on it, in words; empty where nobody asked a site.
    """

    ref: Ref
    url: str
    body: bytes
    media_type: str
    status: int
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fetched_at: datetime
    robots: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, list item, heading, quotation or caption; its text has no line break and no outer space."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the page says, verbatim: no dates read, no names resolved.

    ``published`` is the machine-readable time of the page (ISO 8601) or empty; ``printed`` the time as printed
    beside the headline, or empty. ``layout`` names the parser that matched. ``dropped`` names every visible
    piece of the article container that was left out, as ``reason: text``.
    """

    title: str
    published: str
    blocks: tuple[Block, ...]
    layout: str
    language: str
    printed: str = ""
    canonical: str | None = None
    tags: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The coordinate system of all spans: the blocks joined by a newline."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters ``start`` to ``end`` (code points, end exclusive) of the text, the title or the address."""

    field: SpanField
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a reader of the data should know. ``field`` is the record field concerned."""

    stage: str
    field: str
    severity: Severity
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A source the article names for its own story, under its canonical name."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the text asserts without naming documents, such as a count of them."""

    kind: str
    value: int | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What headline and lead are about.

    ``start`` and ``end`` are ISO dates, or ``--MM-DD`` where no year can be worked out; an event of one day has
    no ``end``. ``country`` is ISO 3166-1 alpha-2, or ``EU``.
    """

    kind: str
    city: str | None = None
    country: str | None = None
    start: str | None = None
    end: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party of an instrument. ``implied``: named outside the instrument's own words."""

    name: str
    kind: str
    country: str | None = None
    implied: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts in an event; the name in the nominative, the role as printed."""

    name: str
    role: str | None = None
    country: str | None = None
    in_main_event: bool = True
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A document that two or more parties, or an international body, signed, exchanged, adopted or approved.

    ``title`` is verbatim unless ``title_composed`` (a shared head written out). ``period`` is EDTF
    (``2026/2030``). ``confidence`` lies between 0 and 1. ``ordinal`` counts from 1 in reading order.
    """

    ordinal: int
    type: str
    subtype: str | None = None
    title: str
    title_composed: bool = False
    subject: str | None = None
    period: str | None = None
    mode: str | None = None
    parties: tuple[Party, ...] = ()
    in_main_event: bool = True
    spans: tuple[Span, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Communique:
    """What is published about one document.

    ``published_at`` is ISO 8601 with an offset, or empty where nobody says; ``precision`` says how exact it is.
    ``missing`` maps an empty field to ``not_stated`` or ``not_understood``.
    """

    source: str
    key: str
    language: str
    url: str
    title: str
    published_at: str
    precision: Precision
    text: str
    attributions: tuple[Attribution, ...] = ()
    event: Event | None = None
    background: tuple[Event, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    people: tuple[Person, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def quote(self, span: Span) -> str:
        """The characters a span points at, verbatim."""
        return str(getattr(self, span.field))[span.start : span.end]
