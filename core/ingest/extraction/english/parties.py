"""Who an instrument is between: cut enumerations by score, expand shared heads, find kind and country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise

from ingest.extraction.english.plural_parties import PluralParties, Reading
from ingest.extraction.gazetteer import Gazetteer, Mention, gazetteer
from ingest.extraction.lexicon import Lexicon, lexicon
from ingest.extraction.parties import Side
from ingest.extraction.text import LONGEST_SENTENCE, lies_in, skeleton

AND = re.compile(
    r",(?!\s*(?:Ltd|Inc|LLC|LLP|JSC|Co|GmbH|S\.A|plc|PLC)\b)\s*(?:and\s+|as well as\s+)?|\s+and\s+(?![Mm]edium\b|gas\b)|\s+as well as\s+|;\s*|\s+&\s+(?=the\b)"
)
PLAIN_AND = re.compile(r"\s+and\s+(?![Mm]edium\b|gas\b)|\s+as well as\s+")
LEAD = re.compile(
    r"^(?:(?:the|a|an|its|their|both|with|between|by|of|and|also|respectively"
    r"|(?:heads|chiefs|rectors|representatives|leadership|management)\sof(?!\s(?:the\s)?(?:state|government|country|countries)))\s+)+",
    re.IGNORECASE,
)
TRAIL = re.compile(r"(?:,?\s(?:in\sthe\sperson\sof|represented\sby)\s.*|,\s(?:an?|the))?[\s,;.:]*$")
LATE_PREPOSITION = re.compile(
    r"\s(?:on|to|about|regarding|concerning|[Dd]ated|signed|through|via|during|following|aimed|until|establishing)\s"
)
PURPOSE = re.compile(r"\s(?:for|in)\s")
BODY_ON = re.compile(
    r"(?i)(?:committee|commission|council|conference|cent(?:er|re)|agency|service|organi[sz]ation)\s(?:\w+\s){0,2}on\s"
)
CITY_OF = re.compile(r"(?:city|town) of\s+(?P<city>[A-Z][\w' -]*?)(?:,\s.*|\s+\(.*|\s+of\s.*)?$")
CALLED_AFTER = re.compile(
    r"\b(?:Sultan|King|Queen|Prince|Emir|President|Chancellor)\s(?:[A-Z][\w'-]+\s){1,2}(?:University|Foundation|Institute|Academy|Cent(?:er|re)|Library|Museum|Hospital|Fund)\b"
)
"""``Sultan Qaboos University``: who it is called after does not sign."""
CITY_BEHIND_ITS_COUNTRY = re.compile(r"(?:'s?)?\s(?:(?:city|town)\s(?:of\s)?)?")
"""``China's Xi'an``, ``the Kazakh city of Shymkent``: what stands between the country and the city."""
FIRM_CALLED = re.compile(
    r"(?:(?:(?:South|North|Saudi)\s)?[A-Z][a-z]+(?:-based)?\s)?(?:(?!of\s)[a-z][\w-]*\s){0,5}?(?:agency|airline|bank|carrier|company|concern|corporation|developer|firm|giant|group|holding|manufacturer|operator|producer|supplier)\s(?=[\"A-Z])"
)
"""``the Italian export credit agency SACE``: what it is, before its name."""
AND_THEN = re.compile(r"\s(?:in|on|at|for)\s[a-z]|\s(?:[A-Z][\w-]+\s){1,3}on\s[A-Z][a-z]+day\b")
"""``the UAE in oil and gas development``, ``Kazakhstan Kassym-Jomart Tokayev on Tuesday``: a country, and what is not its name."""
TWO_FIELDS = re.compile(
    r"(?<=[Tt]he\s)(?P<first>(?:[A-Z][a-z]+\s){1,2})and\s(?P<second>(?:[A-Z][a-z]+\s){1,2})(?:Committee|Agency|Department|Service|Commission|Authority|Office|Inspectorate)\b"
)
"""``the Control and Supervision Committee``: one body of two fields."""
MOST_CUTS = 12
LONGEST_SIDE = 400
"""More would be no title, and would take for ever to weigh."""
MOST_SIDES = 9
STRONG = 3.0
HOLDS_ANOTHER = 2.5
ANOTHER = re.compile(r",\s(?:and\s)?(?:the\s)?(?=[A-Z\"])|\sand\sthe\s(?=[A-Z\"])|\sand\s(?=[A-Z][\w-]+(?:'s|s')\s)")
ONE_TOPIC = r"(?!(?:Ministry|Committee|Agency|Department|University|Company|Bank|Fund|Group|JSC|LLP|Ltd)\b)[A-Z][\w-]*"
WHOLE_TOPIC = re.compile(
    rf"\b(?:Ministry|Committee|Agency|Department)\s(?:of|for)\s(?:the\s)?{ONE_TOPIC}(?:(?:,|,?\sand)?\s{ONE_TOPIC})+\sof\s(?=(?:the\s)?[A-Z])"
)
"""``Ministry of Ecology, Geology and Mineral Resources of``: commas of one name."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A phrase as a party, the points it gets as one, and whether a word shows that it is one."""

    side: Side
    points: float
    evident: bool


