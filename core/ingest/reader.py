"""Read one page that is at hand: for scripts, tests and ``ingest inspect``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.context import Response
from ingest.disk.files import answer
from ingest.errors import UsageError
from ingest.records import Communique, Page, Ref
from ingest.registry import describe, load, manager, wrappers
from ingest.stages import Stages


def stages_of(name: str, source: object | None = None) -> Stages:
    """Build the stages of one source: an installed one by name, or a plugin at hand."""
    plugin = load(name) if source is None else source
    pm = manager(name, plugin, wrappers())
    return Stages(pm, describe(pm, name), _samples(plugin))


def _samples(plugin: object) -> Path | None:
    """The folder ``samples`` beside a source's code: a mirror of pages that ship with it."""
    place = getattr(plugin, "__file__", None)
    folder = Path(place).parent / "samples" if place else None
    return folder if folder is not None and folder.is_dir() else None


def read(html: str | bytes, *, source: str, url: str | None = None, published: str = "") -> Communique:
    """Read one page or plain text with an installed source.

    Without ``url`` the page's own canonical address counts, else ``urn:sha256:…``. ``published`` (ISO 8601) is
    used where the page states no time. Raises what the source raises for a page it does not know.
    """
    body = html.encode() if isinstance(html, str) else html
    stages = stages_of(source)
    page = page_at_hand(answer(body, "text/html", datetime.now(UTC), url), [stages])[1]
    document = stages.parse(page)
    if published and not document.published:
        document = replace(document, published=published)
    return stages.normalise(page, document)


def page_at_hand(response: Response, candidates: Iterable[Stages]) -> tuple[Stages, Page]:
    """Find the source that reads an answer: by its address, else, for a page without one, the first candidate.

    Raises UsageError where no candidate knows the address.
    """
    stages = list(candidates)
    if response.url.startswith("urn:"):
        ref = Ref(key=response.url, url=response.url, language="und")
        return stages[0], response.as_page(ref)
    for one in stages:
        found = one.identify(response.url)
        if found is not None:
            return one, response.as_page(found)
    raise UsageError(f"no installed source reads {response.url}")
