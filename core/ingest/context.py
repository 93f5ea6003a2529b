"""What a plugin may touch while it talks to the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from ingest.records import Page, Ref, SourceInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer with status 200. ``url`` is the final address; header names are lower-case."""

    url: str
    body: bytes
    media_type: str
    status: int
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    robots: str = ""

    def as_page(self, ref: Ref) -> Page:
        """The answer as the page of a ref."""
        return Page(
            ref=ref,
            url=self.url,
            body=self.body,
            media_type=self.media_type,
            status=self.status,
            headers=self.headers,
            fetched_at=self.fetched_at,
            robots=self.robots,
        )


Transport = Callable[[str], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Handed to ``discover`` and ``fetch`` only.

    ``get`` raises :class:`~ingest.errors.PageError` for a page that gives nothing (``NotFound`` where it is not
    there) and :class:`~ingest.errors.SourceUnavailable` for a site that does not answer. ``since`` and ``until``
    are inclusive local days of the source; ``languages`` are those of the source's tags that are asked for (empty:
    all). ``known`` says whether an earlier discovery that came to its end listed a ref just as it is listed now: a
    listing may stop after a full page of such refs.
    """

    source: SourceInfo
    get: Transport
    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    known: Callable[[Ref], bool] = lambda _: False
