"""The whole plugin interface: six hooks, all ``firstresult``.

A run registers exactly one source, so no hook takes a source name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from ingest.context import Context
    from ingest.records import Communique, Document, Page, Ref, SourceInfo

hookspec = pluggy.HookspecMarker("ingest")
hookimpl = pluggy.HookimplMarker("ingest")


@hookspec(firstresult=True)
def source() -> SourceInfo:
    """Say who the source is. Called once, before anything else."""
    raise NotImplementedError


@hookspec(firstresult=True)
def identify(url: str) -> Ref | None:
    """Give the stable identity behind an address, or None where it is no document of this source.

    Pure. Every address of one document (AMP form, moved host, trailing slash) gives the same ``key`` and ``url``.
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def discover(ctx: Context) -> Iterable[Ref]:
    """Yield what is worth fetching, newest first.

    Reads feeds and listings through ``ctx.get``. A listing that is there but lists nothing must raise; a
    listing that is not there (``NotFound``) may be passed over when another one can answer.
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def fetch(ctx: Context, ref: Ref) -> Page:
    """Bring the bytes of one ref. Optional: the default is a polite GET of ``ref.url``."""
    raise NotImplementedError


@hookspec(firstresult=True)
def parse(page: Page) -> Document:
    """Read one page, verbatim. Pure: no network, no clock, no state.

    Raises when the layout is not known, :class:`~ingest.errors.Blocked` for a challenge page,
    :class:`~ingest.errors.Listing` for a page that lists others and :class:`~ingest.errors.Skip` for a page
    that is left out on purpose.
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def normalise(page: Page, document: Document) -> Communique:
    """Turn what the page says into what is published. Pure. Optional: the default applies ``ingest.extraction``."""
    raise NotImplementedError
