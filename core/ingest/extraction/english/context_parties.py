"""Parties named around an English title: by its sentence, or by the next one."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extraction.acts import Act
from ingest.extraction.context_parties import ContextParties
from ingest.extraction.english.parties import parties
from ingest.extraction.found import Found
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence

AGENT_END = re.compile(
    r",?\s(?:with regard to|in the presence|during|following|after|on behalf|at the|as part|within the framework|today|yesterday|in a ceremony|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|,\s(?:a |the )?(?:K|Q)azinform|,\s(?:[A-Z][\w.]+\s){1,4}(?:reports|informs|cites|quotes|says)|"
    r"\s-\s|,\sand\s(?=[A-Z][^,;]{2,80}\s(?:received|agreed|signed|inked|exchanged|concluded)\s)|,\s(?:according|citing|which|while|it)\b|\s(?:signed|inked|exchanged|adopted)\s",
    re.IGNORECASE,
)
PERSON_BREAK = re.compile(
    r",?\s+and\s+(?=(?:the\s+|its\s+|his\s+)?(?:[A-Z]|\"|deputy|chair|director|head|rector|president|general|governor|mayor|akim|minister))"
    r"|;\s+|,\s+(?=(?:the\s+)?(?:deputy|chair\w*|director|head|rector|president|general director|governor|mayor|akim|minister|CEO)\s+(?:of|for)\b)"
)
OF = re.compile(r"\s(?:of|for|at)\s+(?:the\s+)?")
SUBJECT_TAIL = re.compile(
    r"\s+(?:on\s\w+day|on\s[A-Z]\w+\s\d{1,2}|have|has|had|also|jointly|then|both|today|later)(?:\s+(?:also|jointly|today))?\s*$"
)
IT = r"(?:the|this|these|both)\s(?:\w+\s)?(?:document|paper|memorandum|agreement|treaty|contract|deal|roadmap|declaration|protocol|statement|plan)s?"
DONE = r"(?:signed|inked|sealed|concluded)"
SIGNED_BY = re.compile(
    rf"(?i:{IT}\s(?:was|were|has been|have been)\s(?:also\s)?{DONE}(?:\s[^.]{{0,60}}?)?\sby\s"
    r"|signatures?\s(?:[^.]{0,40}?\s)?(?:was|were)\s(?:put|affixed|placed|set)\s(?:[^.]{0,40}?\s)?by\s|it was signed\s(?:[^.]{0,40}?\s)?by\s|signatories (?:were|are|included)\s|the (?:parties|signatories) to (?:it|the \w+) (?:are|were)\s)"
)
SIGNED_IT = re.compile(
    rf"(?i:\s{DONE}\s{IT}\b(?!\s(?:on|of|between|to|for)\s)|\s(?:put|set|affixed|placed)\s(?:their|his|her)\s(?:signatures?|hands?)\s(?:to|on|under)\s{IT}|\s(?:put|set|affixed)\s(?:their|his|her)\s(?:signatures?|hands?)(?=[.,]))"
)
"""Sentences that say who signed what the last one named."""

OWNED_NAME = re.compile(r"(?:'s|-based)\s(?=[A-Z])")
GAPPED = re.compile(
    r"(?:,|;)\s(?:and\s|while\s)?(?P<who>(?:the\s)?[A-Z][^,;.:]{2,120}?),?\s(?:a|an|the)\s(?:[\w'-]+\s){0,4}?$"
)
"""``…, and X and Y a roadmap``."""
DASH = re.compile(r"\s-\s(?:the\s|a\s|an\s)?$")
"""``X and Y signed …, Z and W - …``: the verb is left out."""
BARE_SUBJECT = re.compile(r"\sand\s(?=(?:the\s)?[A-Z][\w&-]*(?:\s[A-Z][\w&-]*)*\s$)")
"""``… and the Baiterek Holding exchanged``: a new subject without a comma."""
REFERS_BACK = re.compile(
    r"(?i)\b(?:the|both|two)\s(?:two\s|heads of the\s|leaders of the\s)?(?:companies|firms|agencies|universities|banks|organi[sz]ations|institutions|enterprises|museums|parties|sides)\b"
)
"""Whom an earlier sentence named."""
PREPOSITIONAL = re.compile(
    r"\s*(?:During|Following|After|At|In|On|As|Within|Under|Upon|Apart|For (?:its|his|their) part)\b"
)
OPENINGS = re.compile(
    rf"{PREPOSITIONAL.pattern}[^,]*,\s+"
    r"|\s*(?:Also|Besides|Moreover|Simultaneously|Separately|Additionally|Likewise|Finally|In conclusion|Later|Then|Today|Yesterday|Earlier|Further|Furthermore|Meanwhile|In addition|In particular|For (?:its|his|their) part)\b,?\s+"
    r"|\s*(?:(?:On\s)?(?:[Tt]he same|that|this) day|As a result of the \w+(?:\s\w+)?"
    r"|(?:At|During|After|Following|In)\s(?:the|his|her|their|its)\s(?:\w+\s)?(?:stay|visit|trip|ceremony|event|forum|meeting|summit|talks|conclusion)"
    r"|(?:In|At)\s(?:the\s)?[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?(?=\sthe))\s+(?=the\s|[A-Z])"
)
PLURAL_SUBJECT = re.compile(
    r"(?<!the)(?<!of)(?<!by)(?<!with)(?<!between)(?<!and)(?<!from)\s(?=(?:the\s)?(?i:presidents|governments|leaders|(?:foreign|prime)\sministers|heads\sof\s(?:state|government))\sof\s)"
)
"""``At the summit the Presidents of A, B and C signed``: a subject behind an opening without a comma."""
AND_VERB = re.compile(r"\sand(?:\salso|\sthen|\slater)?\s$")
UNDER = re.compile(
    r"\b(?:under the (?:President|Government|Prime Minister)|of the First President|[A-Z]\w+ (?:University|Intellectual Schools?))\b"
)
"""``the Academy under the President``: no president acts here."""
GOVERNORS = re.compile(
    r"(?i:governors|akims|mayors|heads)\s(?i:of)\s(?:the\s)?(?P<one>[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?)\sand\s(?P<other>[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?)\s(?P<what>(?i:regions|provinces|oblasts|cities))\b"
)
THE_PARTIES = re.compile(r"(?:(?:In conclusion|Finally),? )?[Tt]he (?:parties|sides|delegations)(?: also)?")
BETWEEN_BODIES = re.compile(
    r"[^,;.]{0,60}\b(?:talks|meeting|consultations|cooperation|negotiations)\sbetween\s(?=the\s)"
)
GOVERNMENTS = re.compile(r"(?i)\bgovernments\sof\s(?:the\s)?$")
ACTS = re.compile(
    r"\s(?:also\s|then\s)?(?:met|signed|adopted|approved|inked|have|has|are|will|held|entered|agreed|exchanged|concluded|sealed|discussed)[\s,]"
)
NAMES_BEHIND = tuple(re.compile(rf"\s(?P<name>[A-Z][a-z'-]+(?:\s[A-Z][a-z'-]+){{{more}}})$") for more in (2, 1))


class EnglishContext(ContextParties):
    """Completes the parties of found instruments."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._sides = parties()

    def government(self, code: str) -> str:
        """``Government of Kazakhstan``."""
        return f"Government of {self._setting.places.name(code)}"

    def in_sentence(self, found: Found) -> tuple[Side, ...]:
        """``by X and Y``, ``between X and Y`` after the verb, or the subject before it."""
        if found.listed or found.act is None:
            return ()
        act, sentence = found.act, found.sentence
        base = max(act.end, found.end)
        another = self._setting.words.head.search(self._plain, base, sentence.end)
        stop_at = re.compile(r";\s").search(self._plain, base, another.start() if another else sentence.end)
        after = self._plain[base : stop_at.start() if stop_at else another.start() if another else sentence.end]
        between = re.search(r"\bbetween\s+", after)
        if between and not re.search(r"[,;]\s(?:and|but)\s.*\bbetween", after[: between.end()]):
            stop = AGENT_END.search(after, between.end())
            sides = self._enumerated(base + between.end(), base + (stop.start() if stop else len(after)))
            if len(sides) > 1:
                return sides
        by = re.search(
            r"(?:^|\s)by\s+(?=(?:the\s+)?(?:[A-Z\"]|heads|presidents|leaders|ministers|\w+ ministers|foreign|regional|governor|mayor|deputy|director|rector|chair|general|head))",
            after,
        )
        if by and (act.passive or act.nominal or by.start() < 60):
            stop = AGENT_END.search(after, by.end())
            end = base + (stop.start() if stop else len(after))
            sides = self._principals(base + by.end(), end)
            if len(sides) < 2 and REFERS_BACK.search(self._plain, base + by.end(), end):
                return self._lead_bodies() or sides
            if sides:
                return sides
        if act.passive:
            return ()
        gapped = GAPPED.search(self._plain[act.end : found.start])
        if gapped and not self._setting.words.head.search(gapped["who"]):
            begin, end = act.end + gapped.start("who"), act.end + gapped.end("who")
            return self._enumerated(begin, end) or self._single(self._raw[begin:end], begin)
        if DASH.search(self._plain[max(0, found.start - 8) : found.start]):
            clause = self._plain.rfind(", ", act.end, found.start)
            return self._enumerated(clause + 2, self._plain.rfind(" - ", clause, found.start)) if clause > 0 else ()
        return self._as_subject(sentence, act, base, after)

    def _as_subject(self, sentence: Sentence, act: Act, behind: int, after: str) -> tuple[Side, ...]:
        """``X and Y signed``, ``X signed … with Y``, ``the companies signed``; ``after``: the text from ``behind`` on."""
        start, stop = self._subject(sentence, act)
        if THE_PARTIES.fullmatch(self._plain[start:stop].strip()) and (bodies := self._bodies_of_talks()):
            return bodies
        sides = self._principals(start, stop)
        they = self._plain[start:stop].lstrip().casefold().startswith("they ")
        if len(sides) < 2 and (they or REFERS_BACK.search(self._plain, start, stop)):
            return self._lead_bodies() or sides
        with_side = re.match(r".{0,200}?\swith\s+(?=(?:the\s+)?[A-Z])", after)
        if len(sides) == 1 and with_side:
            begin = behind + with_side.end()
            found = AGENT_END.search(self._plain, begin, behind + len(after))
            end = found.start() if found else behind + len(after)
            return sides + (self._principals(begin, end) or self._firm(begin, end))
        return sides

    def _subject(self, sentence: Sentence, act: Act) -> tuple[int, int]:
        """Where the subject of a verb stands: behind what an earlier verb governs and behind openings."""
        start, stop = self._clause(sentence, act), act.start
        elided = AND_VERB.search(self._plain, sentence.start, act.start)
        earlier = ACTS.search(self._plain, sentence.start, elided.start()) if elided else None
        if earlier:  # "They adopted … and approved …": the subject of the earlier verb
            start, stop = sentence.start, earlier.start()
        if self._setting.dateline and start <= self._setting.dateline[0] < stop:
            start = self._setting.dateline[0]
        for boundary in re.finditer(
            r";\s|:\s|,\s(?:while|where|after which)\s|,\sand\s(?=the\s(?:presidents|premiers|\w*\s?ministers|heads|leaders)\s)|\bthat\s",
            self._plain[start:stop],
        ):
            if stop - (start + boundary.end()) > 10:
                start += boundary.end()
                break
        return self._behind_openings(start, stop), stop

    def _behind_openings(self, start: int, end: int) -> int:
        """Where the subject begins: behind ``Following the talks, …``, ``Today …``, ``On the same day …``."""
        while True:
            if PREPOSITIONAL.match(self._plain, start, end) and (
                inner := PLURAL_SUBJECT.search(self._plain, start, end)
            ):
                return inner.end()
            opening = OPENINGS.match(self._plain, start, end)
            if opening is None:
                return start
            start = opening.end()

    def _lead_bodies(self) -> tuple[Side, ...]:
        """The bodies or regions the first sentence names as those who act: whom ``the companies`` means later."""
        first = self._setting.body[0]
        start = self._setting.dateline[0] if self._setting.dateline else first.start
        verb = ACTS.search(self._plain, start, first.end)
        sides = self._principals(start, verb.start()) if verb else ()
        if len(sides) > 1 and all(side.kind != "country" for side in sides):
            return sides
        return ()

    def _bodies_of_talks(self) -> tuple[Side, ...]:
        """``Talks between the Defense Ministries of A and B took place``: whom ``the parties`` means later."""
        first = self._setting.body[0]
        start = self._setting.dateline[0] if self._setting.dateline else first.start
        between = BETWEEN_BODIES.match(self._plain, start, first.end)
        reading = self._sides.between(self._raw[between.end() : first.end]) if between else None
        return tuple(side.moved(between.end()) for side in reading.sides) if between and reading else ()

    def _clause(self, sentence: Sentence, act: Act) -> int:
        """Where the clause of a verb begins: behind the joint that follows what an earlier verb governs."""
        heads = [m.end() for m in self._setting.words.head.finditer(self._plain, sentence.start, act.start)]
        begin = heads[-1] if heads else sentence.start
        joint = re.compile(r"(?:;|,)\s(?:and\s|while\s|whereas\s)?(?=(?:the\s)?[A-Z]|the\s)").search(
            self._plain, begin, act.start
        )
        if heads and joint:
            return joint.end()
        bare = BARE_SUBJECT.search(self._plain, begin, act.start) if heads else None
        return bare.end() if bare else sentence.start

    def in_next(self, found: Found) -> tuple[Side, ...]:
        """The sentence after a single document often says who signed it."""
        if found.listed:
            return ()
        sentences = self._setting.body
        at = next((n for n, s in enumerate(sentences) if s == found.sentence), None)
        if at is None:
            return ()
        for following in sentences[at + 1 : at + 3]:
            plain = self._setting.plain(following)
            if self._setting.looks_back(following):
                continue
            if by := SIGNED_BY.search(plain):
                stop = AGENT_END.search(self._plain, following.start + by.end(), following.end)
                return self._principals(following.start + by.end(), stop.start() if stop else following.end)
            if (did := SIGNED_IT.search(plain)) and did.start() > 15:
                return self._principals(following.start, following.start + did.start())
        return ()

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
        pair = self._parties.pair.search(plain)
        if pair and len(plain) < 60 and len(self._setting.bilateral) == 2:
            both = tuple(
                self.as_country(code, start + pair.start(), start + pair.end()) for code in self._setting.bilateral
            )
            if GOVERNMENTS.search(plain[: pair.start()]):
                return tuple(replace(one, kind="government", name=self.government(one.country or "")) for one in both)
            return both
        if both_of := GOVERNORS.search(plain):
            kind = "region" if re.match(r"(?i)reg|prov|obl", both_of["what"]) else "city"
            return tuple(self._local(raw, start, both_of, one, kind) for one in ("one", "other"))
        bodies = self._parties.body.search(plain)
        own = UNDER.sub(lambda under: "_" * len(under[0]), plain)
        role = self._parties.roles["country"].search(own) or self._parties.leader.search(own)
        local = self._parties.roles["region"].search(plain) or self._parties.roles["city"].search(plain)
        manager = self._parties.roles["body"].search(plain)
        if bodies is None and not local and not manager:
            countries = self.countries(raw, start)
            owned = OWNED_NAME.search(plain)
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
            r"(?:the\s)?[A-Z][\w&'.-]*(?:\s(?:[A-Z&][\w&'.-]*|of|and))*$", self._plain[start:end].rstrip(" .,")
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
        edges = [0, *[p for m in PERSON_BREAK.finditer(plain) for p in (m.start(), m.end())], len(plain)]
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
        for kind in ("region", "city", "body", "country"):
            role = roles[kind].search(chunk)
            if role is None:
                continue
            of = OF.search(chunk, role.end())
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
            end = re.search(r",\s(?=[A-Z][\w-]+\s[A-Z])|$", chunk[of.end() :])
            end = self._before_name(chunk[of.end() :], end)
            side = self._sides.side(raw, one + of.end(), one + of.end() + (end.start() if end else len(chunk)))
            if side is None:
                continue
            if kind in {"region", "city"} and side.kind in {"other", "company", "region", "city", "country"}:
                named = next(
                    (m for m in self._setting.places.mentions(side.name) if m.kind in {"region", "city"}), None
                )
                return Side(named.name if named else side.name, kind, side.country, side.start, side.end)
            if kind == "country" and side.kind not in {"company", "university", "agency"}:
                return (
                    Side(self._setting.places.name(side.country), "country", side.country, side.start, side.end)
                    if side.country
                    else None
                )
            return side
        return None

    def _is_person(self, name: str) -> bool:
        return not self._parties.body.search(name) and not self._setting.places.mentions(name)

    def _before_name(self, text: str, end: re.Match[str] | None) -> re.Match[str] | None:
        """Where a person's name begins that follows the body without a comma."""
        within = text[: end.start()] if end else text
        name = next(
            (m for pattern in NAMES_BEHIND if (m := pattern.search(within)) and self._is_person(m["name"])), None
        )
        if name is None:
            return end
        known = self._parties.body.search(within[: name.start()]) or self._parties.company_country(
            within[: name.start()]
        )
        firm = re.search(r"(?:\"|[A-Z]{2,})$", within[: name.start()].rstrip())
        return name if known or firm else end
