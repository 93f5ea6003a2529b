"""What an operator sets about the network."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import certifi

from ingest.errors import UsageError

CONTACT = "INGEST_CONTACT"
PRODUCT = "ingest-communiques"
"""The product token robots.txt may name (RFC 9309, 2.2.1)."""

SILENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How to reach the sites.

    ``gateway`` is the address that stands in for every host: ``URL/HOST/PATH`` is asked for instead. ``proxy`` is an
    HTTP proxy; environment variables never set one. Both waive the rule that only public addresses are connected
    to. ``delay`` (seconds) replaces the source's own; a longer pause that robots.txt asks for still counts.
    ``timeout`` is the longest silence (seconds) inside one answer; a whole answer may take three times as long.
    ``ca_bundle`` is a PEM file of certificates trusted besides the usual ones. Raises UsageError for a setting that
    cannot be meant.
    """

    gateway: str = ""
    proxy: str = ""
    delay: float | None = None
    timeout: float = SILENCE_SECONDS
    ca_bundle: str = ""
    contact: str = ""

    def __post_init__(self) -> None:
        for name in ("gateway", "proxy"):
            value = getattr(self, name)
            if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
                raise UsageError(f"--{name} {value!r} is no http or https address")

    def user_agent(self) -> str:
        """Who we are: product, version and, where the operator set one, a contact address."""
        contact = self.contact or os.environ.get(CONTACT, "")
        product = f"{PRODUCT}/{version(PRODUCT)}"
        return f"{product} (+{contact})" if contact else product

    def trust(self, own_bundle: str = "") -> ssl.SSLContext:
        """The certificates that are trusted: the usual ones, the source's own and the operator's."""
        context = ssl.create_default_context(cafile=certifi.where())
        for bundle in (own_bundle, self.ca_bundle):
            if not bundle:
                continue
            try:
                context.load_verify_locations(cafile=bundle)
            except (OSError, ssl.SSLError) as error:
                raise UsageError(f"cannot read certificates from {Path(bundle)}: {error.strerror or error}") from error
        return context
