"""Reading: turn a Document into typed facts, each with the characters that say so.

A language is a lexicon (``data/<language>.yaml``) plus the little grammar that truly differs.
"""

from __future__ import annotations

from types import MappingProxyType

from ingest.extraction.facts import facts, read_title
from ingest.extraction.gazetteer import country_names, place, without_country
from ingest.extraction.kazakh.suffixes import SUFFIXES as KAZAKH_SUFFIXES
from ingest.extraction.language import language_of
from ingest.extraction.lexicon import reads
from ingest.extraction.parties import organisation
from ingest.extraction.published import printed_time, published
from ingest.records import Communique, Document, Page, Problem, SourceInfo

__all__ = [
    "KAZAKH_SUFFIXES",
    "communique",
    "country_names",
    "language_of",
    "organisation",
    "place",
    "printed_time",
    "read_title",
    "without_country",
]


def communique(page: Page, document: Document, info: SourceInfo) -> Communique:
    """Read one document. Pure: the same arguments give the same facts.

    A language without a lexicon gives a communiqué without facts and the problem ``language_not_read``.
    """
    when = published(document, info)
    language = document.language
    read = reads(language)
    found = facts(document, page.ref.url, when.when[:10]) if read else None
    problems = list(when.problems)
    if found is None:
        problems.append(
            Problem(
                stage="normalise",
                field="language",
                severity="info",
                message=f"language_not_read: there is no lexicon of {language!r}",
            )
        )
    missing = {} if when.when else {"published_at": "not_stated"}
    if found is None:
        unread = ("attributions", "event", "instruments", "people")
        missing |= dict.fromkeys(unread, "not_understood")
    else:
        missing |= found.missing
    return Communique(
        source=info.name,
        key=page.ref.key,
        language=language,
        url=page.ref.url,
        title=document.title,
        published_at=when.when,
        precision=when.precision,
        text=document.text,
        attributions=found.attributions if found else (),
        event=found.event if found else None,
        background=found.background if found else (),
        instruments=found.instruments if found else (),
        people=found.people if found else (),
        claims=found.claims if found else (),
        problems=(*problems, *(found.problems if found else ())),
        missing=MappingProxyType(missing),
    )
