"""Which paragraphs are the items of a list, and where the items lie that run together in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.extraction.acts import Acts
from ingest.extraction.grammar import Grammar
from ingest.extraction.setting import Setting
from ingest.extraction.text import LONGEST_SENTENCE, skeleton
from ingest.extraction.titles import MARK

CREDIT = re.compile(
    r"^(?:photo|фото)\b|[•·-]?\s?(?:en|ru|kz|kk|қаз|рус|eng)$|(?:\d{1,2}:\d{2},?\s)?\d{1,2}\s[^\W\d_]+,?\s\d{4}(?:,?\s\d{1,2}:\d{2})?(?:\s\|\sGMT.*)?$",
    re.IGNORECASE,
)
"""``Photo: Akorda``, ``• ru``, ``19:33, 15 September 2023``: a line of the page between two of the story."""


class Items:
    """Tells the items of the lists of one article."""

    def __init__(self, setting: Setting, grammar: Grammar, acts: Acts) -> None:
        self._setting = setting
        self._words = setting.words
        self._titles = grammar.titles()
        self._plain = setting.text.plain
        self._acts = acts
        self._decision = setting.words.pattern("decision_opening")

    def headings(self) -> frozenset[int]:
        """Paragraphs that are a bare title and no sentence, where several stand in an article, each above what tells of it."""
        blocks = self._setting.text.blocks
        found = [
            number
            for number, block in enumerate(blocks)
            if number and block.kind == "paragraph" and not block.text.rstrip().endswith((".", ":", ";", ","))
            if len(sentences := self._setting.text.of_block(number)) == 1 and self._is_title(block.text)
            if not self._acts.of(sentences[0])
        ]
        return frozenset(found if len(found) > 1 else [])

    def is_item(self, number: int, plain: str, *, after_item: bool) -> bool:
        """Whether a paragraph is an item; ``after_item``: whether it follows one."""
        if self._setting.text.blocks[number].kind == "list_item" or MARK.match(plain):
            return True
        sentences = self._setting.text.of_block(number)
        above = self._above(number)
        if len(sentences) > 1 and (after_item or above.endswith(":")):
            # ``Agreement on …. The document provides for …``: a title, and behind it what it is about
            first = self._setting.text.raw[sentences[0].start : sentences[0].end]
            return self._is_title(first) and not self._acts.of(sentences[0])
        if len(sentences) > 1 or plain.rstrip().endswith(":"):
            return False
        if plain.rstrip().endswith(";") and (above.endswith((";", ":")) or above[-1:].isalpha()):
            return True
        if self._decision.match(plain.lstrip(' "')) and (after_item or above.endswith(":")):
            in_row = after_item and (plain.rstrip().endswith(";") or above.endswith(";"))
            if in_row or plain.strip(" .;,")[-1:] == '"' or plain.rstrip()[-1:].isalnum():
                return True  # ``О дате и месте проведения …``, without a mark
        if not self._is_title(self._setting.text.blocks[number].text, goes_on=after_item):
            return False
        return plain.rstrip().endswith((";", ",")) or after_item or above.endswith((";", ":"))

    def _above(self, number: int) -> str:
        """The paragraph above; a credit or a caption between two items is none."""
        blocks = self._setting.text.blocks[:number]
        return next((b.text.rstrip() for b in reversed(blocks) if b.kind != "caption" and not CREDIT.match(b.text)), "")

    def glued(self, plain: str) -> list[tuple[int, int]]:
        """Several items that run together in one block, separated by semicolons or numbers."""
        joints = [
            *(match.end() for match in re.finditer(r";\s*(?=\S)|\.\s?(?=\d{1,2}\)\s?[^\W\d_])", plain)),
            len(plain),
        ]
        edges = [
            start
            for start, end in pairwise(joints)
            if self._titles.head_end(MARK.sub("", plain[start:end])) is not None
        ]
        return list(pairwise([0, *edges, len(plain)]))

    def marks(self, plain: str, begin: int) -> Iterator[re.Match[str]]:
        """What parts the items of a list inside a paragraph: semicolons, numbers, dashes if the first item has one."""
        dashed = r"|\s-\s?(?=[^\W\d_])" if plain[begin : begin + 1] == "-" or ";" not in plain[begin:] else ""
        numbered = r"[;,]\s*(?=\d{1,2}\s?[.)])|\.(?=\d{1,2}\)\s?[^\W\d_])|\.\s(?=\d{1,2}[.)]\s[^\W\d_])"
        for mark in re.finditer(rf"{numbered}|;\s*{dashed}", plain[begin:]):
            after = self.behind_joint(plain, begin + mark.end())
            if mark[0][0] in ";,." or self._titles.head_end(plain[after : after + LONGEST_SENTENCE]) is not None:
                yield mark

    def behind_joint(self, plain: str, at: int) -> int:
        """Where an item begins behind ``and``: ``…; and a loan agreement``."""
        joint = self._words.pattern("item_joint").match(plain, at)
        return joint.end() if joint else at

    def _is_title(self, raw: str, *, goes_on: bool = False) -> bool:
        """A paragraph that is a title, not a sentence; in small letters behind an article or where a list ``goes_on``."""
        start, _ = self._titles.strip(raw)
        plain = skeleton(raw)[start:]
        plain = plain[:1].upper() + plain[1:] if start or goes_on else plain
        head_end = self._titles.head_end(plain)
        return head_end is not None and not self.ends_early(plain, head_end)

    def ends_early(self, plain: str, after: int) -> bool:
        """A sentence, not a title: a finite verb follows the noun phrase."""
        return self._words.phrases("title_ends", "verbs").search(plain, after) is not None
