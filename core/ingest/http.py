"""The client: one request at a time per host, robots.txt, Retry-After, an honest user agent, TLS verified."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from ingest.context import Response
from ingest.errors import Blocked, NotFound, Unreachable
from ingest.records import SourceInfo
from ingest.soup import is_challenge

MAX_BODY = 10 * 1024 * 1024
MAX_REDIRECTS = 5
MAX_WAIT = 120.0
ATTEMPTS = 3
RETRY = {429, 500, 502, 503, 504}
CONTACT = "INGEST_CONTACT"


def user_agent() -> str:
    """Who we are: product, version and, where the operator set one, a contact address."""
    contact = os.environ.get(CONTACT, "")
    product = f"ingest-communiques/{version('ingest-communiques')}"
    return f"{product} (+{contact})" if contact else product


class Client:
    """Talks to the hosts of one source and to no other. ``get`` is a :data:`ingest.context.Transport`."""

    def __init__(self, info: SourceInfo, sleep: Callable[[float], None] = time.sleep) -> None:
        self._info = info
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._robots: dict[str, Protego] = {}
        self._agent = user_agent()
        self._http = httpx.Client(
            headers={"User-Agent": self._agent, "Accept-Language": "*"},
            timeout=httpx.Timeout(30.0, connect=15.0),
            trust_env=False,
        )

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def get(self, url: str) -> Response:
        """Ask for one address, following redirects between the source's own hosts.

        Raises NotFound, Blocked or Unreachable; gives only answers with status 200.
        """
        for _ in range(MAX_REDIRECTS + 1):
            self._allowed(url)
            answer, body = self._patiently(url)
            if not answer.has_redirect_location:
                return _typed(answer, body)
            url = urljoin(url, answer.headers["location"])
        raise Unreachable(f"{url}: more than {MAX_REDIRECTS} redirects")

    def _allowed(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or parts.hostname not in self._info.hosts:
            raise Blocked(f"{url} is not on a declared host of {self._info.name}")
        if not self._rules(parts.scheme, parts.netloc).can_fetch(url, self._agent):
            raise Blocked(f"robots.txt of {parts.netloc} disallows {parts.path}")

    def _rules(self, scheme: str, netloc: str) -> Protego:
        """Rules of a host (RFC 9309: a missing file allows all, one that cannot be reached disallows all)."""
        if netloc not in self._robots:
            answer, body = self._patiently(f"{scheme}://{netloc}/robots.txt")
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise Unreachable(f"robots.txt of {netloc} answered {answer.status_code}")
            text = body.decode("utf-8", "replace") if answer.status_code == httpx.codes.OK else ""
            self._robots[netloc] = Protego.parse(text)
        return self._robots[netloc]

    def _patiently(self, url: str) -> tuple[httpx.Response, bytes]:
        """Ask up to three times, waiting as long as the server asks for (at most two minutes)."""
        for attempt in range(1, ATTEMPTS + 1):
            self._pace(urlsplit(url).netloc)
            answer, body = self._once(url)
            if answer.status_code not in RETRY or attempt == ATTEMPTS:
                return answer, body
            self._sleep(min(_retry_after(answer) or 2.0**attempt, MAX_WAIT))
        raise AssertionError("unreachable")

    def _once(self, url: str) -> tuple[httpx.Response, bytes]:
        try:
            with self._http.stream("GET", url) as answer:
                body = bytearray()
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > MAX_BODY:
                        raise Unreachable(f"{url} is larger than {MAX_BODY} bytes")
                return answer, bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(f"{url}: {type(error).__name__}: {error}") from error

    def _pace(self, netloc: str) -> None:
        rules = self._robots.get(netloc)
        asked = rules.crawl_delay(self._agent) if rules else None
        wait = self._last.get(netloc, -1e9) + max(self._info.delay, asked or 0.0) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._last[netloc] = time.monotonic()


def _typed(answer: httpx.Response, body: bytes) -> Response:
    status, url = answer.status_code, str(answer.url)
    if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
        raise NotFound(f"{url} answered {status}")
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.TOO_MANY_REQUESTS}:
        raise Blocked(f"{url} answered {status}")
    if status != httpx.codes.OK:
        raise Unreachable(f"{url} answered {status}")
    response = Response(
        url=url,
        body=body,
        media_type=answer.headers.get("content-type", "text/html"),
        status=status,
        fetched_at=datetime.now(UTC),
        headers=MappingProxyType({name.lower(): value for name, value in answer.headers.items()}),
    )
    if is_challenge(response):
        raise Blocked(f"{url} shows a challenge page; wait, or ask the site's operator for access")
    return response


def _retry_after(answer: httpx.Response) -> float | None:
    """Seconds the server asks us to wait (RFC 9110, 10.2.3: seconds or a date)."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
