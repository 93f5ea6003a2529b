"""Whether a sentence recalls another event: an older day, a cue, or what goes on from a sentence that does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.extraction.dates import DateSpan, month_number
from ingest.extraction.text import Sentence, lies_in

if TYPE_CHECKING:
    from ingest.extraction.setting import Setting

THIS_YEAR = re.compile(r",?\s(?:of\s)?this\syear|\s(?:этого|нынешнего|текущего)\sгода|\sт\.\s?г\.")
"""``On May 10 this year``: a day as good as one with its year."""
TITLE_OF_DECISION = re.compile(r"\"(?:On|To|О|Об)\s[^\"]+\"")
ALSO = re.compile(
    r"(?<!\w)(?:also|также|сондай-ақ)(?!\w)|^(?:Besides|Moreover|In addition|Additionally|Furthermore),|^Ал\s"
)
MONTHS_BACK = 8
"""``In June …`` looks back so far; a month further off is one to come."""
NEAR_DAYS_BEFORE = 10
NEAR_LETTERS_BEFORE = 20
"""``Memorandum of``: the words before a date that say that a document bears it."""


class LookingBack:
    """The looks back of one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._found: dict[Sentence, bool] = {}

    @cached_property
    def _before(self) -> dict[Sentence, Sentence]:
        """The sentence before each."""
        return {after: before for before, after in pairwise(self._setting.body)}

    def looks(self, sentence: Sentence, at: tuple[int, int] | None = None) -> bool:
        """Say whether a sentence recalls another event: an older date, or a cue without today's visit.

        ``at``: where a verb begins and its document ends; an older day in a bracket or a relative clause of something
        else says nothing of these (``the Plan on the agreement (that was made in 2009)``).
        """
        if sentence not in self._found:
            self._found[sentence] = self.dated(sentence) or self._cued_back(sentence) or self._goes_on_back(sentence)
        if at is not None and self._found[sentence] and (aside := self._asides(sentence, at)):
            return self.dated(sentence, aside) or self._cued_back(sentence) or self._goes_on_back(sentence)
        return self._found[sentence]

    def _asides(self, sentence: Sentence, at: tuple[int, int]) -> list[tuple[int, int]]:
        """Brackets and relative clauses of a sentence that a verb does not lie in and that are not of its document."""
        verb, document = at[0] - sentence.start, at[1] - sentence.start
        plain = self._setting.plain(sentence)
        spans = (match.span() for match in self._words.pattern("aside").finditer(plain))
        return [
            (a, b) for a, b in spans if not a <= verb < b and (plain[a] == "(" or not document <= a <= document + 1)
        ]

    def _goes_on_back(self, sentence: Sentence) -> bool:
        """``On May 10 … signed …. Another firm also signed …``: the day of the sentence before holds for this one."""
        before = self._before.get(sentence)
        return (
            before is not None
            and before.block == sentence.block
            and ALSO.search(self._setting.plain(sentence)) is not None
            and not self._setting.dates_in(sentence)
            and self.dated(before)
        )

    def _cued_back(self, sentence: Sentence) -> bool:
        plain = self._setting.plain(sentence)
        if self._words.pattern("pluperfect").search(plain) and sentence not in self._setting.body[:2]:
            return True
        cue = self._setting.cues.search(plain[:60])
        if cue and self._words.phrases("yesterday").fullmatch(cue[0]):
            return False  # news of yesterday
        return (
            cue is not None
            and (not self._words.phrases("same_event").search(plain) or self.in_another_month(sentence))
            and not self._words.pattern("still_on").search(plain)
        )

    def in_another_month(self, sentence: Sentence) -> bool:
        """``As reported, in May …``, and it is October."""
        named = self._words.pattern("bare_month").search(self._setting.plain(sentence))
        day = self._setting.published
        return (
            named is not None and day is not None and month_number(named["month"], self._setting.language) != day.month
        )

    def dated(self, sentence: Sentence, aside: Sequence[tuple[int, int]] = ()) -> bool:
        """Say whether a sentence names an older date than the event's; what a decision is called says nothing of that.

        ``aside``: stretches of the sentence that are left out.
        """
        plain = self._setting.plain(sentence)
        for start, end in aside:
            plain = f"{plain[:start]}{' ' * (end - start)}{plain[end:]}"
        plain = TITLE_OF_DECISION.sub("", plain)
        opening = self._words.pattern("opening_month").match(plain)
        if opening and self._setting.published is not None and int(opening["year"]) < self._setting.published.year:
            return True
        if self._words.pattern("long_ago").search(plain):
            year = self._words.pattern("long_ago_year").search(plain)
            if year is None or self._setting.published is None or int(year["year"]) < self._setting.published.year:
                return True
        named = self._words.pattern("month_of_year").search(plain)
        if named and self._setting.published is not None:
            month = month_number(named["month"], self._setting.language)
            if month is not None and month < self._setting.published.month:
                return True
        opens = self._words.pattern("in_month").search(plain)
        if opens and self._setting.published is not None:
            month = month_number(opens["month"], self._setting.language)
            if month is not None and 2 <= (self._setting.published.month - month) % 12 <= MONTHS_BACK:
                return True
        if self._setting.published is not None:
            for found in self._setting.dates_in(sentence):
                if lies_in(aside, found.begin):
                    continue
                told = found.complete or THIS_YEAR.match(plain, found.stop) is not None
                if told and not self._near(found) and not self._of_document(plain, found):
                    return True
        return False

    def _of_document(self, plain: str, found: DateSpan) -> bool:
        """``the Agreement dated March 20, 2006``: what a document is told by, not when something was."""
        word_end = re.compile(r"\w*").match(plain, found.stop)
        told = plain[max(0, found.begin - NEAR_LETTERS_BEFORE) : word_end.end() if word_end else found.stop]
        return self._words.pattern("date_of_document").search(told) is not None

    def _near(self, found: DateSpan) -> bool:
        if self._setting.published is None or found.start.startswith("--"):
            return True
        try:
            gap = (date.fromisoformat(found.end or found.start) - self._setting.published).days
        except ValueError:
            return True
        return gap >= -NEAR_DAYS_BEFORE
