"""Ways to misbehave. A fault gets the connection and the answer that would have been right, and writes what it likes."""

from __future__ import annotations

import gzip
import socket
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import zstandard

REASONS = {200: "OK", 301: "Moved", 302: "Found", 304: "Not Modified", 403: "Forbidden", 404: "Not Found", 410: "Gone"}
NO_BODY = 304
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>cf_chl_opt</body></html>"
NOT_FOUND = (
    b'<!DOCTYPE html><html><body><div class="error__wrapper"><h1>404</h1><p>No such page</p></div></body></html>'
)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Type /Catalog >> endobj\x00\x01\x02" * 30


@dataclass(slots=True)
class Answer:
    """A status, headers and a body, and how they go over the wire."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    def head(self, length: int | None = None) -> bytes:
        """The status line and the headers; ``length`` may lie."""
        lines = {"Content-Length": str(len(self.body) if length is None else length)} | self.headers
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Status')}\r\n{text}\r\n".encode()

    def send(self, connection: socket.socket) -> None:
        """As it should be."""
        connection.sendall(self.head() + self.body)


Fault = Callable[[socket.socket, Answer], None]


class Closed(Exception):  # noqa: N818 - what happened to it
    """The connection is not to be used again."""


def status(code: int, **headers: str) -> Fault:
    """Another status; underscores in the names of headers stand for hyphens."""

    def fault(connection: socket.socket, answer: Answer) -> None:
        body = b"" if code == NO_BODY else b"busy"
        Answer(code, {name.replace("_", "-"): value for name, value in headers.items()}, body).send(connection)

    return fault


def busy(seconds: int, *, as_date: bool = False, code: int = 429) -> Fault:
    """Too many requests, with Retry-After in either form."""

    def fault(connection: socket.socket, answer: Answer) -> None:
        when = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        status(code, Retry_After=when if as_date else str(seconds))(connection, answer)

    return fault


def redirect(target: str, code: int = 302) -> Fault:
    """Elsewhere."""
    return status(code, Location=target)


def served(body: bytes, media_type: str = "text/html; charset=utf-8", code: int = 200, **headers: str) -> Fault:
    """Another body."""

    def fault(connection: socket.socket, answer: Answer) -> None:
        Answer(code, {"Content-Type": media_type} | {k.replace("_", "-"): v for k, v in headers.items()}, body).send(
            connection
        )

    return fault


def reset(connection: socket.socket, answer: Answer) -> None:
    """Half a body, then a reset."""
    connection.sendall(answer.head() + answer.body[: len(answer.body) // 2])
    time.sleep(0.05)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise Closed


def hang_up(connection: socket.socket, answer: Answer) -> None:
    """No answer at all."""
    raise Closed


def stall(seconds: float) -> Fault:
    """Half a body, then nothing for so long."""

    def fault(connection: socket.socket, answer: Answer) -> None:
        connection.sendall(answer.head() + answer.body[: len(answer.body) // 2])
        time.sleep(seconds)
        raise Closed

    return fault


def drip(connection: socket.socket, answer: Answer) -> None:
    """A byte every tenth of a second: never silent, never done."""
    connection.sendall(answer.head(10_000_000))
    for _ in range(3000):
        connection.sendall(b"x")
        time.sleep(0.1)
    raise Closed


def short(connection: socket.socket, answer: Answer) -> None:
    """A Content-Length that is too small: the rest is lost."""
    connection.sendall(answer.head(len(answer.body) // 2) + answer.body)
    raise Closed


def long(connection: socket.socket, answer: Answer) -> None:
    """A Content-Length that is too large: the body ends early."""
    connection.sendall(answer.head(len(answer.body) * 2) + answer.body)
    raise Closed


def large_headers(connection: socket.socket, answer: Answer) -> None:
    """Headers without end."""
    answer.headers["X-Padding"] = "x" * 300_000
    answer.send(connection)


def bomb(encoding: str, size: int = 400 * 1024 * 1024) -> Fault:
    """So many zero bytes in a small compressed body."""
    packed = _bomb(encoding, size)
    return served(packed, Content_Encoding=encoding)


def damaged(connection: socket.socket, answer: Answer) -> None:
    """gzip that cannot be unpacked."""
    packed = bytearray(gzip.compress(answer.body))
    packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
    served(bytes(packed), Content_Encoding="gzip")(connection, answer)


def endless(connection: socket.socket, answer: Answer) -> None:
    """A body without end, in chunks."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b"x" * 65536
    for _ in range(1600):
        connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    raise Closed


def wrong_charset(connection: socket.socket, answer: Answer) -> None:
    """A header that names another charset than the body has."""
    answer.headers["Content-Type"] = "text/html; charset=windows-1251"
    answer.send(connection)


challenge = served(CHALLENGE)
challenge_403 = served(CHALLENGE, code=403, cf_mitigated="challenge")
soft_not_found = served(NOT_FOUND)
pdf = served(PDF, "application/pdf")
not_modified = status(304)


def _bomb(encoding: str, size: int) -> bytes:
    piece = bytes(1024 * 1024)
    pieces = size // len(piece)
    if encoding == "gzip":
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        return b"".join(packer.compress(piece) for _ in range(pieces)) + packer.flush()
    if encoding == "br":
        squeezer = brotli.Compressor(quality=5)
        return b"".join(squeezer.process(piece) for _ in range(pieces)) + bytes(squeezer.finish())
    writer = zstandard.ZstdCompressor(level=3).compressobj()
    return b"".join(writer.compress(piece) for _ in range(pieces)) + writer.flush()
