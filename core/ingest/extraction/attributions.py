"""The sources an article names for its own story, under their canonical names."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extraction.setting import Setting
from ingest.records import Attribution, Span

LEAD = 5
DATELINE = 60


def attributions(setting: Setting) -> tuple[Attribution, ...]:
    """Find who is cited: in the dateline, beside a verb of citing, as a relaying outlet."""
    found: dict[str, Span] = {}
    table = setting.words.table("attributions")
    citing, agency = setting.words.phrases("citing"), setting.words.phrases("agency")
    relays, cites = setting.words.pattern("relay"), setting.words.pattern("cites")
    if setting.dateline:
        match = agency.search(setting.text.plain[: setting.dateline[0]])
        if match:
            found["Kazinform"] = Span(field="text", start=match.start(), end=match.end())
    if setting.body:
        opening = setting.text.plain[setting.body[0].start : setting.body[0].start + DATELINE]
        for name, patterns in table.items():
            for pattern in patterns:
                if relayed := re.search(rf"[/(](?P<name>{pattern})[/)]", opening):
                    start = setting.body[0].start + relayed.start("name")
                    found[name] = Span(field="text", start=start, end=start + len(relayed["name"]))
    for number, sentence in enumerate(setting.body):
        plain = setting.plain(sentence)
        if number == 0 and (relay := relays.match(plain)) and not agency.search(relay[0]):
            found[relay["name"].strip()] = Span(
                field="text", start=sentence.start + relay.start("name"), end=sentence.start + relay.end("name")
            )
        if not citing.search(plain) or (number >= LEAD and setting.cues.match(plain)):
            continue
        limit = number < LEAD or setting.words.pattern("reported_by").match(plain) is not None
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
                named = next(
                    (
                        match
                        for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", plain)
                        if citing.search(plain[max(0, match.start() - 60) : match.end() + 50])
                    ),
                    None,
                )
                if named:
                    found[name] = Span(
                        field="text", start=sentence.start + named.start(), end=sentence.start + named.end()
                    )
                    break
        if limit and (cited := cites.search(plain)):
            span = Span(
                field="text", start=sentence.start + cited.start("name"), end=sentence.start + cited.end("name")
            )
            if not any(s.start < span.end and span.start < s.end for s in found.values()) and not agency.fullmatch(
                cited["name"]
            ):
                found[cited["name"].rstrip(".")] = replace(span, end=span.end - (cited["name"][-1] == "."))
    return tuple(
        Attribution(name=name, span=span) for name, span in sorted(found.items(), key=lambda item: item[1].start)
    )
