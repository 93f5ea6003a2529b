"""One source of one ``ingest run``, and several of them at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Event, Lock

import click

from ingest.cli.locking import alone, opening
from ingest.cli.output import Reporter
from ingest.context import Context, Response, Transport
from ingest.disk import Shelf
from ingest.disk.files import load
from ingest.disk.mirror import Mirror
from ingest.disk.recording import Recorder
from ingest.disk.warc import Warc, is_warc
from ingest.errors import ContractError, IngestError, PageError, SourceUnavailable, UsageError
from ingest.http import Client, Hosts, Network
from ingest.outcome import Outcome, Wanted
from ingest.plans import Item, Listed, Plan, from_addresses, from_shelf, from_site
from ingest.reader import page_at_hand
from ingest.records import Ref
from ingest.run import Run
from ingest.stages import Stages
from ingest_db.archive import SqliteArchive
from ingest_db.store import SqliteStore

LOOK = 0.2
"""Seconds between two looks at whether the operator wants to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the pages come from: the network with its settings, ``path`` on disk, or a source's own samples."""

    network: Network
    path: Path | None = None
    address: str | None = None
    sample: bool = False
    record: Path | None = None


class Jobs:
    """All sources of one call. They share the pace of hosts, the turn to write, and the wish to stop."""

    def __init__(self, database: Path, wanted: Wanted, origin: Origin, reporter: Reporter) -> None:
        self.database = database
        self.wanted = wanted
        self.origin = origin
        self.reporter = reporter
        self.turn = Lock()
        self.stop = Event()
        self.hosts = Hosts(self._sleep)
        self.record = Recorder(origin.record) if origin.record else lambda _: None

    def go(self, shares: list[tuple[Stages, tuple[str, ...]]]) -> list[int]:
        """Run every source with the addresses that are its own; give the exit codes. One thread each."""
        if len(shares) == 1:
            return [_Job(self, shares[0][0]).go(shares[0][1])]
        with ThreadPoolExecutor(max_workers=len(shares)) as pool:
            futures = [pool.submit(_Job(self, stages).go, urls) for stages, urls in shares]
            try:
                while not all(future.done() for future in futures):
                    time.sleep(LOOK)
            except KeyboardInterrupt:
                self.stop.set()
                raise
            return [future.result() for future in futures]

    def until_stopped(self, plan: Plan) -> Iterator[Item]:
        """The plan, as long as the operator does not want to stop: a source may never ask the client anything."""
        for item in plan:
            self._sleep(0)
            yield item

    def _sleep(self, seconds: float) -> None:
        """Wait, unless the operator wants to stop: then the thread ends as the main one does."""
        if self.stop.wait(seconds) if seconds > 0 else self.stop.is_set():
            raise KeyboardInterrupt


