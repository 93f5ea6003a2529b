"""Tell spellings of one name apart from other names: Cyrillic, Kazakh, Latin and their romanisations sound alike.

``Қасым-Жомарт Тоқаев``, ``Касым-Жомарт Токаев``, ``Kassym-Jomart Tokayev`` and ``Kassym-Zhomart Tokaev`` are one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ingest_db.folding import fold

VOWELS = re.compile(r"[aeiouy]+")
FEWEST_CONSONANTS = 2


def sound_of_name(name: str) -> str:
    """What the spellings of a person's name have in common: the consonants of each word in one Latin form.

    A word keeps its vowels where it has hardly any consonants, and that it begins or ends with one, which tells
    ``Aslan`` from ``Salan`` and ``Ivanova`` from ``Ivanov``.
    """
    return " ".join(_word(word) for word in fold(name).split())


def _word(word: str) -> str:
    rules = _rules()
    latin = "".join(rules["letters"].get(letter, letter) for letter in word)
    for pattern, sound in rules["sounds"]:
        latin = pattern.sub(sound, latin)
    bones = VOWELS.sub("", latin)
    if len(bones) < FEWEST_CONSONANTS:
        return VOWELS.sub(lambda run: run[0][0], latin)
    return f"{'a' if VOWELS.match(latin) else ''}{bones}{'a' if latin.endswith('a') else ''}"


@cache
def _rules() -> dict[str, Any]:
    loaded = yaml.safe_load(files("ingest_db").joinpath("data/spelling.yaml").read_text(encoding="utf-8"))
    return {
        "letters": loaded["letters"],
        "sounds": [(re.compile(pattern), sound) for pattern, sound in loaded["sounds"].items()],
    }
