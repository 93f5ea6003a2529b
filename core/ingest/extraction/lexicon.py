"""The words of one language, validated and compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from ingest.extraction.data import available, load
from ingest.extraction.text import alternation, as_pattern, by_first_letter

NEVER = re.compile(r"(?!)")
PREFIX = re.compile(r"^[A-Z]{2,5}-(?=\w)")
"""``EPC-контракт``: what may stand before a type noun, with a hyphen."""


@dataclass(frozen=True, slots=True)
class Head:
    """A type noun: what it makes a document, whether it is a plural, and what it makes one between firms.

    ``of_a_body``: only an international body's is an instrument, like its orders; a government's is not.
    """

    type: str
    subtype: str | None
    plural: bool
    words: str
    between_firms: str | None = None
    of_a_body: bool = False


class Lexicon:
    """Typed access to one language's YAML. Raises KeyError for a section that is missing.

    ``~`` in a word or a pattern stands for any ending of the language (its section ``endings``: groups of endings,
    each optional, in their order); ``*`` in a word stands for any letters. ``+`` in a verb, and ``{done}`` in a
    phrase of verbs, stand for the endings of something done (section ``done``, by the form of the verb).
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._data: dict[str, Any] = load(f"{language}.yaml")
        groups: list[list[str]] = self._data.get("endings", [])
        self.endings = "".join(f"(?:{'|'.join(sorted(group, key=len, reverse=True))})?" for group in groups)
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}
        self.types: list[dict[str, Any]] = self._data["types"]
        self.heads: dict[str, Head] = {}
        plurals: list[str] = self._data.get("plural_endings", [])
        for entry in self.types:
            stems = [words[:-1] for words in entry["singular"] if words.endswith("~")]
            made = [f"{stem}{ending}~" for stem in stems for ending in plurals]
            for plural in (False, True):
                for words in [*entry["plural"], *made] if plural else entry["singular"]:
                    firms, of_a_body = entry.get("between_firms"), entry.get("of_a_body", False)
                    head = Head(entry["type"], entry.get("subtype"), plural, words, firms, of_a_body)
                    self.heads.setdefault(words if words[:1].isupper() else words.casefold(), head)
        self.head_of = lru_cache(maxsize=512)(self._head_of)

    def words(self, *path: str) -> list[str]:
        """The list of words at a place in the file."""
        value: Any = self._data
        for step in path:
            value = value[step]
        return [str(word) for word in value]

    def table(self, name: str) -> dict[str, Any]:
        """A mapping of the file."""
        return dict(self._data[name])

    def alternation(self, words: list[str]) -> str:
        """A regular expression of phrases, longest first, each with its endings."""
        return alternation(words, self.endings)

    def phrases(self, *path: str) -> re.Pattern[str]:
        """Whole words or phrases of a list, any case."""
        if path not in self._patterns:
            self._patterns[path] = re.compile(
                rf"(?<![\w-])(?:{self.alternation(self.words(*path))})(?![\w-])", re.IGNORECASE
            )
        return self._patterns[path]

    def pattern(self, name: str) -> re.Pattern[str]:
        """A turn of phrase of the section ``patterns``; one that the language lacks never matches."""
        key = ("patterns", name)
        if key not in self._patterns:
            written = self._data["patterns"].get(name)
            self._patterns[key] = NEVER if written is None else re.compile(self._written_out(written))
        return self._patterns[key]

    def _written_out(self, pattern: str) -> str:
        numbers = r"\d{1,3}|" + self.alternation(list(self._data["numbers"]))
        return pattern.replace("~", self.endings).replace("{numbers}", numbers)

    @cached_property
    def verbs(self) -> dict[tuple[str, str], str]:
        """The verbs of signing by their mode and form (past, passive, base, gerund), as alternations."""
        return {
            (mode, form): self.alternation([str(verb) for verb in verbs]).replace(r"\+", self._done(form))
            for mode, forms in self._data["verbs"].items()
            for form, verbs in forms.items()
            if verbs
        }

    @cached_property
    def verb_phrases(self) -> dict[str, str]:
        """Set phrases that do what a verb of signing does, by their mode, as alternations."""
        return {
            mode: "|".join(phrases).replace("{done}", self._done("past"))
            for mode, phrases in self._data["verb_phrases"].items()
        }

    def _done(self, form: str) -> str:
        return str(self._data.get("done", {}).get(form, ""))

    @cached_property
    def head(self) -> re.Pattern[str]:
        """A type noun."""
        prefix = f"(?-i:{PREFIX.pattern.removeprefix('^')})?"
        return re.compile(rf"(?<![\w-]){prefix}(?:{self.alternation(list(self.heads))})(?![\w]|-\w)", re.IGNORECASE)

    @cached_property
    def _inflected(self) -> list[tuple[re.Pattern[str], Head]]:
        longest_first = sorted(self.heads, key=lambda words: (-len(words), words))
        return [(re.compile(self.alternation([words]), re.IGNORECASE), self.heads[words]) for words in longest_first]

    def _head_of(self, text: str) -> Head | None:
        """The entry of a matched type noun; words in capitals in the file match only so."""
        key = PREFIX.sub("", " ".join(text.split()))
        exact = self.heads.get(key) or self.heads.get(key.casefold()) or self.heads.get(key.upper())
        if exact or not self.endings:
            return exact
        return next((head for pattern, head in self._inflected if pattern.fullmatch(key)), None)

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Words that may stand before a type noun."""
        return frozenset(self.words("modifiers"))

    @cached_property
    def articles(self) -> str:
        """Articles and quantifiers, as an alternation."""
        return self.alternation(self.words("articles"))


class Names:
    """Names that stand for something, found in any of their forms."""

    def __init__(self, values: dict[str, str], words: Lexicon) -> None:
        ordered = sorted(values, key=lambda name: (not name.endswith("~"), -len(name), name))
        ordered.sort(key=lambda name: (not name.endswith("~"), name[0].casefold()))  # as the alternation has them
        inflected = [as_pattern(name[:-1]) for name in ordered if name.endswith("~")]
        fixed = [as_pattern(name) for name in ordered if not name.endswith("~")]
        self._values = [values[name] for name in ordered]
        # Most words of a text begin none of the names: their first letters alone say so quickly.
        first = "".join(sorted({re.escape(name[0]) for name in ordered}))
        parts = [f"(?:{by_first_letter(inflected, '')}){words.endings}"] if inflected else []
        forms = "|".join([*parts, by_first_letter(fixed, "")] if fixed else parts)
        self.pattern = re.compile(rf"(?<![\w-])(?=[{first}])(?:{forms})(?![\w-])") if ordered else NEVER

    def value(self, match: re.Match[str]) -> str:
        """What a match of the pattern stands for."""
        return self._values[(match.lastindex or 1) - 1]


def reads(language: str) -> bool:
    """Say whether extraction has a lexicon of this language."""
    return available(f"{language}.yaml")


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one language, loaded once."""
    return Lexicon(language)
