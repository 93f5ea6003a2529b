"""What a run takes: named addresses, what a site lists, or what is on disk."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.context import Context
from ingest.disk import Shelf, Stored
from ingest.errors import ContractError, NotFound, SourceUnavailable, StageError
from ingest.outcome import Wanted
from ingest.records import Page, Ref
from ingest.stages import Stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something a plan leaves out, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A second form of a page that is read elsewhere: archived, not read."""

    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The listings of one edition came to their end; ``error`` where they did not."""

    language: str
    error: StageError | SourceUnavailable | None = None


Item = Ref | Page | Copy | Left | Listed
Plan = Iterable[Item]


def from_addresses(stages: Stages, urls: Iterable[str]) -> Iterator[Ref | Left]:
    """Plan the addresses an operator named."""
    for url in urls:
        ref = stages.identify(url)
        yield ref or Left(what=url, reason=f"no document address of {stages.info.name}")


def from_site(stages: Stages, ctx: Context, wanted: Wanted, given_up: Container[str]) -> Iterator[Ref | Listed]:
    """Plan what a site lists, edition by edition in turns, leaving those that were given up meanwhile.

    Editions take turns because each has a host, and a delay, of its own. One that fails does not stop the others.
    """
    editions = {
        language: _edition(stages, replace(ctx, languages=(language,)), language)
        for language in stages.info.languages
        if wanted.language(language)
    }
    while editions:
        for language, refs in list(editions.items()):
            item = None if language in given_up else next(refs, None)
            if item is None:
                del editions[language]
            else:
                yield item


def _edition(stages: Stages, ctx: Context, language: str) -> Iterator[Ref | Listed]:
    error: StageError | SourceUnavailable | None = None
    try:
        for ref in stages.discover(ctx):
            if ref.language == language or len(stages.info.languages) == 1:
                yield ref
            elif ref.language not in stages.info.languages:
                raise ContractError(
                    f"{stages.info.name}.discover gave {ref.key} in {ref.language!r}, which is not declared"
                )
    except (StageError, SourceUnavailable) as failure:
        error = failure
    yield Listed(language=language, error=error)


def from_shelf(stages: Stages, shelf: Shelf, ctx: Context) -> Iterator[Page | Copy | Left]:
    """Plan what is on disk: what its listings say of the pages, then every page in the shelf's order.

    Of several forms of one document the desktop page is read and the others are archived only.
    """
    listed = _titles(stages, ctx)
    readable: dict[str, list[tuple[Stored, Ref]]] = {}
    for one in shelf.stored():
        ref = stages.identify(one.url) if one.url else None
        if ref is None or one.unread:
            yield Left(what=one.name, reason=_reason(one, stages, ref))
            continue
        known = listed.get(ref.key, ref)
        readable.setdefault(ref.key, []).append((one, replace(ref, title=known.title, listed_at=known.listed_at)))
    for forms in readable.values():
        best = min(_rank(one.url or "", ref) for one, ref in forms)
        for one, ref in sorted(forms, key=lambda form: _rank(form[0].url or "", form[1])):
            page = shelf.load(one).as_page(ref)
            yield page if _rank(one.url or "", ref) == best else Copy(page=page)


def _reason(one: Stored, stages: Stages, ref: Ref | None) -> str:
    if one.url is None:
        return "no HOST/PATH of a site"
    return one.unread if ref is not None else f"no document address of {stages.info.name}"


def _titles(stages: Stages, ctx: Context) -> Mapping[str, Ref]:
    """What the listings on a shelf say; no listing there is no error."""
    listed: dict[str, Ref] = {}
    try:
        for ref in stages.discover(ctx):
            listed.setdefault(ref.key, ref)
    except StageError as error:
        if not isinstance(error.__cause__, NotFound):
            raise
    return listed


def _rank(url: str, ref: Ref) -> tuple[bool, bool]:
    """The desktop page first: the canonical address, else one that is not AMP."""
    return (url.rstrip("/") != ref.url.rstrip("/"), "amp" in url.split("/"))
