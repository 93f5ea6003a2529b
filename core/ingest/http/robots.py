"""What robots.txt of a host allows, and the pace it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from ingest.http.settings import PRODUCT

LONGEST = 512 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5: at least 500 KiB)."""
LONGEST_DELAY = 24 * 60 * 60.0
"""Seconds; more cannot be meant."""
FRESH_SECONDS = 24 * 60 * 60.0
"""How long rules are used before they are asked for again (RFC 9309, 2.4)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host. ``absent`` names why there are none: then everything is allowed (RFC 9309, 2.3.1.3)."""

    parser: Protego
    absent: str = ""

    @classmethod
    def read(cls, body: bytes) -> Rules:
        """Read a robots.txt."""
        return cls(Protego.parse(body[:LONGEST].decode("utf-8-sig", "replace")))

    @classmethod
    def none(cls, reason: str) -> Rules:
        """The rules of a host that has no robots.txt."""
        return cls(Protego.parse(""), f"no robots.txt ({reason})")

    def allow(self, url: str) -> bool:
        """Say whether an address may be asked for."""
        return bool(self.parser.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float:
        """Seconds between two requests: the longer of Crawl-delay and Request-rate; 0 where neither is given."""
        rate = self.parser.request_rate(PRODUCT)
        asked = max(self.parser.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)
        return min(asked, LONGEST_DELAY)

    @property
    def decision(self) -> str:
        """The decision on a page that was fetched, as it is stored with the fetch."""
        pace = f", {self.delay:g} s between requests" if self.delay else ""
        return f"allowed: {self.absent}" if self.absent else f"allowed by robots.txt{pace}"
