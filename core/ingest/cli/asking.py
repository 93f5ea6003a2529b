"""``ingest problems`` and ``ingest search``: what is in doubt, and where words stand."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from ingest.cli.options import database_option
from ingest_db.questions import Hit, ProblemRow
from ingest_db.questions import problems as find_problems
from ingest_db.questions import search as find

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


@click.command()
@database_option
@click.option("--source", metavar="NAME", help="Only this source.")
@click.option("--severity", type=click.Choice(list(COLOURS)), help="Only these.")
@click.option("--concerns", metavar="FIELD", help="Only this field and those inside it: instruments, parties, event …")
@click.option("--language", metavar="CODE", help="Only articles in this language.")
@click.option("--json", "as_json", is_flag=True, help="As JSON lines; also where the output is no terminal.")
def problems(
    db: Path, source: str | None, severity: str | None, concerns: str | None, language: str | None, as_json: bool
) -> None:
    """List what could not be read or is in doubt, with the words in question, worst first.

    Checks that need no labels: the number of documents announced against the number read, list items that look like
    documents and were not understood, parties without a country, a weekday that is not that date's.
    """
    rows = find_problems(db, source=source, severity=severity, concerns=concerns, language=language)
    if as_json or not sys.stdout.isatty():
        for row in rows:
            click.echo(json.dumps(asdict(row), ensure_ascii=False))
        return
    console = Console(highlight=False)
    for row in rows:
        _show(console, row)
    articles = len({row.url for row in rows})
    click.echo(f"{len(rows)} problem{'s' * (len(rows) != 1)} in {articles} article{'s' * (articles != 1)}")


def _show(console: Console, row: ProblemRow) -> None:
    console.print(Text.assemble((row.severity, COLOURS[row.severity]), "  ", (row.message, "bold")))
    if row.quote:
        console.print(Text(f"    “{row.quote}”"), soft_wrap=True)
    console.print(Text(f"    {row.url}", style="dim"), soft_wrap=True)


@click.command()
@click.argument("words", nargs=-1, required=True)
@database_option
@click.option("--articles", is_flag=True, help="Look in whole articles instead of titles and parties of documents.")
@click.option("--language", metavar="CODE", help="Only this language.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="At most so many."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON lines; also where the output is no terminal.")
def search(words: tuple[str, ...], db: Path, articles: bool, language: str | None, limit: int, as_json: bool) -> None:
    """Find documents in which all WORDS stand, in any form, any script's special letters or none, best first."""
    hits = find(db, " ".join(words), articles=articles, language=language, limit=limit)
    if as_json or not sys.stdout.isatty():
        for hit in hits:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False))
        return
    console = Console(highlight=False)
    for hit in hits:
        _found(console, hit)
    click.echo(f"{len(hits)} found" if hits else "nothing found; try fewer words, or --articles")


def _found(console: Console, hit: Hit) -> None:
    console.print(
        Text.assemble((hit.date or "no date", "green"), "  ", hit.kind, "  ", (hit.title, "bold")), soft_wrap=True
    )
    if hit.parties:
        console.print(Text(f"    {hit.parties}"), soft_wrap=True)
    console.print(Text(f"    {hit.url}", style="dim"), soft_wrap=True)
