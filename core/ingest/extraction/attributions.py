"""The sources an article names for its own story, under their canonical names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.extraction.lexicon import Lexicon
from ingest.extraction.named_before import named_before, of_place, whole_name
from ingest.extraction.offices import ABROAD, of_another, office
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.records import Attribution, Party, Span

LEAD = 5
"""Sentences in which a source may be named; later ones must say "this was reported by"."""
STATEMENT = 2
"""Sentences that may say whose statement the story is."""
DATELINE = 60
CITED = ("cites", "press_service_of", "press_service", "body_by_letters", "outlet", "body_cited", "body_speaks")
"""The patterns of a lexicon that name any source, in the order they are asked."""
OPENING_QUOTES = ('"', "«", "“", "„")
NEAR_BEFORE, NEAR_AFTER = 60, 50
KAZINFORM = "Kazinform"
WRITER, CLOSED = re.compile(r"[/(](?:[Кк]орр?\.\s)?$"), re.compile(r"[^/()]{0,30}[/)]")
"""``/TASS/``, ``/Корр. ТАСС Иван Иванов/``."""
DASH = re.compile(r"\s[-–—]\s")
HEADS = frozenset(["Committee", "Agency", "Commission", "Chamber", "Fund", "Department"])
"""A body without its name: what the text called it before is meant."""


SOURCE_LINE = re.compile(
    r"^(?:Source|Источник|По материалам(?: сайта)?|Дереккөз[іi]?|Ақпарат көзі):?\s(?P<name>[\w-]+(?:\.\w{2,4})?)[\s.]*$"
    r"|[.!?]\s-\s(?P<sign>[A-Z]{2,8})$"
)
OUTLET = re.compile(
    r"[^\n/(:]{3,45}[/(](?P<sign>(?!KAZ|QAZ|Kaz|Qaz)[A-ZА-ЯЁ][\w.-]+(?:\s[A-Z][\w.-]+){0,2})[/)]\.?(?:\s?(?:--|[-–—])|\s(?=[A-ZА-Я]))"
    r"|[A-Z][A-Z' -]+,\s[A-Z]+\s\d{1,2}(?:,\s\d{4})?,\s(?P<capitals>(?!KAZ|QAZ)[A-Z]{4,})\."
    r"|[^\W\d_a-zа-я][^\W\da-zа-я' -]{2,25},\s\d{1,2}\s[^\W\d_]+\.?\s?[-–—]\s(?P<agency>(?!Kaz|Qaz|KAZ|QAZ)[A-Z]\w+)\."
    r"|[\w' -]{3,25}\.\s\d{1,2}\s\w+\.\s(?P<site>[\w-]+\.[A-Za-z]{2,4})(?:\s?[-–—]|\.\s)"
)
"""``Ulaanbaatar/MONTSAME/.``, ``(Jiji Press) --``, ``YEREVAN, JANUARY 26, ARMENPRESS.``, ``Алматы. 16 мамыр. 7kun.kz -``."""


def attributions(setting: Setting, parties: Sequence[Party]) -> tuple[Attribution, ...]:
    """Find who is cited: in the dateline, as a relaying outlet, beside a verb of citing.

    ``parties``: those of the article's documents; "the company" of a source may be one of them.
    """
    found: dict[str, Span] = {}
    _dateline(setting, found)
    citing, known = setting.words.phrases("citing"), setting.words.table("attributions")
    for number, sentence in enumerate(setting.body):
        plain = setting.plain(sentence)
        if number == 0:
            _relay(setting, sentence, found)
        reported = setting.words.pattern("reported_by").match(plain) is not None
        if number == len(setting.body) - 1:
            _source_line(setting, sentence, found)
        if number < STATEMENT and (states := setting.words.pattern("states").search(plain)):
            _states(setting, sentence, states.start(), found)
        if (
            (number >= LEAD and not reported and not setting.words.pattern("list_noun").search(plain))
            or not citing.search(plain)
            or (number and setting.cues.match(plain))
        ):
            continue
        _agency(setting, sentence, found)
        _known(setting, sentence, found)
        _cited(setting, sentence, found)
        if any(setting.parties.body.search(name) for name in found if name not in known):
            continue  # it is whom "the ministry" means then
        for name, span in named_before(setting, sentence, parties):
            if not _overlaps(span, found):
                found.setdefault(name, span)
    return tuple(
        Attribution(name=name, span=span) for name, span in sorted(found.items(), key=lambda one: one[1].start)
    )


def _span(offset: int, match: re.Match[str], group: str | int = 0) -> Span:
    return Span(field="text", start=offset + match.start(group), end=offset + match.end(group))


def _overlaps(span: Span, found: dict[str, Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in found.values())


@cache
def _table(words: Lexicon) -> list[tuple[str, re.Pattern[str]]]:
    """Known sources: canonical name and how it is printed."""
    return [
        (name, re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?!\w|-(?![а-яәіңғүұқөһ]))"))
        for name, patterns in words.table("attributions").items()
    ]


def _dateline(setting: Setting, found: dict[str, Span]) -> None:
    """``ASTANA. KAZINFORM -``, ``ASTANA, November 27. /TASS/.``, ``ASTANA, Nov. 27 (Xinhua) --``."""
    plain = setting.text.plain
    before = plain[: setting.dateline[0]].replace("-", " ") if setting.dateline else ""  # ``KAZINFORM- The``
    if match := setting.words.phrases("agency").search(before):
        found[KAZINFORM] = _span(0, match)
    begin, end = (plain.rfind("\n", 0, setting.dateline[0]), setting.dateline[0]) if setting.dateline else (0, -1)
    opening = plain[: setting.lead[-1].start + DATELINE] if setting.body else ""
    if "/" not in opening and "(" not in opening:
        opening = opening[: max(end, 0)]
    for name, pattern in _table(setting.words):
        for match in pattern.finditer(opening):
            in_dateline = begin < match.start() and match.end() <= end
            between = WRITER.search(opening[: match.start()]) and CLOSED.match(opening, match.end())
            if in_dateline or between:
                found.setdefault(name, _span(0, match))


def _relay(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    """``Baku, Trend: …``: the outlet in front of the first sentence."""
    plain = setting.plain(sentence)
    for name, pattern in _table(setting.words):
        known = pattern.match(plain)
        if known and DASH.match(plain, known.end()) and (meant := _meant(setting, name, sentence, known)):
            found.setdefault(*meant)
    relay = setting.words.pattern("relay").match(plain)
    if relay and not setting.words.phrases("agency").search(relay[0]):
        found[relay["name"].strip()] = _span(sentence.start, relay, "name")
    begin = setting.text.starts[sentence.block]
    outlet = OUTLET.match(setting.text.raw, begin)
    if outlet and not any(span.start < outlet.end() for span in found.values()):
        found[str(outlet[outlet.lastgroup or 0])] = _span(0, outlet, outlet.lastgroup or 0)


def _source_line(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    """``Source: UzA``, ``… for years to come. - VNS``, ``Press service of the Senate``: the last line of a story."""
    plain = setting.plain(sentence)
    if signed := setting.words.pattern("signed_by").fullmatch(plain):
        table = ((name, pattern.search(plain)) for name, pattern in _table(setting.words))
        known = next((_meant(setting, name, sentence, match) for name, match in table if match), None)
        found.setdefault(known[0] if known else _called(setting, signed["name"]), _span(sentence.start, signed, "name"))
    line = SOURCE_LINE.search(plain)
    if line and not setting.words.phrases("agency").search(line[0]):
        found.setdefault(line["name"] or line["sign"], _span(sentence.start, line, "name" if line["name"] else "sign"))


def _agency(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    plain, citing = setting.plain(sentence), setting.words.phrases("citing")
    for match in setting.words.phrases("agency").finditer(plain):
        if citing.search(plain[max(0, match.start() - NEAR_AFTER) : match.end() + NEAR_AFTER]):
            found.setdefault(KAZINFORM, _span(sentence.start, match))


def _known(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    """Sources of the table near a verb of citing."""
    plain, citing = setting.plain(sentence), setting.words.phrases("citing")
    for name, pattern in _table(setting.words):
        for match in pattern.finditer(plain):
            if name in found or not citing.search(
                plain[max(0, match.start() - NEAR_BEFORE) : match.end() + NEAR_AFTER]
            ):
                continue
            if meant := _meant(setting, name, sentence, match):
                found.setdefault(*meant)


def _meant(setting: Setting, name: str, sentence: Sentence, match: re.Match[str]) -> tuple[str, Span]:
    """The source that words of the table mean, and where they stand: an office of every state may be another state's."""
    if name not in ABROAD:
        return name, _span(sentence.start, match)
    called, start, end = office(setting, name, setting.plain(sentence), match)
    return called, Span(field="text", start=sentence.start + start, end=sentence.start + end)


