"""Countries, their adjectives, cities and regions in running text: longest dictionary match over words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from ingest.extraction.data import load
from ingest.extraction.kazakh import suffixes
from ingest.extraction.text import skeleton

WORD = re.compile(r"[^\W\d_]+")
GLUE = re.compile(r"[\s.'-]{1,3}|, ")
SHORT = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text: ``kind`` is country, adjective, city or region; ``name`` in the nominative.

    A city has the name that is printed (``Ulan Bator``), any other place its display name.
    """

    start: int
    end: int
    kind: str
    country: str
    name: str


Entry = tuple[tuple[str, ...], str, str, str]


@dataclass(frozen=True, slots=True)
class Inflection:
    """How printed words meet known ones: where a known word stands, where a printed one is looked for, are they one."""

    index: Callable[[str], str]
    keys: Callable[[str], tuple[str, ...]]
    same: Callable[[str, str], bool]


def _as_written(known: str, word: str) -> bool:
    return known == word or (len(word) > SHORT and word.isupper() and known.upper() == word)


def _capitalised(word: str) -> tuple[str, ...]:
    """Every English name of a place has a capital."""
    return () if word.islower() else (word.casefold(),)


def _of_case(same: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
    """A name wants a capital; an adjective may have one."""
    return lambda known, word: (word[:1].isupper() or not known[:1].isupper()) and same(known, word)


@cache
def _inflection(language: str) -> Inflection:
    if language == "ru":
        from ingest.extraction.russian import morphology  # noqa: PLC0415 - its dictionary is loaded for Russian only

        return Inflection(morphology.stem, morphology.keys, _of_case(morphology.same_word))
    if language == "kk":
        return Inflection(str.casefold, suffixes.stems, _of_case(suffixes.same_word))
    return Inflection(str.casefold, _capitalised, _as_written)


class Gazetteer:
    """The places of one language."""

    def __init__(self, language: str) -> None:
        self._inflection = _inflection(language)
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self._names: dict[str, str] = {}
        for record in load("countries.json"):
            code = record["code"]
            self._names[code] = record["names"][language]
            for form in [record["names"][language], *record["aliases"].get(language, ())]:
                self._add(form, "country", code, record["names"][language])
            for form in record["adjectives"].get(language, ()):
                self._add(form, "adjective", code, record["names"][language])
        for record in load("cities.json"):
            for form in [record["name"].get(language), *record.get("aliases", {}).get(language, ())]:
                if form:
                    # A city is called as the text prints it, ``Ulan Bator``; what it is one of, its place knows.
                    whole = record["name"][language]
                    name = whole if record["kind"] != "city" or whole.startswith(form) else form
                    self._add(form, record["kind"], record["country"], name)
        self.capitals = {
            record["country"]: record["name"][language]
            for record in load("cities.json")
            if record.get("capital") and record["name"].get(language)
        }
        # The same phrase is asked for again and again while one enumeration is cut.
        self._remembered = lru_cache(maxsize=256)(self._found)
        for entries in self._entries.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def name(self, code: str) -> str:
        """The display name of a country."""
        return self._names.get(code, code)

    def _add(self, form: str, kind: str, country: str, name: str) -> None:
        words = tuple(WORD.findall(skeleton(form)))
        if words:
            self._entries[self._inflection.index(words[0])].append((words, kind, country, name))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Find every place named in a text, left to right, none overlapping."""
        return self._remembered(text)

    def _found(self, text: str) -> tuple[Mention, ...]:
        plain = skeleton(text)
        tokens = [(match[0], match.start(), match.end()) for match in WORD.finditer(plain)]
        found = []
        at = 0
        while at < len(tokens):
            entry = self._at(tokens, at, plain)
            if entry is None:
                at += 1
                continue
            words, kind, country, name = entry
            found.append(Mention(tokens[at][1], tokens[at + len(words) - 1][2], kind, country, name))
            at += len(words)
        return tuple(found)

    def _at(self, tokens: list[tuple[str, int, int]], at: int, plain: str) -> Entry | None:
        same = self._inflection.same
        for key in self._inflection.keys(tokens[at][0]):
            for entry in self._entries.get(key, ()):
                words = entry[0]
                if not same(words[0], tokens[at][0]):
                    continue
                if len(words) > 1 and (at + 1 == len(tokens) or not same(words[1], tokens[at + 1][0])):
                    continue
                here = tokens[at : at + len(words)]
                if len(here) == len(words) and all(same(w, t[0]) for w, t in zip(words, here, strict=True)):
                    between = [plain[a[2] : b[1]] for a, b in pairwise(here)]
                    if all(GLUE.fullmatch(gap) for gap in between):
                        return entry
        return None


@cache
def gazetteer(language: str) -> Gazetteer:
    """The places of one language, loaded once."""
    return Gazetteer(language)


def country_names(code: str | None = None) -> dict[str, Any]:
    """Display names by language: of one country, or of all by code (ISO 3166-1 alpha-2, ``EU``, ``XK``)."""
    return _all_names() if code is None else _all_names()[code]


@cache
def _all_names() -> dict[str, dict[str, str]]:
    return {record["code"]: record["names"] for record in load("countries.json")}


@dataclass(frozen=True, slots=True)
class Place:
    """A city or a region: a key for all its names, its country, its names by language."""

    key: str
    kind: str
    country: str
    names: dict[str, str]


def place(name: str, kind: str, country: str | None = None) -> Place | None:
    """The place of a kind that a name in any language means; None where no table knows it.

    Where two countries have one of that name, ``country`` tells them apart; without it the larger list comes first.
    """
    known = _all_places().get((kind, skeleton(name).casefold()), ())
    return next((one for one in known if country in {None, one.country}), None)


@cache
def _all_places() -> dict[tuple[str, str], list[Place]]:
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for record in load("cities.json"):
        names = record["name"]
        key = f"{record['kind']}:{record['country']}:{names['en']}"
        one = Place(key, record["kind"], record["country"], names)
        forms = {*names.values(), *(form for forms in record.get("aliases", {}).values() for form in forms)}
        for form in forms:
            found[record["kind"], skeleton(form).casefold()].append(one)
    return found


def without_country(name: str, country: str | None, language: str) -> str:
    """A body's name without the words that only say whose it is."""
    kept, at = "", 0
    for mention in gazetteer(language).mentions(name):
        if mention.kind in {"country", "adjective"} and mention.country == country:
            kept += name[at : mention.start]
            at = mention.end
    return kept + name[at:]
