"""``ingest run``: fetch, read and store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from ingest.cli.jobs import Jobs, Origin
from ingest.cli.listing import usable
from ingest.cli.options import DATABASE, network_options
from ingest.cli.output import Reporter, chosen, log_option
from ingest.cli.overview import overview
from ingest.disk.files import load
from ingest.disk.warc import is_warc
from ingest.errors import UsageError
from ingest.http import Network
from ingest.outcome import Wanted
from ingest.reader import page_at_hand, stages_of
from ingest.registry import installed, load_file
from ingest.registry import load as load_source
from ingest.stages import Stages
from ingest_db import archive_schema, schema
from ingest_db.files import ARCHIVE_ID, FACTS_ID, archive_path, check

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
    help="Read a mirrored folder (HOST/PATH.html), a WARC, or one HTML or text file, not the network.",
)
@click.option("--sample", is_flag=True, help="Read the pages that ship with the source, into sample.db.")
@click.option(
    "--published",
    metavar="DATE",
    default="",
    help="Time of publication of a page that states none (ISO 8601).",
)
@click.option("--url", "address", metavar="URL", help="The address of the one file given with --from.")
@click.option(
    "--record",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep every answer as a mirror that --from reads.",
)
@network_options
@click.option("-q", "--quiet", is_flag=True, help="Say only what failed, and the summary.")
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
    record: Path | None,
    network: Network,
    quiet: bool,
    verbose: bool,
    log_format: str,
) -> None:
    """Fetch, read and store communiqués.

    Without arguments: what the sources list that is new, and what earlier runs left over. With URLs: those pages.
    With --from: what is on disk. Several sources are read at once. Start the same command again after an
    interruption, and every day.

    \b
    ingest run --source kazinform
    ingest run --source kazinform --since 2026-11-01 --language en
    ingest run --source kazinform --record mirror/ --limit 50
    ingest run --source kazinform --from mirror/ --db q.db
    ingest run --source kazinform --from page.txt --published 2025-11-12
    """  # noqa: D301 - click's mark for lines that are not joined
    wanted = Wanted(since=_day(since), until=_day(until), languages=languages, limit=limit, published=_iso(published))
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise UsageError(f"--since {wanted.since} is after --until {wanted.until}")
    a_file = path is not None and not path.is_dir()
    _refuse(
        {
            "--sample reads what ships with a source; it does not go with --from": sample and path is not None,
            "--plugin is the source; it does not go with --source": plugin is not None and bool(names),
            "--url is the address of a file; it goes with --from FILE": bool(address) and not a_file,
            "--published is for pages that are at hand; it goes with --from": bool(published) and path is None,
        }
    )
    if path is not None and not path.exists():
        raise UsageError(f"there is nothing at {path}")
    if record is not None and (path is not None or sample):
        raise UsageError("--record keeps what comes from the network; it does not go with --from or --sample")
    database = db or (SAMPLE_DATABASE if sample else DATABASE)
    check(database, FACTS_ID, schema.facts)
    check(archive_path(database), ARCHIVE_ID, archive_schema.archive)
    origin = Origin(network=network, path=path, address=address, sample=sample, record=record)
    formatted = chosen(log_format)
    codes = [0]
    with Reporter(formatted, quiet=quiet, verbose=verbose) as reporter:
        found = list(_sources(names, plugin, path, address, codes))
        _check_languages(languages, wanted, found)
        shares = list(_shared_out(found, urls))
        codes += Jobs(database, wanted, origin, reporter).go(shares)
    if sample and formatted == "text" and database.exists():
        overview(database)
    context.exit(max(codes))


def _refuse(conflicts: dict[str, bool]) -> None:
    """Raise UsageError for options that do not go together: none is ignored in silence."""
    for message, there in conflicts.items():
        if there:
            raise UsageError(message)


def _check_languages(codes: tuple[str, ...], wanted: Wanted, found: list[Stages]) -> None:
    known = sorted({language for stages in found for language in stages.info.languages})
    if codes and found and not any(map(wanted.language, known)):
        raise UsageError(f"no source has the language {', '.join(codes)}; there are: {', '.join(known)}")


def _shared_out(found: list[Stages], urls: tuple[str, ...]) -> Iterator[tuple[Stages, tuple[str, ...]]]:
    """Give each source the addresses it knows. Raises UsageError for one that nobody knows."""
    for url in urls:
        if not any(stages.identify(url) for stages in found):
            raise UsageError(f"no installed source reads {url}")
    for stages in found:
        own = tuple(url for url in urls if stages.identify(url))
        if own or not urls:
            yield stages, own


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
    candidates = usable(names or installed(), codes)
    if path is not None and path.is_file() and not is_warc(path) and candidates:
        candidates = [page_at_hand(load(path, address), candidates)[0]]
    yield from candidates


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _iso(text: str) -> str:
    if text:
        try:
            datetime.fromisoformat(text)
        except ValueError as error:
            raise UsageError(f"--published {text!r} is not an ISO 8601 date") from error
    return text
