"""The Russian verbs of signing: active and passive past, nouns of action that a witness makes real."""

from __future__ import annotations

import re
from functools import cached_property

from ingest.extraction.acts import Act, Acts
from ingest.extraction.text import Sentence

FUTURE = re.compile(r"(?i)(?<!\w)(?:будет|будут|быть|должн[аоы]?)\s+(?:[\w-]+\s+){0,2}$")
NOT = re.compile(r"(?i)(?<!\w)(?:не|если|чтобы|бы)\s+(?:[\w-]+\s+)?$")
NOT_DONE = re.compile(r"\sне\s(?:был[аои]?|будет|будут)(?!\w)")
"""``текст которого парафирован не был``."""
CLAUSE = re.compile(r"[;:]\s|,\s(?:а|но|и|при этом|который|которые|которая)\s")
RELATIVE = re.compile(r",\s(?:[а-я]+\s)?котор\w+\s[^,]*$")
NEAR = 80


class RussianActs(Acts):
    """Finds acts of signing in one article."""

    @cached_property
    def witness(self) -> re.Pattern[str]:
        """Verbs that make a noun of signing real."""
        return self._words.phrases("witnesses")

    def act(self, plain: str, match: re.Match[str], mode: str, form: str, sentence: Sentence) -> Act | None:
        """The act a verb stands for; None where nothing was done."""
        before = plain[max(0, match.start() - NEAR) : match.start()]
        if form == "base" or NOT.search(before):
            return None
        if plain[match.end() :].startswith(", -") and RELATIVE.search(plain, 0, match.start()):
            return None
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if form == "gerund":
            if not self.witness.search(plain[: match.start()]) and not self.witness.search(plain[match.end() :]):
                return None
            return Act(start, end, mode, False, sentence, nominal=True)
        if form == "passive" and (FUTURE.search(before) or NOT_DONE.match(plain, match.end())):
            return None
        return Act(start, end, mode, form == "passive", sentence)

    def is_planned(self, act: Act) -> bool:
        """Say whether a word of intention governs the verb: only nouns of action leave it open."""
        if not act.nominal:
            return False
        plain = self._setting.plain(act.sentence)
        at = act.start - act.sentence.start
        clause = max((m.end() for m in CLAUSE.finditer(plain, 0, at)), default=0)
        behind = plain[act.end - act.sentence.start :]
        stop = CLAUSE.search(behind)
        window = plain[clause:at] + behind[: stop.start() if stop else len(behind)]
        return self.planned.search(window) is not None
