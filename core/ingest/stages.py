"""The hooks, typed: one method per hook that checks what the plugin gave, since pluggy cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pluggy

from ingest.context import Context
from ingest.errors import Challenge, ContractError, SourceUnavailable, StageError
from ingest.records import Communique, Document, Page, Ref, SourceInfo, Span
from ingest.soup import is_challenge

T = TypeVar("T")


class Stages:
    """The six stages of one source. Raises ContractError, naming plugin and hook, for a result of a wrong kind."""

    def __init__(self, pm: pluggy.PluginManager, info: SourceInfo, samples: Path | None = None) -> None:
        self._hook = pm.hook
        self.info = info
        self.samples = samples

    def identify(self, url: str) -> Ref | None:
        """Give the ref behind an address, or None."""
        ref = self._hook.identify(url=url)
        return None if ref is None else self._expect("identify", ref, Ref)

    def discover(self, ctx: Context) -> Iterator[Ref]:
        """Yield refs. What the plugin raises while it is iterated comes as StageError."""
        found = self._hook.discover(ctx=ctx)
        if not isinstance(found, Iterable) or isinstance(found, (str, bytes)):
            raise ContractError(self._message("discover", found, "an iterable of Ref"))
        try:
            for ref in found:
                yield self._expect("discover", ref, Ref)
        except (ContractError, SourceUnavailable):
            raise
        except Exception as error:
            raise StageError("discover", self.info.name, error) from error

    def fetch(self, ctx: Context, ref: Ref) -> Page:
        """Bring one page."""
        return self._expect("fetch", self._hook.fetch(ctx=ctx, ref=ref), Page)

    def parse(self, page: Page) -> Document:
        """Read one page, verbatim."""
        if is_challenge(page):
            raise Challenge(f"{page.url} shows a challenge page; wait, or ask the site's operator for access")
        document = self._expect("parse", self._hook.parse(page=page), Document)
        for block in document.blocks:
            if "\n" in block.text or block.text != block.text.strip():
                raise ContractError(
                    f"{self.info.name}.parse: a block holds a line break or outer space: {block.text[:60]!r}"
                )
        return document

    def normalise(self, page: Page, document: Document) -> Communique:
        """Interpret one document; every span must point into it."""
        communique = self._expect("normalise", self._hook.normalise(page=page, document=document), Communique)
        lengths = {"text": len(communique.text), "title": len(communique.title), "url": len(communique.url)}
        for span in spans(communique):
            if not 0 <= span.start < span.end <= lengths[span.field]:
                raise ContractError(f"{self.info.name}.normalise: {span} lies outside its field")
        return communique

    def _expect(self, stage: str, value: object, kind: type[T]) -> T:
        if not isinstance(value, kind):
            raise ContractError(self._message(stage, value, f"a {kind.__name__}"))
        return value

    def _message(self, stage: str, value: object, wanted: str) -> str:
        return f"{self.info.name}.{stage} must give {wanted}, not {type(value).__name__}"


def spans(communique: Communique) -> Iterator[Span]:
    """Every span of a communiqué."""
    for event in (communique.event, *communique.background):
        if event is not None:
            yield from event.spans
    for instrument in communique.instruments:
        yield from instrument.spans
        yield from (party.span for party in instrument.parties if party.span is not None)
    yield from (attribution.span for attribution in communique.attributions)
    yield from (person.span for person in communique.people)
    yield from (claim.span for claim in communique.claims)
    yield from (problem.span for problem in communique.problems if problem.span is not None)
