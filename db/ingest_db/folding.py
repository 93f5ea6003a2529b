"""Fold text for search: what a reader types without accents, special letters or endings finds what is printed with them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from ingest.extraction import KAZAKH_SUFFIXES

LETTERS = str.maketrans("ёйқғңәөұүһіıłøđ", "еикгнаоуухиilod")
WORD = re.compile(r"\w+")
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters: written without spaces, each is a word of its own and a typed run of them a phrase."""
HAN_RUN, HAN_ONE = re.compile(f"[{HAN}]+"), re.compile(f"([{HAN}])")
SHORTEST_STEM = 4
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def fold(text: str) -> str:
    """Compatibility form, lower case, no accents, ё as е, й as и, Kazakh letters as Russian ones, Chinese characters apart."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    stripped = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    return " ".join(WORD.findall(HAN_ONE.sub(r" \1 ", stripped)))


def search_words(text: str) -> str:
    """What the search columns hold: the words of a text folded, then the stems that differ from them."""
    words = fold(text).split()
    known = set(words)
    stems = {stem for word in WORD.findall(text) for stem in word_stems(word.casefold())} - known
    return " ".join([*words, *sorted(stems)])


def search_query(text: str) -> str:
    """What a reader typed as an FTS5 query: every word in any of its forms. Empty where nothing was typed."""
    words = [sorted({fold(word), *word_stems(word.casefold())} - {""}) for word in WORD.findall(text)]
    return " AND ".join("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in words if forms)


@lru_cache(maxsize=100_000)
def word_stems(word: str) -> tuple[str, ...]:
    """The folded stems of a word by its letters: English and Russian by Snowball, Kazakh by its table of suffixes."""
    if CYRILLIC.search(word):
        return tuple({fold(_snowball("russian").stemWord(word)), *_kazakh(fold(word))})
    return (fold(_snowball("english").stemWord(word)),) if word.isascii() and word.isalpha() else ()


def _kazakh(word: str) -> list[str]:
    """Every part of a folded word that Kazakh suffixes leave over: which one is the stem only a reader knows."""
    chain = _suffixes()
    return [word[:at] for at in range(SHORTEST_STEM, len(word)) if chain.fullmatch(word, at)]


@cache
def _suffixes() -> re.Pattern[str]:
    """The chain of Kazakh suffixes, folded: a reader may type it without the special letters."""
    groups = ("|".join(sorted({fold(one) for one in group})) for group in KAZAKH_SUFFIXES)
    return re.compile("".join(f"(?:{group})?" for group in groups))


@cache
def _snowball(language: str) -> Any:
    return snowballstemmer.stemmer(language)
