"""One plural head for several parties: ``the Kazakh and Russian Governments``, ``the Ministries of X of A and B``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extraction.gazetteer import Mention
from ingest.extraction.parties import PartyWords, Side

TOPIC = r"(?P<topic>[A-Z][\w'-]*(?:(?:,|\sand|,\sand)?\s[A-Z][\w'-]*)*)"
EACH_FIRST = re.compile(rf"\s(?:of|for)\s{TOPIC}\sof\s(?:the\s)?")
EACH_SECOND = re.compile(rf"\sand\s(?:(?:of|for)\s)?{TOPIC}\sof\s(?:the\s)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """An enumeration of parties, where it ends, and how sure the cut is (about 0 to 1)."""

    sides: tuple[Side, ...]
    end: int
    score: float


PLACE = r"[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?"
BEFORE_THEIR_HEAD = re.compile(
    rf"(?P<names>(?:{PLACE}(?:,\s|,?\sand\s))+{PLACE})\s(?P<head>regions|provinces|oblasts|districts|cities)\b"
    rf"(?:\sof\s(?:the\s)?(?=(?P<owner>[A-Z][\w]*(?:\sof\s[A-Z]\w+)?)))?"
)
"""``Turkestan, Tashkent and Bukhara regions``, ``Khatlon and Sughd provinces of the Republic of Tajikistan``."""
ORGAN = re.compile(r"\b(?:Council|Conference|Assembly|Summit|Meeting)\sof\s")
"""``the Council of Heads of State``: one body, however many sit in it."""
OF_PLACES = re.compile(r"(?i)\b(?:cities|regions|provinces|towns|districts|oblasts)$")
STATE_BEHIND = re.compile(r"\sof\s(?:the\s)?(?:Republic\sof\s)?$")
SEVERAL = 2


class PluralParties(PartyWords):
    """The grammar of plural heads in English."""

    def shared(self, text: str, plain: str) -> Reading | None:
        """One plural head for several: ``the Kazakh and Russian Governments``, ``the Ministries of X of A and B``."""
        both = re.match(r"\s*(?:[Tt]he\s+)?", plain)
        start = both.end() if both else 0
        mentions = self.places.mentions(text)
        pair = self.pair.match(plain, start)
        if pair:
            heads = re.compile(
                r"(?:'s?)?\s+((?:[A-Z][\w-]*\s)*(?:governments|ministries|agencies|parliaments|senates|banks|courts|academies|universities|prosecutors))\b",
                re.IGNORECASE,
            )
            if owned := heads.match(plain, pair.end()):
                name = _singular(owned[1])
                return Reading((Side(name, self.kind(name), None, start, owned.end()),), owned.end(), 5.0)
            return Reading((), pair.end(), 1.0)
        adjectives = self._adjectives(plain, mentions, start)
        if adjectives:
            return self._adjectival(text, plain, adjectives)
        return self._places_before_head(plain, start) or self._headed(plain, start, mentions)

    def _places_before_head(self, plain: str, start: int) -> Reading | None:
        """Several regions or cities whose shared noun stands behind their names."""
        found = BEFORE_THEIR_HEAD.match(plain, start)
        if found is None:
            return None
        owner = self.country(found["owner"]) if found["owner"] else None
        noun = _singular(found["head"]).lower()
        sides = []
        for place in re.finditer(PLACE, found["names"]):
            known = self.places.mentions(place[0])
            if any(mention.kind in {"country", "adjective"} for mention in known):
                return None
            at = found.start("names") + place.start()
            code = owner or (known[0].country if known else None)
            kind, name = ("city", place[0]) if noun == "city" else ("region", f"{place[0]} {noun}")
            sides.append(Side(name, kind, code, at, at + len(place[0])))
        return Reading(tuple(sides), found.end("owner") if owner else found.end("head"), 6.0)

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

    def _headed(self, plain: str, start: int, mentions: tuple[Mention, ...]) -> Reading | None:
        """``Ministries of Foreign Affairs of Kazakhstan and Iran``; ``the cities of Almaty and Bishkek``."""
        head = re.compile(
            r"((?:[A-Z][\w'-]*\s+|[a-z]+\s+){0,3}?(?:ministries|governments|agencies|universities|cities|regions|committees|banks|services|"
            r"chambers|prosecutor'?s?'?(?: general)?'?s? offices|offices|institutes|academies|museums|courts|administrations|akimats|"
            r"central banks|national banks|provinces|parliaments|capitals|presidents|heads of state|foreign ministers|prime ministers|"
            r"ministers|leaders|mayors|governors|authorities|companies|railways|councils|customs services|departments|unions|associations|centres|centers|corporations|senates|towns|districts|oblasts|archives|libraries|presidential administrations|secretariats|news agencies))\b",
            re.IGNORECASE,
        ).match(plain, start)
        if head is None or ORGAN.search(head[1]):
            return None
        if alone := re.compile(
            r"(?:\s+of\s+[A-Za-z]+(?:\s(?:and\s)?[A-Za-z]+){0,2}?)?(?=\s*(?:$|[,.;]|\s(?:on|for|to|in)\s))"
        ).match(plain, head.end()):
            name = _singular(head[1]) + alone[0]
            kind = self.kind(name)
            if kind in {"ministry", "government", "agency"} and not any(m.start < alone.end() for m in mentions):
                return Reading((Side(name, kind, None, head.start(1), head.end()),), alone.end(), 4.0)
        pair = self.pair.search(plain, head.end())
        between_heads = re.compile(
            r"(?P<topic>(?:\s+(?:of|for|in|and|,|&|on)|\s*,|\s+(?!of\b)[A-Za-z][\w'-]*)*?)\s+(?:of|in)\s+(?:the\s+)?$"
        )
        places = [m for m in mentions if m.start >= head.end() and m.kind != "adjective"]
        if OF_PLACES.search(head[1]):
            plain, places = _without_owners(plain, places)
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
            return Reading(sides, run[-1].end, 6.0)
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

    def _member(self, noun: str, topic: str, place: Mention) -> Side:
        lower = noun.casefold()
        if self.roles["country"].fullmatch(noun):
            return Side(self.places.name(place.country), "country", place.country, place.start, place.end)
        if place.kind in {"city", "region"} and not topic:
            kind = "region" if re.search(r"region|province|oblast|akimat|governor", lower) else "city"
            return Side(place.name, kind, place.country, place.start, place.end)
        name = f"{noun} {topic} of {place.name}" if topic else f"{noun} of {place.name}"
        return Side(name, self.kind(noun), place.country, place.start, place.end)


def _without_owners(plain: str, places: list[Mention]) -> tuple[str, list[Mention]]:
    """``the cities of A of the Republic of B and C of the Republic of D``: a text of the same length without B and D."""
    local = [place for place in places if place.kind in {"city", "region"}]
    if len(local) < SEVERAL:
        return plain, places
    for state in places:
        of = STATE_BEHIND.search(plain, 0, state.start) if state.kind == "country" else None
        if of is not None:
            plain = plain[: of.start()] + " " * (state.end - of.start()) + plain[state.end :]
    return plain, local


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
            ("ss", "'s", "affairs", "resources", "customs", "news", "sports")
        ):
            words[at] = word[:-1]
        words[at] = (
            words[at][:1].upper() + words[at][1:] if words[at] not in {"of", "and", "for", "the", "in"} else words[at]
        )
        if lower in special or words[at].casefold() != lower:
            break
    return " ".join(words)
