"""The words of one language, validated and compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from ingest.extraction.data import available, load
from ingest.extraction.text import alternation


@dataclass(frozen=True, slots=True)
class Head:
    """A type noun: what it makes a document, and whether it is a plural."""

    type: str
    subtype: str | None
    plural: bool
    words: str


class Lexicon:
    """Typed access to one language's YAML. Raises KeyError for a section that is missing."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._data: dict[str, Any] = load(f"{language}.yaml")
        self.heads: dict[str, Head] = {}
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}
        self.types: list[dict[str, Any]] = self._data["types"]
        for entry in self.types:
            for plural in (False, True):
                for words in entry["plural" if plural else "singular"]:
                    head = Head(entry["type"], entry.get("subtype"), plural, words)
                    self.heads.setdefault(words if words[:1].isupper() else words.casefold(), head)

    def words(self, *path: str) -> list[str]:
        """The list of words at a place in the file."""
        value: Any = self._data
        for step in path:
            value = value[step]
        return [str(word) for word in value]

    def table(self, name: str) -> dict[str, Any]:
        """A mapping of the file."""
        return dict(self._data[name])

    def phrases(self, *path: str) -> re.Pattern[str]:
        """Whole words or phrases of a list, any case."""
        if path not in self._patterns:
            self._patterns[path] = self._compiled(path)
        return self._patterns[path]

    def _compiled(self, path: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{alternation(self.words(*path))})(?![\w-])", re.IGNORECASE)

    @cached_property
    def head(self) -> re.Pattern[str]:
        """A type noun."""
        return re.compile(rf"(?<![\w-])(?:{alternation(list(self.heads))})(?![\w]|-\w)", re.IGNORECASE)

    def head_of(self, text: str) -> Head | None:
        """The entry of a matched type noun; words in capitals in the file match only so."""
        key = " ".join(text.split())
        return self.heads.get(key) or self.heads.get(key.casefold()) or self.heads.get(key.upper())

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Words that may stand before a type noun."""
        return frozenset(self.words("modifiers"))

    @cached_property
    def articles(self) -> str:
        """Articles and quantifiers, as an alternation."""
        return alternation(self.words("articles"))


def reads(language: str) -> bool:
    """Say whether extraction has a lexicon of this language."""
    return available(f"{language}.yaml")


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one language, loaded once."""
    return Lexicon(language)
