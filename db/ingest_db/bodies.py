"""Which body a name means: by a reviewed list, else by country and the meaning of its words, else by the words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ingest.extraction import country_names, organisation, place, without_country
from ingest.extraction.lexicon import reads
from ingest.records import Party
from ingest_db.folding import fold

MOST_ENDING = 8
"""Letters that may follow the beginning of a word with a meaning."""
ALIKE = 0.5
"""Two bodies of one country with so much of their meaning in common (Jaccard) may be one: a suggestion, no merge."""
BY_COUNTRY = frozenset(["country", "government"])
BY_PLACE = frozenset(["city", "region"])


@dataclass(frozen=True, slots=True)
class Resolved:
    """A body as told from a party: ``key`` is the same for all its names, ``name`` the one to show."""

    key: str
    name: str
    kind: str
    country: str | None
    meaning: frozenset[str]
    reviewed: bool = False


def resolve(party: Party, language: str) -> Resolved:
    """Tell which body a party is. An uncertain name is a body of its own."""
    if party.kind in BY_COUNTRY and party.country:
        name = country_names(party.country)["en"]
        shown = name if party.kind == "country" else f"Government of {name}"
        return Resolved(f"{party.kind}:{party.country}", shown, party.kind, party.country, frozenset(), reviewed=True)
    if party.kind in BY_PLACE and (known := place(party.name, party.kind, party.country)):
        return Resolved(known.key, known.names["en"], party.kind, known.country, frozenset(), reviewed=True)
    if international := organisation(party.name, language) if reads(language) else None:
        return Resolved(f"organisation:{international[0]}", international[1], "other", None, frozenset(), reviewed=True)
    plain = _bare(party.name)
    if entry := _known().get((party.country or "", plain)) or _known().get(("", plain)):
        return Resolved(
            f"known:{entry['id']}", entry["name"], entry["kind"], entry["country"], frozenset(), reviewed=True
        )
    own = without_country(party.name, party.country, language) if reads(language) else party.name
    meaning = frozenset(_meaning(own, language)) or frozenset(plain.split())
    key = ":".join(["body", party.country or "", *sorted(meaning)])
    return Resolved(key, party.name, party.kind, party.country, meaning)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two meanings are near enough for a person to look: more in common than the kind of body alone."""
    common = one & other
    return len(common) > 1 and len(common) / len(one | other) >= ALIKE


def _bare(name: str) -> str:
    """A name folded, without quotation marks and legal forms."""
    forms = frozenset(_words()["legal_forms"])
    return " ".join(word for word in fold(name).split() if word not in forms)


def _meaning(name: str, language: str) -> set[str]:
    """The concepts of a name's words; a word without one stays itself."""
    words = _words()
    idle, forms, short = set(words["idle"].get(language, ())), set(words["legal_forms"]), words["short"]
    found: set[str] = set()
    for word in fold(name).split():
        if word in idle or word in forms:
            continue
        if word in short:
            found |= set(short[word])
            continue
        found.add(_concept(word, language) or word)
    for rule in words["together"]:
        if set(rule["words"]) | set(rule.get("with", ())) <= found:
            found = (found - set(rule["words"])) | set(rule["mean"])
    return found


@cache
def _concept(word: str, language: str) -> str | None:
    """What a word means: the concept with the longest beginning that fits."""
    fits = [
        (len(stem), concept)
        for stem, concept in _concepts(language)
        if word.startswith(stem) and len(word) - len(stem) <= MOST_ENDING
    ]
    return max(fits)[1] if fits else None


@cache
def _concepts(language: str) -> list[tuple[str, str]]:
    """Folded beginnings of words with what they mean."""
    concepts = _words()["concepts"].items()
    return [(fold(stem), concept) for concept, stems in concepts for stem in stems.get(language, ())]


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_data("body_words.yaml"))
    return loaded


@cache
def _known() -> dict[tuple[str, str], dict[str, Any]]:
    """Reviewed bodies by country and folded name."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in yaml.safe_load(_data("bodies.yaml")):
        for name in {entry["name"], *entry["names"]}:
            found[entry["country"] or "", _bare(name)] = entry
    return found


def _data(name: str) -> str:
    return files("ingest_db").joinpath(f"data/{name}").read_text(encoding="utf-8")
