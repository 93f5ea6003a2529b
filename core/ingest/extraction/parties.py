"""Parties: what a phrase names by its words - a kind of body, a country, an international body, a leader."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from ingest.extraction.data import load
from ingest.extraction.gazetteer import Gazetteer, Mention, gazetteer
from ingest.extraction.lexicon import NEVER, Lexicon, Names, lexicon
from ingest.extraction.text import alternation, skeleton

CAPITALS = re.compile(r"[\"\s]*[A-Z][\w&.'-]*(?:[\"\s]+[A-Z][\w&.'-]*)*[\"\s]*$")
"""A name of capitalised Latin words only: where nothing says otherwise a firm."""
LEGAL_FORM = re.compile(r"\b(?:JSC|LLP|LLC|PLC|GmbH|Ltd|Inc|S\.p\.A|Co\.)(?!\w)")


@dataclass(frozen=True, slots=True)
class Side:
    """A party as read: the name, kind, country and where its words stand in the string that was read."""

    name: str
    kind: str
    country: str | None
    start: int
    end: int
    implied: bool = False

    def moved(self, by: int) -> Side:
        """The same party in a string that begins ``by`` characters earlier."""
        return Side(self.name, self.kind, self.country, self.start + by, self.end + by, self.implied)


class PartyWords:
    """The words of parties in one language: what kind of body a phrase names, and whose."""

    def __init__(self, words: Lexicon, places: Gazetteer) -> None:
        self._words = words
        self.places = places
        heads = words.table("party_heads")
        self._kinds = {
            kind: re.compile(rf"(?<![\w-])(?:{words.alternation([str(w) for w in forms])})(?![\w-])", re.IGNORECASE)
            for kind, forms in heads.items()
        }
        every = words.alternation([str(word) for forms in heads.values() for word in forms])
        self.body = re.compile(rf"(?<![\w-])(?:{every})(?![\w-])", re.IGNORECASE)
        self.roles = {kind: words.phrases("role_heads", kind) for kind in words.table("role_heads")}
        self.any_role = "|".join(pattern.pattern for pattern in self.roles.values())
        self.pair = words.phrases("pair_words")
        self._companies: dict[str, dict[str, list[str]]] = load("companies.yaml").get(words.language, {})
        self._leaders: dict[str, list[str]] = load("leaders.yaml").get(words.language, {})

    @cached_property
    def organisations(self) -> Names:
        """International bodies: any of their names stands for their id."""
        known = load("organisations.yaml")
        return Names({name: one["id"] for one in known for name in one.get(self._words.language, ())}, self._words)

    @property
    def organisation(self) -> re.Pattern[str]:
        """An international body, by name."""
        return self.organisations.pattern

    @cached_property
    def _leader_names(self) -> Names:
        codes: dict[str, str] = {}
        for code, people in self._leaders.items():
            for name in people:
                codes.setdefault(name, code)
        return Names(codes, self._words)

    @property
    def leader(self) -> re.Pattern[str]:
        """A person who stands for a country."""
        return self._leader_names.pattern

    def leader_country(self, text: str) -> str | None:
        """The country the first leader named in a text stands for."""
        match = self.leader.search(skeleton(text))
        return self._leader_names.value(match) if match else None

    def kind(self, phrase: str) -> str:
        """The kind of body a phrase names; ``other`` where no word says."""
        plain = skeleton(phrase)
        if LEGAL_FORM.search(plain):
            return "company"
        first = min(
            ((match.start(), kind) for kind, pattern in self._kinds.items() if (match := pattern.search(plain))),
            default=None,
        )
        if first is None:
            return "company" if self.company_country(plain) or CAPITALS.match(plain) else "other"
        return first[1]

    def country(self, phrase: str) -> str | None:
        """The country a phrase belongs to: named, as an adjective, by its city, or known by name."""
        mentions = self.places.mentions(phrase)
        own = [m for m in mentions if m.kind == "country"] or [m for m in mentions if m.kind == "adjective"]
        known = self.company_country(skeleton(phrase))
        if known and not any(m.kind == "country" for m in own):
            return known
        if own:
            return self.owner(own)
        return mentions[0].country if mentions else None

    def owner(self, named: list[Mention]) -> str:
        """Which of the countries a phrase names is its own: the last by its name, else the first adjective."""
        return named[-1].country if named[-1].kind == "country" else named[0].country

    def company(self, plain: str) -> int | None:
        """Where the name of a known firm ends that a text begins with."""
        match = self._company.pattern.match(plain)
        return match.end() if match else None

    def company_country(self, plain: str) -> str | None:
        """The country of a firm known by name, or by how its name begins."""
        if match := self._company.pattern.search(plain):
            return self._company.value(match)
        if opening := self._company_start.match(plain):
            return self._start_codes[opening[1]]
        return None

    def firms(self, plain: str) -> Iterator[tuple[tuple[int, int], str]]:
        """Where a text names firms that are known, and their countries."""
        return ((match.span(), self._company.value(match)) for match in self._company.pattern.finditer(plain))

    @cached_property
    def _company(self) -> Names:
        names = {name: code for code, known in load("companies.yaml")["en"].items() for name in known["names"]}
        own = {name: code for code, known in self._companies.items() for name in known["names"]}
        return Names(names | own, self._words)  # firms keep their Latin names in every language

    @cached_property
    def _start_codes(self) -> dict[str, str]:
        return {start: code for code, known in self._companies.items() for start in known["starts"]}

    @cached_property
    def _company_start(self) -> re.Pattern[str]:
        if not self._start_codes:
            return NEVER
        return re.compile(rf"[\"'\s]*({alternation(list(self._start_codes))})(?=\w)")


class PhraseParties(PartyWords, ABC):
    """A language that reads a phrase as a party by its words alone."""

    def __init__(self, words: Lexicon, places: Gazetteer) -> None:
        super().__init__(words, places)
        # While an enumeration is cut the same phrase comes up again and again.
        self._remembered = lru_cache(maxsize=2048)(self.read)

    @abstractmethod
    def read(self, phrase: str) -> tuple[str, str, str | None] | None:
        """Name, kind and country of a phrase without the marks around it; None for one that is no party."""

    def side(self, text: str, start: int, end: int) -> Side | None:
        """Read one phrase of a string as a party."""
        phrase = text[start:end]
        begin = start + len(phrase) - len(phrase.lstrip(" ,;"))
        stop = start + len(phrase.rstrip(" ,;.:"))
        read = self._remembered(text[begin:stop])
        return Side(read[0], read[1], read[2], begin, stop) if read else None


@cache
def party_words(language: str) -> PartyWords:
    """The words of parties of one language, built once."""
    return PartyWords(lexicon(language), gazetteer(language))


def organisation(name: str, language: str) -> tuple[str, str] | None:
    """The international body a whole name means: its id and its English name."""
    known = party_words(language).organisations
    match = known.pattern.fullmatch(skeleton(name).strip(' "'))
    if match is None:
        return None
    identity = known.value(match)
    return identity, str(next(one for one in load("organisations.yaml") if one["id"] == identity)["en"][0])
