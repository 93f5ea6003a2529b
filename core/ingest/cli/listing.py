"""``ingest sources``: what is installed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import EntryPoint

import click
from rich.console import Console
from rich.table import Table

from ingest.errors import ContractError
from ingest.reader import stages_of
from ingest.registry import installed
from ingest.stages import Stages


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def sources(as_json: bool) -> None:
    """List the installed sources, who looks after them and when they were last checked against the live site."""
    rows = [_row(name, entry) for name, entry in installed().items()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table()
    for name in ("name", "title", "languages", "home", "verified", "from"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(row["name"], row["title"], row["languages"], row["home"], row["verified_on"], row["distribution"])
    Console(highlight=False).print(table)
    for row in rows:
        if row["error"]:
            click.echo(f"error: {row['error']}", err=True)


def usable(names: Iterable[str], codes: list[int]) -> list[Stages]:
    """The sources of these names. A broken one is told and passed over; its exit code joins ``codes``."""
    found = []
    for name in names:
        try:
            found.append(stages_of(name))
        except ContractError as error:
            click.echo(f"error: {error}", err=True)
            codes.append(error.exit_code)
    return found


def _row(name: str, entry: EntryPoint) -> dict[str, str]:
    row = {
        "name": name,
        "title": "",
        "languages": "",
        "home": "",
        "verified_on": "",
        "owner": "",
        "error": "",
        "distribution": f"{entry.dist.name} {entry.dist.version}" if entry.dist else "",
    }
    try:
        info = stages_of(name).info
    except ContractError as error:
        return row | {"title": "broken", "error": str(error)}
    verified = info.verified_on.isoformat() if info.verified_on else "never"
    return row | {
        "title": info.title,
        "languages": " ".join(info.languages),
        "home": info.home,
        "verified_on": verified,
        "owner": info.owner,
    }
