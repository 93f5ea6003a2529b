"""Who acts in a Russian communiqué: a role, perhaps a country, and a name; names in the nominative."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.extraction.parties import PartyWords
from ingest.extraction.people import Hit, gathered
from ingest.extraction.russian.morphology import analyzer, singular_nominative
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.records import Person

NAME_WORD = r"[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]+(?:-[А-ЯЁ]?[а-яё]+)*"
NAME = rf"{NAME_WORD}(?:\s(?:{NAME_WORD}|бен|аль-\w+)){{1,2}}"


def people(setting: Setting) -> tuple[Person, ...]:
    """Find persons with a role or a known name; the first full form of a name stands for all later ones."""
    return gathered(setting, [hit for sentence in setting.body for hit in _in(setting, sentence)])


def _in(setting: Setting, sentence: Sentence) -> list[Hit]:
    plain = setting.plain(sentence)
    hits: list[Hit] = []
    for match in _with_role(setting.parties).finditer(plain):
        name = _person(setting, match["name"])
        if name is None:
            continue
        start = sentence.start + match.start("name") + match["name"].index(name)
        country = _country(setting, match["of"]) or setting.parties.leader_country(name) or _own(match["role"])
        role = singular_nominative(match["role"]) if " " not in match["role"] else match["role"]
        hits.append(Hit(_nominative(name), role.casefold(), country, start, start + len(name), sentence))
    for match in setting.parties.leader.finditer(plain):
        behind = re.match(r"\s*([А-ЯЁ][\w-]+)", plain[match.end() :])
        if any(hit.start <= sentence.start + match.start() < hit.end for hit in hits) or (
            behind and setting.parties.body.fullmatch(behind[1])
        ):
            continue
        first = re.search(rf"((?:{NAME_WORD}\s){{1,2}})$", plain[: match.start()])
        words = [w for w in (first[1].split() if first else []) if _person_word(setting, w)]
        begin = match.start() - len(" ".join(words)) - (1 if words else 0)
        name = plain[begin : match.end()]
        country = setting.parties.leader_country(match[0])
        hits.append(
            Hit(_nominative(name), None, country, sentence.start + begin, sentence.start + match.end(), sentence)
        )
    return sorted(hits, key=lambda hit: hit.start)


@cache
def _with_role(words: PartyWords) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<role>(?i:{words.any_role}))(?P<of>(?:\s(?!{NAME_WORD}\s{NAME_WORD}(?!\w))[\w«»\"-]+){{0,7}}?)\s(?P<name>{NAME})(?![\w-])"
    )


def _person(setting: Setting, name: str) -> str | None:
    """The words of a name without places and roles at its beginning; None where too little is left."""
    words = name.split()
    while words and not _person_word(setting, words[0]):
        words = words[1:]
    return " ".join(words) if len(words) > 1 and all(_person_word(setting, word) for word in words) else None


def _person_word(setting: Setting, word: str) -> bool:
    if setting.places.mentions(word) or setting.parties.body.fullmatch(word) or setting.words.head.fullmatch(word):
        return False
    if any(role.fullmatch(word) for role in setting.parties.roles.values()):
        return False
    return _can_be_a_name(word)


@lru_cache(maxsize=4096)
def _can_be_a_name(word: str) -> bool:
    """The dictionary calls it a name, or does not know it."""
    tags = (parse.tag for parse in analyzer().parse(word)[:3])
    return any(kind in tag for tag in tags for kind in ("Name", "Surn", "Patr")) or not analyzer().word_is_known(word)


def _country(setting: Setting, text: str) -> str | None:
    mentions = [m for m in setting.places.mentions(text or "") if m.kind in {"country", "adjective"}]
    return mentions[0].country if mentions else None


def _own(role: str) -> str | None:
    """The head of state without a country, and an akim, are Kazakhstan's."""
    return "KZ" if re.match(r"(?i)глав\w* государства|аким", role) else None


@lru_cache(maxsize=1024)
def _nominative(name: str) -> str:
    """A name in the nominative, by the analyses that call its words first names and surnames."""
    words = []
    for word in name.split():
        parts = [_one(part) for part in word.split("-")]
        words.append("-".join(parts))
    return " ".join(words)


@lru_cache(maxsize=1024)
def _one(word: str) -> str:
    named = [p for p in analyzer().parse(word) if p.tag.grammemes & {"Name", "Surn"} and {"masc", "sing"} in p.tag]
    if not named or any(parse.tag.case == "nomn" for parse in named):
        return word
    made = named[0].inflect({"nomn"})
    return word if made is None else str(made.word[:1].upper() + made.word[1:])
