"""One row per document: a bare or a second name of a document already found adds to it."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extraction.found import Found
from ingest.extraction.setting import Setting

SAME = 0.8
"""Two titles with so much in common (Dice, by words) name one document."""

ENOUGH = 3
"""Words of a title that begin a longer one: both name one document."""
WHOLE = 8
"""Letters that tell long words apart: intergovernmental, interregional."""
GENERAL = frozenset(["agreement", "accord", "deal"])
"""Type nouns that are said of any document."""
VAGUE = frozenset(["bilat", "двуст", "двухс", "екіжа", "new", "новое", "important", "impor", "важно", "важны"])
"""Beginnings of words that tell no document from another."""
MOST = 0.6
"""The share of a bare name's words that a longer title of the same document has."""
SAME_SIGNERS = 0.5
"""The share of the words in two names of signers that says they are the same."""


class Twins:
    """Tells which found instruments of one article name the same document."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def merged(self, everything: list[Found]) -> list[Found]:
        """Each document once, in the order given."""
        kept: list[Found] = []
        for one in everything:
            if len(kept) == 1 and self._goes_back(one):
                continue
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
                or (is_bare(other) and not is_bare(one))
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
        if one.composed and other.composed and one.more[:1] == other.more[:1]:
            return False
        if (self._named_again(one) and not one.partner) or self._said_again(one, other) or _exchanged_again(one, other):
            return True
        if one.partner and other.partner and one.partner != other.partner:
            return False
        if any(is_bare(a) and not _says_no_more(a, b) for a, b in ((one, other), (other, one))):
            return False
        if len(one.sides) > 1 and len(other.sides) > 1 and not _names(one) & _names(other):
            return False
        if is_bare(one) and is_bare(other) and self._of_others(one, other):
            return False
        if (is_bare(one) or is_bare(other)) and one.background != other.background:
            return False
        if any(
            is_bare(a) and a.partner and a.partner not in self._setting.plain(b.sentence)
            for a, b in ((one, other), (other, one))
        ):
            return False
        if is_bare(one) or is_bare(other):
            return not (
                one.sides and other.sides and {s.name for s in one.sides} != {s.name for s in other.sides}
            ) and (one.sentence != other.sentence or (is_bare(one) and is_bare(other) and one.sides == other.sides))
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
        return is_nameless(found) and before.casefold() == "the "

    def _goes_back(self, found: Found) -> bool:
        """``The agreement was signed by …`` behind the only document of a story, a memorandum: the general word for it."""
        return self._named_again(found) and found.reading.head.words in GENERAL and not found.listed

    def _of_no_type(self, one: Found, other: Found) -> bool:
        """``The document on cooperation between A and B``, and elsewhere the memorandum of A and B."""
        types = {one.reading.type, other.reading.type}
        if _refers_back(one, other) or _refers_back(other, one):
            return True
        if types == {"agreement", "treaty"} and one.sentence != other.sentence and not (one.listed or other.listed):
            subjects = {(found.reading.subject or "").casefold() for found in (one, other)}
            return len(subjects) == 1 and len(subjects.pop().split()) >= ENOUGH
        same = len(_names(one)) > 1 and _names(one) == _names(other)
        vague = next((a for a in (one, other) if a.reading.type == "unspecified"), None)
        if vague is None or one.sentence == other.sentence or one.listed or other.listed:
            return same and vague is not None and one.sentence != other.sentence
        return same or (not vague.composed and _says_no_more(vague, other if vague is one else one))


def _names(found: Found) -> set[str]:
    """The parties a title names, as far as they can be compared."""
    return {side.name.casefold() for side in found.sides}


def is_bare(found: Found) -> bool:
    """A type noun with a word or two: no subject, no parties, no years."""
    return (
        found.reading.subject is None
        and not found.reading.sides
        and found.reading.period is None
        and len(found.title.split()) <= 4
    )


def is_nameless(found: Found) -> bool:
    """A type noun and nothing more: ``the agreement``."""
    return is_bare(found) and " " not in found.title.strip() and not found.composed


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


def _exchanged_again(one: Found, other: Found) -> bool:
    """``The chairmen exchanged the plan of …``: what was signed before, its words in another case or order."""
    kind = _kind_of(one)
    known = len(kind & _content(other)) >= SAME * len(kind)
    return (one.mode, other.mode) == ("exchanged", "signed") and not one.listed and bool(kind) and known


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
    a, b = ({_stem(word, WHOLE) for word in re.findall(r"\w+", title.casefold())} for title in (one, other))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
