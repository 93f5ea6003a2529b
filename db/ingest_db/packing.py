"""The bytes of pages, each stored once, packed against another page of the same edition.

Pages of one edition share their template, so one of them serves as a dictionary (zstd raw content, RFC 8878, 5) for the
others: no training, and a page is read back with two look-ups.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from dataclasses import dataclass

import zstandard

LEVEL = 3
WORTH_A_BASE = 0.8
"""A page that its edition's base does not make this much smaller than it is alone becomes the new base."""
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Base:
    """A page that others are packed against; ``alone`` is the share of its size that it takes when it is packed by itself."""

    sha256: str
    size: int
    alone: float
    dictionary: zstandard.ZstdCompressionDict
    packer: zstandard.ZstdCompressor

    def suits(self, size: int, packed: int) -> bool:
        """Say, without packing it a second time, whether a page of some size that is packed against this one shall stay so.

        A page much smaller does: it shall not become the base of others. One of about this size would need by itself
        about what the base needs.
        """
        if size < self.size / 2:
            return True
        return size < self.size * 2 and packed <= WORTH_A_BASE * self.alone * size


class Bodies:
    """The table ``bodies`` of one connection. The caller commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._bases: dict[str, _Base] = {}

    def put(self, body: bytes, source: str, language: str) -> str:
        """Store bytes unless they are there; give their SHA-256."""
        digest = hashlib.sha256(body).hexdigest()
        if self._connection.execute("SELECT 1 FROM bodies WHERE sha256 = ?", [digest]).fetchone():
            return digest
        base = self._base(source, language)
        if base is not None:
            packed = base.packer.compress(body)
            if base.suits(len(body), len(packed)) or len(packed) <= WORTH_A_BASE * len(_packer().compress(body)):
                self._insert(digest, base.sha256, len(body), packed)
                return digest
        self._insert(digest, None, len(body), _packer().compress(body))
        self._connection.execute(
            "INSERT INTO bases (source, language, sha256) VALUES (?, ?, ?) "
            "ON CONFLICT (source, language) DO UPDATE SET sha256 = excluded.sha256",
            [source, language, digest],
        )
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of a SHA-256. Raises LookupError for one that is not stored, ValueError for damaged data."""
        codec, base, data = self._row(digest)
        try:
            if codec == "zlib":
                return zlib.decompress(data)
            dictionary = None if base is None else self._as_base(base).dictionary
            return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(data, max_output_size=MOST_BYTES)
        except (zlib.error, zstandard.ZstdError) as error:
            raise ValueError(f"the stored bytes of {digest} are damaged: {error}") from error

    def forget(self, digest: str) -> None:
        """Take bytes away for good. What was packed against them is packed anew, against the first of them."""
        dependents = [
            row[0]
            for row in self._connection.execute("SELECT sha256 FROM bodies WHERE base = ? ORDER BY sha256", [digest])
        ]
        bodies = {name: self.get(name) for name in dependents}
        heir = dependents[0] if dependents else None
        for name, body in bodies.items():
            dictionary = None if name == heir else _raw(bodies[str(heir)])
            packer = _packer(dictionary)
            self._connection.execute(
                "UPDATE bodies SET base = ?, data = ? WHERE sha256 = ?",
                [None if name == heir else heir, packer.compress(body), name],
            )
        if heir is None:
            self._connection.execute("DELETE FROM bases WHERE sha256 = ?", [digest])
        else:
            self._connection.execute("UPDATE bases SET sha256 = ? WHERE sha256 = ?", [heir, digest])
        self._connection.execute("DELETE FROM bodies WHERE sha256 = ?", [digest])
        self._bases.clear()

    def _base(self, source: str, language: str) -> _Base | None:
        row = self._connection.execute(
            "SELECT sha256 FROM bases WHERE source = ? AND language = ?", [source, language]
        ).fetchone()
        return None if row is None else self._as_base(row[0])

    def _as_base(self, digest: str) -> _Base:
        """Bytes ready to pack against; an edition's are kept, for they are needed for every page."""
        if digest not in self._bases:
            if len(self._bases) >= 16:  # noqa: PLR2004 - more than the editions of a source
                self._bases.clear()
            body = self.get(digest)
            alone = len(_packer().compress(body)) / max(len(body), 1)
            dictionary = _raw(body)
            self._bases[digest] = _Base(digest, len(body), alone, dictionary, _packer(dictionary))
        return self._bases[digest]

    def _row(self, digest: str) -> tuple[str, str | None, bytes]:
        row: tuple[str, str | None, bytes] | None = self._connection.execute(
            "SELECT codec, base, data FROM bodies WHERE sha256 = ?", [digest]
        ).fetchone()
        if row is None:
            raise LookupError(f"no bytes are stored for {digest}")
        return row

    def _insert(self, digest: str, base: str | None, size: int, data: bytes) -> None:
        self._connection.execute(
            "INSERT INTO bodies (sha256, codec, base, size, data) VALUES (?, 'zstd', ?, ?, ?)",
            [digest, base, size, data],
        )


def _raw(body: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _packer(dictionary: zstandard.ZstdCompressionDict | None = None) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)
