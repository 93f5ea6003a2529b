"""Parties an instrument's own words do not name: those of its sentence, of the next one, of the lead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extraction.found import Found
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.records import Party, Span

AGENT_END = re.compile(
    r",?\s(?:in the presence|during|following|after|on behalf|at the|as part|within the framework|today|yesterday|in a ceremony|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|,\s(?:a |the )?(?:K|Q)azinform|,\s(?:[A-Z][\w.]+\s){1,4}(?:reports|informs|cites|quotes|says)|"
    r"\s-\s|,\s(?:according|citing|which|while|it)\b|\s(?:signed|inked|exchanged|adopted)\s",
    re.IGNORECASE,
)
PERSON_BREAK = re.compile(r",?\s+and\s+(?=(?:the\s+|its\s+|his\s+)?[A-Z])|;\s+")
OF = re.compile(r"\s(?:of|for|at)\s+(?:the\s+)?")
SUBJECT_TAIL = re.compile(r"\s+(?:have|has|had|also|jointly|then|both|today|later)(?:\s+(?:also|jointly|today))?\s*$")
SIGNING = re.compile(r"\b(?:signed|signatories|signatures?|inked|put|sealed|exchanged|document)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Parties and where their words stand."""

    sides: tuple[Side, ...]
    implied: bool


