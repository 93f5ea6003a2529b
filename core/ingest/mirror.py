"""What is on disk instead of the network: a mirrored folder, or one file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from ingest.context import Response
from ingest.errors import NotFound, UsageError
from ingest.soup import decode

HOST = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
MEDIA_TYPES = {".xml": "application/xml", ".txt": "text/plain", ".json": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One file of a mirror and the address it stands for (None: its path is not of the form HOST/PATH)."""

    path: Path
    name: str
    url: str | None


class Mirror:
    """A folder whose files ``H/P.html``, ``H/P/index.html`` and ``H/P`` stand for ``https://H/P``."""

    def __init__(self, folder: Path) -> None:
        self._files = [_stored(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()]
        self._index = {_slot(file.url): file for file in reversed(self._files) if file.url}

    def files(self) -> Iterator[Stored]:
        """Every file, in order of path."""
        yield from self._files

    def get(self, url: str) -> Response:
        """Answer for an address. Raises NotFound for what is not in the folder."""
        file = self._index.get(_slot(url))
        if file is None:
            raise NotFound(f"{url} is not in the mirror")
        return load(file.path, url=url)


def load(path: Path, url: str | None = None) -> Response:
    """Read one file as the answer of a server.

    Its address is the one given, else what the page says of itself, else ``urn:sha256:…``; never its path.
    Raises UsageError for a file that cannot be read.
    """
    try:
        body = path.read_bytes()
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    return answer(body, MEDIA_TYPES.get(path.suffix.lower(), "text/html"), changed, url)


def answer(body: bytes, media_type: str, when: datetime, url: str | None = None) -> Response:
    """Make the answer of a server out of bytes at hand."""
    if media_type == "text/html" and not _looks_like_html(body):
        media_type = "text/plain"
    response = Response(url=url or "", body=body, media_type=media_type, status=200, fetched_at=when)
    if url:
        return response
    return Response(
        url=own_address(response) or f"urn:sha256:{hashlib.sha256(body).hexdigest()}",
        body=body,
        media_type=media_type,
        status=200,
        fetched_at=when,
    )


def own_address(response: Response) -> str | None:
    """Give the address a page states for itself: its canonical link, else ``og:url``."""
    if response.media_type != "text/html":
        return None
    try:
        tree = BeautifulSoup(decode(response), "lxml")
    except ValueError:
        return None
    link, meta = (
        tree.select_one("link[rel=canonical][href]"),
        tree.select_one("meta[property='og:url'][content]"),
    )
    found = str(link["href"]) if link else str(meta["content"]) if meta else ""
    return found if found.startswith(("https://", "http://")) else None


def _looks_like_html(body: bytes) -> bool:
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _stored(path: Path, folder: Path) -> Stored:
    name = path.relative_to(folder).as_posix()
    host, _, rest = name.partition("/")
    if not rest or not HOST.match(host.lower()):
        return Stored(path=path, name=name, url=None)
    rest, mark, query = rest.removesuffix(".html").partition("?")
    rest = rest.removesuffix("index") if rest.endswith("/index") or rest == "index" else rest
    return Stored(path=path, name=name, url=f"https://{host}/{rest}" + (f"?{query}" if mark else ""))


def _slot(url: str) -> tuple[str, str, str]:
    """Where an address is looked up: host, path without outer slashes, query."""
    parts = urlsplit(url)
    return (parts.hostname or "", parts.path.strip("/"), parts.query)