class Parties(PluralParties):
    """The grammar of parties in English."""

    def __init__(self, words: Lexicon, places: Gazetteer) -> None:
        super().__init__(words, places)
        # While an enumeration is cut the same phrase comes up again and again.
        self._remembered = lru_cache(maxsize=4096)(self._weighed)

    # --- what a phrase is ---------------------------------------------------------------------------------

    def side(self, text: str, start: int, end: int) -> Side | None:
        """Read one phrase of a string as a party."""
        phrase = text[start:end]
        lead = LEAD.match(skeleton(phrase))
        begin = start + (lead.end() if lead else 0)
        stop = start + len(TRAIL.sub("", phrase))
        described = None
        if (called := FIRM_CALLED.match(skeleton(text), begin, stop)) and self._may_describe(called[0]):
            described, begin = self.places.mentions(called[0]), called.end()
        name = _clean_quotes(text[begin:stop])
        if not name or not re.search(r"\w", name):
            return None
        plain = skeleton(name)
        mentions = self.places.mentions(name)
        if mentions and mentions[0].start == 0 and AND_THEN.match(plain, mentions[0].end):
            name, plain, stop = name[: mentions[0].end], plain[: mentions[0].end], begin + mentions[0].end
        if mentions and mentions[0].start == 0 and mentions[0].end == len(plain):
            only = mentions[0]
            if only.kind == "country":
                return Side(name, "country", only.country, begin, stop)
            if only.kind in {"city", "region"}:
                return Side(name, only.kind, only.country, begin, stop)
        if (
            len(mentions) == 2
            and mentions[0].start == 0
            and (mentions[1].kind, mentions[1].end) == ("city", len(plain))
            and CITY_BEHIND_ITS_COUNTRY.fullmatch(plain, mentions[0].end, mentions[1].start)
        ):
            return Side(name[mentions[1].start :], "city", mentions[1].country, begin + mentions[1].start, stop)
        country = self.country(name) or (described[0].country if described else None)
        kind = self._kind_of(plain, mentions)
        if kind == "country":
            code = country or self.leader_country(name)
            return Side(self.places.name(code) if code else name, "country", code, begin, stop)
        city = CITY_OF.match(plain) if kind == "city" else None
        if city is not None:
            name = name[city.start("city") : city.end("city")]
        return Side(name, kind, country, begin, stop)

    def _may_describe(self, words: str) -> bool:
        """A capital among the words that say what a firm is: of its country, and no part of its name."""
        known = (
            words[:1].islower()
            or "-based " in words
            or (words.startswith("National ") and words[9:].islower() and words.count(" ") > 2)
        )
        return known or any(m.start == 0 and m.kind == "adjective" for m in self.places.mentions(words))

    def _kind_of(self, plain: str, mentions: tuple[Mention, ...]) -> str:
        if self.organisation.match(plain):
            return "other"
        body = self.body.search(plain)
        role = self.roles["country"].search(CALLED_AFTER.sub("", plain))
        if role and (body is None or role.start() < body.start()):
            return "country"
        if body is None and self.leader.search(plain) and not self.company_country(plain):
            return "country"
        if body is None and len(mentions) > 0 and mentions[-1].kind == "region":
            return "region"
        return self.kind(plain)

    # --- enumerations -------------------------------------------------------------------------------------

    def between(self, text: str, *, whole: bool = False) -> Reading | None:
        """Read what follows ``between``: the best cut into sides and the place where they end.

        Every ``and`` is tried against every end; both sides get points for a head noun, a country, likeness.
        ``whole``: the sides fill the string.
        """
        text = text[:LONGEST_SENTENCE]
        plain = skeleton(text)
        shared = self.shared(text, plain)
        if shared is not None:
            return self._and_more(text, plain, shared) if len(shared.sides) > 1 else shared
        best: Reading | None = None
        for end in [len(plain)] if whole else self._ends(plain):
            for cuts in self._cuts(plain, end):
                reading = self._scored(
                    plain, [(start, self._remembered(text[start:stop])) for start, stop in cuts], end
                )
                if reading and (best is None or reading.score > best.score):
                    best = reading
        return best

    def enumeration(self, text: str) -> tuple[Side, ...]:
        """Read a whole string as an enumeration of parties (after ``by``, or a subject)."""
        reading = self.between(text, whole=True)
        return reading.sides if reading else ()

    def _ends(self, plain: str) -> list[int]:
        ends = {len(plain)}
        for pattern in (LATE_PREPOSITION, PURPOSE, re.compile(r";\s|(?<!\b[A-Z])\.\s|,\s")):
            ends |= {match.start() for match in pattern.finditer(plain)}
        return sorted(ends)[:14]

    def _cuts(self, plain: str, end: int) -> Iterator[list[tuple[int, int]]]:
        """Ways to cut a string into sides: at one ``and``; at every comma and the last ``and``."""
        window = plain[:end]
        names = [(m.start, m.end) for m in self.places.mentions(window) if " and " in window[m.start : m.end]]
        names += [topic.span() for topic in WHOLE_TOPIC.finditer(window)]
        names += [m.span() for m in TWO_FIELDS.finditer(window) if not self.body.search(m["first"] + m["second"])]
        joints = (m.span() for m in PLAIN_AND.finditer(window) if not lies_in(names, m.start()))
        ands = list(islice(joints, MOST_CUTS))
        for start, stop in ands:
            yield [(0, start), (stop, end)]
        every = [m.span() for m in AND.finditer(window) if not lies_in(names, m.start())]
        if len(every) > 1:
            for last in range(1, min(len(every), MOST_SIDES)):
                points = every[: last + 1]
                edges = [0, *[p for point in points for p in point], end]
                yield list(zip(edges[::2], edges[1::2], strict=True))
            if ands:
                for start, stop in ands:
                    commas = [p for p in every if p[1] <= start and plain[p[0]] == ","]
                    if commas:
                        edges = [0, *[p for point in commas for p in point], start, stop, end]
                        yield list(zip(edges[::2], edges[1::2], strict=True))

    def _weighed(self, phrase: str) -> Weighed | None:
        """One phrase as a party; None for one that is no party, or longer than any is."""
        if len(phrase) > LONGEST_SIDE:
            return None
        side = self.side(phrase, 0, len(phrase))
        if side is None:
            return None
        lead = LEAD.match(skeleton(phrase))
        plain = skeleton(phrase)
        described = plain[lead.end() if lead else 0 : side.end]  # with the words that say what it is
        return Weighed(side, self._points(plain[side.start : side.end], side), self.evident(described, side))

    def _scored(self, plain: str, weighed: list[tuple[int, Weighed | None]], end: int) -> Reading | None:
        both = [(start, one) for start, one in weighed if one is not None]
        if len(both) != len(weighed) or len(both) < 2:
            return None
        if len(both) > 2 and not all(one.evident for _, one in both):
            return None
        read = [one.side.moved(start) for start, one in both]
        points = [one.points for _, one in both]
        if min(points) < 0.5:
            return None
        total = sum(points) / len(points)
        for one, other in pairwise(read):
            total += 1.0 if one.country and other.country and one.country != other.country else 0.0
            total -= 0.6 if one.country and one.country == other.country else 0.0
            total += 0.7 if one.kind == other.kind else 0.0
            total += 0.5 if _has_article(plain, one.start) == _has_article(plain, other.start) else -0.5
        total -= (0.05 if all(side.country for side in read) else 0.6) * (len(read) - 2)
        total += self._after(plain[end:])
        return Reading(tuple(read), end, total)

    def evident(self, phrase: str, side: Side) -> bool:
        """Say whether a phrase shows by a word that it is a party."""
        return bool(side.country or self.body.search(phrase) or self.organisation.search(phrase))

    def _after(self, rest: str) -> float:
        """What follows the sides: nothing, or the subject."""
        if re.match(r"\s*(?:[;.]|$)", rest):
            return 0.6
        if re.match(r"\s+(?:on|to|about|regarding|concerning|dated)\s", rest):
            return 1.2
        if re.match(r"\s+(?:for|in)\s", rest):
            return 0.5
        return -0.2

    def _points(self, phrase: str, side: Side) -> float:
        points = 0.0
        if side.kind == "country" and side.country and self._is_pure_country(phrase):
            points += STRONG + 0.5
        elif self.body.search(phrase):
            points += 2.0
        elif self.organisation.match(phrase):
            points += 2.5
        elif side.kind == "country" and side.country:
            points += 2.0
        if side.country:
            points += 0.8
        mentions = self.places.mentions(phrase)
        if mentions and mentions[-1].end == len(phrase) and mentions[-1].kind == "country":
            points += 0.7
        if phrase[:1].isupper() or phrase[:1] == '"':
            points += 0.7
        elif not self.body.match(phrase) and not self.roles["country"].match(phrase):
            points -= 1.2
        points -= 2.5 * max(0, len(LATE_PREPOSITION.findall(f" {phrase} ")) - len(BODY_ON.findall(phrase)))
        if PURPOSE.search(phrase) and not re.search(
            r"(?:agency|office|centre|center|council|committee|institute|bank|fund|"
            r"organi[sz]ation|foundation|chamber|service|commission|academy|company|corporation|department|directorate|association)\b.*\s(?:for|in)\s",
            phrase,
            re.IGNORECASE,
        ):
            points -= 1.0
        points -= HOLDS_ANOTHER * self._holds_another(phrase)
        if re.search(r"\b(?:of|the|for|and|in)$", phrase) or phrase.count("(") != phrase.count(")"):
            points -= 3.0
        if re.match(
            r"(?:other|cooperation|trade|development|its|strengthening|mutual|further)\b",
            phrase,
            re.IGNORECASE,
        ):
            points -= 2.0
        return points

    def _holds_another(self, phrase: str) -> bool:
        """``the Ministry of Energy, Samruk-Kazyna``: behind the comma stands a party of its own, and no place."""
        last = phrase.rfind(" and ")
        if last > 0 and self.company_country(phrase[last + 5 :]) and " of " not in phrase[last:]:
            return True
        for joint in ANOTHER.finditer(phrase):
            rest = self.side(phrase, joint.end(), len(phrase))
            if rest is not None and rest.kind not in {"country", "city", "region"} and self.evident(rest.name, rest):
                return True
        return False

    def _is_pure_country(self, phrase: str) -> bool:
        mentions = self.places.mentions(phrase)
        return (
            bool(mentions)
            and mentions[0].kind == "country"
            and mentions[0].start == 0
            and mentions[0].end == len(phrase)
        )

    def _and_more(self, text: str, plain: str, reading: Reading) -> Reading:
        """``the Ministries of Energy of A and B and the Ministry of Energy of C``."""
        joint = re.compile(r",?\s+and\s+(?=the\s)").match(plain, reading.end)
        if joint is None:
            return reading
        end = next((at for at in self._ends(plain) if at > joint.end()), len(plain))
        side = self.side(text, joint.end(), end)
        if side is None or side.country is None or side.kind == "other":
            return reading
        return Reading((*reading.sides, side), end, reading.score)


def _has_article(plain: str, start: int) -> bool:
    return plain[max(0, start - 4) : start].lower() == "the "


def _clean_quotes(name: str) -> str:
    """Drop a stray quotation mark at either end, keep a pair."""
    plain = skeleton(name)
    if plain.count('"') == 1:
        if plain.endswith('"'):
            return name[:-1].strip()
        if plain.startswith('"'):
            return name[1:].strip()
    return name.strip()


@cache
def parties() -> Parties:
    """The grammar of parties, built once."""
    return Parties(lexicon("en"), gazetteer("en"))
