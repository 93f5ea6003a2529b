"""The loop: take each ref through fetch, archive, parse, normalise and store; one bad page never ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from ingest.context import Context
from ingest.errors import ContractError, NotFound, Skip, SourceUnavailable, StageError, UsageError
from ingest.mirror import Mirror, Stored
from ingest.records import Communique, Document, Page, Ref
from ingest.stages import Stages

Saved = Literal["new", "changed", "unchanged"]
IN_A_ROW = 3
"""So many refusals one after the other end a source's run."""
OUTSIDE = "outside the days asked for"
TOLERATED = 0.05
"""A run fails when more than this share of the pages tried failed, and more than one."""


class Archive(Protocol):
    """Keeps what was fetched, before anybody reads it."""

    def seen(self, ref: Ref) -> bool:
        """Note a ref; say whether its listing changed since it was last fetched."""

    def keep(self, page: Page) -> None:
        """Commit the bytes of a page."""

    def page(self, ref: Ref) -> Page | None:
        """Give the page last fetched for a ref."""


class Store(Protocol):
    """Keeps what was read."""

    def has(self, key: str) -> bool:
        """Say whether a document is stored under this key."""

    def save(self, communique: Communique, document: Document) -> Saved:
        """Store one communiqué, replacing an older reading of it whole."""

    def fail(self, ref: Ref, error: StageError) -> None:
        """Record a page that could not be read."""

    def flush(self) -> None:
        """Commit what was saved so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something a plan leaves out, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A second form of a page that is read elsewhere: archived, not read."""

    page: Page


Plan = Iterable[Ref | Page | Copy | Left]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened to one ref: new, changed, unchanged, skipped or failed."""

    result: str
    key: str
    url: str
    detail: str = ""
    stage: str = ""
    instruments: int = 0
    problems: int = 0


@dataclass(slots=True)
class Outcome:
    """What a run did, counted."""

    source: str
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[Step] = field(default_factory=list[Step])
    failed: list[Step] = field(default_factory=list[Step])
    instruments: int = 0

    @property
    def read(self) -> int:
        """Pages that were read or known to be unchanged."""
        return self.new + self.changed + self.unchanged

    @property
    def exit_code(self) -> int:
        """0: done, also when nothing was new; 1: no page could be read, or too many failed."""
        failed, tried = len(self.failed), self.read + len(self.failed)
        if self.seen == 0 or (failed and self.read == 0):
            return 1
        return int(failed > 1 and failed > TOLERATED * tried)

    def count(self, step: Step) -> None:
        """Take one step into account."""
        if step.result in {"skipped", "failed"}:
            (self.skipped if step.result == "skipped" else self.failed).append(step)
        else:
            setattr(self, step.result, getattr(self, step.result) + 1)
            self.instruments += step.instruments


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the operator asked for. ``published`` overrides a missing time of publication."""

    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    limit: int | None = None
    published: str = ""

    def language(self, code: str) -> bool:
        """Say whether a BCP 47 tag is wanted; ``kk`` takes ``kk-Latn`` too."""
        return not self.languages or any(code == own or code.startswith(f"{own}-") for own in self.languages)

    def day(self, when: str, zone: str) -> bool:
        """Say whether an ISO 8601 time falls on a wanted local day of the source; unknown times do."""
        try:
            moment = datetime.fromisoformat(when)
        except ValueError:
            return True
        day = (moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment).date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Run:
    """One run over one source."""

    def __init__(
        self,
        stages: Stages,
        ctx: Context,
        archive: Archive,
        store: Store,
        wanted: Wanted | None = None,
        report: Callable[[Step], None] = lambda _: None,
    ) -> None:
        self._stages = stages
        self._ctx = ctx
        self._archive = archive
        self._store = store
        self._wanted = wanted or Wanted()
        self._report = report
        self._refusals = 0
        self._tried = 0
        self._stage = ""
        self.outcome = Outcome(stages.info.name)

    def go(self, plan: Plan) -> Outcome:
        """Take every item of a plan through the stages.

        A ref that fails is recorded and the run goes on. Discovery that fails ends the run; what was stored before
        stays. Raises ContractError, and SourceUnavailable when the site refuses three pages in a row.
        """
        try:
            for item in plan:
                if self._wanted.limit is not None and self._tried >= self._wanted.limit:
                    break
                step = self._take(item)
                if step is not None:
                    self.outcome.count(step)
                    self._report(step)
        except StageError as error:
            step = Step(result="failed", key=error.key, url="", stage=error.stage, detail=_cause(error))
            self.outcome.count(step)
            self._report(step)
        finally:
            self._store.flush()
        return self.outcome

    def _take(self, item: Ref | Page | Copy | Left) -> Step | None:
        if isinstance(item, Left):
            return Step(result="skipped", key=item.what, url="", detail=item.reason)
        if isinstance(item, Copy):
            self._archive.seen(item.page.ref)
            self._archive.keep(item.page)
            return None
        ref = item if isinstance(item, Ref) else item.ref
        if not self._wanted.language(ref.language):
            return None
        self.outcome.seen += 1
        if ref.listed_at and not self._wanted.day(ref.listed_at, self._stages.info.time_zone):
            return self._skipped(ref, OUTSIDE)
        self._tried += 1
        self._stage = "fetch"
        try:
            return self._read(ref, item)
        except Skip as skip:
            return self._skipped(ref, str(skip))
        except (ContractError, UsageError):
            raise
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything; one page must not end a run
            return self._failed(ref, StageError(self._stage, ref.key, error))

    def _read(self, ref: Ref, item: Ref | Page) -> Step:
        """Take one ref through the stages; ``_stage`` says how far it came."""
        page = self._bring(ref) if isinstance(item, Ref) else self._kept(item)
        if page is None:
            return Step(result="unchanged", key=ref.key, url=ref.url)
        self._stage = "parse"
        document = self._stages.parse(page)
        if self._wanted.published and not document.published:
            document = replace(document, published=self._wanted.published)
        self._stage = "normalise"
        communique = self._stages.normalise(page, document)
        self._refusals = 0
        return self._saved(ref, communique, document)

    def _kept(self, page: Page) -> Page:
        """Archive a page that is at hand."""
        self._archive.seen(page.ref)
        self._archive.keep(page)
        return page

    def _bring(self, ref: Ref) -> Page | None:
        """Fetch and archive a ref; None when it is stored and its listing did not change."""
        changed = self._archive.seen(ref)
        page = self._archive.page(ref)
        if page is not None and not changed:
            return None if self._store.has(ref.key) else page
        self._store.flush()
        page = self._stages.fetch(self._ctx, ref)
        self._archive.keep(page)
        return page

    def _saved(self, ref: Ref, communique: Communique, document: Document) -> Step:
        if not self._wanted.day(communique.published_at, self._stages.info.time_zone):
            return self._skipped(ref, OUTSIDE)
        return Step(
            result=self._store.save(communique, document),
            key=ref.key,
            url=communique.url,
            instruments=len(communique.instruments),
            problems=len(communique.problems),
        )

    def _skipped(self, ref: Ref, reason: str) -> Step:
        return Step(result="skipped", key=ref.key, url=ref.url, detail=reason)

    def _failed(self, ref: Ref, error: StageError) -> Step:
        self._store.fail(ref, error)
        refused = isinstance(error.__cause__, SourceUnavailable)
        self._refusals = self._refusals + 1 if refused else 0
        if self._refusals == IN_A_ROW and isinstance(error.__cause__, SourceUnavailable):
            raise type(error.__cause__)(f"{IN_A_ROW} pages in a row: {error.__cause__}") from error
        return Step(result="failed", key=ref.key, url=ref.url, stage=error.stage, detail=_cause(error))


