"""``ingest health``, ``verify`` and ``forget``: look after what is stored."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.cli.locking import alone
from ingest.cli.options import database_option
from ingest.errors import UsageError
from ingest.reader import stages_of
from ingest.records import Ref, SourceInfo
from ingest.registry import installed, load_file
from ingest.stages import Stages
from ingest_db import schema
from ingest_db.archive import SqliteArchive
from ingest_db.files import FACTS_ID, open_reading
from ingest_db.health import Day, Gap, days, gaps
from ingest_db.store import SqliteStore
from ingest_db.verify import verify as checks

COUNTS = ("listed", "fetched", "read", "failed", "skipped", "waiting")
SHOWN = 20


@click.command()
@database_option
@click.option("--source", metavar="NAME", help="Only this source.")
@click.option("--gaps", "only_gaps", is_flag=True, help="What is missing, one line each, with the reason.")
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def health(db: Path, source: str | None, only_gaps: bool, as_json: bool) -> None:
    """Count what was listed, fetched and read, by source, edition and day; or list what is missing.

    A gap is an item that was listed and is not read, a listing that failed, or a day without any item between others.
    """
    rows: list[Gap] | list[Day] = list(gaps(db, source)) if only_gaps else days(db, source)
    if as_json:
        for row in rows:
            click.echo(json.dumps(asdict(row), ensure_ascii=False))
        return
    console = Console(highlight=False)
    table = Table(box=None)
    for name in ("source", "edition", "day"):
        table.add_column(name, no_wrap=True)
    for name in COUNTS:
        table.add_column(name, justify="right", min_width=len(name))
    for row in rows:
        if isinstance(row, Gap):
            console.print(_gap(row), soft_wrap=True)
        else:
            table.add_row(row.source, row.language, row.day, *(str(getattr(row, name) or "") for name in COUNTS))
    if only_gaps:
        click.echo(f"{len(rows)} gap{'s' * (len(rows) != 1)}")
    else:
        console.print(table)


def _gap(gap: Gap) -> str:
    again = f", again after {gap.next_attempt[:16]}Z" if gap.next_attempt else ""
    tries = f" ({gap.attempts} attempt{'s' if gap.attempts > 1 else ''}{again})" if gap.attempts else ""
    where = f" {gap.url}" if gap.url and gap.url not in gap.detail else ""
    return f"{gap.kind}: {escape(gap.what)}{tries}: {escape(gap.detail)}{escape(where)}"


@click.command()
@database_option
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
@click.pass_context
def verify(context: click.Context, db: Path, as_json: bool) -> None:
    """Check both databases: the files, every stored hash, every quote, and that no document lacks its page.

    Exit code 1 if anything is wrong.
    """
    wrong = 0
    for check in checks(db):
        wrong += len(check.wrong)
        if as_json:
            click.echo(json.dumps(asdict(check), ensure_ascii=False))
            continue
        click.echo(f"{'ok   ' if not check.wrong else 'WRONG'}  {check.name}: {check.count} checked")
        for line in check.wrong[:SHOWN]:
            click.echo(f"       {line}")
        if len(check.wrong) > SHOWN:
            click.echo(f"       … and {len(check.wrong) - SHOWN} more")
    if wrong:
        click.echo("restore a backup, or read the site or a WARC again into a new file with --db", err=True)
    context.exit(int(bool(wrong)))


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@database_option
@click.option("--plugin", type=click.Path(path_type=Path), metavar="FILE.py", help="A source that is not installed.")
@click.option("--unseen", is_flag=True, help="Also what was never read: it will not be read in future either.")
@click.option("--reason", default="", metavar="TEXT", help="Kept with the tombstone.")
def forget(urls: tuple[str, ...], db: Path, plugin: Path | None, unseen: bool, reason: str) -> None:
    """Remove documents and their archived bytes for good, and never read them again (takedown).

    A tombstone with the address stays in the archive. Backups, exports, recorded mirrors and published copies are not
    touched: remove them by hand.
    """
    open_reading(db, FACTS_ID, schema.facts).close()
    candidates = [stages_of(plugin.stem, load_file(plugin))] if plugin else [stages_of(name) for name in installed()]
    for url in urls:
        known = [(one.info, ref) for one in candidates if (ref := _ref(one, url))]
        if not known:
            raise UsageError(f"no installed source reads {url}")
        if not sum([_forget(db, info, ref, reason, unseen=unseen) for info, ref in known]):
            raise UsageError(f"nothing is stored of {url}; to keep it from ever being read, add --unseen")
    backups = [path.name for path in db.parent.glob(f"{db.stem}*.backup-*.db")]
    if backups:
        click.echo(f"backups may still hold it: {', '.join(sorted(backups))}", err=True)


def _ref(stages: Stages, url: str) -> Ref | None:
    """The ref behind an address; a page that came without one is known by ``urn:sha256:…``."""
    return Ref(key=url, url=url, language="und") if url.startswith("urn:") else stages.identify(url)


def _forget(db: Path, info: SourceInfo, ref: Ref, reason: str, *, unseen: bool) -> bool:
    """Forget a ref of one source; say whether there was anything to forget, or it was to be done anyway."""
    with (
        alone(db, info.name),
        closing(SqliteArchive(db, info.name)) as archive,
        closing(SqliteStore(db, info)) as store,
    ):
        if not unseen and not archive.has(ref.key):
            return False
        documents, pages = int(store.forget(ref.key)), archive.forget(ref.key, ref.url, reason)
    counts = f"{documents} document{'s' * (documents != 1)} and {pages} archived page{'s' * (pages != 1)}"
    click.echo(f"{ref.url}: {counts} removed; it will not be read again")
    return True
