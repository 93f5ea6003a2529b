"""Who acts in an English communiqué: names beside a role, or known leaders; with role and country."""

from __future__ import annotations

import re
from functools import cache

from ingest.extraction.lexicon import Lexicon
from ingest.extraction.people import Hit, gathered
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import Sentence
from ingest.records import Person

NAME = r"(?:(?:[A-Z][\w'.-]*\s){0,1}(?:(?:bin|al|Al|von|van|der|de|El|ul|ogly)\s)?[A-Z][\w'-]+(?:-[A-Z]?\w+)?(?:\s(?:(?:bin|al|Al|van|von|der|de|El)\s)*[A-Z][\w'-]+){1,3})"
ROLE = (
    r"(?:(?:First|Deputy|Vice|Acting|Former|Federal|Foreign|Prime|Director|Secretary|Managing|Executive|Chief|Interim|State|Honorary|Board|Energy|Health|Justice|Defence|Defense|Interior|Finance|Trade|Economy|Culture|Education|Agriculture|Transport)[\s-])*"
    r"(?:(?:[Pp]resident|[Rr]ector|[Gg]overnor|[Dd]irector|[Aa]kim|[Mm]ayor|[Aa]mbassador)(?:\s\([a-z]+\))?|Ambassador Extraordinary and Plenipotentiary|Presidents|Prime Minister|Prime Ministers|Vice President|Minister|Ministers|Secretary|King|Emir|Sultan|Chancellor|"
    r"Chairman|Chairwoman|Chairperson|Speaker|Head of State|Head of the State|Head|CEO|Premier|Leader|Prosecutor General|General Secretary|Secretary[- ]General|Director[- ]General|Chief Executive|FM|PM)"
)
ROLE_OPENING = (
    r"(?:First|Deputy|Vice|Acting|Former|Federal|Foreign|Prime|Director|Secretary|Managing|Executive|Chief)\b"
)
PLURAL = re.compile(r"(?:Prime |Foreign )?(?:Presidents|Ministers|Leaders|Premiers)")
OF = r"(?:\s+of\s+(?:the\s+)?(?P<of>(?:[A-Z][\w'.-]*|of|the|and|for)(?:\s(?:[A-Z][\w'.-]*|of|the|and|for|in|region|oblast|city|district))*?))?"
POSTED = r"(?:\s+(?:to|in)\s+(?:the\s+)?[A-Z]\w+(?:\s[A-Z]\w+)??)?"
"""``British Ambassador to Kazakhstan``: where, not whose."""
BEFORE = re.compile(
    rf"(?:(?P<own>(?!{ROLE_OPENING})[A-Z][\w.-]+)(?:'s)?\s+)?(?P<role>{ROLE}){OF}{POSTED},?\s+(?P<name>{NAME})(?![\w-])"
)
AFTER = re.compile(
    rf"(?P<name>{NAME}),\s+(?:the\s+)?(?:(?P<own>[A-Z][\w.]+)(?:'s)?\s+)?(?P<role>{ROLE}){OF}(?=[,.;]|\s(?:and|has|have|met|signed|who|with|in|at|on|by|said|arrived|reported|to|were|was)\b|$)"
)
ANY_ROLE = re.compile(rf"\b{ROLE}")


