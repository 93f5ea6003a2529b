"""Hook implementations a source inherits unless it answers itself."""

from __future__ import annotations

from ingest.context import Context
from ingest.extraction import communique
from ingest.hookspecs import hookimpl
from ingest.records import Communique, Document, Page, Ref, SourceInfo


class Defaults:
    """The core's own plugin, made for one source."""

    def __init__(self, info: SourceInfo) -> None:
        self._info = info

    @hookimpl(trylast=True)
    def fetch(self, ctx: Context, ref: Ref) -> Page:
        """Ask for the ref's address, politely."""
        return ctx.get(ref.url).as_page(ref)

    @hookimpl(trylast=True)
    def normalise(self, page: Page, document: Document) -> Communique:
        """Apply the shared extraction."""
        return communique(page, document, self._info)
