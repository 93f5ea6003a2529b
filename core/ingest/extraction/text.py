"""Text with coordinates: a skeleton of the same length for the grammar, sentences and blocks with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from ingest.extraction.data import load
from ingest.records import Block, Document

_FOLD = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″〝〞", '"'),
        **dict.fromkeys("’‘‛ʼ`´′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a", " "),
        "…": ".",
        "ё": "е",
        "Ё": "Е",
    }
)
FEWEST_CAPITALS, MOST_CAPITALS = 20, 0.9
"""A text is printed in capitals if it has so many letters, and so large a share of them is capital."""
SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "on",
        "in",
        "to",
        "a",
        "an",
        "with",
        "by",
        "at",
        "between",
        "among",
        "from",
        "и",
        "о",
        "об",
        "в",
        "на",
        "с",
        "по",
        "для",
        "между",
        "к",
        "от",
    ]
)
LONGEST_SENTENCE = 3000
LONGEST_WORD = 40
GLUED = re.compile(r'(?<=[^\W\d_])"(?=[a-zа-яәіңғүұқөһ])')
"""A stray quotation mark that glues two words, as in ``Railways”on``."""
SUM = r"(?:US|USD|EUR|KZT)(?:\s?[$€\d]|\sdollar)"
"""How a sum in a currency begins: behind ``100 mln.`` it opens no sentence."""
STOP = re.compile(
    rf"""[.!?]["')\]]*\s+(?!{SUM})(?=["'(\[]?[A-ZÇŞĞİА-ЯЁӘІҢҒҮҰҚӨҺ0-9])"""
    r"""|(?<=[а-яё]{3})\.(?=[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]*\s)|(?<=[a-z]{3})\.(?=(?:The|This|These|In|It|At|As|He|She|They|According|A|On)\s)|(?<=[А-ЯЁӘІҢҒҮҰҚӨҺ]{3})\.(?=[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]{3,}\s)"""
)
"""Where a sentence may end: before a capital, also where the space was forgotten."""
LAST_WORD = re.compile(r"([^\s\"(]+)$")


TWO_ALPHABETS = re.compile(r"[A-Za-zƏə][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zƏə]")
MIXED = re.compile(r"\w*(?:[A-Za-zƏə][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zƏə])\w*")
"""A word of letters from two alphabets."""
_LOOK_ALIKE = ("ABCEHIKMOPTXYaceiopxyƏə", "АВСЕНІКМОРТХУасеіорхуӘә")
_TO_CYRILLIC = str.maketrans(*_LOOK_ALIKE)
_TO_LATIN = str.maketrans(*reversed(_LOOK_ALIKE))


def skeleton(text: str) -> str:
    """Give the text with quotes, apostrophes, dashes, spaces and ё made plain; same length, so offsets agree.

    A stray quotation mark between two words becomes the space that is missing there; in a word of two alphabets the
    letters that only look alike become those of the alphabet that has more of it.
    """
    plain = GLUED.sub(" ", text.translate(_FOLD))
    return plain if TWO_ALPHABETS.search(plain) is None else MIXED.sub(_one_alphabet, plain)


def _one_alphabet(word: re.Match[str]) -> str:
    latin = sum("a" <= letter <= "z" for letter in word[0].casefold())
    if latin * 2 > len(word[0]):
        return word[0].translate(_TO_LATIN)
    return word[0].translate(_TO_CYRILLIC).replace("Укімет", "Үкімет")  # a Latin Y is printed for Ү, too


def recased(text: str) -> str:
    """Give a title that is printed in capitals the capitals of a sentence's names; same length.

    Short words in small letters (``of``, ``и``), all others with one capital; any other text stays as it is.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < FEWEST_CAPITALS or sum(map(str.isupper, letters)) < MOST_CAPITALS * len(letters):
        return text
    cased = re.sub(
        r"[^\W\d_]+", lambda word: word[0].lower() if word[0].lower() in SMALL else word[0].capitalize(), text
    )
    return cased if len(cased) == len(text) else text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block: offsets in the document's text."""

    start: int
    end: int
    block: int


