"""The sources an article names for its own story, under their canonical names."""

from __future__ import annotations

import re
from functools import cache

from ingest.extraction.lexicon import Lexicon
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import Sentence
from ingest.records import Attribution, Span

LEAD = 5
"""Sentences in which a source may be named; later ones must say "this was reported by"."""
STATEMENT = 2
"""Sentences that may say whose statement the story is."""
DATELINE = 60
NEAR_BEFORE, NEAR_AFTER = 60, 50
KAZINFORM = "Kazinform"
OFFICES = frozenset(["Akorda", "Kazakh MFA", "PM press service"])
"""Offices that every state has: of Kazakhstan where the text says so, or where it is about Kazakhstan."""
NAMED_OFFICE = re.compile(r"(?i)akorda|акорд|ақорд|primeminister|(?<!\w)(?:РК|ҚР)(?!\w)|қазақстан|kazakh")
LONGEST_COUNTRY = 40
OWNED = re.compile(r"\s(?:of\s(?:the\s)?(?:Republic\sof\s)?|Республики\s)?")
WRITER, CLOSED = re.compile(r"[/(](?:[Кк]орр?\.\s)?$"), re.compile(r"[^/()]{0,30}[/)]")
"""``/TASS/``, ``/Корр. ТАСС Иван Иванов/``."""
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
    r"|[\w' -]{3,25}\.\s\d{1,2}\s\w+\.\s(?P<site>[\w-]+\.[A-Za-z]{2,4})\s?[-–—]"
)
"""``Ulaanbaatar/MONTSAME/.``, ``(Jiji Press) --``, ``YEREVAN, JANUARY 26, ARMENPRESS.``, ``Алматы. 16 мамыр. 7kun.kz -``."""


def attributions(setting: Setting) -> tuple[Attribution, ...]:
    """Find who is cited: in the dateline, as a relaying outlet, beside a verb of citing."""
    found: dict[str, Span] = {}
    _dateline(setting, found)
    citing = setting.words.phrases("citing")
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
        _the_ministry(setting, sentence, found)
    return tuple(
        Attribution(name=name, span=span) for name, span in sorted(found.items(), key=lambda one: one[1].start)
    )


def _span(offset: int, match: re.Match[str], group: str | int = 0) -> Span:
    return Span(field="text", start=offset + match.start(group), end=offset + match.end(group))


@cache
def _table(words: Lexicon) -> list[tuple[str, re.Pattern[str]]]:
    """Known sources: canonical name and how it is printed."""
    return [
        (name, re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])"))
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
    relay = setting.words.pattern("relay").match(setting.plain(sentence))
    if relay and not setting.words.phrases("agency").search(relay[0]):
        found[relay["name"].strip()] = _span(sentence.start, relay, "name")
    begin = setting.text.starts[sentence.block]
    outlet = OUTLET.match(setting.text.raw, begin)
    if outlet and not any(span.start < outlet.end() for span in found.values()):
        found[str(outlet[outlet.lastgroup or 0])] = _span(0, outlet, outlet.lastgroup or 0)


