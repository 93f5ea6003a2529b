"""The main event: its kind, place and days; and what the text recalls of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.extraction.dates import weekday
from ingest.extraction.event_place import EventPlace
from ingest.extraction.found import Found
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.records import Event, Span

HEADS = 2
CUE_KINDS = {"ceremony": "signing_ceremony", "met": "meeting"}
"""Sections of cue words in the lexicon that are no kinds of their own."""


class Events:
    """Reads the event of one article."""

    def __init__(self, setting: Setting, instruments: list[Found]) -> None:
        self._setting = setting
        self._instruments = instruments
        self._words = setting.words
        self._pattern = setting.words.pattern
        self._place = EventPlace(setting, instruments)

    def main(self) -> Event:
        """The main event."""
        kind, kind_span = self._kind()
        start, end, date_spans = self._dates()
        city, country, place_spans = self._place.of(kind)
        spans = tuple(dict.fromkeys([*kind_span, *place_spans, *date_spans]))
        return Event(kind=kind, city=city, country=country, start=start, end=end, spans=spans)

    def background(self, main: Event) -> tuple[Event, ...]:
        """Other events the text recalls: one for each sentence that looks back and says nothing of the main one."""
        found = []
        for sentence in self._setting.body[1:]:
            if sentence not in self._setting.recalled:
                continue
            plain = self._setting.plain(sentence)
            kind = next((CUE_KINDS.get(kind, kind) for kind, _ in self._cues(plain)), "other")
            own = any(span.field == "text" and sentence.start <= span.start < sentence.end for span in main.spans)
            if (own and not self._setting.looks_back(sentence)) or (
                kind == "other" and not self._setting.looks_back(sentence)
            ):
                continue
            dates = self._setting.dates_in(sentence)
            city = next((m for m in self._place.cities(sentence)), None)
            if kind == "other" and city is None and not dates:
                continue  # figures, plans, praise: no event that anybody could name
            found.append(
                Event(
                    kind=kind,
                    city=city.name if city else None,
                    country=city.country if city else None,
                    start=dates[0].start if dates else None,
                    end=dates[0].end if dates else None,
                    spans=(Span(field="text", start=sentence.start, end=sentence.end),),
                )
            )
        return tuple(found)

    # --- kind ---------------------------------------------------------------------------------------------

    def _cues(self, plain: str) -> Iterator[tuple[str, re.Match[str]]]:
        for kind in self._words.table("events"):
            match = self._words.phrases("events", kind).search(plain)
            if match:
                yield kind, match

    def _first(self, kind: str, sentences: Sequence[Sentence]) -> Span | None:
        pattern = self._words.phrases("events", kind)
        for sentence in sentences:
            match = pattern.search(self._setting.plain(sentence))
            if match:
                return Span(field="text", start=sentence.start + match.start(), end=sentence.start + match.end())
        return None

    def _kind(self) -> tuple[str, list[Span]]:
        """The first that fits: a visit under way, summit, forum, talks, a signing, a meeting, a call."""
        present, lead = self._setting.present, list(self._setting.lead)
        if (span := self._first("phone_call", lead)) and (
            span.start < lead[0].end or self._words.phrases("events", "phone_call").search(self._setting.headline)
        ):
            return "phone_call", [span]
        for kind in ("state_visit", "official_visit", "working_visit"):
            span = self._first(kind, present)
            if span and not self._future_visit(span):
                return kind, [span]
        signed = [one for one in self._instruments if not one.background]
        for kind in ("summit", "forum"):
            frame = lead[:1] if kind == "forum" and signed and signed[0].sentence in lead[:1] else lead
            if span := self._first(kind, frame):
                return kind, [span]
        if signed:
            return self._signing(signed[0], lead, present)
        if span := self._first("decree", lead):
            return "decree", [span]
        if (span := self._first("talks", lead)) and len(self._setting.countries) >= HEADS and self._heads():
            return "talks", [span]
        for kind in ("meeting", "award", "statement"):
            if span := self._first(kind, lead):
                return kind, [span]
        return "statement", []

    def _signing(self, first: Found, lead: Sequence[Sentence], present: Sequence[Sentence]) -> tuple[str, list[Span]]:
        """Where something was signed: a ceremony, talks of two heads, a meeting, else the signing itself."""
        if span := self._first("ceremony", lead):
            return "signing_ceremony", [span]
        act = first.act if first.act and first.act.end > first.act.start else None  # ``among them`` has no verb
        start, end = (act.start, act.end) if act else (first.start, first.end)
        signed = Span(field="text", start=start, end=end)
        if first.headline and start == end:
            signed = Span(field="title", start=first.headline[0], end=first.headline[1])
        if self._heads() and len(self._setting.bilateral) == HEADS:
            return "talks", [self._first("talks", lead) or self._first("talks", present) or signed]
        opens = first.sentence in self._setting.body[:1]
        if span := self._first("met", present[:1] if opens else present):
            return "meeting", [span]
        return "signing_ceremony", [signed]

    def _future_visit(self, span: Span) -> bool:
        before = self._setting.text.plain[max(0, span.start - 120) : span.start].split(". ")[-1]
        after = self._setting.text.plain[span.start : span.end + 60]
        return bool(self._pattern("future_visit").search(before + after)) and not any(
            self._pattern("visit").search(self._setting.plain(s)) and s.start <= span.start < s.end
            for s in self._setting.lead
        )

    def _heads(self) -> bool:
        """Two heads of state or government act in the lead."""
        text = " ".join(self._setting.plain(s) for s in self._setting.lead) + " " + self._setting.headline
        return bool(self._pattern("heads").search(text))

    # --- days ---------------------------------------------------------------------------------------------

    def _dates(self) -> tuple[str | None, str | None, list[Span]]:
        """A printed span of days; else the printed day; else today, a weekday; else the day of publication."""
        published = self._setting.published
        single: tuple[str, Span] | None = None
        for sentence in self._setting.present:
            for found in self._setting.dates_in(sentence):
                if self._in_instrument(sentence.start + found.begin) or self._in_dateline(sentence.start + found.begin):
                    continue
                span = Span(field="text", start=sentence.start + found.begin, end=sentence.start + found.stop)
                if found.end is not None and (published is None or _near(found.start, published)):
                    return found.start, found.end, [span]
                later = published is not None and found.complete and found.start > published.isoformat()
                if later and sentence not in self._setting.lead:
                    continue
                if single is None and self._is_event_day(sentence, found.begin, found.start):
                    single = (found.start, span)
        if single is not None:
            return single[0], None, [single[1]]
        if published is None:
            return None, None, []
        for sentence in self._setting.lead:
            plain = self._setting.plain(sentence)
            if match := self._words.phrases("yesterday").search(plain):
                day = date.fromordinal(published.toordinal() - 1)
                return (
                    day.isoformat(),
                    None,
                    [
                        Span(
                            field="text",
                            start=sentence.start + match.start(),
                            end=sentence.start + match.end(),
                        )
                    ],
                )
            named = weekday(plain, self._setting.language, published)
            if named and (published - named[0]).days <= 3:
                return (
                    named[0].isoformat(),
                    None,
                    [Span(field="text", start=sentence.start + named[1], end=sentence.start + named[2])],
                )
        return published.isoformat(), None, []

    def _in_instrument(self, at: int) -> bool:
        return any(one.start <= at < one.end for one in self._instruments)

    def _in_dateline(self, at: int) -> bool:
        return self._setting.dateline is not None and at < self._setting.dateline[0]

    def _is_event_day(self, sentence: Sentence, begin: int, iso: str) -> bool:
        published = self._setting.published
        if published is not None and not _near(iso, published):
            return False
        plain = self._setting.plain(sentence)
        before = plain[max(0, begin - 30) : begin]
        return not self._pattern("not_the_day").search(before) and (
            sentence in self._setting.lead
            or any(one.sentence == sentence for one in self._instruments)
            or bool(self._pattern("day_of_event").search(plain))
        )


def _near(iso: str, published: date) -> bool:
    if iso.startswith("--"):
        return True
    return abs((date.fromisoformat(iso) - published).days) <= 14
