"""Where an event was."""

from __future__ import annotations

import re
from datetime import date

from ingest.extraction.found import Found
from ingest.extraction.gazetteer import Mention
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import LONGEST_SENTENCE, Sentence, skeleton
from ingest.records import Span

Place = tuple[str | None, str | None, list[Span]]
"""City, country, the words that say so."""

NEAR = 120
"""How many characters before a place say what it is to the event."""
BETWEEN_SLASHES = re.compile(r"/[^/\n]+/")


class EventPlace:
    """Finds the place of the main event of one article."""

    def __init__(self, setting: Setting, instruments: list[Found]) -> None:
        self._setting = setting
        self._instruments = instruments
        self._words = setting.words
        self._pattern = setting.words.pattern

    def of(self, kind: str) -> Place:
        """The place of an event of a kind: what the text says, a palace, the headline, the dateline, the visit."""
        if kind == "phone_call":
            return None, None, []
        if kind == "decree":
            return (*self._decree_place(),)
        lead = [s for s in self._setting.lead if not self._setting.looks_back(s)]
        told = [
            s
            for s in self._setting.present
            if self._pattern("day_of_event").search(self._setting.plain(s))
            and not self._pattern("next_year").search(self._setting.plain(s))
        ]
        of_kind = self._words.phrases("events", kind) if kind in self._words.table("events") else None
        planned = self._words.phrases("planned")
        named = [
            s
            for s in self._setting.present
            if of_kind and of_kind.search(self._setting.plain(s)) and not planned.search(self._setting.plain(s))
        ]
        dateline = self._from_dateline()
        abroad = dateline[1] not in {None, HOME} and self._concerns(dateline[1]) and not self._relayed()
        for sentences in (lead,) if abroad else (lead, told, named):
            for sentence in sentences:
                cities = self.cities(sentence)
                if cities:
                    base = self._setting.behind_dateline(sentence.start, sentence.end)
                    one = cities[0]
                    return (
                        self._then(one.name),
                        one.country,
                        [Span(field="text", start=base + one.start, end=base + one.end)],
                    )
                if residence := self._residence(sentence):
                    return residence
        if abroad:
            return dateline
        for mention in self._setting.places.mentions(self._setting.headline):
            before = self._setting.headline[max(mention.start - NEAR, 0) : mention.start]
            seat = self._pattern("seat_before").search(skeleton(before))
            if (mention.kind == "city" and seat is None) and (
                self._pattern("headline_place_before").search(before)
                or self._in_place_form(self._setting.headline, mention)
            ):
                return (
                    self._then(mention.name),
                    mention.country,
                    [Span(field="title", start=mention.start, end=mention.end)],
                )
        earlier = [s for s in self._setting.body if self._setting.looks_back(s)]
        for sentence in earlier:
            cities = self.cities(sentence)
            if cities and self._pattern("arrival").search(self._setting.plain(sentence)):
                one = cities[0]
                return (
                    self._then(one.name),
                    one.country,
                    [Span(field="text", start=sentence.start + one.start, end=sentence.start + one.end)],
                )
        if posted := self._posted():
            return posted
        visited = self._visited()
        if visited and visited[0] != HOME:
            return self._city_state(visited[0]), visited[0], [visited[1]]
        if visited:
            return dateline if dateline[1] == HOME else (self._capital(HOME), HOME, [visited[1]])
        return dateline if dateline[1] else self._at_home(kind, dateline[0], dateline[2])

    def _relayed(self) -> bool:
        """Whether the dateline is another newsroom's, which says where that sits: ``MOSCOW, August 26. /TASS/.``."""
        end = self._setting.dateline[0] if self._setting.dateline else 0
        opening = self._setting.text.plain[:end]
        newsroom = BETWEEN_SLASHES.search(opening)  # or a country: ``BURABAY /KAZAKHSTAN/``
        if newsroom is None or any(self._setting.places.mentions(newsroom[0])):
            return False
        return self._words.phrases("agency").search(opening) is None

    def _concerns(self, code: str | None) -> bool:
        """Whether the state of a dateline abroad has to do with the story, or an international body meets there."""
        return code in self._setting.bilateral or self._setting.organisation is not None

    def cities(self, sentence: Sentence) -> list[Mention]:
        """Cities said to be the place: after in or at, or as the goal of a visit."""
        base = self._setting.behind_dateline(sentence.start, sentence.end)
        raw = self._setting.text.raw[base : sentence.end]
        plain = self._setting.text.plain[base : sentence.end]
        found = []
        for mention in self._setting.places.mentions(raw):
            if mention.kind != "city" or any(one.start <= base + mention.start < one.end for one in self._instruments):
                continue
            before = plain[max(0, mention.start - 45) : mention.start]
            named_after = self._pattern("name_behind").match(plain, mention.end)
            if self._pattern("seat_before").search(before) or named_after:
                continue
            if sentence not in self._setting.lead and self._pattern("future_place_before").search(before):
                continue
            forum = self._pattern("forum_of").search(before) and self._pattern("forum_behind").match(plain, mention.end)
            forum = forum or self._pattern("host_behind").match(plain, mention.end)
            if forum or self._pattern("place_before").search(before) or self._in_place_form(plain, mention):
                found.append(mention)
        return found

    def _in_place_form(self, plain: str, mention: Mention) -> bool:
        """``Астанада``; a name that only ends like that (``Астана``) stands in the nominative."""
        form = self._pattern("place_form").match(plain, mention.start)
        return form is not None and form[0] != mention.name

    def _at_home(self, kind: str, city: str | None, spans: list[Span]) -> Place:
        """News of a state's own office that names no place: the country the office belongs to."""
        for sentence in self._setting.lead:
            office = self._pattern("home_office").search(self._setting.plain(sentence))
            if office:
                span = Span(field="text", start=sentence.start + office.start(), end=sentence.start + office.end())
                return city, HOME, [*spans, span]
        codes = [code for code, _, _ in self._setting.countries]
        if kind == "statement" and codes:
            return city, HOME if HOME in codes else codes[0], spans
        home = self._words.words("home")
        return city, home[0] if home and city is None else None, spans

    def _decree_place(self) -> Place:
        if self._setting.dateline:
            return self._from_dateline()
        codes = [code for code, _, _ in self._setting.countries]
        return None, codes[0] if codes else None, []

    def _of_story(self, cities: str | list[str]) -> str | None:
        """Where a residence stands: of several of one name that of a country of the story."""
        if isinstance(cities, str):
            return cities
        codes = {code for code, _, _ in self._setting.countries}
        return next((city for city in cities if self._setting.places.mentions(city)[0].country in codes), None)

    def _residence(self, sentence: Sentence) -> Place | None:
        """A palace, or "the Kazakh capital"."""
        plain = self._setting.plain(sentence)
        for mention in self._setting.places.mentions(self._setting.text.raw[sentence.start : sentence.end]):
            if mention.kind == "country" and self._pattern("capital_of").search(plain[: mention.start]):
                span = Span(field="text", start=sentence.start + mention.start, end=sentence.start + mention.end)
                return self._capital(mention.country), mention.country, [span]
        for name, cities in self._words.table("residences").items():
            at = plain.find(name)
            city = self._of_story(cities) if at >= 0 else None
            if city is not None and self._pattern("residence_before").search(plain[:at]):
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

    def _city_state(self, code: str) -> str | None:
        """``a visit to Singapore``: the city too."""
        capital = self._setting.places.capitals.get(code)
        return capital if capital == self._setting.places.name(code) else None

    def _capital(self, code: str) -> str | None:
        city = self._setting.places.capitals.get(code)
        return self._then(city) if city else None

    def _then(self, city: str) -> str:
        """What a capital was called on the day of publication: Nur-Sultan from March 2019 to September 2022."""
        day = self._setting.published
        if day is not None and date(2019, 3, 23) <= day < date(2022, 9, 17):
            return str(self._words.table("renamed").get(city, city))
        return city

    def _posted(self) -> Place | None:
        """``The Ambassador of Kazakhstan to Qatar met …``: there, in a city that nobody names."""
        found = self._country_said("posted", self._setting.lead)
        return None if found is None or found[0] == HOME else (None, found[0], [found[1]])

    def _visited(self) -> tuple[str, Span] | None:
        """The country of a visit, by the text or by the headline."""
        if found := self._country_said("visited", self._setting.present):
            return found
        headline = self._setting.headline[:LONGEST_SENTENCE]
        one = self._country_in("visited", headline, skeleton(headline))
        return (one.country, Span(field="title", start=one.start, end=one.end)) if one else None

    def _country_said(self, how: str, sentences: tuple[Sentence, ...]) -> tuple[str, Span] | None:
        """The first country that is ``posted`` to or ``visited``, by the words before it or by its form."""
        for sentence in sentences:
            start = sentence.start
            if one := self._country_in(
                how, self._setting.text.raw[start : sentence.end], self._setting.plain(sentence)
            ):
                return one.country, Span(field="text", start=start + one.start, end=start + one.end)
        return None

    def _country_in(self, how: str, raw: str, plain: str) -> Mention | None:
        before, form = self._pattern(f"{how}_before"), self._pattern(f"{how}_form")
        for mention in self._setting.places.mentions(raw):
            if mention.kind == "country" and (
                before.search(plain[: mention.start]) or form.match(plain, mention.start)
            ):
                return mention
        return None

    def _from_dateline(self) -> Place:
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
