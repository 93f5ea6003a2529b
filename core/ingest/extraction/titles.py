"""The title of one instrument as read: its type noun, parties, subject and period."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from ingest.extraction.lexicon import Head, Lexicon
from ingest.extraction.parties import Side
from ingest.extraction.text import recased, skeleton

MARK = re.compile(r"^\s*(?:[-•*·▪●◦]+|\(?\d{1,2}\s?[.)](?!\d)|[a-z]\)|№\s?\d+\.?)\s*", re.IGNORECASE)
TAIL = re.compile(r"(?:[\s;,.:]|(?<=\s)-)+$")

BESIDE = tuple(
    re.compile(joint)
    for joint in (r"\s[-–—]\s", r";\s", r",\s(?:and\s|и\s|және\s)?", r"\s(?:and|и|мен|пен|бен|және)\s")
)
"""What stands between parties that are named side by side, the one that parts names least often first."""

BY_ONE = frozenset(["decision", "joint_statement", "declaration", "agreement", "convention", "other", "concept"])
"""Documents that one body may issue, or whose parties it gathers."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title as read. Offsets of the sides and of the type noun's end count in ``text``."""

    text: str
    head: Head
    head_end: int
    type: str
    subtype: str | None
    sides: tuple[Side, ...]
    of_both: bool
    subject: str | None
    period: str | None
    score: float


class TitleGrammar(ABC):
    """How the titles of one language are built."""

    years: ClassVar[re.Pattern[str]]
    """``2026-2030``: two groups, the second perhaps its last two digits."""
    one_year: ClassVar[re.Pattern[str]]

    def __init__(self, words: Lexicon, side: Callable[[str, int, int], Side | None]) -> None:
        self._words = words
        self._side = side
        self._article = re.compile(rf"^(?:(?:{words.alternation(words.words('before_a_title'))})\s+)+", re.IGNORECASE)
        self._others = words.phrases("not_instruments")

    def strip(self, text: str) -> tuple[int, int]:
        """Where the title lies in an item: without mark, article, final punctuation and stray quotes."""
        plain = skeleton(text)
        start, end = 0, len(plain)
        while match := MARK.match(plain[start:end]):
            start += match.end()
        start += len(plain[start:end]) - len(plain[start:end].lstrip())
        inner = TAIL.sub("", plain[start:end])
        wrapped = inner.find('"', 1) == len(inner) - 1
        stray = inner.count('"') % 2 and not (text[start : start + 1] in "«“" and re.search("[»”]", text[start:end]))
        if inner.startswith('"') and (wrapped or stray):
            start += 1
        for before in (self._article, self._words.pattern("amount")):
            if match := before.match(plain[start:end]):
                start += match.end()
        end = start + len(TAIL.sub("", plain[start:end]))
        inner = plain[start:end]
        if inner.endswith('"') and inner.count('"') % 2:
            end -= 1
        return start, end

    def _period(self, plain: str) -> str | None:
        """The years a document is for, as EDTF: ``2026/2030``."""
        if match := self.years.search(plain):
            first, last = match[1], match[2] if len(match[2]) > 2 else match[1][:2] + match[2]
            return f"{first}/{last}" if last > first else None
        one = self.one_year.search(plain)
        return one[1] if one else None

    @abstractmethod
    def head_end(self, plain: str) -> int | None:
        """Where the type noun ends of a text that begins like a title; None for any other text."""

    def parties_in(self, text: str) -> tuple[Side, ...]:
        """The parties that a text names side by side, between dashes, semicolons, commas or "and"; none if one is none."""
        for joint in BESIDE:
            edges = [0, *(at for match in joint.finditer(text) for at in match.span()), len(text)]
            sides = [self._side(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
            named = [one for one in sides if one and (one.country or (one.kind != "other" and " " in one.name))]
            if len(named) == len(sides) > 1:
                return tuple(named)
        return ()

    def read(self, text: str) -> Title | None:
        """Read a title that fills a whole string; None where no type noun makes it one.

        One that is printed in capitals throughout keeps them; its parties are named in the usual letters.
        """
        reading = self.read_cased(recased(text))
        return None if reading is None else replace(reading, text=text)

    @abstractmethod
    def read_cased(self, text: str) -> Title | None:
        """Read a title that is not in capitals throughout."""
