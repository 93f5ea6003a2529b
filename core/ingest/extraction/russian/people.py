"""Who acts in a Russian communiqué: a role, perhaps a country, and a name; names in the nominative."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.extraction.parties import PartyWords
from ingest.extraction.people import Hit, gathered
from ingest.extraction.russian.morphology import analyzer, fixed, is_adjective, nominative, singular_nominative
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import Sentence
from ingest.records import Person

NAME_WORD = r"[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]+(?:-[А-ЯЁ]?[а-яё]+)*"
PARTICLE = r"(?:бен|бин|ибн|фон|дер|ван|де)\s"
NAME = rf"{NAME_WORD}(?:\s(?:{PARTICLE}){{0,2}}(?:{NAME_WORD}|аль-\w+)){{1,3}}"
NAME_AT, NAME_BEGINS = re.compile(rf"{NAME}(?![\w-])"), re.compile(rf"(?<=\s){NAME_WORD}(?![\w-])")
SURNAME_OF_HERS = re.compile(r"((?:ов|ев|ин))(?:ой|у)$")
ENDINGS = {
    "gent": re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])а$"),
    "datv": re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])у$"),
    "ablt": re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[ое]м$"),
}
"""What a name that the dictionary does not know takes where the rest of it stands in a case."""
APPOSITION = re.compile(r"[,:.;]|\s-\s")
BEHIND_ROLE = re.compile(r"(?:\s[\w«»\"().-]+){1,11}")
"""What may stand between a role and the end of the name: no comma, no colon."""


def people(setting: Setting) -> tuple[Person, ...]:
    """Find persons with a role or a known name; the first full form of a name stands for all later ones."""
    return gathered(setting, [hit for sentence in setting.body for hit in _in(setting, sentence)])


def _in(setting: Setting, sentence: Sentence) -> list[Hit]:
    plain = setting.plain(sentence)
    hits: list[Hit] = []
    for role in _role(setting.parties).finditer(plain):
        found = _in_apposition(setting, plain, role.start()) or _named(setting, plain, role.end())
        if found is None:
            continue
        begin, end = found
        name = plain[begin:end]
        behind = (
            plain[role.end() : begin] if begin > role.start() else APPOSITION.split(plain[role.end() :], maxsplit=1)[0]
        )
        country = _country(setting, behind) or setting.parties.leader_country(name) or _own(role[0])
        hits.append(_hit(setting, sentence, begin, end, _said(role[0]), country))
    for match in setting.parties.leader.finditer(plain):
        behind = re.match(r"\s*([А-ЯЁ][\w-]+)", plain[match.end() :])
        if any(hit.start <= sentence.start + match.start() < hit.end for hit in hits) or (
            behind and setting.parties.body.fullmatch(behind[1])
        ):
            continue
        first = re.search(rf"((?:{NAME_WORD}\s){{1,2}})$", plain[: match.start()])
        words = [w for w in (first[1].split() if first else []) if _person_word(setting, w)]
        begin = match.start() - len(" ".join(words)) - (1 if words else 0)
        hits.append(_hit(setting, sentence, begin, match.end(), None, setting.parties.leader_country(match[0])))
    return sorted(hits, key=lambda hit: hit.start)


def _hit(setting: Setting, sentence: Sentence, begin: int, end: int, role: str | None, country: str | None) -> Hit:
    """A person where the name stands in the sentence; in the nominative, with its ё as printed."""
    start, stop = sentence.start + begin, sentence.start + end
    printed, name = setting.text.raw[start:stop], _nominative(setting.text.plain[start:stop])
    with_yo = "".join(
        old if old in "ёЁ" and new in "еЕ" else new for new, old in zip(name, printed.ljust(len(name)), strict=False)
    )
    return Hit(with_yo, role, country, start, stop, sentence)


@cache
def _role(words: PartyWords) -> re.Pattern[str]:
    return re.compile(rf"(?i:{words.any_role})(?![\w-])")


def _named(setting: Setting, plain: str, after: int) -> tuple[int, int] | None:
    """Where the name stands that a role opens: a few words behind it, whose body or country may come first."""
    of_it = BEHIND_ROLE.match(plain, after)
    stop = of_it.end() if of_it else after
    for word in NAME_BEGINS.finditer(plain, after, stop):
        match = NAME_AT.match(plain, word.start()) if _person_word(setting, word[0]) else None
        name = _person(setting, match[0]) if match else None
        if match and name:
            begin = match.start() + match[0].index(name)
            return begin, begin + len(name)
    return None


def _in_apposition(setting: Setting, plain: str, before: int) -> tuple[int, int] | None:
    """Where the name stands that opens a sentence and has its role behind it: ``Улан Ниязбеков, министр …``."""
    match = NAME_AT.match(plain)
    if match is None or plain[match.end() : before] != ", ":
        return None
    words = [word for word in match[0].split() if word[:1].isupper()]
    named = _can_be_a_name(words[-1]) and not any(_names_something_else(setting, word) for word in words)
    return match.span() if named else None


def _person(setting: Setting, name: str) -> str | None:
    """The words of a name without places and roles at its beginning; None where too little is left."""
    words = name.split()
    while words and not _person_word(setting, words[0]):
        words = words[1:]
    named = [word for word in words if word[:1].isupper()]
    return " ".join(words) if len(words) > 1 and all(_person_word(setting, word) for word in named) else None


def _person_word(setting: Setting, word: str) -> bool:
    return _can_be_a_name(word) and not _names_something_else(setting, word)


def _names_something_else(setting: Setting, word: str) -> bool:
    """A place, a body, a type of document or a role."""
    place = bool(setting.places.mentions(word)) and not _is_a_name(word)
    kinds = (setting.parties.body, setting.words.head, *setting.parties.roles.values())
    return place or any(kind.fullmatch(word) for kind in kinds)


@lru_cache(maxsize=4096)
def _is_a_name(word: str) -> bool:
    """The dictionary knows it as a first name, whatever place is called so too: ``Нурсултан``, ``Владимир``."""
    return analyzer().word_is_known(word) and "Name" in analyzer().parse(word)[0].tag


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
    return HOME if re.match(r"(?i)глав\w* государства|аким", role) else None


def _said(role: str) -> str:
    """A role as one person's, in the nominative: ``главами государств`` gives ``глава государств``."""
    first, _, rest = role.partition(" ")
    one = nominative(role) if is_adjective(first) else f"{singular_nominative(first)} {rest}".strip()
    return one.casefold()


