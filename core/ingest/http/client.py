"""The client: asks the hosts of one source and no other, politely, and gives a page or a typed error."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import cast
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from ingest.context import Response
from ingest.errors import Damaged, Disallowed, IngestError, Moved, NotModified, TooLarge, Unreachable, UnsafeAddress
from ingest.http.addresses import Addresses
from ingest.http.answers import AGAIN, MAX_REDIRECTS, challenge, is_redirect, page_of, refusal, retry_after
from ingest.http.decoding import ACCEPTED, MAX_BODY, decoded
from ingest.http.guard import Deadline, Transport
from ingest.http.hosts import Hosts
from ingest.http.robots import FRESH_SECONDS, Rules
from ingest.http.settings import Network
from ingest.records import SourceInfo

log = logging.getLogger(__name__)

ATTEMPTS = 4
FEW = 2
"""Attempts where each may cost much time: connecting, and waiting in silence."""
SLOW = 10.0
"""A pace that an operator wonders about, unless told."""
WHOLE_ANSWER = 3
"""A whole answer may take so many times the longest silence."""
BACK_OFF = wait_random_exponential(multiplier=1.0, min=1.0, max=30.0)
"""Seconds before the next attempt where the server names none: exponential, with jitter."""
Validators = Callable[[str], Mapping[str, str]]
Record = Callable[[Response], None]


class _Again(Exception):  # noqa: N818 - a decision
    """An attempt that failed in a way that may heal.

    ``seconds`` is the pause the server asks for, ``most`` how many attempts it deserves.
    """

    def __init__(self, error: IngestError, seconds: float | None = None, most: int = ATTEMPTS) -> None:
        super().__init__(str(error))
        self.error = error
        self.seconds = seconds
        self.most = most


class Client:
    """Talks to the hosts of one source. ``get`` is a :data:`ingest.context.Transport`.

    ``validators`` gives the request headers that make a request conditional (``If-None-Match``,
    ``If-Modified-Since``) for an address whose page is archived; by default none are. ``record`` is told every
    answer, redirects and errors too.
    """

    def __init__(
        self,
        info: SourceInfo,
        network: Network | None = None,
        hosts: Hosts | None = None,
        record: Record = lambda _: None,
    ) -> None:
        self._network = network or Network()
        self._hosts = hosts or Hosts()
        self._record = record
        self._addresses = Addresses(info.name, info.hosts, self._network.gateway)
        self._delay = info.delay if self._network.delay is None else self._network.delay
        self._rules: dict[str, tuple[Rules, float]] = {}
        self._deadline = Deadline()
        self.validators: Validators = lambda _: {}
        trust = self._network.trust(info.ca_bundle)
        self._headers = {
            "User-Agent": self._network.user_agent(),
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED,
            "Accept-Language": "*",
        }
        self._timeout = httpx.Timeout(self._network.timeout).as_dict()
        self._transport = (
            httpx.HTTPTransport(verify=trust, trust_env=False, proxy=self._network.proxy)
            if self._network.proxy
            else Transport(trust, self._deadline, checked=not self._network.gateway)
        )

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def get(self, url: str) -> Response:
        """Ask for one address, following redirects between the source's own hosts.

        Gives only answers with status 200. Raises NotModified where the archived page is still the page, PageError
        for a page that gave nothing, SourceUnavailable for a site that gave nothing.
        """
        asked = url
        for _ in range(MAX_REDIRECTS + 1):
            try:
                host = self._addresses.host_of(url)
            except UnsafeAddress as error:
                if url == asked:
                    raise
                raise Moved(f"{asked} is redirected to {url}: {error}") from error
            rules = self._rules_of(url)
            if not rules.allow(url):
                raise Disallowed(f"robots.txt of {host} disallows {url}; it is left alone")
            answer = self._patiently(url, rules.delay, self.validators(url))
            if answer.status == HTTPStatus.NOT_MODIFIED:
                raise NotModified(url)
            if not is_redirect(answer):
                return page_of(answer, asked, rules.decision)
            url = self._addresses.behind(url, answer.headers["location"])
        raise Moved(f"{asked} was redirected more than {MAX_REDIRECTS} times, last to {url}; it is not read")

    # --- robots.txt --------------------------------------------------------------------------------------------

    def _rules_of(self, url: str) -> Rules:
        """Rules of a site; asked for again after a day (RFC 9309, 2.4)."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        rules, until = self._rules.get(site, (None, 0.0))
        if rules is None or time.monotonic() > until:
            rules = self._robots(f"{site}/robots.txt")
            self._rules[site] = (rules, time.monotonic() + FRESH_SECONDS)
            if rules.delay > self._delay:
                level = logging.WARNING if rules.delay > SLOW else logging.INFO
                log.log(level, "robots.txt of %s asks for %g s between requests", site, rules.delay)
        return rules

    def _robots(self, url: str) -> Rules:
        """Read a robots.txt (RFC 9309: a missing file allows all, one that cannot be reached disallows all)."""
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = self._patiently(url, 0.0, {})
            except TooLarge:
                return Rules.none("too large")
            if answer.status == HTTPStatus.OK:
                return Rules.read(answer.body)
            if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise refusal(answer) or Unreachable(url)
            if not is_redirect(answer):
                return Rules.none(f"{answer.status}")
            url = self._addresses.behind(url, answer.headers["location"])
            try:
                self._addresses.host_of(url)
            except UnsafeAddress:
                return Rules.none("redirected away")
        return Rules.none("redirected in a circle")

    # --- one address ---------------------------------------------------------------------------------------------

    def _patiently(self, url: str, delay: float, conditional: Mapping[str, str]) -> Response:
        """Ask up to four times. A pause the server asks for is kept; else the pauses grow, with jitter."""
        host = self._addresses.host_of(url)
        tries = Retrying(
            retry=retry_if_exception_type(_Again),
            stop=_enough,
            wait=_pause,
            sleep=lambda seconds: self._hosts.hold(host, seconds),
            before_sleep=_tell,
            reraise=True,
        )
        try:
            answer = tries(self._attempt, url, host, max(self._delay, delay), conditional)
        except _Again as again:
            if again.seconds is not None:
                self._hosts.hold(host, again.seconds)
            raise again.error from again
        self._record(answer)
        if refused := challenge(answer):
            raise refused
        return answer

    def _attempt(self, url: str, host: str, delay: float, conditional: Mapping[str, str]) -> Response:
        with self._hosts.turn(host, delay):
            try:
                answer = self._once(url, conditional)
            except Damaged as error:
                raise _Again(error, most=_most(error.__cause__)) from error
            except httpx.HTTPError as error:
                raise _Again(_fault(url, error), most=_most(error)) from error
        if answer.status == HTTPStatus.NOT_MODIFIED and not conditional:
            raise _Again(Damaged(f"{url} answered 304, not modified, to a request without conditions"))
        if answer.status in AGAIN and challenge(answer) is None:
            raise _Again(refusal(answer) or Unreachable(url), retry_after(answer.headers))
        return answer

    def _once(self, url: str, conditional: Mapping[str, str]) -> Response:
        """One request and its whole body, within all bounds.

        The transport is asked without httpx's client, whose redirects, cookies and decoding are not wanted here.
        """
        self._deadline.at = time.monotonic() + WHOLE_ANSWER * self._network.timeout
        try:
            headers = self._headers | dict(conditional)
            extensions = {"timeout": self._timeout}
            request = httpx.Request("GET", self._addresses.through(url), headers=headers, extensions=extensions)
        except httpx.InvalidURL as error:
            raise Moved(f"{url} is no address that can be asked for: {error}") from error
        with closing(self._transport.handle_request(request)) as answer:
            raw = self._body(url, answer)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(
            url=url,
            body=decoded(raw, headers.get("content-encoding", ""), url),
            media_type=headers.get("content-type", "text/html"),
            status=answer.status_code,
            fetched_at=datetime.now(UTC),
            headers=MappingProxyType(headers),
        )

    def _body(self, url: str, answer: httpx.Response) -> bytes:
        raw = bytearray()
        try:
            for chunk in cast("httpx.SyncByteStream", answer.stream):
                raw += chunk
                if len(raw) > MAX_BODY:
                    raise TooLarge(f"{url} is larger than {MAX_BODY} bytes; it is not read")
        except httpx.HTTPError as error:
            raise Damaged(f"{url} broke off in its body ({_words(error)}); the next run tries again") from error
        return bytes(raw)


def _fault(url: str, error: httpx.HTTPError) -> IngestError:
    """The error that a failed exchange stands for."""
    if isinstance(error, httpx.RemoteProtocolError) and "too long" in str(error):  # h11's bound on headers
        return TooLarge(f"{url}: its headers are too long; it is not read")
    return Unreachable(f"{url} gave no answer ({_words(error)}); check the network, the next run tries again")


def _most(error: BaseException | None) -> int:
    return FEW if isinstance(error, (httpx.ConnectError, httpx.TimeoutException)) else ATTEMPTS


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _again(state: RetryCallState) -> _Again:
    """What the attempt raised: tenacity asks the three below about nothing else."""
    return cast("_Again", state.outcome.exception() if state.outcome else None)


def _enough(state: RetryCallState) -> bool:
    return state.attempt_number >= _again(state).most


def _pause(state: RetryCallState) -> float:
    asked = _again(state).seconds
    return BACK_OFF(state) if asked is None else asked


def _tell(state: RetryCallState) -> None:
    again = _again(state)
    what, reason = str(again).partition(";")[0], "" if again.seconds is None else ", as the server asks"
    log.warning("%s; waiting %.0f s%s, then trying again", what, state.upcoming_sleep, reason)
