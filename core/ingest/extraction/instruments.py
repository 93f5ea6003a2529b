"""Find the instruments of an article, in lists and in prose, each once."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from ingest.extraction.described import Described
from ingest.extraction.found import Found
from ingest.extraction.grammar import Grammar
from ingest.extraction.headlines import Headline
from ingest.extraction.lists import Lists
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.extraction.twins import Twins, is_bare

RATIFIED = frozenset(["agreement", "treaty", "convention", "protocol"])
"""Types that a parliament ratifies."""


class Finder:
    """Reads the instruments of one article."""

    def __init__(self, setting: Setting, grammar: Grammar) -> None:
        self._setting = setting
        self._grammar = grammar
        self._acts = acts = grammar.acts(setting)
        self._lists = Lists(setting, grammar, acts)
        self._prose = grammar.prose(setting, acts)
        self._headline = Headline(setting, grammar)

    @property
    def unread(self) -> list[tuple[int, int]]:
        """Items that look like documents and were not understood: offsets in the text."""
        return self._lists.unread

    @property
    def planned(self) -> list[tuple[int, int]]:
        """Items of lists that speak of documents still to come: offsets in the text."""
        return self._lists.planned

    def find(self) -> list[Found]:
        """Every instrument in reading order, each once."""
        lists, used = self._lists.find()
        in_order = sorted([*lists, *self._in_prose(used)], key=attrgetter("start"))
        if self._setting.organisation is None:
            in_order = [one for one in in_order if not one.reading.head.of_a_body]
        everything = Twins(self._setting).merged([self._as_ratified(one) for one in in_order])
        if self._of_another_day():
            # One document often goes under several names there: that with its parties is kept.
            full = {one.reading.type for one in everything if one.sides}
            named = [one for one in everything if not is_bare(one) and (one.sides or one.reading.type not in full)]
            return [replace(one, background=True) for one in named if one.reading.type != "unspecified"]
        return self._headline.titled_above(everything)

    def _in_prose(self, used: dict[int, tuple[int, int]]) -> list[Found]:
        """The instruments of all sentences but those that lists have read: by block, from where to where."""
        found: list[Found] = []
        described = Described(self._setting, self._grammar, self._acts)
        for sentence in self._setting.body:
            begin, end = used.get(sentence.block, (0, 0))
            if not begin <= sentence.start < end:
                in_part = sentence.start < begin < sentence.end  # a list follows in the same sentence
                told = Sentence(sentence.start, begin, sentence.block) if in_part else sentence
                found += list(self._prose.of(told)) or described.of(told)
        if self._told():
            return found
        # What somebody says was signed, and the story does not, is of another day, unless they say "today".
        today = self._setting.words.phrases("same_event")
        return [
            one
            for one in found
            if not self._setting.behind_dash(one.sentence) or today.search(self._setting.plain(one.sentence))
        ]

    def _of_another_day(self) -> bool:
        """News of a ratification, of an entry into force, of an anniversary: what it names was signed before."""
        pattern, headline = self._setting.words.pattern, self._setting.plain_headline
        openings = [headline, *map(self._setting.plain, self._setting.lead[:1])]
        recalls = pattern("in_force").search(headline) or pattern("anniversary").search(headline)
        ratifies = any(map(pattern("ratification").search, openings))
        return ratifies or (recalls is not None and not self._headline.signs)

    def _told(self) -> bool:
        """Whether the story itself, and not only somebody in it, says that something was signed."""
        return self._headline.signs or any(
            not self._acts.is_planned(act)
            for sentence in self._setting.present
            if not self._setting.in_speech(sentence)
            for act in self._acts.of(sentence)
        )

    def _as_ratified(self, one: Found) -> Found:
        """A treaty that a parliament approves or adopts was signed before."""
        if one.mode not in {"approved", "adopted"} or one.reading.type not in RATIFIED:
            return one
        plain, base = self._setting.plain(one.sentence), one.sentence.start
        told = plain[: max(0, one.start - base)] + plain[max(0, one.end - base) :]
        ratified = self._setting.words.pattern("parliament").search(told) is not None
        return replace(one, background=one.background or ratified)