OPENINGS = frozenset(
    [
        "The", "On", "In", "At", "With", "And", "By", "For", "From", "Honorable", "Mr", "Mr.", "Mrs", "Ms", "Dr", "Air",
        "Economy", "Affairs", "Development", "Industry", "Energy", "Health", "Education", "Justice", "Finance", "Culture",
        "Territory", "State", "Region", "Republic", "University", "Trade", "Commerce",
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
)  # fmt: skip
"""Capitalised words before a name that are none of its own."""
LONGEST_INITIALS = 3
MOST_NAMES = 3
INITIALS = re.compile(r"(?<![\w.])(?:[A-Z][a-z]?\.\s?){1,2}$")
FAMILY = re.compile(r"(?:\s(?:bin|Al|al)\s[A-Z][\w'-]+)+")
"""``Mohamed bin Zayed`` **Al Nahyan**."""


def people(setting: Setting) -> tuple[Person, ...]:
    """Find persons with a role or a known name; the first full form of a name stands for all later ones."""
    return gathered(setting, [hit for sentence in setting.body for hit in _in(setting, sentence)])


def _in(setting: Setting, sentence: Sentence) -> list[Hit]:
    plain = setting.plain(sentence)
    hits: list[Hit] = []
    for pattern in (BEFORE, AFTER) if ANY_ROLE.search(plain) else ():
        for match in pattern.finditer(plain):
            name = _clean(setting, _printed(match))
            if name is None or any(
                h.start < sentence.start + match.end("name") and sentence.start + match.start("name") < h.end
                for h in hits
            ):
                continue
            start = sentence.start + match.start("name") + match["name"].index(name)
            country = _country(setting, match, name)
            hits.append(
                Hit(
                    setting.text.raw[start : start + len(name)],
                    _singular(match["role"]),
                    country,
                    start,
                    start + len(name),
                    sentence,
                )
            )
    for match in setting.parties.leader.finditer(plain):
        if any(h.start <= sentence.start + match.start() < h.end for h in hits):
            continue
        full = re.search(r"((?:[A-Z][\w'-]+\s){0,2})$", plain[: match.start()])
        initials = INITIALS.search(plain, 0, match.start())
        first = initials[0] if initials else _first_names(setting, full[1] if full else "")
        more = FAMILY.match(plain, match.end())
        start = sentence.start + match.start() - len(first)
        end = sentence.start + (more.end() if more else match.end()) - (2 if match[0].endswith("'s") else 0)
        hits.append(
            Hit(
                setting.text.raw[start:end],
                _shared_role(plain[: start - sentence.start]),
                setting.parties.leader_country(match[0]),
                start,
                end,
                sentence,
            )
        )
    return sorted(hits, key=lambda hit: hit.start)


def _singular(role: str) -> str:
    return role[:-1] if PLURAL.fullmatch(role) else role


def _shared_role(before: str) -> str | None:
    """``Presidents A and``: the plural before the first name holds for the second too."""
    match = re.search(rf"({PLURAL.pattern})\s[^.;,]*\sand\s+$", before)
    return _singular(match[1]) if match else None


def _first_names(setting: Setting, text: str) -> str:
    """The words before a surname that are first names: no role, no place."""
    kept = ""
    for word in reversed(text.split()):
        if (
            word in _not_names(setting.words)
            or word.startswith(_role_words(setting.words))
            or setting.places.mentions(word)
            or word in {"Leader", "Mr", "On", "In", "The", "And"}
        ):
            break
        kept = f"{word} {kept}"
    return kept if text.endswith(kept) else ""


def _printed(match: re.Match[str]) -> str:
    """The words of a name; of ``president of the University of Pennsylvania Neely Bendapudi`` the last two."""
    owner_goes_on = re.search(r"\b(?:of|the|and|for)$", match.groupdict().get("of") or "")
    return match["name"].partition(" ")[2] if owner_goes_on else match["name"]


def _clean(setting: Setting, name: str) -> str | None:
    words = name.split()
    while words and (
        words[0] in _not_names(setting.words)
        or re.fullmatch(ROLE, words[0])
        or words[0] in OPENINGS
        or (words[0].isupper() and len(words[0]) > LONGEST_INITIALS)
    ):
        words = words[1:]
    for at, word in enumerate(words):
        if word in _not_names(setting.words):
            words = words[:at]
            break
    while len(words) > MOST_NAMES - 1 and setting.places.mentions(words[0]):
        words = words[1:]  # ``Minister of Foreign Affairs of Kazakhstan Yerzhan Ashikbayev``
    result = " ".join(words).removesuffix("'s")
    if len(words) < 2 or result not in name:
        return None
    mentions = setting.places.mentions(result)
    if any(m.kind in {"country", "adjective"} for m in mentions) or setting.parties.body.search(result):
        return None
    return result


def _country(setting: Setting, match: re.Match[str], name: str) -> str | None:
    """By ``of Kazakhstan`` behind the role, ``Kazakh`` or ``Kazakhstan's`` before it, or a country right before the name."""
    before_name = match["name"][: match["name"].index(name)]
    for text in (before_name, match.groupdict().get("of"), match.groupdict().get("own")):
        mentions = [m for m in setting.places.mentions(text or "") if m.kind in {"country", "adjective"}]
        if mentions:
            return mentions[-1].country
    return setting.parties.leader_country(name) or _kazakh(match["role"])


def _kazakh(role: str) -> str | None:
    return HOME if role in {"Head of State", "Head of the State", "Akim"} else None


@cache
def _not_names(words: Lexicon) -> frozenset[str]:
    return frozenset(words.words("not_names"))


@cache
def _role_words(words: Lexicon) -> tuple[str, ...]:
    return tuple(words.words("role_words"))
