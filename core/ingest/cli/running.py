"""``ingest run``: fetch, read and store."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from filelock import FileLock, Timeout

from ingest.cli.output import LogFormat, Reporter, chosen, log_option, summary
from ingest.cli.overview import overview
from ingest.context import Context, Response, Transport
from ingest.errors import ContractError, IngestError, NotFound, SourceUnavailable, UsageError
from ingest.http import Client
from ingest.mirror import Mirror, load
from ingest.reader import page_at_hand, stages_of
from ingest.records import Ref
from ingest.registry import installed, load_file
from ingest.registry import load as load_source
from ingest.run import Outcome, Plan, Run, Wanted, from_addresses, from_mirror
from ingest.stages import Stages
from ingest_db import schema
from ingest_db.archive import SqliteArchive
from ingest_db.files import ARCHIVE_ID, FACTS_ID, archive_path, check
from ingest_db.store import SqliteStore

DATABASE = Path("communiques.db")
SAMPLE_DATABASE = Path("sample.db")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--source",
    "names",
    multiple=True,
    metavar="NAME",
    help="An installed source; again for several. Default: all.",
)
@click.option("--plugin", type=click.Path(path_type=Path), metavar="FILE.py", help="A source that is not installed.")
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The database  [default: communiques.db; sample.db with --sample]",
)
@click.option(
    "--since",
    type=DAY,
    metavar="DATE",
    help="From this day on (YYYY-MM-DD, the source's local day, inclusive).",
)
@click.option("--until", type=DAY, metavar="DATE", help="Up to this day, inclusive.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help="Only this language (en, ru, kk, kk-Latn, zh); kk takes both scripts.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Read at most N pages.")
@click.option(
    "--from",
    "path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Read a mirrored folder (HOST/PATH.html) or one HTML or text file, not the network.",
)
@click.option("--sample", is_flag=True, help="Read the pages that ship with the source, into sample.db.")
@click.option(
    "--published",
    metavar="DATE",
    default="",
    help="Time of publication of a page that states none (ISO 8601).",
)
@click.option("--url", "address", metavar="URL", help="The address of the one file given with --from.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what failed.")
@click.option("-v", "--verbose", is_flag=True, help="Say what happened to every page.")
@log_option
@click.pass_context
def run(
    context: click.Context,
    urls: tuple[str, ...],
    names: tuple[str, ...],
    plugin: Path | None,
    db: Path | None,
    since: datetime | None,
    until: datetime | None,
    languages: tuple[str, ...],
    limit: int | None,
    path: Path | None,
    sample: bool,
    published: str,
    address: str | None,
    quiet: bool,
    verbose: bool,
    log_format: str,
) -> None:
    r"""Fetch, read and store communiqués.

    Without arguments: what the sources list that is new. With URLs: those pages. With --from: what is on disk.

    \b
    ingest run --source kazinform
    ingest run --source kazinform --since 2026-11-01 --language en
    ingest run --source kazinform --from mirror/ --db q.db
    ingest run --source kazinform --from page.txt --published 2025-11-12
    """
    wanted = Wanted(since=_day(since), until=_day(until), languages=languages, limit=limit, published=_iso(published))
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise UsageError(f"--since {wanted.since} is after --until {wanted.until}")
    if path is not None and not path.exists():
        raise UsageError(f"there is nothing at {path}")
    database = db or (SAMPLE_DATABASE if sample else DATABASE)
    check(database, FACTS_ID, schema.facts)
    check(archive_path(database), ARCHIVE_ID, schema.archive)
    formatted = chosen(log_format)
    reporter = Reporter(formatted, quiet=quiet, verbose=verbose)
    codes = [0]
    with _alone(database):
        for stages, its_urls in _shared_out(list(_sources(names, plugin, path, address, codes)), urls):
            job = _Job(stages, database, wanted, reporter, formatted)
            codes.append(job.go(its_urls, path, address, sample=sample))
    if sample and formatted == "text" and database.exists():
        overview(database)
    context.exit(max(codes))


class _Job:
    """One source of one call."""

    def __init__(
        self, stages: Stages, database: Path, wanted: Wanted, reporter: Reporter, formatted: LogFormat
    ) -> None:
        self._stages = stages
        self._database = database
        self._wanted = wanted
        self._reporter = reporter
        self._format = formatted

    def go(self, urls: tuple[str, ...], path: Path | None, address: str | None, *, sample: bool) -> int:
        """Run the source; give its exit code. What stops one source does not stop the others."""
        folder = _samples(self._stages) if sample else path
        try:
            if folder is not None and folder.is_dir():
                mirror = Mirror(folder)
                ctx = self._context(mirror.get)
                plan: Plan = from_addresses(self._stages, urls) if urls else from_mirror(self._stages, mirror, ctx)
                return self._run(plan, ctx, sample=sample)
            if folder is not None:
                page = page_at_hand(load(folder, address), [self._stages])[1]
                return self._run([page], self._context(_nowhere), sample=False)
            with closing(Client(self._stages.info)) as client:
                ctx = self._context(client.get)
                plan = self._named(urls, ctx) if urls else _begun(self._stages.discover(ctx))
                return self._run(plan, ctx, sample=False)
        except (ContractError, SourceUnavailable) as error:
            click.echo(f"error: {self._stages.info.name}: {error}", err=True)
            return error.exit_code

    def _named(self, urls: tuple[str, ...], ctx: Context) -> Plan:
        """The pages an operator named. The first is fetched before any file is opened, as with a listing."""
        refs = [ref for url in urls if (ref := self._stages.identify(url))]
        try:
            return [self._stages.fetch(ctx, refs[0]), *refs[1:]]
        except NotFound:
            return refs

    def _context(self, get: Transport) -> Context:
        return Context(
            source=self._stages.info,
            get=get,
            since=self._wanted.since,
            until=self._wanted.until,
            languages=self._wanted.languages,
        )

    def _run(self, plan: Plan, ctx: Context, *, sample: bool) -> int:
        with (
            closing(SqliteArchive(self._database, self._stages.info.name)) as archive,
            closing(SqliteStore(self._database, self._stages.info, sample=sample)) as store,
        ):
            run_id = store.start_run()
            work = Run(self._stages, ctx, archive, store, self._wanted, self._reporter.step)
            ended = "interrupted"
            try:
                with self._reporter.progress(self._stages.info.title):
                    outcome = work.go(plan)
                ended = "done" if outcome.exit_code == 0 else "failed"
            except IngestError as error:
                ended = str(error)
                raise
            finally:
                _end(store, run_id, work.outcome, ended)
        summary(outcome, self._format)
        return outcome.exit_code


def _shared_out(found: list[Stages], urls: tuple[str, ...]) -> Iterator[tuple[Stages, tuple[str, ...]]]:
    """Give each source the addresses it knows. Raises UsageError for one that nobody knows."""
    for url in urls:
        if not any(stages.identify(url) for stages in found):
            raise UsageError(f"no installed source reads {url}")
    for stages in found:
        own = tuple(url for url in urls if stages.identify(url))
        if own or not urls:
            yield stages, own


def _end(store: SqliteStore, run_id: int, outcome: Outcome, ended: str) -> None:
    """Close the run's row; where that fails too, the first error is the one to tell."""
    try:
        store.end_run(run_id, outcome, ended)
    except UsageError:
        if sys.exc_info()[0] is None or ended in {"done", "failed"}:
            raise


