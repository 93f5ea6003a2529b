"""What wraps the pages of our databases: security headers, links below ``base_url``; pages of others pass as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from datasette.utils import tilde_decode

from ingest_db.publish.databases import ours

STRICT = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For pages of this plugin, which hold no script and no style of their own."""
CORE = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For Datasette's own pages of our tables, which hold inline scripts."""
ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
]
STRICT_MARK = b"x-ingest-page"
"""Header by which a page of this plugin asks for the strict policy; it is taken off."""


def wrapper(datasette: Any, answered: Callable[[Any], Any]) -> Any:
    """The ASGI wrapper of one Datasette; ``answered`` sends requests that no route answers to one that does."""

    def wrap(app: Any) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            below = _below_the_base(datasette.setting("base_url"), scope) if scope["type"] == "http" else None
            if below is None or not _is_ours(datasette, below["path"]):
                await app(scope, receive, send)
                return

            async def secured(message: Any) -> None:
                if message["type"] == "http.response.start":
                    headers = list(message.get("headers", []))
                    html = any(name.lower() == b"content-type" and b"text/html" in value for name, value in headers)
                    ours_page = (STRICT_MARK, b"1") in headers
                    headers = [pair for pair in headers if pair[0] != STRICT_MARK]
                    policy = STRICT if ours_page or not html else CORE
                    message = message | {"headers": [*headers, *ALWAYS, (b"content-security-policy", policy.encode())]}
                await send(message)

            await app(answered(below), receive, secured)

        return wrapped

    return wrap


def _below_the_base(base: str, scope: Any) -> Any:
    """The request without ``base_url`` in its path: Datasette makes links of that path and puts ``base_url`` before it again.

    Not for a database that is called as ``base_url`` is: Datasette would take that name off.
    """
    if base == "/" or not scope["path"].startswith(base) or scope["path"].startswith(base + base[1:]):
        return scope
    stripped = {"path": "/" + scope["path"][len(base) :]}
    if (raw := scope.get("raw_path")) and raw.startswith(base.encode()):
        stripped["raw_path"] = b"/" + raw[len(base) :]
    return scope | stripped


def _is_ours(datasette: Any, path: str) -> bool:
    """Whether an address, without ``base_url``, is the front page or belongs to a database of ours."""
    first = path.lstrip("/").split("/", 1)[0]
    names = ours(datasette)
    name = tilde_decode(unquote(first.split(".", 1)[0] if first not in names else first))
    return bool(names) and (not first or name in names)
