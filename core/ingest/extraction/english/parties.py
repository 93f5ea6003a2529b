"""Who an instrument is between: cut enumerations by score, expand shared heads, find kind and country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise

from ingest.extraction.gazetteer import Gazetteer, Mention, gazetteer
from ingest.extraction.lexicon import Lexicon, lexicon
from ingest.extraction.parties import PartyWords, Side
from ingest.extraction.text import LONGEST_SENTENCE, skeleton

AND = re.compile(r",\s*(?:and\s+|as well as\s+)?|\s+and\s+|\s+as well as\s+|;\s*|\s+&\s+(?=the\b)")
PLAIN_AND = re.compile(r"\s+and\s+|\s+as well as\s+")
LEAD = re.compile(r"^(?:(?:the|a|an|its|their|both|with|between|by|of|and|also|respectively)\s+)+", re.IGNORECASE)
TRAIL = re.compile(r"[\s,;.:]+$")
LATE_PREPOSITION = re.compile(
    r"\s(?:on|to|regarding|concerning|dated|signed|through|via|during|following|aimed|until)\s"
)
PURPOSE = re.compile(r"\s(?:for|in)\s")
BODY_ON = re.compile(
    r"(?i)(?:committee|commission|council|conference|cent(?:er|re)|agency|service|organi[sz]ation)\s(?:\w+\s){0,2}on\s"
)
CITY_OF = re.compile(r"(?:city|town) of\s+(?P<city>[A-Z][\w' -]*?)(?:,\s.*|\s+\(.*|\s+of\s.*)?$")
TOPIC = r"(?P<topic>[A-Z][\w'-]*(?:(?:,|\sand|,\sand)?\s[A-Z][\w'-]*)*)"
EACH_FIRST = re.compile(rf"\s(?:of|for)\s{TOPIC}\sof\s(?:the\s)?")
EACH_SECOND = re.compile(rf"\sand\s(?:(?:of|for)\s)?{TOPIC}\sof\s(?:the\s)?")
MOST_CUTS = 12
LONGEST_SIDE = 400
"""More would be no title, and would take for ever to weigh."""
MOST_SIDES = 9
STRONG = 3.0
HOLDS_ANOTHER = 2.5
ANOTHER = re.compile(r",\s(?:and\s)?(?:the\s)?(?=[A-Z\"])|\sand\sthe\s(?=[A-Z\"])")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A phrase as a party, the points it gets as one, and whether a word shows that it is one."""

    side: Side
    points: float
    evident: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An enumeration of parties, where it ends, and how sure the cut is (about 0 to 1)."""

    sides: tuple[Side, ...]
    end: int
    score: float


class Parties(PartyWords):
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
        name = _clean_quotes(text[begin:stop])
        if not name or not re.search(r"\w", name):
            return None
        plain = skeleton(name)
        mentions = self.places.mentions(name)
        if mentions and mentions[0].start == 0 and mentions[0].end == len(plain):
            only = mentions[0]
            if only.kind == "country":
                return Side(name, "country", only.country, begin, stop)
            if only.kind in {"city", "region"}:
                return Side(name, only.kind, only.country, begin, stop)
        country = self.country(name)
        kind = self._kind_of(plain, mentions)
        if kind == "country":
            code = country or self.leader_country(name)
            return Side(self.places.name(code) if code else name, "country", code, begin, stop)
        city = CITY_OF.match(plain) if kind == "city" else None
        if city is not None:
            name = name[city.start("city") : city.end("city")]
        return Side(name, kind, country, begin, stop)

    def _kind_of(self, plain: str, mentions: tuple[Mention, ...]) -> str:
        if self.organisation.match(plain):
            return "other"
        body = self.body.search(plain)
        role = self.roles["country"].search(plain)
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
        shared = self._shared(text, plain)
        if shared is not None:
            return shared
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
        for pattern in (LATE_PREPOSITION, PURPOSE, re.compile(r"[;.]\s|,\s")):
            ends |= {match.start() for match in pattern.finditer(plain)}
        return sorted(ends)[:14]

    def _cuts(self, plain: str, end: int) -> Iterator[list[tuple[int, int]]]:
        """Ways to cut a string into sides: at one ``and``; at every comma and the last ``and``."""
        window = plain[:end]
        ands = [(m.start(), m.end()) for m in islice(PLAIN_AND.finditer(window), MOST_CUTS)]
        for start, stop in ands:
            yield [(0, start), (stop, end)]
        every = [(m.start(), m.end()) for m in AND.finditer(window)]
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
        plain = skeleton(phrase)[side.start : side.end]
        return Weighed(side, self._points(plain, side), self.evident(plain, side))

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
        if re.match(r"\s+(?:on|to|regarding|concerning|dated)\s", rest):
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

    # --- shared heads -------------------------------------------------------------------------------------

    def _shared(self, text: str, plain: str) -> Reading | None:
        """One plural head for several: ``the Kazakh and Russian Governments``, ``the Ministries of X of A and B``."""
        both = re.match(r"\s*(?:[Tt]he\s+)?", plain)
        start = both.end() if both else 0
        mentions = self.places.mentions(text)
        pair = self.pair.match(plain, start)
        if pair:
            heads = re.compile(
                r"(?:'s?)?\s+((?:[A-Z][\w-]*\s)*(?:governments|ministries|agencies|parliaments|banks))\b", re.IGNORECASE
            )
            if owned := heads.match(plain, pair.end()):
                name = _singular(owned[1])
                return Reading((Side(name, self.kind(name), None, start, owned.end()),), owned.end(), 5.0)
            return Reading((), pair.end(), 1.0)
        adjectives = self._adjectives(plain, mentions, start)
        if adjectives:
            return self._adjectival(text, plain, adjectives)
        return self._headed(text, plain, start, mentions)

    def _adjectives(self, plain: str, mentions: tuple[Mention, ...], start: int) -> list[Mention]:
        """``Kazakh and Russian``, ``Kazakh, Uzbek and Turkmen`` at the start of a phrase."""
        run: list[Mention] = []
        at = start
        for mention in mentions:
            gap = plain[at : mention.start]
            if (
                mention.kind != "adjective"
                or (run and not re.fullmatch(r"\s*(?:,|and|-|, and)\s*", gap))
                or (not run and gap.strip())
            ):
                break
            run.append(mention)
            at = mention.end
        return run if len(run) > 1 else []

    def _adjectival(self, text: str, plain: str, adjectives: list[Mention]) -> Reading | None:
        after = adjectives[-1].end
        head = re.compile(
            rf"\s+((?:[A-Z][\w'-]*\s+)*?(?:{self.body.pattern}|presidents|prime ministers|leaders|foreign ministers|ministers|sides|parties|delegations|heads of state))(?![\w-])(?P<of>\s+of\s+(?:[A-Z][\w'-]*|and|,|\s)+)?",
            re.IGNORECASE,
        ).match(plain, after)
        if head is None:
            return None
        noun = head[1]
        end = head.end()
        stop = re.search(r"\s+(?:and|,)?\s*$", plain[:end])
        end = stop.start() if stop else end
        if self.roles["country"].fullmatch(noun) or re.search(r"sides|parties|delegations", noun, re.IGNORECASE):
            sides = [self._country_side(m) for m in adjectives]
        else:
            name = _singular(text[head.start(1) : end])
            kind = self.kind(name)
            sides = [
                Side(f"{name} of {self.places.name(m.country)}", kind, m.country, m.start, m.end) for m in adjectives
            ]
        return Reading(tuple(sides), end, 6.0)

    def _country_side(self, mention: Mention) -> Side:
        return Side(self.places.name(mention.country), "country", mention.country, mention.start, mention.end)

    def _headed(self, text: str, plain: str, start: int, mentions: tuple[Mention, ...]) -> Reading | None:
        """``Ministries of Foreign Affairs of Kazakhstan and Iran``; ``the cities of Almaty and Bishkek``."""
        head = re.compile(
            r"((?:[A-Z][\w'-]*\s+|[a-z]+\s+){0,3}?(?:ministries|governments|agencies|universities|cities|regions|committees|banks|services|"
            r"chambers|prosecutor'?s?'?(?: general)?'?s? offices|offices|institutes|academies|museums|courts|administrations|akimats|"
            r"central banks|national banks|provinces|parliaments|capitals|presidents|heads of state|foreign ministers|prime ministers|"
            r"ministers|leaders|mayors|governors|authorities|companies|railways|councils|customs services|departments|unions|associations|centres|centers|towns|districts|oblasts|archives|libraries|presidential administrations|secretariats|news agencies))\b",
            re.IGNORECASE,
        ).match(plain, start)
        if head is None:
            return None
        if alone := re.compile(r"(?=\s*(?:$|[,.;]|\s(?:on|for|to|in)\s))").match(plain, head.end()):
            name = _singular(head[1])
            kind = self.kind(name)
            if kind in {"ministry", "government", "agency"} and not mentions:
                return Reading((Side(name, kind, None, head.start(1), head.end()),), alone.end(), 4.0)
        pair = self.pair.search(plain, head.end())
        between_heads = re.compile(
            r"(?P<topic>(?:\s+(?:of|for|in|and|,|&|on)|\s*,|\s+(?!of\b)[A-Za-z][\w'-]*)*?)\s+(?:of|in)\s+(?:the\s+)?$"
        )
        places = [m for m in mentions if m.start >= head.end() and m.kind != "adjective"]
        if each := self._each_its_own(plain, head, places):
            return each
        for number, first in enumerate(places):
            lead_in = between_heads.fullmatch(plain[head.end() : first.start])
            run = [first]
            for following in places[number + 1 :]:
                if not re.fullmatch(
                    r"(?:\s*\([^)]*\))?\s*(?:,|and|, and|as well as)\s*(?:the\s+|the city of\s+)?",
                    plain[run[-1].end : following.start],
                ):
                    break
                run.append(following)
            if lead_in is None or len(run) < 2:
                continue
            topic = lead_in["topic"].strip()
            noun = _singular(head[1])
            sides = tuple(self._member(noun, topic, m) for m in run)
            return self._and_more(text, plain, Reading(sides, run[-1].end, 6.0))
        if pair and re.fullmatch(
            r"(?P<topic>[\w\s',&-]*?)\s+(?:of|in)\s+(?:the\s+)?", plain[head.end() : pair.start()]
        ):
            topic = re.sub(r"\s+(?:of|in)(?:\s+the)?\s*$", "", plain[head.end() : pair.start()]).strip()
            name = _singular(head[1]) + (f" {topic}" if topic else "")
            return Reading((Side(name, self.kind(name), None, head.start(1), pair.end()),), pair.end(), 5.0)
        return None

    def _each_its_own(self, plain: str, head: re.Match[str], places: list[Mention]) -> Reading | None:
        """``the Ministries of Transport of Kazakhstan and of Maritime Affairs of Pakistan``."""
        if len(places) < 2 or self.roles["country"].fullmatch(head[1]):
            return None
        first, second = places[0], places[1]
        one = EACH_FIRST.fullmatch(plain, head.end(), first.start)
        other = EACH_SECOND.fullmatch(plain, first.end, second.start)
        if one is None or other is None:
            return None
        noun = _singular(head[1])
        sides = (self._member(noun, f"of {one['topic']}", first), self._member(noun, f"of {other['topic']}", second))
        return Reading(sides, second.end, 6.0)

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

    def _member(self, noun: str, topic: str, place: Mention) -> Side:
        lower = noun.casefold()
        if self.roles["country"].fullmatch(noun):
            return Side(self.places.name(place.country), "country", place.country, place.start, place.end)
        if place.kind in {"city", "region"} and not topic:
            kind = "region" if re.search(r"region|province|oblast|akimat|governor", lower) else "city"
            return Side(place.name, kind, place.country, place.start, place.end)
        name = f"{noun} {topic} of {place.name}" if topic else f"{noun} of {place.name}"
        return Side(name, self.kind(noun), place.country, place.start, place.end)


def _singular(noun: str) -> str:
    """The head of a shared plural, for one of its members."""
    special = {
        "ministries": "Ministry",
        "agencies": "Agency",
        "universities": "University",
        "cities": "City",
        "academies": "Academy",
        "companies": "Company",
        "authorities": "Authority",
        "libraries": "Library",
        "railways": "Railways",
    }
    words = noun.split()
    for at, word in enumerate(words):
        lower = word.casefold()
        if lower in special:
            words[at] = special[lower]
        elif lower.endswith("s") and not lower.endswith(
            ("ss", "'s", "affairs", "resources", "customs", "services", "news", "sports")
        ):
            words[at] = word[:-1]
        words[at] = (
            words[at][:1].upper() + words[at][1:] if words[at] not in {"of", "and", "for", "the", "in"} else words[at]
        )
        if lower in special or words[at].casefold() != lower:
            break
    return " ".join(words)


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