def _source_line(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    """``Source: UzA``, ``… for years to come. - VNS``, ``Press service of the Senate``: the last line of a story."""
    signed = setting.words.pattern("signed_by").fullmatch(setting.plain(sentence))
    if signed and not any(pattern.search(signed[0]) for _, pattern in _table(setting.words)):
        found.setdefault(_called(setting, signed["name"]), _span(sentence.start, signed, "name"))
    line = SOURCE_LINE.search(setting.plain(sentence))
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
            span = _span(sentence.start, match)
            if name in OFFICES and not _of_home(setting, match[0]):
                if foreign := _of_another(setting, plain, match):
                    start, end = sentence.start + foreign[0], sentence.start + foreign[1]
                    called = _called(setting, setting.text.raw[start:end])
                    found.setdefault(called, Span(field="text", start=start, end=end))
                    continue
                if _only_of_others(setting):
                    continue
            found[name] = span


def _of_another(setting: Setting, plain: str, match: re.Match[str]) -> tuple[int, int] | None:
    """An office that its words, or those beside it, give to another state: ``пресс-служба Президента Узбекистана``."""
    if any(mention.country != HOME for mention in setting.places.mentions(match[0])):
        return match.span()
    behind = next(iter(setting.places.mentions(plain[match.end() : match.end() + LONGEST_COUNTRY])), None)
    if behind and behind.country != HOME and OWNED.fullmatch(plain, match.end(), match.end() + behind.start):
        return match.start(), match.end() + behind.end
    begin = max(match.start() - LONGEST_COUNTRY, 0)
    before = [m for m in setting.places.mentions(plain[begin : match.start()]) if m.kind in {"adjective", "country"}]
    if before and before[-1].country != HOME and not plain[begin + before[-1].end : match.start()].strip(" '’s"):
        return begin + before[-1].start, match.end()
    return None


def _only_of_others(setting: Setting) -> bool:
    """Whether a story of two other states never names Kazakhstan."""
    codes = {code for code, _, _ in setting.countries}
    return (
        len(codes) > 1
        and HOME not in codes
        and not any(mention.country == HOME for mention in setting.places.mentions(setting.text.raw))
    )


def _of_home(setting: Setting, printed: str) -> bool:
    """Whether the words say themselves that an office is Kazakhstan's."""
    return any(mention.country == HOME for mention in setting.places.mentions(printed)) or bool(
        NAMED_OFFICE.search(printed)
    )


def _states(setting: Setting, sentence: Sentence, end: int, found: dict[str, Span]) -> None:
    """``The Ministry of Foreign Affairs has issued a statement …``: whose story it is, if it is Kazakhstan's."""
    plain = setting.plain(sentence)
    for name, pattern in _table(setting.words):
        match = pattern.search(plain, 0, end)
        if match and name in OFFICES and not _of_another(setting, plain, match):
            found.setdefault(name, _span(sentence.start, match))


def _cited(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    """Any other source that the agency says it cites, by its own name."""
    plain = setting.plain(sentence)
    for pattern in ("cites", "press_service_of", "press_service", "outlet", "body_cited", "body_speaks"):
        cited = setting.words.pattern(pattern).search(plain)
        if cited is None:
            continue
        start, end = sentence.start + cited.start("name"), sentence.start + cited.end("name")
        printed = setting.text.raw[start:end].rstrip(".")
        if printed[:1] in '«"':
            start, printed = start + 1, printed[1:].rstrip('»"')
        span = Span(field="text", start=start, end=start + len(printed))
        overlaps = any(other.start < span.end and span.start < other.end for other in found.values())
        name = _called(setting, printed)
        whole = _whole_name(setting, name, span.start) if name in HEADS else _of_place(setting, name)
        if (
            whole is None
            or overlaps
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


def _of_place(setting: Setting, name: str) -> str:
    """``пресс-служба акима области``: of the region whose akim the text names."""
    office = setting.words.pattern("local_office").fullmatch(name)
    head = setting.words.pattern("local_head").search(setting.text.plain) if office else None
    if office is None or head is None:
        return name
    return name[: office.start("place")] + head["of"] + name[office.end("place") :]


def _the_ministry(setting: Setting, sentence: Sentence, found: dict[str, Span]) -> None:
    """``the Ministry's press service``, ``пресс-служба ведомства``: of the ministry, or of the minister, named before."""
    said = setting.words.pattern("the_ministry").search(setting.plain(sentence))
    if said is None:
        return
    before = setting.text.plain[: sentence.start + said.start()]
    every = setting.words.pattern("ministry_named").finditer(before)
    named = next((one for one in reversed(list(every)) if not _of_another(setting, before, one)), None)
    if named is None or named.lastgroup is None:
        return
    topic = named[named.lastgroup]
    foreign = setting.words.pattern("foreign_affairs").fullmatch(topic) is not None
    if foreign and _only_of_others(setting):
        return
    name = "Kazakh MFA" if foreign else setting.words.table("ministry_called")[named.lastgroup].format(topic)
    found.setdefault(name, _span(sentence.start, said))


def _whole_name(setting: Setting, head: str, before: int) -> str | None:
    """``the Committee's press service``: the name the text gave that body before."""
    own, topic = r"(?:(?!The\b)[A-Z][a-z][\w-]*\s)*", r"[A-Z][\w-]*(?:(?:,|\sand|,\sand)?\s[A-Z][\w-]*)*"
    named = re.search(rf"\b({own})({head})(\s(?:of|for)\s(?:the\s)?{topic})", setting.text.plain[:before])
    if named is None:
        return None
    country = next((one for one in setting.places.mentions(named[3]) if one.kind == "country"), None)
    return named[1] + head + re.sub(r"(?:\s(?:of|the))+\s*$", "", named[3][: country.start] if country else named[3])
