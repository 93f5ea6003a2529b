"""Parties an instrument's own words do not name: those of its sentence, of the next one, of the lead."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from ingest.extraction.found import Found
from ingest.extraction.gazetteer import without_country
from ingest.extraction.lexicon import NEVER
from ingest.extraction.named_before import ministry_before, ministry_called, named_in_text
from ingest.extraction.offices import of_another
from ingest.extraction.parties import PartyWords, Side
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import Sentence, skeleton
from ingest.records import Party, Span

PUBLIC = frozenset(["ministry", "agency", "region", "city", "university"])
"""Bodies that belong to a state: a firm may be anybody's."""
STAND_ALONE = frozenset(["country", "government", "ministry"])
"""Bodies that need no name of their own: a state has one."""
OF_STATES = frozenset(["treaty", "convention", "declaration", "joint_statement"])
"""What states conclude, whichever bodies the lead names."""
OF_MEMBERS = frozenset(["agreement", "treaty", "convention"])
"""What the members of an international body conclude; the rest is of its council."""
ORGAN = re.compile(r"(?i)board|council|assembly|совет|правление|кеңес|алқа")
"""What an international body acts by, where no name says of what."""
LONGEST_NAME = 16
"""Words of the name of a body; what is longer is no name."""


class ContextParties(ABC):
    """Completes the parties of found instruments; how a sentence names them is each language's own."""

    partner_before: ClassVar[re.Pattern[str]] = NEVER
    """What stands before a partner inside a title, up to its name."""
    first_act: ClassVar[re.Pattern[str]] = NEVER
    """The verb that ends the subject of the first sentence; none in a language whose verbs stand last."""
    bare_opening: ClassVar[re.Pattern[str]] = NEVER
    """What opens a sentence before its subject, without a comma."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._parties: PartyWords = setting.parties

    def of(self, found: Found) -> tuple[Party, ...]:
        """The parties of one instrument; what stands outside its title is marked implied."""
        parties = tuple({(one.name.casefold(), one.country): one for one in self._all(found)}.values())
        between_governments = self._setting.words.pattern("intergovernmental").match(
            found.title
        ) or self._setting.words.pattern("for_governments").search(self._plain, found.sentence.start, found.start)
        if between_governments and len(parties) > 1 and all(party.kind == "country" for party in parties):
            return tuple(
                replace(one, kind="government", name=self.government(one.country)) if one.country else one
                for one in parties
            )
        return parties

    def _all(self, found: Found) -> tuple[Party, ...]:
        own = [self._party(side, implied=False) for side in found.sides]
        if (found.of_both or (len(own) == 1 and own[0].country is None)) and (each := self._of_title(found)):
            return each
        if len(own) > 1 and all(one.kind == "country" for one in own):
            each = self._of_title(found)
            if {one.country for one in each} == {one.country for one in own}:
                return each
        if found.of_both or (
            len(own) == 1 and own[0].country is None and own[0].kind in {"government", "ministry", "agency"}
        ):
            return self._for_both(own)
        if (
            len(own) == 1
            and found.reading.type in {"decision"}
            and not self._international(own[0].name)
            and self._pair()
        ):
            own = []
        if len(own) == 1 and own[0].kind == "other" and not found.listed:
            following = self.in_next(found)
            if len(following) > 1 and all(side.kind != "country" for side in following):
                return tuple(self._party(side, implied=True) for side in following)
        if len(own) == 1 and own[0].kind in {"other", "country"} and self._is_partner(own[0], found):
            signers = [self._party(side, implied=True) for side in self.in_sentence(found)]
            signers = [one for one in signers if one.country != own[0].country or one.country is None]
            if signers or own[0].kind == "other":
                return self._with_countries([*signers, *own])
            if (body := self._concludes(found)) is not None:
                return (self._gathered(*body), *own)
        if len(own) > 1 or (own and own[0].kind == "other"):
            return self._with_countries(self._in_full(own))
        named = (
            self._plausible(self.in_sentence(found))
            or self._plausible(self.in_next(found))
            or self._plausible(self._of_introduction(found))
        )
        by_kind = len(named) == 1 and named[0].kind == "ministry" and named[0].country is None  # ``the two ministries``
        if not own and (by_kind or all(side.kind == "country" for side in named)) and (bodies := self._of_title(found)):
            return bodies
        if len(named) > 1 and len(own) == 1 and found.composed and self._is_partner(own[0], found):
            named = named[:1]  # ``X signed agreements with A and with B``
        if len(named) > 1:
            return self._with_countries([self._party(side, implied=True) for side in named])
        if len(named) == 1 and not own and (partners := self.partners_inside(found)):
            return self._with_countries(
                [self._party(named[0], implied=True)] + [self._party(side, implied=False) for side in partners]
            )
        apart = "country" not in {named[0].kind, own[0].kind} if named and own else False
        if len(named) == len(own) == 1 and (apart or self._is_partner(own[0], found)):
            return self._with_countries([self._party(named[0], implied=True), *own])
        if len(named) == 1 and named[0].kind not in {"country"} and not own:
            own = [self._party(named[0], implied=True)]
        return self._with_countries(self._lead(own, found))

    def _plausible(self, sides: tuple[Side, ...]) -> tuple[Side, ...]:
        """Names found in a sentence; none where one is as long as a sentence, and only those that are names."""
        if any(len(side.name.split()) > LONGEST_NAME for side in sides):
            return ()
        cut = (self._without_opening(side) for side in sides)
        names = (side for side in cut if not self._setting.words.pattern("in_no_name").search(side.name))
        named = ((self._named_before(side) or self._foreign(side)) if self._is_common(side) else side for side in names)
        return tuple(side for side in named if side is not None)

    def _foreign(self, side: Side) -> Side | None:
        """``the French company``: whose it is, even where nothing tells which."""
        return side if self._setting.places.mentions(side.name) else None

    def _without_opening(self, side: Side) -> Side:
        """``In June 2015 the IAEA``: a name without the words that open its sentence."""
        opening = self._setting.words.pattern("before_a_name").match(skeleton(side.name))
        if opening is None:
            return side
        return replace(side, name=side.name[opening.end() :], start=side.start + opening.end())

    def _is_common(self, side: Side) -> bool:
        """``the companies``, ``вуз``, ``министрлер``: what an earlier sentence names."""
        words = without_country(skeleton(side.name), side.country, self._setting.language).removeprefix("the ").strip()
        bare = side.kind in {"region", "city", "ministry"} and words.istitle()
        small = words.islower() or bare or self._is_organ(words)
        common = small and self._parties.body.fullmatch(words) is not None
        office = any(role.fullmatch(skeleton(side.name)) for role in self._parties.roles.values())
        return office or (common and (side.kind not in STAND_ALONE or (side.kind == "ministry" and not side.country)))

    def _is_organ(self, word: str) -> bool:
        """``the Council``, where the gathering is that of a council."""
        gathered = self._setting.organisation
        if gathered is None:
            return False
        named = re.search(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", skeleton(gathered[0]))
        return named is not None or ORGAN.fullmatch(word) is not None

    def _named_by_role(self, name: str) -> bool:
        """``Co-chairmen of the Commission``: who acts, and no body."""
        return any(role.match(skeleton(name)) for role in self._parties.roles.values())

    def _named_before(self, side: Side) -> Side | None:
        """``the governor of the region``, ``the ministers``: the place or state of that kind that the text named last."""
        if (gathered := self._setting.organisation) and self._is_organ(skeleton(side.name).removeprefix("the ")):
            return Side(self.nominative(gathered[0]), "other", None, gathered[1], gathered[2])
        if side.kind == "ministry":
            name = ministry_before(self._setting, side.start, side.start)
            return replace(side, name=name, country=HOME) if name else None
        span = named_in_text(self._setting, side.kind, side.start, side.country or HOME)
        if span is not None:
            return Side(self._raw[slice(*span)], side.kind, side.country or HOME, *span)
        before = self._setting.places.mentions(self._raw[: side.start])
        place = next((one for one in reversed(before) if one.kind == side.kind), None)
        headline = self._setting.places.mentions(self._setting.headline) if place is None else ()
        if one := next((one for one in headline if one.kind == side.kind), None):
            return Side(one.name, one.kind, one.country, 0, 0)  # without a place in the text
        return Side(place.name, place.kind, place.country, place.start, place.end) if place else None

    def _is_partner(self, party: Party, found: Found) -> bool:
        """``memorandum with X``: X is not who issued it."""
        if found.composed and len(found.reading.sides) == 1:
            return self.partner_before.search(skeleton(found.title)[: found.reading.sides[0].start]) is not None
        return party.span is not None and self.partner_before.search(self._plain, 0, party.span.start) is not None

    def _international(self, name: str) -> bool:
        return bool(self._parties.organisation.search(name))

    def _pair(self) -> bool:
        return len(self._setting.bilateral) == 2 and self._setting.organisation is None

    def _party(self, side: Side, *, implied: bool) -> Party:
        return Party(
            name=side.name,
            kind=side.kind,
            country=side.country,
            implied=implied or side.implied,
            span=Span(field="text", start=side.start, end=side.end) if side.end > side.start else None,
        )

    def _for_both(self, own: list[Party]) -> tuple[Party, ...]:
        """``the Ministries of Culture of both countries``: one for each country of the event."""
        codes = self._setting.bilateral[:2]
        if len(codes) < 2:
            return tuple(own)
        if not own:
            return tuple(self._country(code) for code in codes)
        name = own[0].name
        return tuple(
            Party(
                name=self.of_country(name, code),
                kind=own[0].kind,
                country=code,
                implied=True,
                span=own[0].span,
            )
            for code in codes
        )

    def _country(self, code: str) -> Party:
        """A country of the lead, with the words that name it."""
        for known, mention, base in self._setting.countries:
            if known == code:
                span = Span(field="text", start=base + mention.start, end=base + mention.end) if mention else None
                return Party(
                    name=self._setting.places.name(code),
                    kind="country",
                    country=code,
                    implied=True,
                    span=span,
                )
        return Party(name=self._setting.places.name(code), kind="country", country=code, implied=True)

    def _lead(self, own: list[Party], found: Found) -> list[Party]:
        """The parties of the lead: the international body whose gathering it is, else the countries."""
        if found.background:
            nearby = self._background(found)
            if nearby:
                return nearby
        if own and own[0].kind not in {"country"} and own[0].country is None:
            return own
        if (body := self._concludes(found)) is not None and not own:
            return [self._gathered(*body)]
        codes = list(self._setting.bilateral)
        if not own and found.reading.type not in OF_STATES and not found.background:
            bodies = self._plausible(self.lead_bodies())
            if len(bodies) > 1 and all(side.country and not self._named_by_role(side.name) for side in bodies):
                return [self._party(side, implied=True) for side in bodies]
        if own and own[0].country and own[0].kind != "country":
            others = [code for code in codes if code != own[0].country]
            of_two = len(codes) == 2 and len(others) == 1 and self._is_partner(own[0], found)
            return [self._country(others[0]), *own] if of_two else own
        return (
            [self._country(code) for code in codes]
            if len(codes) > 1
            else own or [self._country(code) for code in codes]
        )

    def lead_bodies(self) -> tuple[Side, ...]:
        """The bodies or regions that act in the first sentence: whom ``the companies``, or nobody's name, means later."""
        if not self._setting.body:
            return ()
        first = self._setting.body[0]
        start = self._setting.dateline[0] if self._setting.dateline else first.start
        verb = self.first_act.search(self._plain, start, first.end)
        bare = self.bare_opening.match(self._plain, start, first.end)
        start = bare.end() if bare else start
        if verb is None or self._setting.words.head.search(self._plain, start, verb.start()):
            return ()
        sides = self._principals(start, verb.start())
        return sides if len(sides) > 1 and all(side.kind != "country" for side in sides) else ()

    def _both_places(self, plain: str, start: int) -> tuple[Side, ...]:
        """``the mayors of the two cities``: the two of that kind that headline and lead name before, if there are two."""
        said = self._setting.words.pattern("both_places").search(plain)
        if said is None or said.lastgroup is None or not self._setting.body:
            return ()
        lead = self._setting.lead[-1].end if self._setting.lead else 0
        span = start + said.start(), start + said.end()
        named: dict[str, str] = {}
        for text in (self._setting.plain_headline, self._plain[: max(min(start, lead), self._setting.body[0].end)]):
            for place in self._setting.places.mentions(text):
                unit = self._setting.words.pattern("local_unit").match(text, place.end)
                of_region = unit is not None and unit.lastgroup == "region"
                if (place.kind if not of_region else "region") == said.lastgroup:
                    named[text[place.start : unit.end()] if unit and of_region else place.name] = place.country
        return tuple(Side(name, said.lastgroup, code, *span) for name, code in named.items()) if len(named) == 2 else ()

    def _both_ministries(self, plain: str, start: int) -> tuple[Side, ...]:
        """``the two ministries``: those of both states that the lead names, themselves or by their ministers."""
        words = self._setting.words
        said = words.pattern("both_ministries").search(plain)
        if said is None or not self._pair() or not self._setting.lead:
            return ()
        named: dict[str, str] = {}
        for one in words.pattern("ministry_named").finditer(self._plain, 0, self._setting.lead[-1].end):
            abroad = of_another(self._setting, self._plain, one)
            named.setdefault(abroad[2] if abroad else HOME, ministry_called(self._setting, one))
        span = start + said.start(), start + said.end()
        sides = (Side(name, "ministry", code, *span) for code, name in named.items())
        return tuple(sides) if set(named) == set(self._setting.bilateral) else ()

    def _first_named(self, name: re.Pattern[str], before: int) -> tuple[re.Match[str], Sentence] | None:
        """Where the text names a person first, and the sentence that does."""
        first = name.search(self._plain, 0, before)
        if first is None:
            return None
        sentence = next((one for one in self._setting.body if one.start <= first.start() < one.end), None)
        return (first, sentence) if sentence else None

    def _introduced_before(self, names: Sequence[str], before: int) -> tuple[Side, ...]:
        """Whom persons stand for, if the text tells it of each where it names him first."""
        sides = tuple(side for name in names if (side := self._head(name, before)) is not None)
        return sides if len(sides) == len(names) else ()

    def _concludes(self, found: Found) -> tuple[str, int, int] | None:
        """Whose a document of a gathering is: its members conclude treaties, their council decides."""
        return self._setting.members if found.reading.type in OF_MEMBERS else self._setting.organisation

    def _gathered(self, name: str, start: int, end: int) -> Party:
        """The international body whose gathering the story is."""
        span = Span(field="text", start=start, end=end)
        return Party(name=self.nominative(name), kind="other", implied=True, span=span)

    def _in_full(self, own: list[Party]) -> list[Party]:
        """An abbreviation of the body whose gathering the story is, under the name the lead gives it."""
        lead = self._setting.organisation
        if lead is None or len(own) != 1 or not own[0].name.isupper():
            return own
        known = self._parties.organisations
        short, whole = known.pattern.fullmatch(own[0].name), known.pattern.fullmatch(lead[0])
        if short is None or whole is None or known.value(short) != known.value(whole):
            return own
        return [replace(own[0], name=self.nominative(lead[0]))]

    def _background(self, found: Found) -> list[Party]:
        """For a document of another event: who is named with it, and nobody of today's."""
        match = self._parties.organisation.search(self._raw[found.start : found.end])
        if match:
            start = found.start + match.start()
            return [
                Party(
                    name=match[0],
                    kind="other",
                    span=Span(field="text", start=start, end=start + len(match[0])),
                )
            ]
        return []

    def countries(self, raw: str, start: int) -> tuple[Side, ...]:
        found: dict[str, Side] = {}
        for mention in self._setting.places.mentions(raw):
            if mention.kind in {"country", "adjective"}:
                found.setdefault(
                    mention.country,
                    self.as_country(mention.country, start + mention.start, start + mention.end),
                )
        plain = self._plain[start : start + len(raw)]
        for match in self._parties.leader.finditer(plain):
            code = self._parties.leader_country(match[0])
            if code:
                found.setdefault(code, self.as_country(code, start + match.start(), start + match.end()))
        return tuple(sorted(found.values(), key=lambda side: side.start))

    def as_country(self, code: str, start: int, end: int) -> Side:
        return Side(self._setting.places.name(code), "country", code, start, end)

    def _with_countries(self, own: list[Party]) -> tuple[Party, ...]:
        """Give a body without a country the only one of the story, or that which the other party leaves over."""
        codes = self._setting.bilateral
        public = [one for one in own if one.country is None and one.kind in PUBLIC]
        if public and (only := self._setting.only_country):
            return tuple(replace(one, country=only) if one in public else one for one in own)
        if len(own) != 2 or len(codes) != 2:
            return tuple(own)
        home = next((code for code in self._setting.words.words("home") if code in codes), None)
        offices = [one for one in own if one.kind in {"ministry", "agency"}]
        if home and len(offices) == 1 and not any(one.country for one in own):
            own = [replace(one, country=home) if one in offices else one for one in own]
        taken = {party.country for party in own if party.country}
        done = []
        for party in own:
            left = [code for code in codes if code not in taken]
            if party.country is None and party.kind != "other" and len(left) == 1 and taken:
                done.append(replace(party, country=left[0]))
            elif party.country is None and party.kind != "other" and not taken and not self._international(party.name):
                done.append(replace(party, country=codes[len(done)]))
            else:
                done.append(party)
        return tuple(done)

    def following(self, found: Found) -> tuple[Sentence, ...]:
        """The two sentences behind that of a document, in a list those of its item: they may say who signed it."""
        at = self._setting.number_of(found.sentence)
        behind = () if at is None else self._setting.body[at + 1 : at + 3]
        return tuple(one for one in behind if not found.listed or one.block == found.sentence.block)

    def _of_introduction(self, found: Found) -> tuple[Side, ...]:
        """``The following was signed between X and Y:`` above a list; only bodies, its countries are the lead's."""
        sides = self.between_in(found.introduction) if found.introduction and not found.sides else ()
        return sides if len(sides) > 1 and all(side.kind != "country" for side in sides) else ()

    def _of_title(self, found: Found) -> tuple[Party, ...]:
        sides = (replace(side, start=found.start, end=found.end) for side in self.bodies_of_title(found.title))
        told = tuple(self._party(side, implied=True) for side in sides)
        if told or found.listed:
            return told
        both = self._both_ministries(self._setting.plain(found.sentence), found.sentence.start)
        return tuple(self._party(side, implied=True) for side in both)

    def bodies_of_title(self, title: str) -> tuple[Side, ...]:  # noqa: ARG002 - not every language has such titles
        """The bodies that a title names behind its type noun, or by a plural: ``between the ministries of justice``."""
        return ()

    def _of_both(self, body: Side) -> tuple[Side, ...]:
        """``the two countries' senates``, ``екі елдің үкіметтері``: one body of each country."""
        return tuple(
            replace(body, name=self.of_country(body.name, code), country=code) for code in self._setting.bilateral
        )

    def partners_inside(self, found: Found) -> tuple[Side, ...]:
        """Those with whom the subject of the sentence signed, at the end of a title: ``соглашение о спорте с X``."""
        return found.sides

    def nominative(self, name: str) -> str:
        """A name without the case it is printed in."""
        return name

    @abstractmethod
    def of_country(self, name: str, code: str) -> str:
        """A body under the name of its country."""

    @abstractmethod
    def government(self, code: str) -> str:
        """What the government of a country is called."""

    @abstractmethod
    def between_in(self, sentence: Sentence) -> tuple[Side, ...]:
        """Between whom a sentence says that something was signed."""

    @abstractmethod
    def in_sentence(self, found: Found) -> tuple[Side, ...]:
        """Who signs in the sentence of a document: behind it, before it, as its subject."""

    @abstractmethod
    def in_next(self, found: Found) -> tuple[Side, ...]:
        """Who the sentences after a document say signed it."""

    @abstractmethod
    def _principals(self, start: int, end: int) -> tuple[Side, ...]:
        """Who the people and bodies of a phrase stand for."""

    @abstractmethod
    def _head(self, name: str, before: int) -> Side | None:
        """Whom a person stands for by the role beside his name, where the text names him first."""
