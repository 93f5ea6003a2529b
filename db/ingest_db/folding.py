"""Fold text for search: what a reader types without accents or special letters finds what is printed with them."""

from __future__ import annotations

import re
import unicodedata

LETTERS = str.maketrans("ёйқғңәөұүһіıłøđ", "еикгнаоуухиilod")
WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Compatibility form, lower case, no accents, ё as е, й as и, Kazakh letters as their Russian neighbours."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    stripped = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    return " ".join(WORD.findall(stripped))
