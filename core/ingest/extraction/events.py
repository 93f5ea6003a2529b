"""The main event: its kind, place and days; and what the text recalls of others."""

from __future__ import annotations

import re
from datetime import date

from ingest.extraction.dates import weekday
from ingest.extraction.found import Found
from ingest.extraction.gazetteer import Mention
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence, skeleton
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

    def main(self) -> Event:
        """The main event."""
        kind, kind_span = self._kind()
        start, end, date_spans = self._dates()
        city, country, place_spans = self._place(kind)
        spans = tuple(dict.fromkeys([*kind_span, *place_spans, *date_spans]))
        return Event(kind=kind, city=city, country=country, start=start, end=end, spans=spans)

    def background(self, main: Event) -> tuple[Event, ...]:
        """Other events the text recalls: one for each sentence that looks back and says nothing of the main one."""
        found = []
        for sentence in self._setting.body[1:]:
            plain = self._setting.plain(sentence)
            kind = next((CUE_KINDS.get(kind, kind) for kind, _ in self._cues(plain)), "other")
            own = any(span.field == "text" and sentence.start <= span.start < sentence.end for span in main.spans)
            if (
                (own and not self._setting.looks_back(sentence))
                or sentence not in self._setting.recalled
                or (kind == "other" and not self._setting.looks_back(sentence))
            ):
                continue
            dates = self._setting.dates_in(sentence)
            city = next((m for m in self._cities(sentence)), None)
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

    def _cues(self, plain: str) -> list[tuple[str, re.Match[str]]]:
        found = []
        for kind in self._words.table("events"):
            match = self._words.phrases("events", kind).search(plain)
            if match:
                found.append((kind, match))
        return found

    def _present(self) -> list[Sentence]:
        return [s for s in self._setting.body if not self._setting.looks_back(s)]

    def _first(self, kind: str, sentences: list[Sentence]) -> Span | None:
        pattern = self._words.phrases("events", kind)
        for sentence in sentences:
            match = pattern.search(self._setting.plain(sentence))
            if match:
                return Span(field="text", start=sentence.start + match.start(), end=sentence.start + match.end())
        return None

    def _kind(self) -> tuple[str, list[Span]]:
        """The first that fits: a visit under way, summit, forum, talks, a signing, a meeting, a call."""
        present, lead = self._present(), list(self._setting.lead)
        if span := self._first("phone_call", lead):
            return "phone_call", [span]
        for kind in ("state_visit", "official_visit", "working_visit"):
            span = self._first(kind, present)
            if span and not self._future_visit(span):
                return kind, [span]
        for kind in ("summit", "forum"):
            if span := self._first(kind, lead):
                return kind, [span]
        signed = [one for one in self._instruments if not one.background]
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

    def _signing(self, first: Found, lead: list[Sentence], present: list[Sentence]) -> tuple[str, list[Span]]:
        """Where something was signed: a ceremony, talks of two heads, a meeting, else the signing itself."""
        if span := self._first("ceremony", lead):
            return "signing_ceremony", [span]
        act = first.act
        signed = Span(field="text", start=act.start if act else first.start, end=act.end if act else first.end)
        if self._heads() and len(self._setting.bilateral) == HEADS:
            return "talks", [self._first("talks", lead) or self._first("talks", present) or signed]
        if span := self._first("met", present):
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
        for sentence in self._present():
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

    # --- place --------------------------------------------------------------------------------------------

    def _cities(self, sentence: Sentence) -> list[Mention]:
        """Cities said to be the place: after in or at, or as the goal of a visit."""
        base = (
            max(sentence.start, self._setting.dateline[0])
            if self._setting.dateline and sentence.start <= self._setting.dateline[0] < sentence.end
            else sentence.start
        )
        raw = self._setting.text.raw[base : sentence.end]
        plain = self._setting.text.plain[base : sentence.end]
        found = []
        for mention in self._setting.places.mentions(raw):
            if mention.kind != "city" or self._in_instrument(base + mention.start):
                continue
            before = plain[max(0, mention.start - 45) : mention.start]
            if self._pattern("seat_before").search(before):
                continue
            if self._pattern("place_before").search(before) or self._pattern("place_form").match(plain, mention.start):
                found.append(mention)
        return found

    def _place(self, kind: str) -> tuple[str | None, str | None, list[Span]]:
        if kind == "phone_call":
            return None, None, []
        if kind == "decree":
            return (*self._decree_place(),)
        lead = [s for s in self._setting.lead if not self._setting.looks_back(s)]
        told = [s for s in self._present() if self._pattern("day_of_event").search(self._setting.plain(s))]
        for sentences in (lead, told):
            for sentence in sentences:
                cities = self._cities(sentence)
                if cities:
                    base = (
                        max(sentence.start, self._setting.dateline[0])
                        if self._setting.dateline and sentence.start <= self._setting.dateline[0] < sentence.end
                        else sentence.start
                    )
                    one = cities[0]
                    return (
                        self._then(one.name),
                        one.country,
                        [Span(field="text", start=base + one.start, end=base + one.end)],
                    )
                named = self._residence(sentence)
                if named:
                    return named
        for mention in self._setting.places.mentions(self._setting.headline):
            before = self._setting.headline[: mention.start]
            seat = self._pattern("seat_before").search(skeleton(before))
            if (mention.kind == "city" and seat is None) and (
                self._pattern("headline_place_before").search(before)
                or self._pattern("place_form").match(self._setting.headline, mention.start)
            ):
                return (
                    self._then(mention.name),
                    mention.country,
                    [Span(field="title", start=mention.start, end=mention.end)],
                )
        earlier = [s for s in self._setting.body if self._setting.looks_back(s)]
        for sentence in earlier:
            cities = self._cities(sentence)
            if cities and self._pattern("arrival").search(self._setting.plain(sentence)):
                one = cities[0]
                return (
                    self._then(one.name),
                    one.country,
                    [Span(field="text", start=sentence.start + one.start, end=sentence.start + one.end)],
                )
        abroad = self._from_dateline()
        if abroad[1] not in {None, "KZ"} and abroad[1] in self._setting.bilateral:
            return abroad
        visited = self._visited()
        if visited and visited[0] != "KZ":
            return None, visited[0], [visited[1]]
        if visited:
            return self._capital("KZ"), "KZ", [visited[1]]
        found = self._from_dateline()
        return found if found[1] else self._at_home(kind, found[0], found[2])

    def _at_home(self, kind: str, city: str | None, spans: list[Span]) -> tuple[str | None, str | None, list[Span]]:
        """News of a state's own office that names no place: the country the office belongs to."""
        for sentence in self._setting.lead:
            office = self._pattern("home_office").search(self._setting.plain(sentence))
            if office:
                span = Span(field="text", start=sentence.start + office.start(), end=sentence.start + office.end())
                return city, "KZ", [*spans, span]
        codes = [code for code, _, _ in self._setting.countries]
        if kind == "statement" and codes:
            return city, "KZ" if "KZ" in codes else codes[0], spans
        return city, None, spans

    def _decree_place(self) -> tuple[str | None, str | None, list[Span]]:
        if self._setting.dateline:
            return self._from_dateline()
        codes = [code for code, _, _ in self._setting.countries]
        return None, codes[0] if codes else None, []

    def _residence(self, sentence: Sentence) -> tuple[str | None, str | None, list[Span]] | None:
        """A palace, or "the Kazakh capital"."""
        plain = self._setting.plain(sentence)
        for mention in self._setting.places.mentions(self._setting.text.raw[sentence.start : sentence.end]):
            if mention.kind == "country" and self._pattern("capital_of").search(plain[: mention.start]):
                span = Span(field="text", start=sentence.start + mention.start, end=sentence.start + mention.end)
                return self._capital(mention.country), mention.country, [span]
        for name, city in self._words.table("residences").items():
            at = plain.find(name)
            if at >= 0 and self._pattern("residence_before").search(plain[:at]):
                mentions = self._setting.places.mentions(city)
                country = mentions[0].country if mentions else None
                return (
                    self._then(city),
                    country,
                    [Span(field="text", start=sentence.start + at, end=sentence.start + at + len(name))],
                )
        for mention in self._setting.places.mentions(self._setting.text.raw[sentence.start : sentence.end]):
            after = self._pattern("capital_after").match(plain[mention.end :])
            before = self._pattern("capital_before").search(plain[: mention.start])
            if mention.kind in {"adjective", "country"} and after and before:
                city = self._capital(mention.country)
                if city:
                    return (
                        city,
                        mention.country,
                        [
                            Span(
                                field="text",
                                start=sentence.start + mention.start,
                                end=sentence.start + mention.end + after.end(),
                            )
                        ],
                    )
        return None

    def _capital(self, code: str) -> str | None:
        city = self._setting.places.capitals.get(code)
        return self._then(city) if city else None

    def _then(self, city: str) -> str:
        """Astana was called Nur-Sultan from March 2019 to September 2022."""
        day = self._setting.published
        if city == "Astana" and day is not None and date(2019, 3, 23) <= day < date(2022, 9, 17):
            return "Nur-Sultan"
        return city

    def _visited(self) -> tuple[str, Span] | None:
        """The country of a visit, by the text or by the headline."""
        for sentence in self._present():
            plain = self._setting.plain(sentence)
            raw = self._setting.text.raw[sentence.start : sentence.end]
            for mention in self._setting.places.mentions(raw):
                if mention.kind == "country" and (
                    self._pattern("visited_before").search(plain[: mention.start])
                    or self._pattern("visited_form").match(plain, mention.start)
                ):
                    return mention.country, Span(
                        field="text", start=sentence.start + mention.start, end=sentence.start + mention.end
                    )
        return None

    def _from_dateline(self) -> tuple[str | None, str | None, list[Span]]:
        if self._setting.dateline is None:
            return None, None, []
        city = self._setting.dateline[1]
        named = re.sub(r"(?<=['’])\w", lambda letter: letter[0].lower(), city.title())
        mentions = self._setting.places.mentions(named)
        at = self._setting.text.raw.find(city)
        span = [Span(field="text", start=at, end=at + len(city))] if at >= 0 else []
        if not mentions:
            return named, None, span
        return mentions[0].name, mentions[0].country, span


def _near(iso: str, published: date) -> bool:
    if iso.startswith("--"):
        return True
    return abs((date.fromisoformat(iso) - published).days) <= 14
