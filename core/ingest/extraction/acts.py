"""The verbs of signing: what was done, and what is only planned."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache, cached_property

from ingest.extraction.lexicon import Lexicon
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence


@dataclass(frozen=True, slots=True)
class Act:
    """A verb of signing in a sentence: offsets in the text, mode, whether its document stands before it."""

    start: int
    end: int
    mode: str
    passive: bool
    sentence: Sentence
    nominal: bool = False


LOOK_BACK = 4
"""Sentences in which the act may stand that ``among them`` goes on from."""
Verbs = list[tuple[str, str, re.Pattern[str]]]


@cache
def verbs_of(words: Lexicon) -> Verbs:
    """The verbs of signing of a language: mode, form (past, passive, base, gerund), pattern; set phrases come first."""
    return [
        *((m, "past", re.compile(rf"\b(?:{p})", re.IGNORECASE)) for m, p in words.verb_phrases.items()),
        *(
            (mode, form, re.compile(rf"(?<![\w-])(?:{verbs})(?![\w-])", re.IGNORECASE))
            for (mode, form), verbs in words.verbs.items()
        ),
    ]


@cache
def _any_verb(words: Lexicon) -> re.Pattern[str]:
    """Every verb of signing at once: most sentences have none, and need not be searched for each."""
    forms, phrases = "|".join(words.verbs.values()), "|".join(words.verb_phrases.values())
    return re.compile(rf"(?<![\w-])(?:{forms})|\b(?:{phrases})", re.IGNORECASE)


class Acts(ABC):
    """Finds acts of signing in one article; which of them happened is each language's own."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._found: dict[Sentence, list[Act]] = {}

    @property
    def verbs(self) -> Verbs:
        """The verbs of signing."""
        return verbs_of(self._words)

    @cached_property
    def planned(self) -> re.Pattern[str]:
        """Signs that the signature has not happened."""
        return self._words.phrases("planned")

    @cached_property
    def others(self) -> re.Pattern[str]:
        """What is signed too and is no instrument."""
        return self._words.phrases("not_instruments")

    def of(self, sentence: Sentence) -> list[Act]:
        """The verbs of signing of a sentence that say something happened."""
        if sentence not in self._found:
            self._found[sentence] = self._of(sentence)
        return self._found[sentence]

    def _of(self, sentence: Sentence) -> list[Act]:
        plain = self._setting.plain(sentence)
        if _any_verb(self._words).search(plain) is None:
            return []
        acts: list[Act] = []
        for mode, form, pattern in self.verbs:
            for match in pattern.finditer(plain):
                act = self.act(plain, match, mode, form, sentence)
                if act is not None and not any(a.start < act.end and act.start < a.end for a in acts):
                    acts.append(act)
        return sorted(acts, key=lambda act: act.start)

    def told_before(self, sentence: Sentence) -> Act | None:
        """The last act of the sentences before, in this paragraph or the one above: what ``among them`` goes on from."""
        at = self._setting.number_of(sentence)
        if at is None:
            return None
        for earlier in reversed(self._setting.body[max(0, at - LOOK_BACK) : at]):
            if sentence.block - earlier.block > 1:
                break
            done = [act for act in self.of(earlier) if not self.is_planned(act)]
            if done and not self._setting.looks_back(earlier):
                return done[-1]
        return None

    @abstractmethod
    def act(self, plain: str, match: re.Match[str], mode: str, form: str, sentence: Sentence) -> Act | None:
        """The act a verb stands for; None where nothing was done."""

    @abstractmethod
    def is_planned(self, act: Act) -> bool:
        """Say whether a word of intention governs the verb."""