def _states(setting: Setting, sentence: Sentence, end: int, found: dict[str, Span]) -> None:
    """``The Ministry of Foreign Affairs has issued a statement …``: whose story it is, if it is Kazakhstan's."""
    plain = setting.plain(sentence)
    for name, pattern in _table(setting.words):
        match = pattern.search(plain, 0, end)
        if match and name in ABROAD and of_another(setting, plain, match) is None:
            found.setdefault(name, _span(sentence.start, match))


def _cited(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    """Any other source that the agency says it cites, by its own name."""
    plain = setting.plain(sentence)
    for pattern in CITED:
        cited = setting.words.pattern(pattern).search(plain)
        if cited is None:
            continue
        person = pattern.startswith("press_service") and setting.words.pattern("office_of_a_person").search(
            cited["name"]
        )
        group: str | int = 0 if person else "name"
        start, end = sentence.start + cited.start(group), sentence.start + cited.end(group)
        printed = setting.text.raw[start:end].rstrip(".")
        if printed[:1] in OPENING_QUOTES:
            start, printed = start + 1, printed[1:].rstrip('»"”')
        span = Span(field="text", start=start, end=start + len(printed))
        name = _called(setting, printed)
        whole = whole_name(setting, name, span.start) if name in HEADS else of_place(setting, name)
        if (
            whole is None
            or _overlaps(span, found)
            or any(pattern.fullmatch(name) for _, pattern in _table(setting.words))
            or setting.words.pattern("nameless_source").fullmatch(name)
            or setting.words.phrases("agency").fullmatch(name)
            or setting.words.phrases("citing").fullmatch(name)
        ):
            continue
        found[whole] = span


def _called(setting: Setting, printed: str) -> str:
    """A source in the nominative: ``пресс-служба КТЖ`` for ``со ссылкой на пресс-службу КТЖ``."""
    for form, pattern in setting.words.table("source_forms").items():
        printed = re.sub(rf"^{pattern}", form, printed)
    return setting.words.pattern("source_ending").sub("", printed)
