"""One request at a time per host, and the pauses between them, for everything a program asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from ingest.errors import Blocked

YEAR = 365 * 24 * 60 * 60.0
LONGEST_PAUSE = 120.0
"""Seconds a program waits because a site says so; one that asks for more is left alone until then."""


@dataclass(slots=True)
class _Host:
    turn: Lock = field(default_factory=Lock)
    ended: float = float("-inf")
    closed_until: float = float("-inf")


class Hosts:
    """The pace of every host. Clients of several threads share one; times are seconds of the monotonic clock.

    ``sleep`` is called before every request, also with 0: it may raise to end a run.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._all = Lock()

    @contextmanager
    def turn(self, name: str, delay: float) -> Iterator[None]:
        """Wait for one's turn at a host and for ``delay`` seconds after the last answer; hold it while asking.

        Raises Blocked where the host asked for a pause longer than :data:`LONGEST_PAUSE`.
        """
        host = self._host(name)
        with host.turn:
            now = time.monotonic()
            if (rest := host.closed_until - now) > LONGEST_PAUSE:
                when = (datetime.now(UTC) + timedelta(seconds=min(rest, YEAR))).isoformat(timespec="minutes")
                raise Blocked(f"{name} asks not to be asked again before {when}; run again then")
            self._sleep(max(host.ended + delay, host.closed_until, now) - now)
            try:
                yield
            finally:
                host.ended = time.monotonic()

    def hold(self, name: str, seconds: float) -> None:
        """Ask nothing of a host for so long."""
        host = self._host(name)
        host.closed_until = max(host.closed_until, time.monotonic() + seconds)

    def _host(self, name: str) -> _Host:
        with self._all:
            return self._hosts.setdefault(name, _Host())
