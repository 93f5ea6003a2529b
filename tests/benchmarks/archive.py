"""Bytes and processor time of an archived page: what a WARC does, zstd alone, a trained dictionary, and our way."""

from __future__ import annotations

import argparse
import sqlite3
import time
import zlib
from collections.abc import Callable

import zstandard
from server import SIZES, padded
from sqlite_utils import Database

from ingest_db import archive_schema
from ingest_db.packing import Bodies
from replica import articles

TRAINED_ON = 300
DICTIONARY = 112 * 1024


def pages(count: int) -> list[bytes]:
    """Pages of one edition in the size of real ones."""
    every = articles(count)
    return [padded(one.page().encode(), SIZES[number % len(SIZES)], one.slug) for number, one in enumerate(every)]


def measured(name: str, pack: Callable[[bytes], int], bodies: list[bytes]) -> tuple[float, float]:
    """Pack every page; print and give bytes and milliseconds a page."""
    began = time.process_time()
    size = sum(pack(body) for body in bodies) / len(bodies)
    spent = 1000 * (time.process_time() - began) / len(bodies)
    print(f"{name}: {size / 1000:.1f} kB, {spent:.2f} ms a page")
    return size, spent


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    bodies = pages(parser.parse_args().pages)
    print(f"{len(bodies)} pages, {sum(map(len, bodies)) / len(bodies) / 1000:.0f} kB each")
    base = measured("gzip 6, as in a WARC", lambda body: len(zlib.compress(body, 6)), bodies)
    plain = zstandard.ZstdCompressor(level=3)
    measured("zstd 3 alone", lambda body: len(plain.compress(body)), bodies)
    trained = zstandard.ZstdCompressor(
        level=3, dict_data=zstandard.train_dictionary(DICTIONARY, [*bodies[:TRAINED_ON]])
    )
    measured("zstd 3, trained dictionary (training not counted)", lambda body: len(trained.compress(body)), bodies)
    database = Database(memory=True)
    archive_schema.archive.apply(database)
    connection: sqlite3.Connection = database.conn
    store = Bodies(connection)

    def ours(body: bytes) -> int:
        digest = store.put(body, "s", "en")
        return int(connection.execute("SELECT length(data) FROM bodies WHERE sha256 = ?", [digest]).fetchone()[0])

    size, spent = measured("ours: against a page of the edition, with hash and row", ours, bodies)
    print(f"ratios to gzip 6: bytes {size / base[0]:.2f}, processor {spent / base[1]:.2f}")
    digests = [row[0] for row in connection.execute("SELECT sha256 FROM bodies")]
    began = time.process_time()
    for digest in digests:
        store.get(digest)
    print(f"read back: {1000 * (time.process_time() - began) / len(digests):.2f} ms a page")


if __name__ == "__main__":
    main()