@dataclass(frozen=True)
class Text:
    """A document's text with its skeleton, blocks and sentences."""

    raw: str
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, document: Document) -> Text:
        """Take the text of a document."""
        return cls(raw=document.text, blocks=document.blocks)

    @cached_property
    def plain(self) -> str:
        """The skeleton the grammar runs over."""
        return skeleton(self.raw)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each block begins."""
        offsets, at = [], 0
        for block in self.blocks:
            offsets.append(at)
            at += len(block.text) + 1
        return tuple(offsets)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, in order; none crosses a block."""
        found = []
        for number, (block, offset) in enumerate(zip(self.blocks, self.starts, strict=True)):
            plain = self.plain[offset : offset + len(block.text)]
            found += [Sentence(offset + a, offset + b, number) for a, b in split_sentences(plain)]
        return tuple(found)

    def of_block(self, number: int) -> list[Sentence]:
        """The sentences of one block."""
        return self._by_block.get(number, [])

    @cached_property
    def _by_block(self) -> dict[int, list[Sentence]]:
        found: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            found.setdefault(sentence.block, []).append(sentence)
        return found


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(str(word) for words in load("abbreviations.yaml").values() for word in words)


def split_sentences(plain: str) -> list[tuple[int, int]]:
    """Split a skeleton into sentences; abbreviations and initials do not end one."""
    cuts = [0]
    for match in STOP.finditer(plain):
        word = LAST_WORD.search(plain, max(0, match.start() - LONGEST_WORD), match.start())
        last = word[1] if word else ""
        if (
            last.casefold() in _abbreviations()
            or (len(last) == 1 and last.isalpha())
            or re.fullmatch(r"(?:\w\.)+\w", last)
        ):
            continue
        cuts.append(match.end())
    cuts.append(len(plain))
    cuts = [at for a, b in pairwise(cuts) for at in (*_too_long(plain, a, b), b)]
    cuts.insert(0, 0)
    return [(a, a + len(plain[a:b].rstrip())) for a, b in pairwise(cuts) if plain[a:b].strip()]


def _too_long(plain: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence that nobody would write is cut, so that reading it does not take for ever."""
    while end - start > LONGEST_SENTENCE:
        space = plain.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        start = space + 1 if space > start else start + LONGEST_SENTENCE
        yield start


def alternation(phrases: Iterable[str], endings: str = "") -> str:
    """Make a regular expression of phrases, longest first.

    A space matches any white space, ``*`` any letters, ``~`` at the end of a phrase the endings, inside it a few letters.
    """
    return _alternation(tuple(phrases), endings)


@cache
def _alternation(phrases: tuple[str, ...], endings: str) -> str:
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    inflected = [as_pattern(phrase[:-1]) for phrase in ordered if phrase.endswith("~")]
    fixed = [as_pattern(phrase) for phrase in ordered if not phrase.endswith("~")]
    # The endings stand once behind all that take them: written behind each, they take seconds to compile.
    parts = [f"(?:{by_first_letter(inflected)}){endings}"] if inflected else []
    return "|".join([*parts, by_first_letter(fixed)] if fixed else parts)


def lies_in(spans: Iterable[tuple[int, int]], at: int) -> bool:
    """Say whether an offset lies inside one of several stretches: quotations, brackets, names."""
    return any(start < at < end for start, end in spans)


def by_first_letter(patterns: Sequence[str], group: str = "?:") -> str:
    """An alternation of patterns in the order given, those with one first letter together behind it.

    The matcher then tries some twenty letters at each place of a text and not some hundred patterns: most words begin
    none of them. Patterns that begin with the same letter must stand in the order in which they are to be tried.
    """
    letters: dict[str, list[str]] = {}
    for pattern in patterns:
        letters.setdefault(pattern[:1].casefold(), []).append(pattern)
    parts = []
    for found in letters.values():
        first = {pattern[:1] for pattern in found}
        if len(first) == 1 and found[0][:1].isalpha() and all(pattern[1:2] not in {"*", "?", "{"} for pattern in found):
            parts.append(f"{found[0][0]}(?:{'|'.join(f'({group}{one[1:]})' for one in found)})")
        else:
            parts += [f"({group}{one})" for one in found]
    return "|".join(parts)


def as_pattern(phrase: str) -> str:
    """One phrase as a regular expression: white space, ``*`` and inner ``~`` written out."""
    words = (re.escape(word).replace(r"\~", INNER_ENDING).replace(r"\*", r"\w*") for word in phrase.split())
    return r"\s+".join(words)


INNER_ENDING = r"\w{0,6}"
"""The ending of a word inside a phrase: what stands around it says enough."""
