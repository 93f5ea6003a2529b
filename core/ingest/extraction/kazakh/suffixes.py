"""Kazakh word forms: what may hang on a stem. Order of suffixes: plural, possession, case, attribute."""

from __future__ import annotations

import re
from functools import lru_cache

PLURAL = "лар|лер|дар|дер|тар|тер"
POSSESSIVE = "ы|і|сы|сі"
CASE = (
    "ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|ны|ні|ды|ді|ты|ті|н|нда|нде|да|де|та|те|"
    "нан|нен|дан|ден|тан|тен|мен|бен|пен"
)
ATTRIBUTE = "дағы|дегі|тағы|тегі|ндағы|ндегі|лық|лік|дық|дік|тық|тік"
SUFFIXES = tuple(tuple(group.split("|")) for group in (PLURAL, POSSESSIVE, CASE, ATTRIBUTE))
"""What may hang on a stem, in its order; each group may be missing."""
CHAIN = re.compile(rf"(?:{PLURAL})?(?:{POSSESSIVE})?(?:{CASE})?(?:{ATTRIBUTE})?")
SHORTEST_STEM = 3


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Every part of a word that suffixes leave over, longest first, lower-case; the word itself comes first."""
    lower = word.casefold()
    shorter = (at for at in range(len(lower) - 1, SHORTEST_STEM - 1, -1) if CHAIN.fullmatch(lower, at))
    return (lower, *(lower[:at] for at in shorter))


@lru_cache(maxsize=4096)
def same_word(known: str, word: str) -> bool:
    """Say whether a printed word is a known one with or without suffixes."""
    lower = known.casefold()
    return word.casefold().startswith(lower) and CHAIN.fullmatch(word.casefold(), len(lower)) is not None


CASE_OF_A_BODY = re.compile(
    rf"(?<=\w{{{SHORTEST_STEM}}})(?:(?:ның|нің|дың|дің|тың|тің)|(?<=[ыі])(?:на|не|н)|ға|ге|қа|ке|(?<=\w)(?:мен|бен|пен))$"
)
CASE_OF_AN_ABBREVIATION = re.compile(r"(?<=[А-ЯЁӘІҢҒҮҰҚӨҺA-Z])-(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|мен|бен|пен)$")
"""``ШЫҰ-ның``."""
CASE_OF_A_PERSON = re.compile(rf"(?:{CASE_OF_A_BODY.pattern[:-1]}|ны|ні|ды|ді|ты|ті|дан|ден|тан|тен|нан|нен)$")


def bare(name: str) -> str:
    """A body without the case ending that closes it; its possessive stays (``Үкіметінің`` gives ``Үкіметі``)."""
    return CASE_OF_A_BODY.sub("", CASE_OF_AN_ABBREVIATION.sub("", name))


def bare_person(name: str) -> str:
    """A person without the case ending of the last name."""
    return CASE_OF_A_PERSON.sub("", name)