def _cause(error: StageError) -> str:
    cause = error.__cause__
    return " ".join((f"{type(cause).__name__}: {cause}" if cause else str(error)).split())


def from_addresses(stages: Stages, urls: Iterable[str]) -> Iterator[Ref | Left]:
    """Plan the addresses an operator named."""
    for url in urls:
        ref = stages.identify(url)
        yield ref or Left(what=url, reason=f"no document address of {stages.info.name}")


def from_mirror(stages: Stages, mirror: Mirror, ctx: Context) -> Iterator[Page | Copy | Left]:
    """Plan a mirrored folder: what its listings say of them, then every stored page in order of path.

    Of several forms of one document the desktop page is read and the others are archived only.
    """
    listed = _listed(stages, ctx)
    readable: dict[str, list[tuple[Stored, Ref]]] = {}
    for file in mirror.files():
        ref = stages.identify(file.url) if file.url else None
        if ref is None:
            reason = "no HOST/PATH of a site" if file.url is None else f"no document address of {stages.info.name}"
            yield Left(what=file.name, reason=reason)
            continue
        known = listed.get(ref.key, ref)
        readable.setdefault(ref.key, []).append((file, replace(ref, title=known.title, listed_at=known.listed_at)))
    for forms in readable.values():
        forms.sort(key=lambda form: _rank(form[0].url or "", form[1]))
        (file, ref), *others = forms
        yield mirror.get(file.url or "").as_page(ref)
        for other, other_ref in others:
            yield Copy(page=mirror.get(other.url or "").as_page(other_ref))


def _listed(stages: Stages, ctx: Context) -> dict[str, Ref]:
    """What the listings of a mirror say; no listing there is no error."""
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