def _begun(refs: Iterator[Ref]) -> Plan:
    """Ask for the first ref before any file is opened: a source that is not there changes nothing."""
    first = next(refs, None)
    return [] if first is None else _chained(first, refs)


def _chained(first: Ref, rest: Iterator[Ref]) -> Iterator[Ref]:
    yield first
    yield from rest


def _sources(
    names: tuple[str, ...], plugin: Path | None, path: Path | None, address: str | None, codes: list[int]
) -> Iterator[Stages]:
    """The sources asked for. A broken one is told and passed over; its exit code counts."""
    if plugin is not None:
        yield stages_of(plugin.stem, load_file(plugin))
        return
    for name in names:
        if name not in installed():
            load_source(name)  # raises with the names that are installed
    candidates: list[Stages] = []
    for name in names or tuple(installed()):
        try:
            candidates.append(stages_of(name))
        except ContractError as error:
            click.echo(f"error: {error}", err=True)
            codes.append(error.exit_code)
    if path is not None and path.is_file() and candidates:
        candidates = [page_at_hand(load(path, address), candidates)[0]]
    yield from candidates


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """One run per database at a time."""
    lock = FileLock(database.with_name(f"{database.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UsageError(
            f"{database} is in use by another run; wait until it has finished, or give another file with --db"
        ) from error
    except OSError as error:
        raise UsageError(f"cannot write beside {database}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _samples(stages: Stages) -> Path:
    folder = stages.samples
    if folder is None:
        raise UsageError(f"the source {stages.info.name} ships no sample pages")
    return folder


def _nowhere(url: str) -> Response:
    raise UsageError(f"{url}: a single file is read without the network")


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _iso(text: str) -> str:
    if text:
        try:
            datetime.fromisoformat(text)
        except ValueError as error:
            raise UsageError(f"--published {text!r} is not an ISO 8601 date") from error
    return text
