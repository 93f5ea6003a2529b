"""Who acts in a Kazakh communiqué: a role and a name behind it, or a known leader; names without their endings."""

from __future__ import annotations

import re
from functools import cache

from ingest.extraction.kazakh.suffixes import bare_person
from ingest.extraction.parties import PartyWords
from ingest.extraction.people import Hit, gathered
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import Sentence
from ingest.records import Person

NAME_WORD = r"[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]+(?:-[А-ЯЁӘІҢҒҮҰҚӨҺ]?[а-яёәіңғүұқөһ]+)*"
NAME = rf"{NAME_WORD}(?:\s{NAME_WORD}){{1,2}}"


def people(setting: Setting) -> tuple[Person, ...]:
    """Find persons with a role or a known name; the first full form of a name stands for all later ones."""
    return gathered(setting, [hit for sentence in setting.body for hit in _in(setting, sentence)])


def _in(setting: Setting, sentence: Sentence) -> list[Hit]:
    plain = setting.plain(sentence)
    hits: list[Hit] = []
    for match in _with_role(setting.parties).finditer(plain):
        if any(mention.start == 0 for mention in setting.places.mentions(match["name"])):
            continue
        words = [word for word in match["name"].split() if not _no_person(setting, word)]
        name = " ".join(words)
        if len(words) < 2 or name not in match["name"]:
            continue
        start = sentence.start + match.start("name") + match["name"].index(name)
        before = plain[max(0, match.start() - 60) : match.start()]
        mentions = [m for m in setting.places.mentions(before) if m.kind in {"country", "adjective"}]
        country = mentions[-1].country if mentions else setting.parties.leader_country(name) or _own(match["role"])
        printed = setting.text.raw[start : start + len(name)]
        hits.append(Hit(_nominative(printed), match["role"].casefold(), country, start, start + len(name), sentence))
    for match in setting.parties.leader.finditer(plain):
        if any(hit.start <= sentence.start + match.start() < hit.end for hit in hits):
            continue
        first = re.search(rf"((?:{NAME_WORD}\s){{1,2}})$", plain[: match.start()])
        words = []
        for word in reversed(first[1].split() if first else []):
            if _no_person(setting, word):
                break
            words.insert(0, word)
        begin = match.start() - sum(len(word) + 1 for word in words)
        country = setting.parties.leader_country(match[0])
        name = _nominative(setting.text.raw[sentence.start + begin : sentence.start + match.end()])
        hits.append(Hit(name, None, country, sentence.start + begin, sentence.start + match.end(), sentence))
    return sorted(hits, key=lambda hit: hit.start)


@cache
def _with_role(words: PartyWords) -> re.Pattern[str]:
    return re.compile(rf"(?P<role>(?i:{words.any_role}))\s(?P<name>{NAME})(?![\w-])")


def _no_person(setting: Setting, word: str) -> bool:
    return bool(
        setting.places.mentions(word)
        or setting.parties.body.fullmatch(word)
        or setting.words.head.fullmatch(word)
        or any(word.startswith(residence) for residence in setting.words.table("residences"))
        or any(role.fullmatch(word) for role in setting.parties.roles.values())
    )


def _own(role: str) -> str | None:
    """The head of state without a country is Kazakhstan's."""
    return HOME if role.casefold().startswith(("мемлекет басшы", "әкім")) else None


def _nominative(name: str) -> str:
    return bare_person(name)
