"""What a language brings of its own: how titles, verbs, plurals, parties and people are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from ingest.extraction.acts import Act, Acts
from ingest.extraction.context_parties import ContextParties
from ingest.extraction.found import Found
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.extraction.titles import TitleGrammar
from ingest.records import Person

PACKAGES = {"en": "english", "ru": "russian", "kk": "kazakh"}


class Prose(Protocol):
    """Reads the instruments of running text."""

    def of(self, sentence: Sentence) -> Iterator[Found]:
        """The instruments of one sentence."""


class Plurals(Protocol):
    """Writes out a type noun that several documents share."""

    def item(self, item: Found, act: Act) -> Iterator[Found]:
        """The documents of a list item whose type noun is a plural."""

    def several(self, item: Found) -> bool:
        """Whether the type noun of a list item is a plural."""

    def shared_noun(self, noun: str, item: str) -> str | None:
        """One of the plural ``noun`` above a list, for an ``item`` that goes on from it; None for one that does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The parts of one language's grammar; those that read an article take its setting."""

    titles: Callable[[], TitleGrammar]
    acts: Callable[[Setting], Acts]
    prose: Callable[[Setting, Acts], Prose]
    plurals: Callable[[Setting], Plurals]
    context: Callable[[Setting], ContextParties]
    people: Callable[[Setting], tuple[Person, ...]]


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language, imported when it is first read. Raises LookupError for one that is not read."""
    if language not in PACKAGES:
        raise LookupError(f"there is no lexicon of {language!r}")
    made: Grammar = import_module(f"ingest.extraction.{PACKAGES[language]}.grammar").GRAMMAR
    return made
