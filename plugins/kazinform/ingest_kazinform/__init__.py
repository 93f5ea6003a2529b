"""Kazinform, the state news agency of Kazakhstan, which carries the communiqués of Akorda, the President's office.

The live markup was never seen whole: every layout raises where a page differs from what is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest import Context, Document, Page, Ref, SourceInfo, hookimpl
from ingest_kazinform import addresses, discovery, layouts

INFO = SourceInfo(
    name="kazinform",
    title="Kazinform News Agency",
    home="https://qazinform.com/",
    hosts=addresses.HOSTS,
    languages=tuple(addresses.EDITIONS),
    time_zone="Asia/Almaty",
    delay=1.0,
    owner="the ingest-communiques project",
    verified_on=None,
    expect_per_day=(100, 900),
)


@hookimpl
def source() -> SourceInfo:
    return INFO


@hookimpl
def identify(url: str) -> Ref | None:
    return addresses.identify(url)


@hookimpl
def discover(ctx: Context) -> Iterator[Ref]:
    return discovery.discover(ctx)


@hookimpl
def parse(page: Page) -> Document:
    return layouts.parse(page)