class ContextParties:
    """Completes the parties of found instruments."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._parties = setting.parties

    def of(self, found: Found) -> tuple[Party, ...]:
        """The parties of one instrument; what stands outside its title is marked implied."""
        own = [self._party(side, implied=False) for side in found.sides]
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
        if len(own) > 1 or (own and own[0].kind == "other"):
            return self._with_countries(own)
        named = self._in_sentence(found) or self._in_next(found)
        if len(named) > 1:
            return self._with_countries([self._party(side, implied=True) for side in named])
        if len(named) == 1 and named[0].kind not in {"country"} and not own:
            own = [self._party(named[0], implied=True)]
        return self._with_countries(self._lead(own, found))

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
        name, places = own[0].name, self._setting.places
        return tuple(
            Party(
                name=f"{name} of {places.name(code)}",
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
        if self._setting.organisation is not None and not own:
            name, start, end = self._setting.organisation
            return [Party(name=name, kind="other", implied=True, span=Span(field="text", start=start, end=end))]
        codes = list(self._setting.bilateral)
        if own and own[0].country and own[0].kind != "country":
            return own
        return (
            [self._country(code) for code in codes]
            if len(codes) > 1
            else own or [self._country(code) for code in codes]
        )

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

    def _in_sentence(self, found: Found) -> tuple[Side, ...]:
        """``by X and Y``, ``between X and Y`` after the verb, or the subject before it."""
        if found.listed or found.act is None:
            return ()
        act, sentence = found.act, found.sentence
        after = self._plain[max(act.end, found.end) : sentence.end]
        base = max(act.end, found.end)
        between = re.search(r"\bbetween\s+", after)
        if between and not re.search(r"[,;]\s(?:and|but)\s.*\bbetween", after[: between.end()]):
            stop = AGENT_END.search(after, between.end())
            sides = self._enumerated(base + between.end(), base + (stop.start() if stop else len(after)))
            if len(sides) > 1:
                return sides
        by = re.search(r"(?:^|\s)by\s+(?=(?:the\s+)?(?:[A-Z\"]|heads|presidents|leaders|ministers|foreign))", after)
        if by and (act.passive or act.nominal or by.start() < 60):
            stop = AGENT_END.search(after, by.end())
            sides = self._principals(base + by.end(), base + (stop.start() if stop else len(after)))
            if sides:
                return sides
        if act.passive:
            return ()
        start = sentence.start
        if self._setting.dateline and start <= self._setting.dateline[0] < act.start:
            start = self._setting.dateline[0]
        for boundary in re.finditer(
            r";\s|:\s|,\s(?:while|where|after which)\s|\bthat\s", self._plain[start : act.start]
        ):
            if act.start - (start + boundary.end()) > 10:
                start += boundary.end()
                break
        opening = re.match(
            r"(?:(?:During|Following|After|At|In|On|As|Within|Under|Also|Besides|Moreover|Later|Then|Today|Yesterday|Upon|Earlier|For (?:its|his|their) part)\b[^,]*,\s+)+",
            self._plain[start : act.start],
        )
        subject = start + (opening.end() if opening else 0)
        sides = self._principals(subject, act.start)
        with_side = re.match(r".{0,200}?\swith\s+(?=(?:the\s+)?[A-Z])", after)
        if len(sides) == 1 and with_side:
            stop = AGENT_END.search(after, with_side.end())
            other = self._principals(base + with_side.end(), base + (stop.start() if stop else len(after)))
            return sides + other
        return sides

    def _in_next(self, found: Found) -> tuple[Side, ...]:
        """The sentence after a single document often says who signed it."""
        if found.listed:
            return ()
        sentences = self._setting.body
        at = next((n for n, s in enumerate(sentences) if s == found.sentence), None)
        if at is None:
            return ()
        for following in sentences[at + 1 : at + 3]:
            plain = self._setting.plain(following)
            if not SIGNING.search(plain) or self._setting.looks_back(following):
                continue
            if re.search(r"\b(?:document|paper|memorandum|agreement|signatures?|treaty|contract|it)\b", plain):
                verb = re.search(r"\b(?:signed|inked|put|sealed|exchanged)\b", plain)
                by = re.search(r"\bby\s+(?=[A-Z]|the\s)", plain)
                if by:
                    return self._principals(following.start + by.end(), following.end)
                if verb and verb.start() > 15:
                    return self._principals(following.start, following.start + verb.start())
        return ()

    def _enumerated(self, start: int, end: int) -> tuple[Side, ...]:
        raw = self._without_place(self._raw[start:end].rstrip(" .;,"))
        return tuple(s.moved(start) for s in self._parties.enumeration(raw))

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
            return tuple(
                self._as_country(code, start + pair.start(), start + pair.end()) for code in self._setting.bilateral
            )
        bodies = self._parties.body.search(plain)
        role = self._parties.roles["country"].search(plain) or self._parties.leader.search(plain)
        local = self._parties.roles["region"].search(plain) or self._parties.roles["city"].search(plain)
        manager = self._parties.roles["body"].search(plain)
        if bodies is None and not local and not manager:
            return self._countries(raw, start)
        if role and not manager and not local and (bodies is None or self._only_ministries(plain)):
            countries = self._countries(raw, start)
            if len(countries) > 1:
                return countries
        if not role and not manager and not local:
            sides = self._enumerated(start, start + len(raw))
            return sides or self._single(raw, start)
        return self._people(raw, plain, start)

    def _only_ministries(self, plain: str) -> bool:
        return bool(re.search(r"(?i)\bminist(?:er|ers)\b", plain)) and not re.search(r"(?i)\bministr(?:y|ies)\b", plain)

    def _single(self, raw: str, start: int) -> tuple[Side, ...]:
        side = self._parties.side(raw, 0, len(raw))
        if side is None or not self._parties.evident(side.name, side):
            return ()
        return (side.moved(start),)

    def _countries(self, raw: str, start: int) -> tuple[Side, ...]:
        found: dict[str, Side] = {}
        for mention in self._setting.places.mentions(raw):
            if mention.kind in {"country", "adjective"}:
                found.setdefault(
                    mention.country,
                    self._as_country(mention.country, start + mention.start, start + mention.end),
                )
        plain = self._plain[start : start + len(raw)]
        for match in self._parties.leader.finditer(plain):
            code = self._parties.leader_country(match[0])
            if code:
                found.setdefault(code, self._as_country(code, start + match.start(), start + match.end()))
        return tuple(sorted(found.values(), key=lambda side: side.start))

    def _as_country(self, code: str, start: int, end: int) -> Side:
        return Side(self._setting.places.name(code), "country", code, start, end)

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
                    countries = self._countries(raw[one:other], 0)
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
            side = self._parties.side(raw, one + of.end(), one + of.end() + (end.start() if end else len(chunk)))
            if side is None:
                continue
            if kind in {"region", "city"} and side.kind in {"other", "region", "city", "country"}:
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

    def _with_countries(self, own: list[Party]) -> tuple[Party, ...]:
        """Give a body without a country the one that the other party leaves over."""
        codes = self._setting.bilateral
        if len(own) != 2 or len(codes) != 2:
            return tuple(own)
        taken = {party.country for party in own if party.country}
        done = []
        for party in own:
            left = [code for code in codes if code not in taken]
            if party.country is None and party.kind != "other" and len(left) == 1 and taken:
                done.append(
                    Party(
                        name=party.name,
                        kind=party.kind,
                        country=left[0],
                        implied=party.implied,
                        span=party.span,
                    )
                )
            elif party.country is None and party.kind != "other" and not taken and not self._international(party.name):
                done.append(
                    Party(
                        name=party.name,
                        kind=party.kind,
                        country=codes[len(done)],
                        implied=party.implied,
                        span=party.span,
                    )
                )
            else:
                done.append(party)
        return tuple(done)
