"""What is on disk instead of the network.

* ``files``      bytes at hand as the answer of a server
* ``mirror``     a folder ``HOST/PATH.html``, read as if it were the site
* ``recording``  writes such a folder while a site is read
* ``warc``       WARC files, read and written
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ingest.context import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One thing on disk and the address it stands for.

    ``url`` is None where nothing says so, ``unread`` the reason why it cannot be read (empty: it can), ``when`` the
    time it was fetched where that was recorded, ``place`` where the shelf finds it.
    """

    name: str
    url: str | None
    place: object
    unread: str = ""
    when: datetime | None = None


class Shelf(Protocol):
    """What ``--from`` reads: a mirror or a WARC."""

    def stored(self) -> Iterator[Stored]:
        """Everything on it, in a fixed order."""

    def load(self, stored: Stored) -> Response:
        """Read one thing."""

    def get(self, url: str) -> Response:
        """Answer for an address, as the site did. Raises NotFound for what is not there."""
