"""Find the instruments of an article, in lists and in prose, each once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

from ingest.extraction.described import Described
from ingest.extraction.found import Found
from ingest.extraction.grammar import Grammar
from ingest.extraction.lists import Lists
from ingest.extraction.setting import Setting
from ingest.extraction.text import Text, skeleton
from ingest.records import Block

SAME = 0.8
"""Two titles with so much in common (Dice, by words) name one document."""

ENOUGH = 3
"""Words of a title that begin a longer one: both name one document."""
WHOLE = 8
"""Letters that tell long words apart: intergovernmental, interregional."""
VAGUE = frozenset(["bilat", "двуст", "двухс", "екіжа", "new", "новое", "important", "impor", "важно", "важны"])
"""Beginnings of words that tell no document from another."""
MOST = 0.6
"""The share of a bare name's words that a longer title of the same document has."""
SAME_SIGNERS = 0.5
"""The share of the words in two names of signers that says they are the same."""
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
        prose: list[Found] = []
        described = Described(self._setting, self._grammar, self._acts)
        for sentence in self._setting.body:
            read = used.get(sentence.block)
            if read and read[0] <= sentence.start < read[1]:
                continue
            found = list(self._prose.of(sentence))
            if not found and (one := described.of(sentence)) is not None:
                found = [one]
            elif not found:
                described.counted(sentence)
            prose += found
        if not self._told():
            # What somebody says was signed, and the story does not, is of another day.
            prose = [one for one in prose if not self._setting.behind_dash(one.sentence)]
        in_order = sorted([*lists, *prose], key=attrgetter("start"))
        everything = self._merged([self._as_ratified(one) for one in in_order])
        if self._of_another_day():
            # One document often goes under several names there: that with its parties is kept.
            full = {one.reading.type for one in everything if one.sides}
            named = [one for one in everything if not _bare(one) and (one.sides or one.reading.type not in full)]
            return [replace(one, background=True) for one in named if one.reading.type != "unspecified"]
        return self._titled_above(everything)

    def _of_another_day(self) -> bool:
        """News of a ratification, of an entry into force, of an anniversary: what it names was signed before."""
        pattern, headline = self._setting.words.pattern, skeleton(self._setting.headline)
        openings = [headline, *map(self._setting.plain, self._setting.lead[:1])]
        if any(map(pattern("ratification").search, openings)) or pattern("in_force").search(headline):
            return True
        acts = self._grammar.acts(self._above)
        signs = any(acts.of(sentence) for sentence in self._above.text.sentences)
        return pattern("anniversary").search(headline) is not None and not signs

    def _told(self) -> bool:
        """Whether the story itself, and not only somebody in it, says that something was signed."""
        acts = (act for sentence in self._above.text.sentences for act in self._grammar.acts(self._above).of(sentence))
        return any(True for _ in acts) or any(
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

    def _titled_above(self, everything: list[Found]) -> list[Found]:
        """A document that the headline names, and the text only by its kind or not at all."""
        nameless = [one for one in everything if _nameless(one)]
        if len(everything) > len(nameless) or len(nameless) > 1:
            return everything
        if not everything and (itself := self._itself()) is not None:
            return [itself]
        named = [one for one in self._of_headline() if " " in one.title and not one.composed]
        if nameless and not named and (whole := self._whole_headline()) is not None:
            named = [whole]
        if len(named) != 1 or any(one.reading.type != named[0].reading.type for one in nameless):
            return everything
        above = replace(
            named[0], headline=named[0].headline or (named[0].start, named[0].end), sides=(), of_both=named[0].of_both
        )
        if nameless:
            (one,) = nameless
            return [replace(above, start=one.start, end=one.end, sentence=one.sentence, mode=one.mode, act=one.act,
                            sides=one.sides, partner=one.partner, background=one.background)]  # fmt: skip
        if above.background or not self._setting.body or above.mode not in {"signed", "exchanged"}:
            return everything
        first = self._setting.body[0]
        return [replace(above, start=first.start, end=first.start, sentence=first, act=None)]

    def _itself(self) -> Found | None:
        """A page that prints a joint statement or a declaration: its headline is the title."""
        whole = self._whole_headline()
        several = len(self._setting.bilateral) > 1 or self._setting.organisation is not None
        if whole is None or not several:
            return None
        joint = whole.reading.type == "joint_statement" and self._setting.words.pattern("joint").search(
            self._setting.headline
        )
        return whole if joint or whole.reading.type == "declaration" else None

    def _whole_headline(self) -> Found | None:
        """A headline that is a title and nothing more: no verb stands in it."""
        titles, headline = self._grammar.titles(), self._setting.headline
        start, end = titles.strip(headline)
        reading = titles.read(headline[start:end])
        acts = self._grammar.acts(self._above)
        if (
            reading is None
            or not self._setting.body
            or titles.head_end(skeleton(headline[start:end])) is None
            or any(acts.of(sentence) for sentence in self._above.text.sentences)
        ):
            return None
        first = self._setting.body[0]
        return Found(
            title=headline[start:end], start=first.start, end=first.start, reading=reading, mode="adopted",
            sentence=first, of_both=reading.of_both, headline=(start, end),
        )  # fmt: skip

    @cached_property
    def _above(self) -> Setting:
        """The headline, read as an article of one sentence."""
        headline = self._setting.headline
        return Setting(
            headline="",
            text=Text(headline, (Block(kind="paragraph", text=headline),)),
            language=self._setting.language,
            published=self._setting.published,
            of_headline=True,
        )

    def _of_headline(self) -> list[Found]:
        """What the headline says was signed."""
        prose = self._grammar.prose(self._above, self._grammar.acts(self._above))
        return [one for sentence in self._above.text.sentences for one in prose.of(sentence)]

    def _merged(self, everything: list[Found]) -> list[Found]:
        """One row per document: a bare or a second name of a document already found adds to it."""
        kept: list[Found] = []
        for one in everything:
            twin = next((at for at, other in enumerate(kept) if self._same(one, other)), None)
            if twin is None:
                kept.append(one)
                continue
            other = kept[twin]
            vaguer = other.reading.type == "unspecified" != one.reading.type
            longer = len(one.title) > len(other.title)
            fuller = (
                vaguer
                or (bool(one.sides) and not other.sides and longer)
                or (_bare(other) and not _bare(one))
                or (not other.listed and _inside(one, other) and longer)
            )
            keep, drop = (one, other) if fuller and not other.listed else (other, one)
            sides = keep.sides or drop.sides
            act = keep.act or drop.act
            kept[twin] = replace(keep, sides=sides, act=act, background=keep.background and drop.background)
        return kept

    def _same(self, one: Found, other: Found) -> bool:
        if one.listed and other.listed:
            return False
        if one.reading.type != other.reading.type:
            return self._of_no_type(one, other)
        if one.composed and other.composed and one.more == other.more:
            return False
        if (self._named_again(one) and not one.partner) or self._said_again(one, other):
            return True
        if one.partner and other.partner and one.partner != other.partner:
            return False
        if any(_bare(a) and not _says_no_more(a, b) for a, b in ((one, other), (other, one))):
            return False
        if len(one.sides) > 1 and len(other.sides) > 1 and not _names(one) & _names(other):
            return False
        if _bare(one) and _bare(other) and self._of_others(one, other):
            return False
        if any(
            _bare(a) and a.partner and a.partner not in self._setting.plain(b.sentence)
            for a, b in ((one, other), (other, one))
        ):
            return False
        if _bare(one) or _bare(other):
            return not (
                one.sides and other.sides and {s.name for s in one.sides} != {s.name for s in other.sides}
            ) and (one.sentence != other.sentence or (_bare(one) and _bare(other) and one.sides == other.sides))
        if one.sentence == other.sentence:
            return one.title.casefold() == other.title.casefold()
        short, long = sorted((one.title.casefold(), other.title.casefold()), key=len)
        if len(short.split()) > ENOUGH and long.startswith(short + " ") and not (one.listed or other.listed):
            return True
        return _dice(one.title, other.title) >= SAME or (
            one.sentence != other.sentence and not one.listed and not other.listed and _inside(one, other)
        )

    def _of_others(self, one: Found, other: Found) -> bool:
        """``X and Y signed a memorandum. Z and W signed a memorandum``: bodies by name, and most words in one alone."""
        signers = [self._signers(found) for found in (one, other)]
        fewest = min(map(len, signers))
        return fewest > 1 and len(signers[0] & signers[1]) < SAME_SIGNERS * fewest

    def _signers(self, found: Found) -> set[str]:
        """The words with a capital that stand right before the verb of signing and name no country."""
        if found.act is None or found.act.start > found.start:
            return set()
        last = self._setting.text.plain[: found.act.start].rsplit(maxsplit=1)[-1:]
        if not last or not last[0][0].isupper():
            return set()
        start, end = self._setting.behind_dateline(found.sentence.start, found.act.start), found.act.start
        countries = self._setting.places.mentions(self._setting.text.raw[start:end])
        words = re.finditer(r"(?<![\w-])[^\W\d_a-zа-яё][\w-]+", self._setting.text.plain[start:end])
        return {
            _stem(word[0].casefold())
            for word in words
            if word.start() and not any(one.start <= word.start() < one.end for one in countries)
        }

    def _said_again(self, one: Found, other: Found) -> bool:
        """``- Today we signed a memorandum with colleagues from India``: in somebody's words, what the story has named."""
        spoken = self._setting.in_speech(one.sentence) and not self._setting.in_speech(other.sentence)
        return spoken and not (one.listed or one.composed) and bool(_kind_of(one)) and _says_no_more(one, other)

    def _named_again(self, found: Found) -> bool:
        """``The program was signed by …``: the definite article says that it was named before."""
        before = self._setting.text.plain[max(0, found.start - len("the ")) : found.start]
        return _nameless(found) and before.casefold() == "the "

    def _of_no_type(self, one: Found, other: Found) -> bool:
        """``The document on cooperation between A and B``, and elsewhere the memorandum of A and B."""
        types = {one.reading.type, other.reading.type}
        names = [{side.name.casefold() for side in found.sides} for found in (one, other)]
        if _refers_back(one, other) or _refers_back(other, one):
            return True
        if types == {"agreement", "treaty"} and one.sentence != other.sentence and not (one.listed or other.listed):
            subjects = {(found.reading.subject or "").casefold() for found in (one, other)}
            return len(subjects) == 1 and len(subjects.pop().split()) >= ENOUGH
        return "unspecified" in types and len(names[0]) > 1 and names[0] == names[1] and one.sentence != other.sentence


def _names(found: Found) -> set[str]:
    """The parties a title names, as far as they can be compared."""
    return {side.name.casefold() for side in found.sides}


def _bare(found: Found) -> bool:
    return (
        found.reading.subject is None
        and not found.reading.sides
        and found.reading.period is None
        and len(found.title.split()) <= 4
    )


def _nameless(found: Found) -> bool:
    """A type noun and nothing more: ``the agreement``."""
    return _bare(found) and " " not in found.title.strip() and not found.composed


def _kind_of(found: Found) -> set[str]:
    """What a bare name says besides its type: "strategic partnership" of a treaty."""
    head = [_stem(word) for word in re.findall(r"\w+", found.reading.head.words.casefold())]
    return {
        word for word in _content(found) if not any(word.startswith(known) or known.startswith(word) for known in head)
    } - VAGUE


def _refers_back(one: Found, other: Found) -> bool:
    """``Соглашение подписали …``: a type noun alone at the head of a later sentence is what was named before."""
    alone = " " not in one.title and one.start == one.sentence.start and not one.sides and not one.composed
    return alone and other.start < one.start and not other.composed


def _says_no_more(bare: Found, other: Found) -> bool:
    """Most of what a bare name says stands in the other title too: "visa-free regime agreement"."""
    kind = _kind_of(bare)
    return not kind or len(kind & _content(other)) >= MOST * len(kind)


def _inside(one: Found, other: Found) -> bool:
    """A short name of a document whose full name stands elsewhere: "strategic partnership treaty"."""
    short, long = sorted((one, other), key=lambda found: len(found.title))
    words = _content(short, WHOLE)
    return bool(
        len(words) > 2
        and words < _content(long, WHOLE)
        and not short.sides
        and long.sides
        and short.reading.period is None
    )


def _content(found: Found, letters: int = 5) -> set[str]:
    """The words of a bare name, by their beginnings: "loan agreement" and "guarantee agreement" are two."""
    return {_stem(word, letters) for word in re.findall(r"\w+", found.title.casefold())}


def _stem(word: str, letters: int = 5) -> str:
    """The beginning of a word that its forms share."""
    return word[: min(letters, max(3, len(word) - 1))]


def _dice(one: str, other: str) -> float:
    a, b = set(re.findall(r"\w+", one.casefold())), set(re.findall(r"\w+", other.casefold()))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
