"""The sources an article names for its own story, under their canonical names."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extraction.setting import Setting
from ingest.extraction.text import alternation
from ingest.records import Attribution, Span

NEWSROOM = re.compile(r"(?:agency|news agency|correspondent|reporter)", re.IGNORECASE)
RELAY = re.compile(
    r"^[A-Z][a-z]+(?:, [A-Z][\w ]+)?[,:]\s?(?:[\w., ]{0,20}\()?([A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3})(?:\)?:| -)\s"
)
CITED = re.compile(
    r"(?:Kazinform|Qazinform)(?: News Agency| Agency)?(?: correspondent)? (?:cites|quotes|learnt from|learned from|reports citing|reports with reference to|refers to|has learnt from|has learned from|reports, citing|reports quoting)\s+"
    r"(?:the )?(?:press (?:service|office) of (?:the )?)?((?:[A-Z][\w.&'-]*)(?:\s(?:of|and|for|the|[A-Z][\w.&'-]*))*)"
)
LEAD = 5


def attributions(setting: Setting) -> tuple[Attribution, ...]:
    """Find who is cited: in the dateline, beside a verb of citing, as a relaying outlet."""
    found: dict[str, Span] = {}
    table = setting.words.table("attributions")
    citing = re.compile(rf"(?<![\w-])(?:{alternation(setting.words.words('citing'))})(?![\w-])", re.IGNORECASE)
    agency = re.compile(rf"\b(?:{alternation(setting.words.words('agency'))})\b", re.IGNORECASE)
    if setting.dateline:
        match = agency.search(setting.text.plain[: setting.dateline[0]])
        if match:
            found["Kazinform"] = Span(field="text", start=match.start(), end=match.end())
    for number, sentence in enumerate(setting.body):
        plain = setting.plain(sentence)
        if number == 0 and (relay := RELAY.match(plain)) and not agency.search(relay[0]):
            found[relay[1].strip()] = Span(
                field="text", start=sentence.start + relay.start(1), end=sentence.start + relay.end(1)
            )
        if not citing.search(plain) or (number >= LEAD and setting.cues.match(plain)):
            continue
        limit = number < LEAD
        for match in agency.finditer(plain):
            near = plain[max(0, match.start() - 45) : match.end() + 45]
            if "Kazinform" not in found and citing.search(near) and limit:
                found["Kazinform"] = Span(
                    field="text", start=sentence.start + match.start(), end=sentence.start + match.end()
                )
        for name, patterns in table.items():
            if name in found or not limit:
                continue
            for pattern in patterns:
                match2 = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", plain)
                if match2 and citing.search(plain[max(0, match2.start() - 60) : match2.end() + 50]):
                    found[name] = Span(
                        field="text", start=sentence.start + match2.start(), end=sentence.start + match2.end()
                    )
                    break
        if limit and (cited := CITED.search(plain)):
            span = Span(field="text", start=sentence.start + cited.start(1), end=sentence.start + cited.end(1))
            if not any(s.start < span.end and span.start < s.end for s in found.values()) and not agency.fullmatch(
                cited[1]
            ):
                found[cited[1].rstrip(".")] = replace(span, end=span.end - (cited[1][-1] == "."))
    return tuple(
        Attribution(name=name, span=span) for name, span in sorted(found.items(), key=lambda item: item[1].start)
    )