@lru_cache(maxsize=1024)
def _nominative(name: str) -> str:
    """A name in the nominative, by the analyses that call its words first names and surnames."""
    words = name.split()
    firsts = [parse.tag for parse in analyzer().parse(words[0]) if "Name" in parse.tag]
    gender = "femn" if firsts and all("femn" in tag for tag in firsts) else "masc"
    told = " ".join("-".join(_one(part, gender) for part in word.split("-")) for word in words)
    ending = ENDINGS.get(_case(words)) if gender == "masc" else None
    if ending is None:
        return told
    return " ".join(
        ending.sub("", old) if old == new and ending.search(old) and not fixed(old) else new
        for old, new in zip(words, told.split(), strict=True)
    )


def _case(words: list[str]) -> str:
    """The case in which a man's name stands: that of its words which the dictionary knows and that can stand in one only."""
    for word in words:
        named = [
            p.tag for p in analyzer().parse(word) if p.tag.grammemes & {"Name", "Surn"} and {"masc", "sing"} in p.tag
        ]
        known = {str(tag.case) for tag in named} - {"accs"}
        if len(known) == 1 and not fixed(word):
            return known.pop()
    return ""


@lru_cache(maxsize=1024)
def _one(word: str, gender: str) -> str:
    named = [p for p in analyzer().parse(word) if p.tag.grammemes & {"Name", "Surn"} and {gender, "sing"} in p.tag]
    if fixed(word):
        return word
    if gender == "femn" and not named:
        return SURNAME_OF_HERS.sub(r"\1а", word)
    if not named or any(parse.tag.case == "nomn" for parse in named):
        return word
    made = named[0].inflect({"nomn"})
    return word if made is None else str(made.word[:1].upper() + made.word[1:])
