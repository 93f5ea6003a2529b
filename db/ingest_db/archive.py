"""The archive: every ref seen and every byte fetched, committed before anybody reads it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.records import Page, Ref
from ingest_db import schema
from ingest_db.files import ARCHIVE_ID, archive_path, open_file, plainly


class SqliteArchive:
    """Fulfils :class:`ingest.run.Archive` for one source. Every method is a transaction of its own."""

    def __init__(self, database_path: Path, source: str) -> None:
        self._path = archive_path(database_path)
        self._database = open_file(self._path, ARCHIVE_ID, schema.archive)
        self._connection = self._database.conn
        self._source = source

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def seen(self, ref: Ref) -> bool:
        """Note a ref; say whether its listing changed since it was last fetched."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with plainly(self._path):
            self._connection.execute(
                "INSERT INTO refs (source, key, url, language, title, listed_at, first_seen, last_seen) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, key) DO UPDATE SET last_seen = excluded.last_seen, "
                "title = coalesce(excluded.title, title), listed_at = coalesce(excluded.listed_at, listed_at)",
                [self._source, ref.key, ref.url, ref.language, ref.title, ref.listed_at, now, now],
            )
            row = self._row(ref)
        told = (ref.title or row[1], ref.listed_at or row[2])
        return told != (row[3] or row[1], row[4] or row[2])

    def keep(self, page: Page) -> None:
        """Commit the bytes of a page; identical bytes are stored once."""
        digest = hashlib.sha256(page.body).hexdigest()
        when = page.fetched_at.isoformat()
        with plainly(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._insert(page, digest, when)
                self._connection.execute("COMMIT")
            except BaseException:
                self._rollback()
                raise

    def _rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _insert(self, page: Page, digest: str, when: str) -> None:
        ref_id = self._row(page.ref)[0]
        known = self._connection.execute("SELECT 1 FROM bodies WHERE sha256 = ?", [digest]).fetchone()
        if known is None:
            self._connection.execute(
                "INSERT INTO bodies (sha256, codec, size, data) VALUES (?, 'zlib', ?, ?)",
                [digest, len(page.body), zlib.compress(page.body, 6)],
            )
        last = self._connection.execute(
            "SELECT id FROM fetches WHERE ref_id = ? AND url = ? AND sha256 = ? ORDER BY id DESC LIMIT 1",
            [ref_id, page.url, digest],
        ).fetchone()
        if last is not None:
            self._connection.execute("UPDATE fetches SET last_at = max(last_at, ?) WHERE id = ?", [when, last[0]])
        else:
            self._connection.execute(
                "INSERT INTO fetches (ref_id, url, fetched_at, last_at, status, media_type, headers, sha256) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    ref_id,
                    page.url,
                    when,
                    when,
                    page.status,
                    page.media_type,
                    json.dumps(dict(page.headers)),
                    digest,
                ],
            )
        self._connection.execute(
            "UPDATE refs SET fetched_title = title, fetched_listed_at = listed_at WHERE id = ?", [ref_id]
        )

    def page(self, ref: Ref) -> Page | None:
        """Give the page last fetched for a ref."""
        with plainly(self._path):
            row = self._connection.execute(
                "SELECT fetches.url, fetched_at, status, media_type, headers, data FROM fetches JOIN refs ON refs.id = ref_id "
                "JOIN bodies USING (sha256) WHERE source = ? AND key = ? ORDER BY fetches.id DESC LIMIT 1",
                [self._source, ref.key],
            ).fetchone()
        if row is None:
            return None
        url, fetched_at, status, media_type, headers, data = row
        return Page(
            ref=ref,
            url=url,
            body=zlib.decompress(data),
            media_type=media_type,
            status=status,
            headers=MappingProxyType(json.loads(headers)),
            fetched_at=datetime.fromisoformat(fetched_at),
        )

    def _row(self, ref: Ref) -> tuple[Any, ...]:
        row: tuple[Any, ...] | None = self._connection.execute(
            "SELECT id, title, listed_at, fetched_title, fetched_listed_at FROM refs WHERE source = ? AND key = ?",
            [self._source, ref.key],
        ).fetchone()
        if row is None:
            raise sqlite3.IntegrityError(f"{ref.key} was not noted before its page was kept")
        return row
