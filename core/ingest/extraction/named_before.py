"""Sources that a text calls by their kind alone - the ministry, the company - and which body it named so before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.extraction.lexicon import NEVER
from ingest.extraction.offices import of_another, only_of_others
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import Sentence
from ingest.records import Party, Span

QUOTED = re.compile(r"[«\"“„]([^«»\"“”„]+)(?=[»\"”])")
LEGAL_FORM = re.compile(r"(?<![\w-])(?:JSC|NJSC|LLP|LLC|NC|АО|НК|ТОО|НАО|АҚ|КеАҚ|ҰК|ЖШС)(?![\w-])")


def named_before(setting: Setting, sentence: Sentence, parties: Sequence[Party]) -> Iterator[tuple[str, Span]]:
    """The names of bodies that a sentence cites by their kind, and where it does.

    ``the Ministry's press service``, ``сообщили в пресс-службе вуза``, ``ұлттық компанияның баспасөз қызметі``.
    """
    plain, pattern = setting.plain(sentence), setting.words.pattern
    cited: set[int] = set()
    for kind in setting.words.table("kinds_of_source"):
        for match in setting.words.phrases("kinds_of_source", kind).finditer(plain):
            start, end = match.span()
            opened = pattern("source_opens").search(plain, 0, start) and pattern("source_ends").match(plain, end)
            if start in cited or not (opened or pattern("source_closes").match(plain, end)):
                continue
            if name := _name(setting, kind, sentence.start + start, sentence.end, parties):
                cited.add(start)
                yield name, Span(field="text", start=sentence.start + start, end=sentence.start + end)


def _name(setting: Setting, kind: str, before: int, end: int, parties: Sequence[Party]) -> str | None:
    """The body of a kind that the text named before.

    The last ministry, itself or by its minister; else the first of that kind among the parties of the documents; else
    the last that the text names.
    """
    if kind == "ministry" and (named := _cited_ministry(setting, before, end)):
        return named
    own = [one for one in parties if one.kind == kind and one.country == HOME and one.span and one.span.start < before]
    own.sort(key=lambda one: one.span.start if one.span else 0)
    party = next((_called(one) for one in own if _is_name(setting, one)), None)
    if party or kind == "ministry":
        return party
    span = named_in_text(setting, kind, before)
    return setting.text.raw[slice(*span)] if span else None


def named_in_text(setting: Setting, kind: str, before: int, country: str = HOME) -> tuple[int, int] | None:
    """Where the text named a body of a kind last before an offset that is of no other state than ``country``."""
    text = setting.text.plain[:before]
    if kind == "company":
        own = [span for span, code in setting.parties.firms(text) if code == country and not _only_form(text, span)]
    else:
        every = setting.words.pattern(f"{kind}_named").finditer(text)
        spans = (one.span("name") for one in every)
        own = [span for span in spans if all(p.country == country for p in setting.places.mentions(text[slice(*span)]))]
    return own[-1] if own else None


def _only_form(text: str, span: tuple[int, int]) -> bool:
    """``LLP``: a legal form tells whose a firm is, and is no name of one."""
    return LEGAL_FORM.fullmatch(text, *span) is not None


def _is_name(setting: Setting, party: Party) -> bool:
    """Whether a party has more of a name than its kind."""
    return setting.words.phrases("kinds_of_source", party.kind).fullmatch(party.name) is None


def _called(party: Party) -> str:
    """The name of a body; of a firm without its legal form: ``Қазақстан темір жолы`` for ``АО «НК «Қазақстан темір жолы»``."""
    if party.kind != "company":
        return party.name
    quoted = QUOTED.findall(party.name)
    return quoted[-1] if quoted else LEGAL_FORM.sub("", party.name).strip(" ,")


def ministry_before(setting: Setting, said: int, end: int) -> str | None:
    """The ministry that the text named last before ``said``, itself or by its minister; else the first before ``end``."""
    named = _ministry(setting, said, end)
    return ministry_called(setting, named) if named else None


def ministry_called(setting: Setting, named: re.Match[str]) -> str:
    """What a match of ``ministry_named`` is called, whether it names the ministry or its minister."""
    form = named.lastgroup or ""
    return str(setting.words.table("ministry_called")[form].format(named[form]))


def _ministry(setting: Setting, said: int, end: int) -> re.Match[str] | None:
    text = setting.text.plain[:end]
    every = [
        one for one in setting.words.pattern("ministry_named").finditer(text) if not of_another(setting, text, one)
    ]
    before = [one for one in every if one.start() < said]
    return before[-1] if before else next(iter(every), None)


def _cited_ministry(setting: Setting, said: int, end: int) -> str | None:
    """The ministry as a source: that of foreign affairs by its canonical name."""
    named = _ministry(setting, said, end)
    if named and setting.words.pattern("foreign_affairs").fullmatch(named[named.lastgroup or 0]):
        return None if only_of_others(setting) else "Kazakh MFA"
    return ministry_called(setting, named) if named else None


def of_place(setting: Setting, name: str) -> str:
    """``пресс-служба акима области``: of the region whose akim the text names, or that it names first."""
    office = setting.words.pattern("local_office").fullmatch(name)
    if office is None:
        return name
    place = next(_local(setting), None)
    return name[: office.start("place")] + place + name[office.end("place") :] if place else name


def _local(setting: Setting) -> Iterator[str]:
    """The places of the home state that an akim or a governor is of; then, as they are called, those of the lead."""
    local_unit = setting.words.pattern("local_unit")
    for head in setting.words.pattern("local_head").finditer(setting.text.plain):
        named = next(iter(setting.places.mentions(head["of"])), None)
        if named and named.country == HOME:
            unit = local_unit.match(head["of"], named.end)
            yield head["of"][: unit.end() if unit else named.end]
    for words in [setting.headline, *(setting.plain(sentence) for sentence in setting.lead)]:
        for named in setting.places.mentions(words):
            if named.kind == "region" and named.country == HOME and local_unit is not NEVER:
                unit = local_unit.match(words, named.end)
                yield words[named.start : unit.end()] if unit else named.name


def whole_name(setting: Setting, head: str, before: int) -> str | None:
    """``the Committee's press service``: the name the text gave that body before."""
    own, topic = r"(?:(?!The\b)[A-Z][a-z][\w-]*\s)*", r"[A-Z][\w-]*(?:(?:,|\sand|,\sand)?\s[A-Z][\w-]*)*"
    named = re.search(rf"\b({own})({head})(\s(?:of|for)\s(?:the\s)?{topic})", setting.text.plain[:before])
    if named is None:
        return None
    country = next((one for one in setting.places.mentions(named[3]) if one.kind == "country"), None)
    return named[1] + head + re.sub(r"(?:\s(?:of|the))+\s*$", "", named[3][: country.start] if country else named[3])
