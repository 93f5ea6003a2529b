"""Compressed bodies, decoded piece by piece with a bound on what comes out (a bomb is refused while it is small)."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

from ingest.errors import Damaged, TooLarge

ACCEPTED = "gzip, br, zstd"
MAX_BODY = 10 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
"""Bytes from which on the ratio counts: a short page may well be very regular."""
PIECE = 64 * 1024
WINDOW = 8 * 1024 * 1024
"""The largest zstd window (RFC 8878, 3.1.1.1.2 recommends 8 MB as the limit)."""


def decoded(raw: bytes, encoding: str, where: str) -> bytes:
    """Decode a body as its Content-Encoding says.

    Raises TooLarge for more than :data:`MAX_BODY` bytes or a ratio above :data:`MAX_RATIO`, Damaged for bytes that
    cannot be unpacked or are in an encoding we did not ask for.
    """
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        return raw
    pieces = _PIECES.get(encoding)
    if pieces is None:
        raise Damaged(f"{where} came in the encoding {encoding!r}, which was not asked for")
    body = bytearray()
    try:
        for piece in pieces(raw):
            body += piece
            if len(body) > MAX_BODY:
                raise TooLarge(f"{where} unpacks to more than {MAX_BODY} bytes; it is not read")
            if len(body) > RATIO_COUNTS_FROM and len(body) > MAX_RATIO * len(raw):
                raise TooLarge(f"{where} unpacks to more than {MAX_RATIO} times its size; it is not read")
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise Damaged(f"{where} is damaged: its {encoding} data cannot be unpacked ({error})") from error
    return bytes(body)


def _gzip(raw: bytes) -> Iterator[bytes]:
    """Every member of a gzip body (RFC 1952)."""
    while raw:
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        rest = raw
        while rest:
            yield unpacker.decompress(rest, PIECE)
            rest = unpacker.unconsumed_tail
        yield unpacker.flush(PIECE)
        if not unpacker.eof:
            raise EOFError("it ends too early")
        raw = unpacker.unused_data.lstrip(b"\0")


def _brotli(raw: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    yield unpacker.process(raw, output_buffer_limit=PIECE)
    while not unpacker.is_finished():
        piece = unpacker.process(b"", output_buffer_limit=PIECE)
        if not piece and unpacker.can_accept_more_data():
            raise EOFError("it ends too early")
        yield piece


def _zstd(raw: bytes) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    with unpacker.stream_reader(io.BytesIO(raw), read_across_frames=True) as reader:
        while piece := reader.read(PIECE):
            yield piece


_PIECES: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "br": _brotli,
    "zstd": _zstd,
}
