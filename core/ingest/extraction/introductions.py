"""What introduces a list: how its items were done, whether they are only planned, whether they are decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extraction.acts import Act, Acts
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence

FEW_WORDS = 2
SHORT_POINTER = 50
"""``These are:``, ``Intergovernmental:``: what the paragraph before said holds for the items."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """What introduces a list: how its items were done, whether they are only planned, whether they are decisions.

    ``noun`` is a type noun right before the colon, which the items go on from; ``sentence`` is what introduces them.
    ``told`` says that a verb of signing does, and ``recalled`` that it is one of an older day.
    """

    mode: str
    planned: bool = False
    decisions: bool = False
    noun: re.Match[str] | None = None
    sentence: Sentence | None = None
    told: bool = False
    recalled: bool = False


class Introductions:
    """Reads the paragraphs above the lists of one article."""

    def __init__(self, setting: Setting, acts: Acts) -> None:
        self._setting = setting
        self._words = setting.words
        self._pattern = setting.words.pattern
        self._plain = setting.text.plain
        self._acts = acts

    def of(self, number: int, before: Introduction | None) -> Introduction | None:
        """What a paragraph says of the items below it: the mode, whether they are planned, whether decisions."""
        intro = self._told(number, before)
        sentences = self._setting.text.of_block(number)
        if intro is None or not sentences:
            return intro
        heads = list(self._words.head.finditer(self._plain, sentences[-1].start, sentences[-1].end))
        closes = heads and self._plain[heads[-1].end() : sentences[-1].end].strip() == ":"
        return replace(intro, noun=heads[-1] if closes else None, sentence=sentences[-1])

    def _told(self, number: int, before: Introduction | None) -> Introduction | None:
        """How what is listed below a paragraph was done."""
        sentences = self._setting.text.of_block(number)
        if not sentences:
            return before
        last = sentences[-1]
        plain = self._setting.plain(last)
        points = plain.rstrip().endswith(":")
        named = self._words.head.search(plain) or self._pattern("list_noun").search(plain)
        if len(sentences) == 1 and len(plain.split()) <= FEW_WORDS and plain.rstrip()[-1:].isalpha() and not named:
            return before  # ``Культура``: the name of a section
        if points and self._pattern("content_of").search(plain):
            return None
        acts = [act for sentence in sentences[-2:] for act in self._acts.of(sentence)]
        window = self._plain[sentences[-2].start if len(sentences) > 1 else last.start : last.end]
        noun = self._words.head.search(window) or self._pattern("list_noun").search(window)
        heads = [self._words.head_of(match[0]) for match in self._words.head.finditer(plain)]
        types = {head.type for head in heads if head is not None}
        of_a_body = "decision" in types and self._setting.organisation is not None  # ``решения и распоряжения:``
        orders = any(head is not None and head.of_a_body for head in heads)
        if points and not of_a_body and (orders or self._acts.others.search(plain)):
            return None
        decisions = "decision" in types and not self._pattern("own_decision").search(plain)
        wanted = self._acts.planned.search(plain)
        own = [act for act in acts if act.sentence == last]
        if points and own and self._pattern("agreed_points").search(self._plain, own[-1].end, last.end):
            return None  # ``принял гостя, по итогам встречи стороны договорились:``
        # ``The summit adopted documents: - On …``, ``The Council adopted: - On …``: what it names by its subject
        opens = points or plain.rstrip()[-1:].isalpha()
        nameless = types == {"unspecified"} or (opens and not types and bool(own) and own[-1].mode == "adopted")
        decisions = decisions or (nameless and self._setting.organisation is not None)
        if own and not (wanted and all(self._acts.is_planned(act) for act in own)):
            return None if own[-1].mode == "agreed" else self._by(own[-1], decisions=decisions)
        if wanted or self._pattern("agenda").search(plain):
            return Introduction("planned", planned=True, decisions=decisions)
        if acts and noun:
            return self._by(acts[-1], decisions=decisions)
        headed = opens and len(plain) < SHORT_POINTER and self._pattern("list_noun").search(plain) is not None
        if noun and (points or headed) and not self._pattern("agreed_points").search(plain):
            return Introduction(before.mode if before and not before.planned else "signed", decisions=decisions)
        if before and points and len(plain) < SHORT_POINTER and not self._pattern("agreed_points").search(plain):
            return before
        if points and self._pattern("outcomes").search(plain) and not self._pattern("agreed_points").search(plain):
            return Introduction("signed")
        if number == 0 and points and len(plain) < SHORT_POINTER:
            return self._of_headline()
        return None

    def _by(self, act: Act, *, decisions: bool) -> Introduction:
        recalled = self._setting.dated_back(act.sentence)
        return Introduction(act.mode, decisions=decisions, told=True, recalled=recalled)

    def _of_headline(self) -> Introduction | None:
        """``Which documents were adopted at the summit``, and below it ``These are:``."""
        headline = self._setting.headline
        modes = (mode for mode, form, verb in self._acts.verbs if form in {"past", "passive"} and verb.search(headline))
        mode = next(modes, None)
        return Introduction(mode) if mode and not self._acts.planned.search(headline) else None
