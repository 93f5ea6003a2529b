"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ingest.http import SILENCE_SECONDS, Network

DATABASE = Path("communiques.db")

database_option = click.option(
    "--db",
    type=click.Path(path_type=Path),
    default=DATABASE,
    show_default=True,
    metavar="FILE",
    help="The database.",
)

NETWORK = (
    click.option(
        "--gateway",
        metavar="URL",
        default="",
        help="Ask URL/HOST/PATH instead of the sites: a local mirror, a recording proxy.",
    ),
    click.option(
        "--delay",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        help="Pause between two requests to one host  [default: the source's; robots.txt may ask for more]",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=SILENCE_SECONDS,
        show_default=True,
        metavar="SECONDS",
        help="The longest silence inside one answer; a whole one may take three times as long.",
    ),
    click.option("--proxy", metavar="URL", default="", help="An HTTP proxy. Never taken from the environment."),
    click.option(
        "--ca-bundle",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Certificates (PEM) to trust besides the usual ones.",
    ),
    click.option(
        "--contact",
        metavar="ADDRESS",
        default="",
        help="Mail or web address of yours, for the user agent  [env: INGEST_CONTACT]",
    ),
)


def network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that talks to sites, as one :class:`~ingest.http.Network` called ``network``."""

    @functools.wraps(command)
    def called(
        *arguments: Any,
        gateway: str,
        delay: float | None,
        timeout: float,
        proxy: str,
        ca_bundle: Path | None,
        contact: str,
        **others: Any,
    ) -> Any:
        network = Network(
            gateway=gateway, proxy=proxy, delay=delay, timeout=timeout, ca_bundle=str(ca_bundle or ""), contact=contact
        )
        return command(*arguments, network=network, **others)

    for option in reversed(NETWORK):
        called = option(called)
    return called
