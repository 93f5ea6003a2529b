"""The loop: take each ref through fetch, archive, parse, normalise and store; one bad page never ends it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from ingest.context import Context
from ingest.errors import (
    Blocked,
    ContractError,
    Disallowed,
    NotFound,
    NotModified,
    Skip,
    SourceUnavailable,
    StageError,
    UsageError,
)
from ingest.outcome import Outcome, Step, Wanted
from ingest.plans import Copy, Item, Left, Listed, Plan
from ingest.records import Communique, Document, Page, Ref
from ingest.stages import Stages
from ingest.storage import Archive, Entry, State, Store

REFUSED_IN_A_ROW = 3
SILENT_IN_A_ROW = 5
"""So many refusals, or server faults, one after the other end an edition's run."""
BATCH = 100
BATCH_SECONDS = 1.0
"""What was read is stored when it is so many pages, or so old."""
OUTSIDE = "outside the days asked for"
ROBOTS = "robots.txt disallows it"


class Run:
    """One run over one source."""

    def __init__(  # noqa: PLR0913 - what a run is made of
        self,
        stages: Stages,
        ctx: Context,
        archive: Archive,
        store: Store,
        wanted: Wanted | None = None,
        report: Callable[[Step], None] = lambda _: None,
        outcome: Outcome | None = None,
    ) -> None:
        self._stages = stages
        self._ctx = ctx
        self._archive = archive
        self._store = store
        self._wanted = wanted or Wanted()
        self._report = report
        self._tried = 0
        self._stage = ""
        self._taken: set[str] = set()
        self._unsaved: deque[tuple[Ref, Communique, Document]] = deque()
        self._unsaved_since = 0.0
        self._done: dict[str, tuple[State, str]] = {}
        self._in_a_row: dict[str, int] = {}
        self.outcome = outcome or Outcome(stages.info.name)

    def go(self, plan: Plan) -> Outcome:
        """Take every item of a plan through the stages.

        A ref that fails is recorded and the run goes on, and so is a listing. An edition whose site refuses three
        pages in a row, or gives no answer for five, is given up; the others go on. Raises ContractError.
        """
        try:
            for item in plan:
                if self._wanted.limit is not None and self._tried >= self._wanted.limit:
                    break
                step = self._take(item)
                if step is not None:
                    self._tell(step)
                self._store.flush()
                self._flush_in_time()
        except StageError as error:
            self._count_failure(self._stages.info.name, "", error)
        finally:
            self._flush()
        return self.outcome

    # --- one item ------------------------------------------------------------------------------------------------

    def _take(self, item: Item) -> Step | None:
        if isinstance(item, Left):
            return Step(result="skipped", key=item.what, url="", detail=item.reason)
        if isinstance(item, Listed):
            self._listed(item)
            return None
        if isinstance(item, Copy):
            return self._copy(item.page)
        ref = item if isinstance(item, Ref) else item.ref
        again = isinstance(item, Ref) and ref.key in self._taken
        if again or not self._wanted.language(ref.language) or ref.language in self.outcome.given_up:
            return None
        return self._take_ref(ref, item)

    def _tell(self, step: Step) -> None:
        self.outcome.count(step)
        self._report(step)

    def _take_ref(self, ref: Ref, item: Ref | Page) -> Step | None:
        self._taken.add(ref.key)
        self.outcome.seen += 1
        if ref.listed_at and not self._wanted.day(ref.listed_at, self._stages.info.time_zone):
            return self._skipped(ref, OUTSIDE)
        self._tried += 1
        self._stage = "fetch"
        try:
            return self._read(ref, item)
        except Disallowed as error:
            self._archive.failed(ref, error.kind, str(error))
            return self._skipped(ref, ROBOTS)
        except Skip as skip:
            return self._skipped(ref, str(skip))
        except (ContractError, UsageError):
            raise
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything; one page must not end a run
            return self._failed(ref, StageError(self._stage, ref.key, error))

    def _copy(self, page: Page) -> Step | None:
        try:
            self._archive.seen(page.ref)
        except Skip as skip:
            return self._skipped(page.ref, str(skip))
        self._archive.keep(page)
        return None

    def _listed(self, item: Listed) -> None:
        """An edition's listings came to their end, or failed."""
        key = f"listings of {item.language}"
        if item.error is None:
            self._store.recovered(key)
            self._flush()
            if self._wanted.since is None and self._wanted.until is None:  # else there is more below, or above
                self._archive.listed_to_the_end(item.language)
            return
        error = item.error if isinstance(item.error, StageError) else StageError("discover", key, item.error)
        self._count_failure(key, self._stages.info.home, error)
        if isinstance(error.__cause__, SourceUnavailable):
            self.outcome.given_up.setdefault(item.language, error.reason)

    def _read(self, ref: Ref, item: Ref | Page) -> Step | None:
        """Take one ref through the stages; ``_stage`` says how far it came. None: it is read, and stored later."""
        page = self._bring(ref) if isinstance(item, Ref) else self._kept(item)
        if page is None:
            return Step(result="unchanged", key=ref.key, url=ref.url)
        if page.ref.key != ref.key:
            self._moved(ref, page.ref)
            if page.ref.key in self._taken:
                return self._skipped(ref, "moved to a page that is read anyway")
            self._taken.add(page.ref.key)
            ref = page.ref
        self._stage = "parse"
        try:
            document = self._stages.parse(page)
        except Skip as skip:
            self._done[ref.key] = ("skipped", str(skip))
            raise
        if self._wanted.published and not document.published:
            document = replace(document, published=self._wanted.published)
        self._stage = "normalise"
        communique = self._stages.normalise(page, document)
        self._in_a_row.pop(ref.language, None)
        if not self._wanted.day(communique.published_at, self._stages.info.time_zone):
            return self._skipped(ref, OUTSIDE)
        if not self._unsaved:
            self._unsaved_since = time.monotonic()
        self._unsaved.append((ref, communique, document))
        return None

    def _kept(self, page: Page) -> Page:
        """Archive a page that is at hand."""
        page = self._under_its_own_name(page)
        self._archive.seen(page.ref)
        self._archive.keep(page)
        return page

    def _bring(self, ref: Ref) -> Page | None:
        """Fetch and archive a ref. None: what is stored of it is still the page.

        What was archived and never read, perhaps because the last run was killed, is not fetched again.
        """
        entry = self._archive.seen(ref)
        if entry.state == "failed" and not entry.due:
            raise Skip(entry.detail)
        if entry.state in {"read", "skipped", "fetched"} and not entry.changed:
            unread = entry.state == "fetched" or (entry.state == "read" and not self._store.has(ref.key))
            if unread and (page := self._archive.page(ref)) is not None:
                return page
            if not entry.due:
                return _rests(entry)
        try:
            page = self._under_its_own_name(self._stages.fetch(self._ctx, ref))
        except NotModified as answer:
            return self._not_modified(ref, entry, str(answer))
        except Skip as skip:
            self._done[ref.key] = ("skipped", str(skip))
            raise
        self._archive.keep(page)
        return page

    def _not_modified(self, ref: Ref, entry: Entry, url: str) -> Page | None:
        """The site still has the archived page; after a redirect that may be another document's."""
        own = self._stages.identify(url)
        if own is not None and own.key != ref.key:
            self._archive.not_modified(own)
            self._moved(ref, own)
            raise Skip("moved to a page that is read anyway")
        self._archive.not_modified(ref)
        self._store.recovered(ref.key)
        return _rests(entry)

    def _moved(self, ref: Ref, own: Ref) -> None:
        self._store.recovered(ref.key)
        self._done[ref.key] = ("skipped", f"moved to {own.key}")

    def _under_its_own_name(self, page: Page) -> Page:
        """A page that was redirected to another document of the source is that document."""
        own = self._stages.identify(page.url) if page.url != page.ref.url else None
        if own is None or own.key == page.ref.key:
            return page
        self._archive.seen(own)
        return replace(page, ref=own)

    # --- what went wrong -----------------------------------------------------------------------------------------

    def _skipped(self, ref: Ref, reason: str) -> Step:
        return Step(result="skipped", key=ref.key, url=ref.url, detail=reason)

    def _failed(self, ref: Ref, error: StageError) -> Step:
        """Record a failure, in the facts first: the frontier must not say more than they do."""
        self._store.fail(ref, error)
        self._store.flush()
        self._archive.failed(ref, error.cause_kind, error.reason)
        cause = error.__cause__
        if not isinstance(cause, SourceUnavailable):
            self._in_a_row.pop(ref.language, None)
        else:
            count = self._in_a_row[ref.language] = self._in_a_row.get(ref.language, 0) + 1
            if count >= (REFUSED_IN_A_ROW if isinstance(cause, Blocked) else SILENT_IN_A_ROW):
                self.outcome.given_up[ref.language] = f"{count} pages in a row: {error.reason}"
        return _step_of("failed", ref.key, ref.url, error)

    def _count_failure(self, key: str, url: str, error: StageError) -> None:
        """Record what is no page's fault: a listing that failed, or (no failure) that is not there."""
        self._store.fail(Ref(key=key, url=url, language="und"), error)
        self._tell(_step_of("skipped" if isinstance(error.__cause__, NotFound) else "failed", key, url, error))

    # --- what was read is stored in batches ----------------------------------------------------------------------

    def _flush_in_time(self) -> None:
        full = len(self._unsaved) + len(self._done) >= BATCH
        if full or (self._unsaved and time.monotonic() - self._unsaved_since >= BATCH_SECONDS):
            self._flush()

    def _flush(self) -> None:
        """Store and commit facts, then say in the frontier that they are: after a kill nothing is taken for done.

        No transaction is open before or after, so neither another source nor another process waits for a slow site.
        """
        while self._unsaved:
            self._tell(self._saved(*self._unsaved.popleft()))
        self._store.flush()
        if self._done:
            self._archive.settle(MappingProxyType(dict(self._done)))
            self._done.clear()

    def _saved(self, ref: Ref, communique: Communique, document: Document) -> Step:
        try:
            result = self._store.save(communique, document)
        except (ContractError, UsageError):
            raise
        except Exception as error:  # noqa: BLE001 - what a plugin gave may not fit a row; one page must not end a run
            return self._failed(ref, StageError("store", ref.key, error))
        self._done[ref.key] = ("read", "")
        return Step(
            result=result,
            key=ref.key,
            url=communique.url,
            instruments=len(communique.instruments),
            problems=len(communique.problems),
        )


def _step_of(result: str, key: str, url: str, error: StageError) -> Step:
    return Step(result=result, key=key, url=url, stage=error.stage, kind=error.cause_kind, detail=error.reason)


def _rests(entry: Entry) -> Page | None:
    """Nothing is to be read: what was skipped is skipped again, with its reason."""
    if entry.state == "skipped":
        raise Skip(entry.detail)
    return None
