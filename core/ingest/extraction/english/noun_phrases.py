"""Where the noun phrase of a title begins in running text."""

from __future__ import annotations

import re

from ingest.extraction.setting import Setting

COMPOUND = re.compile(
    r"(?:^|[.,;]\s|\s)(?:[Aa]n?|[Aa]nother|[Tt]he|[Tt]heir)\s((?:(?!(?:the|an?|its|their|that|this|which|of|on|to|in|for|with|by|from|at|and|or|between|under|into|package|number|series|set|copy|draft|ceremony|result|visit|above|following|said|same|present|previous|original|current|existing|relevant|corresponding|respective|future|proposed|planned|possible|also|not)\b)[a-z]+(?:-[a-z]+)?\s){1,3})$"
)
"""``A credit line agreement``: nouns between the article and the type."""
NAME_AND = re.compile(r"(?:^|\s)(?:[Tt]he|[Aa]n?|new)\s((?:[A-Z][\w-]*\s)+and\s)$")
"""``the Enhanced Partnership and Cooperation Agreement``: an ``and`` inside the name of one document."""
AMOUNT_BEFORE = re.compile(
    r"\s(?:[$€£]\s?|[A-Z]{3}\s?)?\d[\d.,]*(?:mln|bln|million|billion)?(?:-(?:million|billion|mln|bln|thousand|dollar|euro|tenge|yuan|year)s?)*"
    r"(?:\s(?:million|billion|mln|bln))?(?:\s(?:tenge|euros?|dollars?|yuan|rubles?))?$"
)
YEARS = re.compile(r"(?:19|20)\d\d-(?:19|20)?\d\d")
"""``the 2025-2027 Action Plan``."""
NEW = re.compile(r"(?i:new)\s")
"""``a new agreement on …``: no part of its name."""
QUOTATION = re.compile(r"\w+\s\"")
FURTHEST_ARTICLE = 200
"""Characters before a type noun in which its article and modifiers stand."""


class NounPhrases:
    """The noun phrases of type nouns in the sentences of one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._plain = setting.text.plain
        self._prepositions = frozenset(self._words.words("prepositions"))

    def opens(self, head: int, at: int, begin: int, *, closes: bool = False) -> int | None:
        """Where the title of a type noun begins; None where it is not the verb's own noun phrase."""
        start = self._phrase(head, at, begin, closes=closes)
        new = NEW.match(self._plain, start, head) if start is not None else None
        return new.end() if new else start

    def _phrase(self, head: int, at: int, begin: int, *, closes: bool) -> int | None:
        """Where the noun phrase begins."""
        at = max(at, head - FURTHEST_ARTICLE)
        left = self._plain[at:head]
        words = list(re.finditer(r"\S+", left))
        start = head
        for number in range(len(words) - 1, -1, -1):
            word = words[number]
            bare = word[0].strip('"(')
            if self.organisation_at(at + word.start(), head):
                return None
            if not self.is_modifier(bare, first=number == 0 and at == begin):
                break
            start = at + word.start() + (len(word[0]) - len(word[0].lstrip('"(')))
        if compound := COMPOUND.search(self._plain[at:start]):
            start = at + compound.start(1)
        joined = NAME_AND.search(self._plain[at:start])
        if joined and not self._words.head.search(joined[1]):
            start = at + joined.start(1)
        before = AMOUNT_BEFORE.sub("", self._plain[at:start].rstrip(' "')).rstrip(' "')
        article = re.search(rf"(?:^|[\s(\"])({self._words.articles})$", before, re.IGNORECASE)
        rest = before[: article.start()].rstrip() if article else before
        last = re.search(r"(\S+)$", rest)
        token = last[1].strip('",(').casefold() if last else ""
        if not rest:
            return start
        if (
            rest.endswith((",", ":", ";", "(", " -"))
            or rest == "-"
            or re.search(r"(?:along|together) with$|(?:as well as|and) under$", rest)
            or token
            in {
                "and",
                "or",
                "including",
                "as",
                "namely",
                "also",
                "&",
                "well",
                "signed",
                "both",
                "like",
                "them",
            }
        ):
            if article or closes or self._plain[start].isupper() or self.continues(head) or rest.endswith((":", ";")):
                return start
            return None
        if article and article[1].casefold() in {"a", "an"} and token not in self._prepositions:
            return start
        if rest.endswith("'") and QUOTATION.match(self._plain, head):
            return start  # ``the heads' decisions "On …"``
        if token in {"called", "titled", "entitled", "named"} and self._plain[start - 1 : start] == '"':
            return start
        if article and token not in self._prepositions and len(rest) < 40 and at == begin:
            return start
        if (
            article
            and token in {"in", "of", "with", "by"}
            and re.search(
                r"(?:ended|resulted|culminated|concluded|crowned) (?:in|with)$|\b(?:sealed|wrapped up|wound up|concluded|crowned|capped)\b[^.,;]*\swith$|(?:signing|exchange|adoption) of$",
                self._plain[max(0, at - 30) : at] + rest,
            )
        ):
            return start
        return None

    def continues(self, head: int) -> bool:
        """Whether a type noun is followed by what a title goes on with: its subject, its parties."""
        match = self._words.head.match(self._plain, head)
        return bool(
            match and re.match(r"\s+(?:of|on|for|between|to|in|with)\s", self._plain[match.end() : match.end() + 10])
        )

    def organisation_at(self, start: int, head: int) -> bool:
        """Whether the name of an international body begins here and reaches over a type noun."""
        match = self._setting.parties.organisation.match(self._plain, start)
        return bool(match and match.end() > head)

    def is_modifier(self, word: str, *, first: bool) -> bool:
        """Whether a word before a type noun belongs to its title; ``first``: whether it opens the sentence."""
        lower = word.casefold()
        if (
            word.endswith((",", ";", ":"))
            or lower in self._prepositions
            or (
                re.fullmatch(rf"(?:{self._words.articles})", word, re.IGNORECASE) and lower not in self._words.modifiers
            )
        ):
            return False
        if (
            lower.strip("'") in self._words.modifiers
            or YEARS.fullmatch(word)
            or self._setting.parties.organisation.fullmatch(word)
        ):
            return True
        if word[:1].isupper() and not first and not self._setting.parties.leader.fullmatch(word):
            return ("'s" not in word and not word.isupper()) or lower in self._words.modifiers
        return bool(re.fullmatch(r"(?:[a-z]+|\d{1,2})(?:-[a-z]+)+", word))
