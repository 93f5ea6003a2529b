"""What an answer means: a page, a pause, or one of the typed errors, each saying what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from ingest.context import Response
from ingest.errors import Blocked, Challenge, IngestError, Moved, NotFound, SoftNotFound, Unreachable
from ingest.soup import is_challenge

MAX_REDIRECTS = 5
AGAIN = frozenset(
    [
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    ]
)
"""What a server may heal from, or asks us to wait for."""
REFUSED = frozenset([HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS])


def is_redirect(answer: Response) -> bool:
    """Say whether an answer sends us elsewhere."""
    return HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST and bool(
        answer.headers.get("location")
    )


def challenge(answer: Response) -> Challenge | None:
    """A page that asks whether we are human (Cloudflare marks its own with ``cf-mitigated``), else None."""
    if answer.headers.get("cf-mitigated") != "challenge" and not is_challenge(answer):
        return None
    return Challenge(
        f"{answer.url} shows a challenge page ({answer.status}); wait, or ask the site's operator for access"
    )


def refusal(answer: Response) -> IngestError | None:
    """The error that a status stands for; None for 200."""
    status, url = answer.status, answer.url
    if status == HTTPStatus.OK:
        return None
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return NotFound(f"{url} answered {status}: the page is not there; what is stored of it stays")
    if status in REFUSED:
        return Blocked(f"{url} answered {status}; open it in a browser, and ask the site's operator for access")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Blocked(f"{url} answered 429, too many requests; run again later, with a longer --delay")
    return Unreachable(f"{url} answered {status}; the next run tries again")


def page_of(answer: Response, asked: str, robots: str = "") -> Response:
    """The page that an answer is, with the decision of robots.txt.

    Raises what its status stands for, and SoftNotFound where a redirect led from ``asked`` up to the front page or a
    section that held it.
    """
    if error := refusal(answer):
        raise error
    above = urlsplit(answer.url).path.rstrip("/")
    section = above.count("/") <= 1 and urlsplit(asked).path.rstrip("/").startswith(f"{above}/")
    if answer.url != asked and section:
        raise SoftNotFound(f"{asked} leads to {answer.url}: it is not there any more; what is stored of it stays")
    return replace(answer, robots=robots)


def followed(asked: str, answer_of: Callable[[str], Response]) -> Response:
    """The page behind an address whose answers are at hand, through its redirects.

    Raises what ``answer_of`` and :func:`page_of` raise, and Moved for too many redirects.
    """
    url = asked
    for _ in range(MAX_REDIRECTS + 1):
        answer = answer_of(url)
        if not is_redirect(answer):
            return page_of(answer, asked)
        url = urljoin(url, answer.headers["location"])
    raise Moved(f"{asked} was redirected more than {MAX_REDIRECTS} times")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks us to wait (RFC 9110, 10.2.3: seconds or a date); None where it does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        when = parsedate_to_datetime(value)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
