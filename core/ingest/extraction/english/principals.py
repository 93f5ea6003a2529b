"""Who the subject of an English sentence stands for: a president for the country, a director for the firm."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from ingest.extraction.context_parties import ContextParties
from ingest.extraction.english.parties import CALLED_AFTER, parties
from ingest.extraction.gazetteer import Mention
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence, lies_in

PERSON_BREAK = re.compile(
    r",?\s+and\s+(?=(?:the\s+|its\s+|his\s+)?(?:[A-Z]|\"|deputy|vice|first|chair|director|head|rector|president|general|governor|mayor|akim|minister))"
    r"|;\s+|,\s+(?=(?:the\s+)?(?:deputy|chair\w*|director|head|rector|president|general director|governor|mayor|akim|minister|CEO)\s+(?:of|for)\b)"
)
OFFICE = re.compile(r"\b(?:Minister|Ministry)\s(?:of|for)\s(?:the\s)?[A-Z]\w+(?:,\s[A-Z]\w+)*$")
TOPIC_GOES_ON = re.compile(r"[A-Z]\w+(?:\s[A-Z]\w+)*\sof\s")
"""``the Minister of Defense and Aerospace Industry of Kazakhstan``: one office, not two."""
OF = re.compile(r"\s(?:of|for|at)\s+(?:the\s+)?")
SUBJECT_TAIL = re.compile(
    r"\s+(?:on\s\w+day|on\s[A-Z]\w+\s\d{1,2}|have|has|had|also|further|jointly|then|both|today|later)(?:\s+(?:also|jointly|today))?\s*$"
)
OWNED_NAME = re.compile(r"(?:'s|-based)\s(?=[A-Z])")
UNDER = re.compile(
    r"\b(?:(?:Complex|Administration|Academy|Library|Centre|Center|Archive)\sof\sthe\s(?:First\s)?President|(?:Prosecutor General|General Prosecutor|Public Prosecutor|Prosecutor|Governor|Mayor|President)'s Office|under the (?:President|Government|Prime Minister)|of the First President|[A-Z]\w+ (?:University|Intellectual Schools?))\b"
)
"""``the Academy under the President``: no president acts here."""
GOVERNORS = re.compile(
    r"(?i:governors|akims|mayors|heads)\s(?i:of)\s(?:the\s)?(?P<one>[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?)\sand\s(?P<other>[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?)(?:\s(?P<what>(?i:regions|provinces|oblasts|cities))\b|(?=\s[a-z]|$))"
)
TWO_NAMES = re.compile(r"((?:[A-Z][\w'.-]*\s){1,2}[A-Z][\w'-]+)\sand\s((?:[A-Z][\w'.-]*\s){1,2}[A-Z][\w'-]+)")
TWO_SURNAMES = re.compile(r"(?:Messrs\.?\s)?([A-Z][\w'-]{3,})\sand\s([A-Z][\w'-]{3,})")
ROLE_BEHIND = re.compile(r",\s(?P<role>(?:the\s)?[A-Za-z][^,;.]{3,120})")
"""``Pilar Aranda, Rector of the University of Granada``."""
LED_BY = re.compile(r"\bof\s(?:the\s)?(?P<body>[A-Z][^,;]{2,80}?),?\s(?:headed|led)\sby\s(?:its|the)\s$")
"""``a delegation of the University of Granada headed by its rector``."""
NAME_ENDS = re.compile(r"(?P<name>(?:[A-Z][\w&'-]*\s){1,4})$")
"""``KTZ`` before ``President Askar Mamin``."""
GOVERNMENTS = re.compile(r"(?i)\bgovernments\sof\s(?:the\s)?$")
NAMES_BEHIND = tuple(re.compile(rf"\s(?P<name>[A-Z][a-z'-]+(?:\s[A-Z][a-z'-]+){{{more}}})$") for more in (2, 1))

RANK = r"(?:Acting|Board|Chief|Commercial|Country|Deputy|Executive|Financial|First|General|Global|High|Management|Managing|Permanent|Regional|Senior|Special|Technical|Vice)\s"
NAME_BEFORE_ROLE = re.compile(rf"(?:the\s)?(?P<name>(?!{RANK})[A-Z\"][^,;]*?)(?:'s|')?\s(?:{RANK})*")
"""What may stand before a role: ``Kazakhtelecom``, ``Osaka University``."""
MAY_HEAD_A_BODY = re.compile(r"(?i)(?:vice[ -])?president")
OPEN_END = re.compile(r"(?:(?:,?\sinto|\sand)(?:\san?|\sthe)?)?[\s.,]*$")
"""``BP and an`` before a second document."""
MINISTER = re.compile(r"(?i)minister")
"""Who stands for a state, and for no body that is called after the office."""
HEADED = frozenset(["agency", "company", "university", "other"])
FIRM = re.compile(r"\b(?:Co|Ltd|LLP|LLC|JSC|Inc|Corp|Corporation|Group|Holding|Company|AG|GmbH|S\.?A|PLC|plc)\b")
PERSON = re.compile(r"(?:\s[A-Z][\w'-]+){2,3}")
NAME_BEHIND_COMMA = re.compile(r",\s(?=[A-Z][\w-]+\s[A-Z])")
LONGEST_PAIR = 100
OF_PAIR = re.compile(r"\s(?:of|in|from)\s(?:the\s)?$|^(?:the\s)$")
OWNED = re.compile(r"^['\"]s?\s|^\s(?:have|has|had|also)\b.*")
"""``the two countries' senates``: what stands behind the pair that owns it."""
OF_BOTH = re.compile(r"\sof\s(?:the\stwo|both)\s\w+$|^(?:two|both)\s", re.IGNORECASE)
"""``the agencies of the two countries``, ``the two ministries``."""


