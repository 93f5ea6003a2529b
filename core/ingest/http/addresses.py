"""Which addresses may be asked, and the way to them through a gateway."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from ingest.errors import UnsafeAddress

PORTS = frozenset([None, 80, 443])


class Addresses:
    """The addresses of one source. ``gateway`` stands in for every host: ``GATEWAY/HOST/PATH`` is asked instead."""

    def __init__(self, name: str, hosts: Iterable[str], gateway: str) -> None:
        self._name = name
        self._hosts = frozenset(hosts)
        self._gateway = f"{gateway.rstrip('/')}/" if gateway else ""

    def host_of(self, url: str) -> str:
        """The declared host of an address.

        Raises UnsafeAddress for another host, scheme or port, and for an address with a password.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise UnsafeAddress(f"{url} is no address: {error}") from error
        if parts.scheme not in {"http", "https"}:
            raise UnsafeAddress(f"{url} is no http or https address; it is not asked")
        if host not in self._hosts:
            raise UnsafeAddress(f"{url} is not on a declared host of {self._name}; it is not asked")
        if port not in PORTS or "@" in parts.netloc:
            raise UnsafeAddress(f"{url} has an unusual port or a password; it is not asked")
        return host

    def through(self, url: str) -> str:
        """The address to ask instead of one of the site."""
        return f"{self._gateway}{url.partition('://')[2]}" if self._gateway else url

    def behind(self, url: str, location: str) -> str:
        """The site's own address that a redirect from ``url`` leads to, also where the gateway rewrote it.

        What is no address at all comes back as it is, for :meth:`host_of` to refuse.
        """
        try:
            url = urljoin(url, location)
        except ValueError:
            return location
        if not self._gateway:
            return url
        if url.startswith(self._gateway):
            return f"https://{url.removeprefix(self._gateway)}"
        parts = urlsplit(url)
        first, _, rest = parts.path.lstrip("/").partition("/")
        rewritten = parts.hostname in self._hosts and first in self._hosts
        return parts._replace(netloc=first, path=f"/{rest}").geturl() if rewritten else url
