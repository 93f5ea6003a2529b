"""Put the facts of one document together, and check them against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ingest.extraction.attributions import attributions
from ingest.extraction.claims import ANNOUNCED, PLANNED, claims
from ingest.extraction.data import load
from ingest.extraction.dates import weekdays_beside_dates
from ingest.extraction.events import Events
from ingest.extraction.found import Found
from ingest.extraction.grammar import grammar
from ingest.extraction.instruments import Finder
from ingest.extraction.setting import Setting
from ingest.extraction.text import Text
from ingest.records import (
    Attribution,
    Claim,
    Document,
    Event,
    Instrument,
    Party,
    Person,
    Problem,
    Span,
)

STATES = frozenset(["country", "government", "ministry", "region", "city"])
"""Who concludes treaties, and no contracts."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read from one document."""

    attributions: tuple[Attribution, ...]
    event: Event
    background: tuple[Event, ...]
    instruments: tuple[Instrument, ...]
    people: tuple[Person, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    missing: dict[str, str]


def facts(document: Document, url: str, published: str) -> Facts:
    """Read a document in a language that has a lexicon; ``published`` is an ISO date or empty."""
    day = date.fromisoformat(published) if published else None
    setting = Setting(headline=document.title, text=Text.of(document), language=document.language, published=day)
    rules = grammar(document.language)
    finder = Finder(setting, rules)
    found = finder.find()
    context = rules.context(setting)
    instruments = tuple(_instrument(number, one, context.of(one)) for number, one in enumerate(found, start=1))
    events = Events(setting, found)
    announced = (*claims(setting, url), *_planned(finder))
    event = events.main()
    read = Facts(
        attributions=attributions(setting, [party for one in instruments for party in one.parties]),
        event=event,
        background=events.background(event),
        instruments=instruments,
        people=rules.people(setting),
        claims=announced,
        problems=(
            *_unread(finder),
            *_counts(instruments, announced),
            *_parties(instruments),
            *_weekdays(setting),
        ),
        missing={},
    )
    empty = {
        "attributions": not read.attributions,
        "event.city": event.city is None,
        "event.country": event.country is None,
        "event.start": event.start is None,
        "instruments": not instruments,
        "people": not read.people,
    }
    missing = {name: "not_stated" for name, is_empty in empty.items() if is_empty}
    if "instruments" in missing and (finder.unread or any(claim.kind == ANNOUNCED for claim in announced)):
        missing["instruments"] = "not_understood"
    return replace(read, missing=missing)


def read_title(text: str, language: str) -> Instrument:
    """Read the title of one instrument on its own, as it stands in a list.

    Spans count in ``text`` (field ``title``). Raises ValueError where no type noun opens it and LookupError for a
    language without a lexicon.
    """
    titles = grammar(language).titles()
    start, end = titles.strip(text)
    reading = titles.read(text[start:end])
    if reading is None:
        raise ValueError(f"no type of document was recognised in {text!r}")
    parties = tuple(
        Party(
            name=side.name,
            kind=side.kind,
            country=side.country,
            span=Span(field="title", start=start + side.start, end=start + side.end),
        )
        for side in reading.sides
    )
    return Instrument(
        ordinal=1,
        type=_type(reading.type, reading.head.between_firms, parties),
        subtype=reading.subtype,
        title=reading.text,
        subject=reading.subject,
        period=reading.period,
        parties=parties,
        spans=(Span(field="title", start=start, end=end),),
        confidence=_confidence(parties, listed=True, composed=False, near=True),
    )


def _instrument(number: int, one: Found, parties: tuple[Party, ...]) -> Instrument:
    reading = one.reading
    spans = (
        *([Span(field="text", start=one.start, end=one.end)] if one.end > one.start else []),
        *(Span(field="text", start=a, end=b) for a, b in one.more),
        *([Span(field="title", start=one.headline[0], end=one.headline[1])] if one.headline else []),
    )
    near = all(
        party.span is not None and one.sentence.start <= party.span.start < one.sentence.end for party in parties
    )
    return Instrument(
        ordinal=number,
        type=_type(reading.type, reading.head.between_firms, parties),
        subtype=reading.subtype,
        title=one.title,
        title_composed=one.composed,
        subject=reading.subject,
        period=reading.period,
        mode=one.mode,
        parties=parties,
        in_main_event=not one.background,
        spans=spans,
        confidence=_confidence(parties, listed=one.listed, composed=one.composed, near=near),
    )


def _type(kind: str, between_firms: str | None, parties: tuple[Party, ...]) -> str:
    """One word may name a treaty of states and a contract of firms (``договор``, ``шарт``)."""
    states = any(party.kind in STATES for party in parties)
    firms = any(party.kind in {"company", "university"} for party in parties)
    return between_firms if between_firms and firms and not states else kind


def _confidence(parties: tuple[Party, ...], *, listed: bool, composed: bool, near: bool) -> float:
    """How often a document that the text shows like this is right; see ``data/confidence.yaml``."""
    measured: dict[str, float] = load("confidence.yaml")
    if not parties or any(party.country is None and party.kind != "other" for party in parties):
        return measured["without_country"]
    if len(parties) == 1:
        return measured["one_in_a_list" if listed else "one"]
    if not any(party.implied for party in parties):
        return measured["named"]
    if composed:
        return measured["shared_noun"]
    return measured["from_the_sentence" if near and not listed else "from_elsewhere"]


def _planned(finder: Finder) -> list[Claim]:
    """Documents that a list says are still to come."""
    return [Claim(kind=PLANNED, value=None, span=Span(field="text", start=a, end=b)) for a, b in finder.planned]


def _unread(finder: Finder) -> list[Problem]:
    return [
        Problem(
            stage="normalise",
            field="instruments",
            severity="warning",
            message="a list item looks like a document and was not understood",
            span=Span(field="text", start=start, end=end),
        )
        for start, end in finder.unread
    ]


def _counts(instruments: tuple[Instrument, ...], announced: tuple[Claim, ...]) -> list[Problem]:
    """The number announced against the number read; that none was named is no fault of the reading, but said too."""
    count = sum(1 for one in instruments if one.in_main_event)
    return [
        Problem(
            stage="normalise",
            field="instruments",
            severity="warning" if count else "info",
            message=f"{claim.value} documents announced, {count} read",
            span=claim.span,
        )
        for claim in announced
        if claim.kind == ANNOUNCED and claim.value not in {None, count}
    ]


def _weekdays(setting: Setting) -> list[Problem]:
    """A weekday that is printed beside a date and is not that date's."""
    found = []
    for sentence in setting.body:
        plain = setting.plain(sentence)
        for begin, stop, day in weekdays_beside_dates(plain, setting.language, setting.dates_in(sentence)):
            message = f"{plain[begin:stop]}: {day.isoformat()} is a {day:%A}"
            span = Span(field="text", start=sentence.start + begin, end=sentence.start + stop)
            found.append(
                Problem(stage="normalise", field="event.start", severity="warning", message=message, span=span)
            )
    return found


def _parties(instruments: tuple[Instrument, ...]) -> list[Problem]:
    """Documents nobody is named for, and parties of which no country is known (international bodies have none)."""
    nobody = [
        Problem(
            stage="normalise",
            field="parties",
            severity="warning",
            message=f"no party is known of: {one.title[:80]}",
            span=one.spans[0],
        )
        for one in instruments
        if not one.parties
    ]
    stateless = [
        Problem(
            stage="normalise",
            field="parties.country",
            severity="info",
            message=f"no country is known of: {party.name}",
            span=party.span or one.spans[0],
        )
        for one in instruments
        for party in one.parties
        if party.country is None and party.kind != "other"
    ]
    return [*nobody, *stateless]