class _Job:
    def __init__(self, jobs: Jobs, stages: Stages) -> None:
        self._jobs = jobs
        self._stages = stages
        self._outcome = Outcome(stages.info.name)

    def go(self, urls: tuple[str, ...]) -> int:
        """Run the source; give its exit code. What stops one source does not stop the others."""
        try:
            with alone(self._jobs.database, self._stages.info.name):
                place = self._place()
                return self._from_site(urls) if place is None else self._from_disk(place, urls)
        except (ContractError, SourceUnavailable) as error:
            click.echo(f"error: {self._stages.info.name}: {error}", err=True)
            return error.exit_code
        except UsageError as error:
            click.echo(f"error: {error}", err=True)
            return error.exit_code

    def _place(self) -> Path | None:
        origin = self._jobs.origin
        if origin.sample and self._stages.samples is None:
            raise UsageError(f"the source {self._stages.info.name} ships no sample pages")
        return self._stages.samples if origin.sample else origin.path

    def _from_disk(self, place: Path, urls: tuple[str, ...]) -> int:
        shelf: Shelf | None = Mirror(place) if place.is_dir() else Warc(place) if is_warc(place) else None
        if shelf is None:
            page = page_at_hand(load(place, self._jobs.origin.address), [self._stages])[1]
            return self._run(lambda _: [page], self._context(_nowhere))
        ctx = self._context(shelf.get, self._editions())
        return self._run(
            lambda _: from_addresses(self._stages, urls) if urls else from_shelf(self._stages, shelf, ctx), ctx
        )

    def _from_site(self, urls: tuple[str, ...]) -> int:
        jobs = self._jobs
        with closing(Client(self._stages.info, jobs.origin.network, jobs.hosts, jobs.record)) as client:
            site = _Site(self._stages, client, jobs.wanted)
            ctx = self._context(client.get, known=site.known)
            plan = self._named(urls, ctx) if urls else site.begun(ctx, self._outcome)
            editions = () if urls else self._editions()
            return self._run(lambda archive: site.opened(archive, plan, editions), ctx)

    def _editions(self) -> tuple[str, ...]:
        return tuple(filter(self._jobs.wanted.language, self._stages.info.languages))

    def _named(self, urls: tuple[str, ...], ctx: Context) -> Iterable[Item]:
        """The pages an operator named. The first is fetched before any file is opened, as with a listing."""
        refs = [ref for url in urls if (ref := self._stages.identify(url))]
        try:
            return [self._stages.fetch(ctx, refs[0]), *refs[1:]]
        except PageError:
            return refs
        except SourceUnavailable:
            if len(refs) == 1:
                raise
            return refs

    def _context(
        self, get: Transport, languages: tuple[str, ...] = (), known: Callable[[Ref], bool] = lambda _: False
    ) -> Context:
        wanted = self._jobs.wanted
        return Context(
            source=self._stages.info, get=get, since=wanted.since, until=wanted.until, languages=languages, known=known
        )

    def _run(self, plan: Callable[[SqliteArchive], Plan], ctx: Context) -> int:
        jobs, info, outcome = self._jobs, self._stages.info, self._outcome
        with opening(jobs.database):
            archive = SqliteArchive(jobs.database, info.name)
            store = SqliteStore(jobs.database, info, sample=jobs.origin.sample, turn=jobs.turn)
        with closing(archive), closing(store):
            run_id = store.start_run()
            work = Run(self._stages, ctx, archive, store, jobs.wanted, partial(jobs.reporter.step, info.name), outcome)
            ended = "interrupted"
            try:
                with jobs.reporter.task(info.name, info.title):
                    work.go(jobs.until_stopped(plan(archive)))
                ended = "done" if outcome.exit_code == 0 else "failed"
            except IngestError as error:
                ended = str(error)
                raise
            finally:
                _end(store, run_id, outcome, ended)
        jobs.reporter.summary(outcome)
        if not outcome.seen and not outcome.failed:
            click.echo(f"error: {info.name}: nothing was found: neither a listing nor a page gave a document", err=True)
        for edition, reason in outcome.given_up.items():
            click.echo(f"error: {info.name}: {edition} was given up: {reason}", err=True)
        return outcome.exit_code


class _Site:
    """A site before and after the archive is open: a source that is not there changes nothing on disk."""

    def __init__(self, stages: Stages, client: Client, wanted: Wanted) -> None:
        self._stages = stages
        self._client = client
        self._wanted = wanted
        self._archive: SqliteArchive | None = None

    def known(self, ref: Ref) -> bool:
        """See :class:`ingest.context.Context`."""
        return self._archive is not None and self._archive.known(ref)

    def begun(self, ctx: Context, outcome: Outcome) -> Iterable[Item]:
        """Ask for the first ref. Raises SourceUnavailable where no edition gives one and one refuses or is silent."""
        ahead: list[Item] = []
        items: Iterator[Item] = from_site(self._stages, ctx, self._wanted, outcome.given_up)
        for item in items:
            ahead.append(item)
            if isinstance(item, Ref):
                return chain[Item](ahead, items)
        for item in ahead:
            if isinstance(item, Listed) and isinstance(item.error, SourceUnavailable):
                raise item.error
        return ahead

    def opened(self, archive: SqliteArchive, plan: Iterable[Item], editions: tuple[str, ...]) -> Iterator[Item]:
        """The plan, and what earlier runs left over in some editions, once there is an archive to ask."""
        self._archive = archive
        self._client.validators = archive.validators
        yield from plan
        yield from archive.waiting(editions)


def _end(store: SqliteStore, run_id: int, outcome: Outcome, ended: str) -> None:
    """Close the run's row; where that fails too, the first error is the one to tell."""
    try:
        store.end_run(run_id, outcome, ended)
    except UsageError:
        if sys.exc_info()[0] is None or ended in {"done", "failed"}:
            raise


def _nowhere(url: str) -> Response:
    raise UsageError(f"{url}: a single file is read without the network")
