"""The verbs of signing of a sentence: what was done, and what is only planned."""

from __future__ import annotations

import re
from functools import cached_property

from ingest.extraction.acts import Act, Acts
from ingest.extraction.text import Sentence

PASSIVE = re.compile(
    r"\b(?:was|were|been|got|is|are)\s+(?:agreed\s+and\s+|\w+ly\s+|also\s+|then\s+|later\s+|both\s+)*$", re.IGNORECASE
)
FUTURE_PASSIVE = re.compile(r"\b(?:be|being)\s+(?:\w+ly\s+|also\s+)*$", re.IGNORECASE)
PERFECT = re.compile(r"\b(?:has|have|had|having)\s+(?:\w+ly\s+|also\s+|already\s+|today\s+|just\s+)*$", re.IGNORECASE)
SEEN = re.compile(r"\bsaw\s[^.;]*\sbeing\s$")
"""``The forum saw memorandums being exchanged``: it was done."""
NEAR = 200
"""Auxiliaries stand at most so many characters before their verb."""
STATES = re.compile(r"\b(?:is|are)\s$")
EARLIER = re.compile(r"\b(?:previously|earlier|recently|newly)\s$")
"""``the previously concluded contracts``: of another day."""
FEW_WORDS = 45
"""``concluded intergovernmental agreements``, ``by signing memorandums``: so many letters may stand behind the verb."""
GATHERING = re.compile(r"(?:among|there)\b", re.IGNORECASE)
INTEREST = re.compile(r"\b(?:interest(?:ed)?|readiness|possibility|prospects?|idea|intention|plans?)\s(?:in|of|for)\s$")
"""``voiced interest in signing``: nothing was signed."""
NOT_DONE = re.compile(r"\b(?:to|will|may|can|could|should|not)\s(?:\w+ly\s)?$")
DENIED = re.compile(r"\b(?:not|never|n't)\s(?:yet\s|been\s|\w+ly\s)?$")
"""``We have not concluded an agreement for the sake of paper``."""
NAMED_AFTER = re.compile(
    r"(?:these|they|those|the documents|the list)\s(?:are|were|includ\w+)\b|the\s(?:[\w-]+\s)*documents\s(?:were|are|(?:[\w-]+\s)*includ\w+)|(?:an?\w*|one|the)\s.*(?:documents?|agreement)\s",
    re.IGNORECASE,
)
"""``They include``, ``Another document is``: what the sentence before says was done."""
CLAUSE = re.compile(r"[;:]\s|\s(?:after|once)\s(?=(?:the\s)?[A-Z])|,\s(?:and|but|while|whereas)\s|\sbut\s|\swhile\s")
FIRST_CLAUSE = re.compile(
    r"(?P<clause>(?:By|Upon|After|Through|Having|With\sthe|On)\s(?:signing|inking|concluding|exchanging|adopting|signed|inked|concluded|exchanged|adopted)\b[^,]*)"
    r",\s(?=(?P<who>(?:[A-Z]|the\s|both\s|they\s)[^,]*?)\s(?:have|has|had|are|is|[a-z]+ed)\s)"
)
"""``By signing a communiqué in New York, A and B established relations``: the clause before the subject."""


class EnglishActs(Acts):
    """Finds acts of signing in one article."""

    @cached_property
    def witness(self) -> re.Pattern[str]:
        """Verbs that make a noun of signing real."""
        return self._words.phrases("witnesses")

    def act(self, plain: str, match: re.Match[str], mode: str, form: str, sentence: Sentence) -> Act | None:
        before, near = plain[: match.start()], (max(0, match.start() - NEAR), match.start())
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if form == "base" and (not self._setting.of_headline or NOT_DONE.search(before)):
            return None
        if form == "gerund":
            of = re.match(r"\s+(?:of|ceremony of|ceremony for)(?:\s+|:|$)", plain[match.end() :])
            object_follows = re.match(r"\s+(?:a|an|the|[A-Z])", plain[match.end() :]) or self._words.head.search(
                plain, match.end(), match.end() + FEW_WORDS
            )
            if of is None and not object_follows:
                return None
            if (mode == "exchanged" and of is None) or INTEREST.search(before):
                return None
            if (
                not self.witness.search(before)
                and not self.witness.search(plain[match.end() :])
                and not re.search(r"(?i)\b(?:by|after|upon|through|in|with)\s+$", before)
            ):
                return None
            return Act(start, end + (of.end() if of else 0), mode, False, sentence, nominal=True)
        seen = SEEN.search(before) is not None
        if FUTURE_PASSIVE.search(plain, *near) and not seen:
            return None
        if DENIED.search(before):
            return None
        if mode == "agreed" and (re.match(r"\s\w+ing\b", plain[match.end() :]) or STATES.search(before)):
            return None  # ``agreed on building a roadmap``, ``the plan is agreed upon with …``
        if NAMED_AFTER.match(match[0]):
            told = self.told_before(sentence) if not before.strip() else None
            return Act(start, end, told.mode, False, sentence) if told else None
        if (
            match[0].casefold() in {"issued", "released", "confirmed", "concluded"}
            and not re.match(r"\s+(?:a|an|the|[A-Z])", plain[match.end() :])
            and not self._words.head.search(plain, match.end(), match.end() + FEW_WORDS)
            and not PASSIVE.search(plain, *near)
        ):
            return None
        if EARLIER.search(before) and not PASSIVE.search(plain, *near):
            return None
        states = match[0].casefold().startswith(("bear", "were", "was among", "are among", "under which", "on which"))
        return Act(start, end, mode, states or seen or bool(PASSIVE.search(plain, *near)), sentence)

    def is_planned(self, act: Act) -> bool:
        """A word of intention stands before the verb in its clause."""
        plain = self._setting.plain(act.sentence)
        at = act.start - act.sentence.start
        clause = 0
        for boundary in CLAUSE.finditer(plain, 0, at):
            clause = boundary.end()
        if act.nominal:
            clause = 0
            if self.witness.search(plain[:at]) and not re.search(
                r"\b(?:will|is to|are to|expected|planned|scheduled|due)\b", plain[:at]
            ):
                return False
        if GATHERING.match(plain, at) and self._prepared(act.sentence):
            return True
        window = plain[clause:at]
        hits = list(self.planned.finditer(window))
        if not hits:
            return False
        hit = hits[-1]
        if act.passive or PERFECT.search(plain, max(0, at - NEAR), at) or not act.nominal:
            between = window[hit.end() :]
            return not re.search(r"\b(?:was|were|has|have|had)\b|,", between) and len(between) < 70
        return True

    def _prepared(self, sentence: Sentence) -> bool:
        """``… is being prepared for signing. Among them are …``: the sentence before speaks of a plan."""
        at = self._setting.number_of(sentence) or 0
        return at > 0 and self.planned.search(self._setting.plain(self._setting.body[at - 1])) is not None
