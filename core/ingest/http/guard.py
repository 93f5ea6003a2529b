"""Connections to public addresses only, each answer within its time.

The address that was checked is the one connected to: names are looked up here, once, and httpcore is handed the
number. Certificates are still verified against the name.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from ingest.errors import UnsafeAddress

NAT64 = ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (RFC 6052)."""
MAX_IDLE_SECONDS = 30.0
MAX_CONNECTIONS = 8
"""One to each host of a source; only one is asked at a time."""


def public(text: str) -> bool:
    """Say whether an address belongs to the public internet (IANA special-purpose registries, RFC 6890).

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is judged by that one too.
    """
    address = ip_address(text.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (address, *_inside(address)))


def _inside(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address]:
    if isinstance(address, IPv4Address):
        return ()
    teredo = address.teredo[1] if address.teredo else None
    nat64 = IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
    return [one for one in (address.ipv4_mapped, address.sixtofour, teredo, nat64) if one is not None]


@dataclass(slots=True)
class Deadline:
    """When the answer we wait for must be whole, in seconds of the monotonic clock."""

    at: float = field(default=float("inf"))

    def left(self, timeout: float | None) -> float:
        """The seconds one step may take. Raises httpcore.ReadTimeout when there are none left."""
        rest = self.at - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return rest if timeout is None else min(rest, timeout)


class Transport(httpx.HTTPTransport):
    """httpx's own transport over our connections. ``checked`` false leaves the addresses to the operator."""

    def __init__(
        self,
        trust: ssl.SSLContext,
        deadline: Deadline,
        *,
        checked: bool,
        look_up: Callable[..., list[Any]] = socket.getaddrinfo,
    ) -> None:
        super().__init__(verify=trust, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            max_connections=MAX_CONNECTIONS,
            keepalive_expiry=MAX_IDLE_SECONDS,
            network_backend=_Backend(deadline, checked, look_up),
        )


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, checked: bool, look_up: Callable[..., list[Any]]) -> None:
        self._deadline = deadline
        self._checked = checked
        self._look_up = look_up
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        refused: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return _Stream(stream, self._deadline)
        raise refused or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        """The numbers behind a name. One that is not public refuses them all."""
        try:
            found = self._look_up(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"no address is known for {host}: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if self._checked and (inner := [one for one in addresses if not public(one)]):
            raise UnsafeAddress(f"{host} leads to {inner[0]}, which is no public address; it is not asked")
        return addresses


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends when the whole answer is due."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
