"""``ingest export``, ``ingest snapshot`` and ``ingest serve``: get facts out."""

from __future__ import annotations

import io
import os
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import click

from ingest.cli.options import DATABASE, database_option
from ingest.errors import IngestError, UsageError
from ingest_db import archive_schema, schema
from ingest_db.export import export_parquet, export_warc, write_csv, write_jsonl
from ingest_db.files import ARCHIVE_ID, FACTS_ID, archive_path, check, open_reading
from ingest_db.serving import SETTINGS
from ingest_db.snapshot import snapshot as write_snapshot


def _text(write: Callable[[Path, IO[str]], None]) -> Callable[[Path, IO[bytes]], None]:
    def binary(path: Path, out: IO[bytes]) -> None:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="")
        write(path, text)
        text.flush()
        text.detach()

    return binary


NAME = re.compile(r"[A-Za-z0-9][\w-]*")
WRITERS = {"jsonl": _text(write_jsonl), "csv": _text(write_csv), "parquet": export_parquet, "warc": export_warc}


@click.command()
@database_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet", "warc"]),
    required=True,
    help="jsonl: one communiqué a line; csv, parquet: one row per instrument and party; warc: every page (gzip).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write  [default: standard output]",
)
def export(db: Path, form: str, output: Path | None) -> None:
    """Write every current document with its facts, also those without instruments; or every page as it came."""
    open_reading(db, FACTS_ID, schema.facts).close()
    if form == "warc":
        open_reading(archive_path(db), ARCHIVE_ID, archive_schema.archive).close()
    if form in {"warc", "parquet"} and output is None and sys.stdout.isatty():
        raise UsageError(f"{form} is no text for a terminal; give --output FILE")
    target = output.with_name(f".{output.name}.part") if output else None
    try:
        with target.open("wb") if target else click.open_file("-", "wb") as out:
            WRITERS[form](db, out)
    except (OSError, IngestError) as error:
        if target:
            target.unlink(missing_ok=True)
        if isinstance(error, IngestError):
            raise
        raise UsageError(f"cannot write {output or 'to standard output'}: {error.strerror}") from error
    if target and output:
        target.replace(output)


@click.command()
@database_option
@click.option(
    "--name", default="communiques", show_default=True, metavar="NAME", help="What the published database is called."
)
@click.option("--without-text", is_flag=True, help="Facts with their quotations and links, but not the articles.")
@click.option("--allow-sql", is_flag=True, help="Let everybody ask in SQL.")
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="Where it will be read, perhaps below a path: feeds, calendars and citations give that address.",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def snapshot(db: Path, name: str, folder: Path, *, without_text: bool, allow_sql: bool, address: str) -> None:
    """Write a copy for publishing into DIR: consistent, inspected, immutable, with settings for Datasette.

    DIR holds the database, settings for both lines of Datasette, a Dockerfile, and a README with three ways to publish.
    Some sites' terms allow facts and short quotations only: --without-text leaves the articles out.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a database; use letters, digits, - and _")
    target = write_snapshot(db, folder, name=name, without_text=without_text, allow_sql=allow_sql, address=address)
    size = target.stat().st_size / 1_000_000
    click.echo(
        f"{target} ({size:.1f} MB); to look at it: datasette serve {folder}; to publish it: {folder / 'README.md'}",
        err=True,
    )


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The database  [default: communiques.db, else sample.db]",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", "-p", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.argument("datasette_arguments", nargs=-1, type=click.UNPROCESSED, metavar="[-- DATASETTE ARGUMENTS]")
def serve(db: Path | None, host: str, port: int, open_browser: bool, datasette_arguments: tuple[str, ...]) -> None:
    """Open the database in Datasette, with titles, facets and search set up."""
    path = db or next((path for path in (DATABASE, Path("sample.db")) if path.exists()), DATABASE)
    if not path.exists():
        raise UsageError(f"there is no database at {path}; make one with: ingest run --source kazinform --sample")
    if set("?#") & set(str(path)):
        raise UsageError(f"{path}: Datasette opens no file with ? or # in its path; give it another name")
    check(path, FACTS_ID, schema.facts)
    _free(host, port)
    command = [sys.executable, "-m", "datasette", "serve", str(path), "--host", host, "--port", str(port)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, str(value)]
    command += ["--open"] if open_browser else []
    os.execv(sys.executable, [*command, *datasette_arguments])  # noqa: S606 - our own interpreter


def _free(host: str, port: int) -> None:
    """Refuse an address that another program listens on, or that is none of this machine's."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise UsageError(f"cannot listen on {host}:{port}: {error.strerror}; give another with --port") from error
