"""``ingest inspect``: what would be read from one page, with the words that say so."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.cli.listing import usable
from ingest.cli.options import network_options
from ingest.context import Response
from ingest.disk.files import load
from ingest.errors import Blocked, ContractError, Listing, Skip, UsageError
from ingest.http import Client, Network
from ingest.reader import page_at_hand, stages_of
from ingest.records import Communique, Document, Event, Page, Party, Person
from ingest.registry import installed, load_file
from ingest.serialise import to_json
from ingest.stages import Stages


@click.command()
@click.argument("what", metavar="PATH|URL")
@click.option("--source", "name", metavar="NAME", help="An installed source. Default: the one that knows the address.")
@click.option("--plugin", type=click.Path(path_type=Path), metavar="FILE.py", help="A source that is not installed.")
@click.option("--url", metavar="URL", help="The address of the file.")
@click.option(
    "--published",
    metavar="DATE",
    default="",
    help="Time of publication where the page states none (ISO 8601).",
)
@click.option("--json", "as_json", is_flag=True, help="The whole reading as JSON, as in an export.")
@network_options
def inspect(
    what: str, name: str | None, plugin: Path | None, url: str | None, published: str, as_json: bool, network: Network
) -> None:
    """Show what would be read from one page or plain text, with its evidence. Stores nothing."""
    if plugin is not None:
        candidates = [stages_of(plugin.stem, load_file(plugin))]
    else:
        candidates = [stages_of(name)] if name else usable(installed(), [])
    response = _bring(what, url, candidates, network)
    stages, page, document = _read(response, candidates, what)
    if isinstance(document, Listing):
        _listing(document, as_json)
        return
    if published and not document.published:
        document = replace(document, published=published)
    communique = stages.normalise(page, document)
    if as_json:
        click.echo(json.dumps(to_json(communique), ensure_ascii=False, indent=2))
    else:
        _show(communique, document)


def _bring(what: str, url: str | None, candidates: list[Stages], network: Network) -> Response:
    if not what.startswith(("http://", "https://")):
        path = Path(what)
        if path.is_dir():
            raise UsageError(f"{what} is a folder; give one page, or read it with: ingest run --from {what}")
        if not path.is_file():
            raise UsageError(f"there is no file at {what}")
        return load(path, url)
    stages = next((one for one in candidates if one.identify(what)), None)
    if stages is None:
        raise UsageError(f"no installed source reads {what}")
    with closing(Client(stages.info, network)) as client:
        return client.get(what)


def _read(response: Response, candidates: list[Stages], what: str) -> tuple[Stages, Page, Document | Listing]:
    """Read with the source that knows the address; a page without one is tried with each."""
    if response.url.startswith("urn:"):
        tries = [page_at_hand(response, [one]) for one in candidates]
    else:
        try:
            tries = [page_at_hand(response, candidates)]
        except UsageError:
            tries = []
    reasons = []
    for stages, page in tries:
        try:
            return stages, page, stages.parse(page)
        except Listing as listing:
            return stages, page, listing
        except Skip as skip:
            raise UsageError(f"{what}: {skip}") from skip
        except (Blocked, ContractError):
            raise
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            reasons.append(f"{stages.info.name}: {error}")
    detail = f" ({'; '.join(reasons)})" if reasons else f" ({response.url})"
    raise UsageError(f"no installed source reads {what}{detail}")


def _listing(listing: Listing, as_json: bool) -> None:
    if as_json:
        links = [{"key": r.key, "url": r.url, "title": r.title, "listed_at": r.listed_at} for r in listing.links]
        click.echo(json.dumps({"links": links}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{listing}")
    for ref in listing.links:
        click.echo(f"  {ref.listed_at or '-'}  {ref.url}  {ref.title or ''}".rstrip())


def _show(communique: Communique, document: Document) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{escape(communique.title)}[/bold]", soft_wrap=True)
    facts = Table(show_header=False, box=None, pad_edge=False)
    facts.add_column(style="dim")
    facts.add_column(overflow="fold")
    cited = ", ".join(attribution.name for attribution in communique.attributions)
    for label, value in (
        ("address", communique.url),
        ("layout", document.layout),
        ("language", communique.language),
        ("published", f"{communique.published_at or 'not stated'} ({communique.precision})"),
        ("cites", cited),
        ("event", _event(communique.event)),
        ("people", "; ".join(_person(person) for person in communique.people)),
    ):
        facts.add_row(label, escape(value or "-"))
    console.print(facts)
    table = Table(title=f"{len(communique.instruments)} instruments", title_justify="left", show_lines=True)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    table.add_column("title, and the words that say so", overflow="fold", ratio=3)
    table.add_column("parties", overflow="fold", ratio=2)
    for one in communique.instruments:
        quote, span = communique.quote(one.spans[0]), one.spans[0]
        evidence = "" if quote == one.title else f"\n[dim]“{escape(quote)}”[/dim]"
        background = "" if one.in_main_event else "\nof another event"
        table.add_row(
            str(one.ordinal),
            f"{one.type}\n{one.mode or '-'}\n[dim]sure {one.confidence:.2f}[/dim]{background}",
            f"{escape(one.title)}{evidence} [dim]({span.start}-{span.end})[/dim]",
            "\n".join(_party(party) for party in one.parties) or "-",
        )
    console.print(table)
    for event in communique.background:
        console.print(f"[dim]in the background:[/dim] {escape(communique.quote(event.spans[0]))}", soft_wrap=True)
    for claim in communique.claims:
        console.print(f"[dim]claim:[/dim] {escape(communique.quote(claim.span))}", soft_wrap=True)
    for problem in communique.problems:
        console.print(f"[yellow]{problem.severity}[/yellow] {problem.field}: {escape(problem.message)}", soft_wrap=True)
    for dropped in document.dropped:
        console.print(f"[dim]left out: {escape(dropped)}[/dim]", soft_wrap=True)


def _event(event: Event | None) -> str:
    if event is None:
        return ""
    days = f"{event.start} to {event.end}" if event.end else event.start
    return ", ".join(part for part in (event.kind.replace("_", " "), event.city, event.country, days) if part)


def _person(person: Person) -> str:
    details = ", ".join(part for part in (person.role, person.country) if part)
    return f"{person.name} ({details})" if details else person.name


def _party(party: Party) -> str:
    mark = ", implied" if party.implied else ""
    return escape(f"{party.name} [{party.country or '?'}, {party.kind}{mark}]")
