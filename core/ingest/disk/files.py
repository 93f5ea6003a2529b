"""Bytes at hand as the answer of a server."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from bs4 import BeautifulSoup

from ingest.context import Response
from ingest.errors import UsageError
from ingest.soup import decode

MEDIA_TYPES = {".xml": "application/xml", ".txt": "text/plain", ".json": "application/json"}


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
    return Response(
        url=url or own_address(body, media_type) or f"urn:sha256:{hashlib.sha256(body).hexdigest()}",
        body=body,
        media_type=media_type,
        status=200,
        fetched_at=when,
    )


def own_address(body: bytes, media_type: str) -> str | None:
    """Give the address a page states for itself: its canonical link, else ``og:url``."""
    if media_type != "text/html":
        return None
    page = Response(url="", body=body, media_type=media_type, status=200, fetched_at=datetime.now(UTC))
    try:
        tree = BeautifulSoup(decode(page), "lxml")
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