class Principals(ContextParties):
    """Reads phrases of the text as parties; where they stand is for the subclass to say."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._sides = parties()

    def of_country(self, name: str, code: str) -> str:
        """``Ministry of Culture of Kazakhstan``."""
        return f"{OF_BOTH.sub('', name)} of {self._setting.places.name(code)}"

    def government(self, code: str) -> str:
        """``Government of Kazakhstan``."""
        return self.of_country("Government", code)

    def _enumerated(self, start: int, end: int) -> tuple[Side, ...]:
        raw = self._without_place(self._raw[start:end].rstrip(" .;,"))
        return tuple(s.moved(start) for s in self._sides.enumeration(raw))

    def _without_place(self, raw: str) -> str:
        """Take ``in Almaty`` off the end: that is where it was signed."""
        tail = re.search(r"\s(?:in|at)\s([A-Z][\w.-]+(?:\s[A-Z][\w-]+)?)$", raw)
        places = self._setting.places.mentions(tail[1]) if tail else ()
        return raw[: tail.start()] if tail and places and places[0].kind == "city" else raw

    def _principals(self, start: int, end: int) -> tuple[Side, ...]:
        """Who people stand for: a president for the country, a director for the firm, a governor for the region."""
        tail = SUBJECT_TAIL.search(self._plain[start:end])
        raw = self._without_place(self._raw[start : start + tail.start() if tail else end].rstrip(" .;,"))
        plain = self._plain[start : start + len(raw)]
        if not plain.strip():
            return ()
        if places := self._both_places(plain, start):
            return places
        pair = self._parties.pair.search(plain)
        if pair and len(plain) < LONGEST_PAIR and len(self._setting.bilateral) == 2:
            if each := self._of_each(OF_PAIR.sub("", plain[: pair.start()]) or OWNED.sub("", plain[pair.end() :])):
                return tuple(replace(one, start=start, end=start + len(plain)) for one in each)
            both = tuple(
                self.as_country(code, start + pair.start(), start + pair.end()) for code in self._setting.bilateral
            )
            if GOVERNMENTS.search(plain[: pair.start()]):
                return tuple(replace(one, kind="government", name=self.government(one.country or "")) for one in both)
            return both
        if (both_of := GOVERNORS.search(plain)) and (places := self._of_both_places(raw, start, both_of)):
            return places
        if introduced := self._introduced(plain, start):
            return introduced
        names = TWO_NAMES.fullmatch(plain.strip())
        if names and all(map(self._is_person, names.groups())) and any(map(self._has_role, names.groups())):
            return ()  # persons, and nobody says for whom
        bodies = self._parties.body.search(plain)
        own = UNDER.sub(_blank, CALLED_AFTER.sub(_blank, plain))
        role = self._parties.roles["country"].search(own) or self._parties.leader.search(own)
        local = self._parties.roles["region"].search(own) or self._parties.roles["city"].search(own)
        manager = self._parties.roles["body"].search(own)
        if bodies is None and not local and not manager:
            countries = self.countries(raw, start)
            owned = (
                OWNED_NAME.search(plain)
                or self._parties.company(plain)
                or self._parties.organisation.fullmatch(plain.strip())
            )
            if role is None and (owned or len(countries) < 2):
                one = self._single(raw, start) if owned else ()
                return self._enumerated(start, start + len(raw)) or one or countries
            return countries
        if role and not manager and not local and (bodies is None or self._only_ministries(plain)):
            countries = self.countries(raw, start)
            if len(countries) > 1:
                return countries
        if not role and not manager and not local:
            sides = self._enumerated(start, start + len(raw))
            return sides or self._single(raw, start)
        return self._people(raw, plain, start)

    def _of_each(self, bodies: str) -> tuple[Side, ...]:
        """``Ministries of Justice``, of both states: one of each; none for what is no plural of bodies."""
        if not self._parties.body.search(bodies):
            return ()
        one, other = (self._setting.places.name(code) for code in self._setting.bilateral)
        sides = self._sides.enumeration(f"{bodies.strip()} of {one} and {other}")
        named = len(sides) == 2 and not any(side.kind in {"country", "government"} for side in sides)
        return sides if named else ()

    def _introduced(self, plain: str, start: int) -> tuple[Side, ...]:
        """``Akhmetov and Chakrabarti``, after ``Governor of X Danial Akhmetov and President of Y Suma Chakrabarti``."""
        names = TWO_NAMES.fullmatch(plain.strip()) or TWO_SURNAMES.fullmatch(plain.strip())
        if names is None or self._parties.leader.search(plain) or not all(map(self._is_person, names.groups())):
            return ()
        for sentence in self._setting.body:
            if sentence.end > start:
                return self._introduced_before(names.groups(), start)
            ends = [self._plain.find(name, sentence.start, sentence.end) + len(name) for name in names.groups()]
            if all(end > sentence.start + len(name) for end, name in zip(ends, names.groups(), strict=True)):
                whole = self._principals(self._setting.behind_dateline(sentence.start, sentence.end), max(ends))
                return whole if len(whole) > 1 else self._heads(sentence, ends)
        return ()

    def _has_role(self, name: str) -> bool:
        """Whether the text tells somewhere what a person is."""
        at = self._plain.find(name)
        while at >= 0:
            if self._role_before.search(self._plain, 0, at):
                return True
            at = self._plain.find(name, at + 1)
        return False

    @cached_property
    def _role_before(self) -> re.Pattern[str]:
        """A role, or ``Mr``, right before a name."""
        role = rf"(?i:{self._parties.any_role})\s(?:of\s(?:the\s)?[A-Z][^,;]{{1,80}}?\s)?"
        return re.compile(rf"(?:{role}|\b(?:Mr|Mrs|Ms|Dr)\.?\s)\Z")

    def _head(self, name: str, before: int) -> Side | None:
        """Whom a person stands for by the role beside his name, where the text names him first."""
        named = self._first_named(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"), before)
        if named is None:
            return None
        first, sentence = named
        if sides := self._heads(sentence, [first.end()]):
            return sides[0]
        behind = ROLE_BEHIND.match(self._plain, first.end(), sentence.end)
        if behind is None:
            return None
        side = self._stands_for(self._raw[slice(*behind.span("role"))], behind["role"], 0, len(behind["role"]))
        return side.moved(behind.start("role")) if side else None

    def _heads(self, sentence: Sentence, ends: list[int]) -> tuple[Side, ...]:
        """Whom persons stand for whose names end at these offsets, each told by the role before his name."""
        every = re.compile(rf"(?i:{self._parties.any_role})")
        found = []
        for end in ends:
            roles = list(every.finditer(self._plain, sentence.start, end))
            if not roles:
                return ()
            begin = roles[-1].start()
            if led := LED_BY.search(self._plain, sentence.start, begin):
                body = self._sides.side(self._raw, led.start("body"), led.end("body"))
                found.append(body)
                continue
            before = NAME_ENDS.search(self._plain, sentence.start, begin)
            begin = before.start("name") if before else begin
            side = self._stands_for(self._raw[begin:end], self._plain[begin:end], 0, end - begin)
            found.append(side.moved(begin) if side else None)
        sides = [side for side in found if side is not None]
        return tuple(sides) if len(sides) == len(ends) else ()

    def _of_both_places(self, raw: str, start: int, match: re.Match[str]) -> tuple[Side, ...]:
        """``the Governors of A and B regions``, ``the mayors of A and B``: without a noun only of known places."""
        if match["what"]:
            kind = "region" if re.match(r"(?i)reg|prov|obl", match["what"]) else "city"
            return tuple(self._local(raw, start, match, one, kind) for one in ("one", "other"))
        kinds = [self._setting.places.mentions(match[one]) for one in ("one", "other")]
        if not all(len(named) == 1 and named[0].kind in {"region", "city"} for named in kinds):
            return ()
        return tuple(
            self._local(raw, start, match, one, named[0].kind)
            for one, named in zip(("one", "other"), kinds, strict=True)
        )

    def _local(self, raw: str, start: int, match: re.Match[str], group: str, kind: str) -> Side:
        """A region or city of ``the Governors of A and B regions``."""
        named = next(iter(self._setting.places.mentions(match[group])), None)
        name = raw[match.start(group) : match.end(group)]
        return Side(name, kind, named.country if named else None, start + match.start(group), start + match.end(group))

    def _only_ministries(self, plain: str) -> bool:
        return bool(re.search(r"(?i)\bminist(?:er|ers)\b", plain)) and not re.search(r"(?i)\bministr(?:y|ies)\b", plain)

    def _firm(self, start: int, end: int) -> tuple[Side, ...]:
        """``signed … with BP``: a name in capitals that no word shows to be a body."""
        name = re.match(
            r"(?:the\s)?[A-Z][\w&'.-]*(?:\s(?:[A-Z&][\w&'.-]*|of|and))*$",
            OPEN_END.sub("", self._plain[start:end]),
        )
        side = self._sides.side(self._raw, start, start + name.end()) if name else None
        return (replace(side, kind="company"),) if side else ()

    def _single(self, raw: str, start: int) -> tuple[Side, ...]:
        side = self._sides.side(raw, 0, len(raw))
        if side is None or not self._sides.evident(side.name, side):
            return ()
        return (side.moved(start),)

    def _people(self, raw: str, plain: str, start: int) -> tuple[Side, ...]:
        """``A, Director of X, and B, Governor of Y``."""
        whole = [m.span() for m in self._parties.organisation.finditer(plain)]
        breaks = [
            m
            for m in PERSON_BREAK.finditer(plain)
            if not lies_in(whole, m.start())
            and not (OFFICE.search(plain[: m.start()]) and TOPIC_GOES_ON.match(plain, m.end()))
        ]
        edges = [0, *[p for m in breaks for p in (m.start(), m.end())], len(plain)]
        sides: dict[tuple[str, str | None], Side] = {}
        for one, other in zip(edges[::2], edges[1::2], strict=True):
            chunk = plain[one:other]
            side = self._stands_for(raw, chunk, one, other)
            if side is not None:
                sides.setdefault(
                    (side.name, side.country),
                    side.moved(start),
                )
        return tuple(sides.values())

    def _stands_for(self, raw: str, chunk: str, one: int, other: int) -> Side | None:
        roles = self._parties.roles
        if not any(roles[kind].search(chunk) for kind in ("region", "city", "body", "country")):
            side = self._sides.side(raw, one, other)
            return side if side and (self._parties.company_country(side.name) or FIRM.search(side.name)) else None
        for kind in ("region", "city", "body", "country"):
            role = roles[kind].search(chunk)
            if role is None:
                continue
            of = OF.search(chunk, role.end())
            if of is None and (side := self._headed(raw, chunk[: role.start()], one, kind)):
                return side
            if of is None:
                if kind == "country":
                    countries = self.countries(raw[one:other], 0)
                    return (
                        Side(
                            countries[0].name,
                            "country",
                            countries[0].country,
                            countries[0].start + one,
                            countries[0].end + one,
                        )
                        if countries
                        else None
                    )
                continue
            begin = one + of.end()
            side = self._sides.side(raw, begin, begin + self._before_name(chunk[of.end() :]))
            if side is None:
                continue
            if kind in {"region", "city"} and side.kind in {"other", "company", "region", "city", "country"}:
                named = next(
                    (m for m in self._setting.places.mentions(side.name) if m.kind in {"region", "city"}), None
                )
                return Side(_local_name(side.name, named), kind, side.country, side.start, side.end)
            of_a_body = side.kind in {"company", "university", "agency"} or self._international(side.name)
            if kind == "country" and (MINISTER.search(role[0]) or not of_a_body):
                return (
                    Side(self._setting.places.name(side.country), "country", side.country, side.start, side.end)
                    if side.country
                    else None
                )
            return side
        return None

    def _headed(self, raw: str, before: str, begin: int, kind: str) -> Side | None:
        """``KTZ President``, ``Almaty Mayor``: the body or the place that stands before a role."""
        name = NAME_BEFORE_ROLE.fullmatch(before)
        side = self._sides.side(raw, begin + name.start("name"), begin + name.end("name")) if name else None
        if side is None or (side.kind == "other" and not self._international(side.name)):
            return None
        if kind in {"region", "city"}:
            return replace(side, kind=kind) if side.kind in {"region", "city"} else None
        named = self._parties.body.search(before) or self._parties.company_country(before)
        of_a_body = kind == "body" or (named and MAY_HEAD_A_BODY.match(raw, begin + len(before)))
        return side if side.kind in HEADED and of_a_body else None

    def _is_person(self, name: str) -> bool:
        return not self._parties.body.search(name) and not self._setting.places.mentions(name)

    def _before_name(self, text: str) -> int:
        """Where a body ends: before a comma and a person's name, or before one that follows without a comma."""
        if whole := self._parties.organisation.match(text):
            return whole.end()
        comma = NAME_BEHIND_COMMA.search(text)
        within = text[: comma.start()] if comma else text
        place = next(iter(self._setting.places.mentions(within)), None)
        behind = place.end if place and not place.start and place.kind in {"region", "city"} else None
        if behind is not None and PERSON.fullmatch(within, behind) and not self._parties.body.search(within, behind):
            return behind
        known = self._parties.company(within)
        if known is not None and PERSON.fullmatch(within, known) and not self._parties.body.search(within, known):
            return known
        name = next(
            (m for pattern in NAMES_BEHIND if (m := pattern.search(within)) and self._is_person(m["name"])), None
        )
        if name is None:
            return len(within)
        body = within[: name.start()]
        evident = self._parties.body.search(body) or self._parties.company_country(body)
        firm = re.search(r"(?:\"|[A-Z]{2,})$", body.rstrip())
        return name.start() if evident or firm else len(within)


def _local_name(name: str, named: Mention | None) -> str:
    """A region or city as printed, without the person who heads it: ``Turkistan region``."""
    if named is None:
        return name
    noun = re.match(r"\s(?:region|province|oblast|district|prefecture)\b", name[named.end :], re.IGNORECASE)
    return name[: named.end + noun.end()] if noun else named.name


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])
