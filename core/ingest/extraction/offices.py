"""Offices that every state has - its president's, its government's, its foreign ministry - and which state's is meant."""

from __future__ import annotations

import re

from ingest.extraction.gazetteer import gazetteer
from ingest.extraction.setting import HOME, Setting

ABROAD = {
    "Akorda": "press service of the President of {country}",
    "Kazakh MFA": "Ministry of Foreign Affairs of {country}",
    "PM press service": "press service of the Government of {country}",
}
"""The offices of Kazakhstan by their canonical names, and what those of another state are called in every language."""
NAMED = re.compile(r"(?i)akorda|акорд|ақорд|primeminister|(?<!\w)(?:РК|ҚР)(?!\w)|қазақстан|kazakh")
"""What says of an office that it is Kazakhstan's."""
LONGEST_COUNTRY = 40
OWNED = re.compile(r"\s(?:of\s(?:the\s)?(?:Republic\sof\s)?|Республики\s)?")


def office(setting: Setting, name: str, plain: str, match: re.Match[str]) -> tuple[str, int, int]:
    """The office that words for ``name`` mean in a sentence, and where they stand: Kazakhstan's where nothing says whose."""
    if _of_home(setting, match[0]):
        return name, *match.span()
    if abroad := of_another(setting, plain, match):
        start, end, country = abroad
        return _abroad(name, country), start, end
    if leader := _led_by(setting, plain[: match.start()]):
        return _abroad(name, leader), *match.span()
    if only_of_others(setting):
        return _abroad(name, setting.told_first), *match.span()
    return name, *match.span()


def _abroad(name: str, country: str) -> str:
    return ABROAD[name].format(country=gazetteer("en").name(country))


def _of_home(setting: Setting, printed: str) -> bool:
    """Whether the words say themselves that an office is Kazakhstan's."""
    return any(mention.country == HOME for mention in setting.places.mentions(printed)) or bool(NAMED.search(printed))


def _led_by(setting: Setting, before: str) -> str | None:
    """The other state that a story of another newsroom begins with, where the sentence names its leader before.

    ``Жапаров подписал закон, сообщила пресс-служба главы государства``.
    """
    if setting.words.phrases("agency").search(setting.text.plain) or not setting.countries:
        return None
    named = {setting.parties.leader_country(leader[0]) for leader in setting.parties.leader.finditer(before)}
    return setting.told_first if setting.told_first != HOME and named == {setting.told_first} else None


def of_another(setting: Setting, plain: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    """The state that words, or those beside them, give an office to: ``пресс-служба Президента Узбекистана``."""
    if within := next((one for one in setting.places.mentions(match[0]) if one.country != HOME), None):
        return *match.span(), within.country
    behind = next(iter(setting.places.mentions(plain[match.end() : match.end() + LONGEST_COUNTRY])), None)
    if behind and behind.country != HOME and OWNED.fullmatch(plain, match.end(), match.end() + behind.start):
        return match.start(), match.end() + behind.end, behind.country
    begin = max(match.start() - LONGEST_COUNTRY, 0)
    before = [m for m in setting.places.mentions(plain[begin : match.start()]) if m.kind in {"adjective", "country"}]
    if before and before[-1].country != HOME and not plain[begin + before[-1].end : match.start()].strip(" '’s"):
        return begin + before[-1].start, match.end(), before[-1].country
    return None


def only_of_others(setting: Setting) -> bool:
    """Whether a story of two other states never names Kazakhstan."""
    codes = {code for code, _, _ in setting.countries}
    return (
        len(codes) > 1
        and HOME not in codes
        and not any(mention.country == HOME for mention in setting.places.mentions(setting.text.raw))
    )
