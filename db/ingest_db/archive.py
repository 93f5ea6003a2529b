"""The archive: every byte fetched, committed before anybody reads it, and the frontier: what became of every ref."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.errors import Skip
from ingest.frontier import BLIND_PAUSE, look_again, next_attempt
from ingest.records import Page, Ref
from ingest.storage import Entry, State
from ingest_db import archive_schema
from ingest_db.files import ARCHIVE_ID, archive_path, compact, open_file, open_reading, plainly
from ingest_db.packing import Bodies

CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
FETCHES = """
SELECT refs.key, refs.url, refs.language, fetches.url, fetched_at, status, media_type, headers, served_at, sha256, robots
FROM fetches JOIN refs ON refs.id = ref_id"""
SEEN_AGAIN = f"""
{FETCHES.replace(" fetched_at,", " last_at,")} WHERE EXISTS (SELECT 1 FROM fetches middle
WHERE middle.ref_id = fetches.ref_id AND middle.fetched_at > fetches.fetched_at AND middle.fetched_at < fetches.last_at)"""
"""Bytes that came back after others: seen a second time."""
LATEST = "fetches.last_at DESC, fetches.id DESC"
"""A page may go back to earlier bytes: the fetch that was seen last counts."""
PRIVATE = frozenset(["date", "set-cookie"])
"""Headers that are not stored among the others: the time has a column of its own, cookies are nobody's business."""


class SqliteArchive:
    """Fulfils :class:`ingest.storage.Archive` for one source. Every method is a transaction of its own."""

    def __init__(self, database_path: Path, source: str) -> None:
        self._path = archive_path(database_path)
        self._connection = open_file(self._path, ARCHIVE_ID, archive_schema.archive).conn
        self._bodies = Bodies(self._connection)
        self._source = source

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # --- the frontier ----------------------------------------------------------------------------------------

    def seen(self, ref: Ref) -> Entry:
        """Note a ref and say what is known of it. Raises Skip for one that was taken down."""
        now = _now()
        with self._transaction():
            if self._one("SELECT 1 FROM tombstones WHERE source = ? AND key = ?", self._source, ref.key):
                raise Skip("it was taken down with: ingest forget")
            self._connection.execute(
                "INSERT INTO refs (source, key, url, language, title, listed_at, first_seen, last_seen) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, key) DO UPDATE SET last_seen = excluded.last_seen, "
                "title = coalesce(excluded.title, title), listed_at = coalesce(excluded.listed_at, listed_at)",
                [self._source, ref.key, ref.url, ref.language, ref.title, ref.listed_at, _iso(now), _iso(now)],
            )
            entry = self._one(
                "SELECT id, state, title IS NOT coalesce(fetched_title, title) OR listed_at IS NOT coalesce(fetched_listed_at, "
                "listed_at), attempts, next_attempt, kind, detail FROM refs WHERE source = ? AND key = ?",
                self._source,
                ref.key,
            )
            return self._entry(entry, now)

    def _entry(self, row: tuple[Any, ...], now: datetime) -> Entry:
        ref_id, state, changed, attempts, next_at, kind, detail = row
        if state == "listed":
            return Entry(state=state)
        if state == "failed":
            rests = f"failed before ({kind}, {attempts} times); it is tried again after {str(next_at)[:16]}Z"
            return Entry(state=state, changed=bool(changed), due=_iso(now) >= next_at, detail=rests)
        first, last, headers = self._one(
            "SELECT (SELECT min(fetched_at) FROM fetches WHERE ref_id = refs.id), last_at, headers FROM refs "
            f"LEFT JOIN fetches ON ref_id = refs.id WHERE refs.id = ? ORDER BY {LATEST} LIMIT 1",
            ref_id,
        )
        due = (
            _iso(now) >= (next_at or "")
            if first is None
            else look_again(
                datetime.fromisoformat(first), datetime.fromisoformat(last), now, cheap=bool(_conditions(headers))
            )
        )
        return Entry(state=state, changed=bool(changed), due=due, detail=detail or "")

    def known(self, ref: Ref) -> bool:
        """Say whether listings that were read to their end held a ref just as it is listed now."""
        with plainly(self._path):
            return bool(
                self._one(
                    "SELECT 1 FROM refs WHERE source = ? AND key = ? AND settled AND state <> 'listed' "
                    "AND title IS coalesce(?, title) AND listed_at IS coalesce(?, listed_at)",
                    self._source,
                    ref.key,
                    ref.title,
                    ref.listed_at,
                )
            )

    def listed_to_the_end(self, language: str) -> None:
        """Note that the listings of an edition were read to their end."""
        with self._transaction():
            self._connection.execute(
                "UPDATE refs SET settled = 1 WHERE source = ? AND language = ? AND NOT settled",
                [self._source, language],
            )

    def waiting(self, languages: tuple[str, ...]) -> list[Ref]:
        """What earlier runs left over and may be taken now: never fetched, never read, or failed and due."""
        with plainly(self._path):
            rows = self._connection.execute(
                "SELECT key, url, language, title, listed_at FROM refs WHERE source = ? AND (state IN ('listed', 'fetched') "
                "OR state = 'failed' AND next_attempt <= ?) ORDER BY id",
                [self._source, _iso(_now())],
            ).fetchall()
        refs = [Ref(key=row[0], url=row[1], language=row[2], title=row[3], listed_at=row[4]) for row in rows]
        return [ref for ref in refs if ref.language in languages and not ref.url.startswith("urn:")]

    def failed(self, ref: Ref, kind: str, detail: str) -> None:
        """Note a failure and when to try again."""
        with self._transaction():
            attempts = (
                1
                + self._one(
                    "SELECT attempts FROM refs WHERE source = ? AND key = ?", self._source, ref.key, default=(0,)
                )[0]
            )
            self._connection.execute(
                "UPDATE refs SET state = 'failed', kind = ?, detail = ?, attempts = ?, next_attempt = ? "
                "WHERE source = ? AND key = ?",
                [kind, detail, attempts, _iso(next_attempt(attempts, _now())), self._source, ref.key],
            )

    def settle(self, done: Mapping[str, tuple[State, str]]) -> None:
        """Note what became of pages whose facts are committed."""
        later = _iso(_now() + BLIND_PAUSE)
        with self._transaction():
            self._connection.executemany(
                "UPDATE refs SET state = ?1, detail = ?2, kind = NULL, attempts = 0, next_attempt = CASE WHEN ?1 = 'skipped' "
                "AND NOT EXISTS (SELECT 1 FROM fetches WHERE ref_id = refs.id) THEN ?3 END WHERE source = ?4 AND key = ?5",
                [[state, detail or None, later, self._source, key] for key, (state, detail) in done.items()],
            )

    # --- pages -----------------------------------------------------------------------------------------------

    def validators(self, url: str) -> Mapping[str, str]:
        """The headers that make a request for an archived and readable page conditional (RFC 9110, 13)."""
        with plainly(self._path):
            row = self._one(
                "SELECT headers FROM fetches JOIN refs ON refs.id = ref_id WHERE fetches.url = ? AND source = ? "
                f"AND state IN ('read', 'skipped') ORDER BY {LATEST} LIMIT 1",
                url,
                self._source,
            )
        return _conditions(row[0]) if row else {}

    def not_modified(self, ref: Ref) -> None:
        """Note that the site still has the archived page."""
        with self._transaction():
            self._connection.execute(
                "UPDATE fetches SET last_at = ? WHERE id = (SELECT fetches.id FROM fetches JOIN refs ON refs.id = ref_id "
                f"WHERE source = ? AND key = ? ORDER BY {LATEST} LIMIT 1)",
                [_iso(_now()), self._source, ref.key],
            )
            self._as_listed(ref.key)

    def keep(self, page: Page) -> None:
        """Commit the bytes of a page; identical bytes are stored once."""
        when, served = _iso(page.fetched_at), page.headers.get("date")
        headers = json.dumps({name: value for name, value in page.headers.items() if name not in PRIVATE})
        with self._transaction():
            digest = self._bodies.put(page.body, self._source, page.ref.language)
            ref_id = self._ref_id(page.ref)
            same = self._one(
                "SELECT id FROM fetches WHERE ref_id = ? AND url = ? AND sha256 = ? ORDER BY id DESC LIMIT 1",
                ref_id,
                page.url,
                digest,
            )
            if same:
                self._connection.execute(
                    "UPDATE fetches SET last_at = max(last_at, ?), served_at = ?, headers = ? WHERE id = ?",
                    [when, served, headers, same[0]],
                )
            else:
                self._connection.execute(
                    "INSERT INTO fetches (ref_id, url, fetched_at, last_at, served_at, status, media_type, headers, sha256, "
                    "robots) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        ref_id,
                        page.url,
                        when,
                        when,
                        served,
                        page.status,
                        page.media_type,
                        headers,
                        digest,
                        page.robots,
                    ],
                )
            self._as_listed(page.ref.key)
            self._connection.execute("UPDATE refs SET state = 'fetched' WHERE id = ?", [ref_id])

    def page(self, ref: Ref) -> Page | None:
        """Give the page last fetched for a ref."""
        with plainly(self._path):
            row = self._one(
                f"{FETCHES} WHERE source = ? AND key = ? ORDER BY {LATEST} LIMIT 1",
                self._source,
                ref.key,
            )
            return _page(self._bodies, row, ref) if row else None

    def has(self, key: str) -> bool:
        """Say whether a ref is known."""
        with plainly(self._path):
            return bool(self._one("SELECT 1 FROM refs WHERE source = ? AND key = ?", self._source, key))

    def forget(self, key: str, url: str, reason: str) -> int:
        """Take a ref and its bytes away for good, leaving a tombstone; give the number of pages taken away."""
        self._connection.execute("PRAGMA secure_delete = ON")
        with self._transaction():
            digests = [
                row[0]
                for row in self._connection.execute(
                    "SELECT sha256 FROM fetches JOIN refs ON refs.id = ref_id WHERE source = ? AND key = ?",
                    [self._source, key],
                )
            ]
            self._connection.execute(
                "DELETE FROM fetches WHERE ref_id IN (SELECT id FROM refs WHERE source = ? AND key = ?)",
                [self._source, key],
            )
            self._connection.execute("DELETE FROM refs WHERE source = ? AND key = ?", [self._source, key])
            for digest in dict.fromkeys(digests):
                if not self._one("SELECT 1 FROM fetches WHERE sha256 = ?", digest):
                    self._bodies.forget(digest)
            self._connection.execute(
                "INSERT OR REPLACE INTO tombstones (source, key, url, forgotten_at, reason) VALUES (?, ?, ?, ?, ?)",
                [self._source, key, url, _iso(_now()), reason],
            )
        compact(self._path, self._connection)
        return len(digests)

    # --- inside a transaction --------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with plainly(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _as_listed(self, key: str) -> None:
        """What is stored belongs to the listing as it is now."""
        self._connection.execute(
            "UPDATE refs SET fetched_title = title, fetched_listed_at = listed_at WHERE source = ? AND key = ?",
            [self._source, key],
        )

    def _ref_id(self, ref: Ref) -> int:
        row = self._one("SELECT id FROM refs WHERE source = ? AND key = ?", self._source, ref.key)
        if not row:
            raise sqlite3.IntegrityError(f"{ref.key} was not noted before its page was kept")
        return int(row[0])

    def _one(self, sql: str, *arguments: object, default: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        return self._connection.execute(sql, arguments).fetchone() or default


def archived_pages(database_path: Path) -> Iterator[Page]:
    """Every page of every source that was ever fetched, in order of time."""
    path = archive_path(database_path)
    with plainly(path), closing(open_reading(path, ARCHIVE_ID, archive_schema.archive)) as connection:
        bodies = Bodies(connection)
        for row in connection.execute(f"{FETCHES} UNION ALL {SEEN_AGAIN} ORDER BY 5"):
            yield _page(bodies, row, Ref(key=row[0], url=row[1], language=row[2]))


def _page(bodies: Bodies, row: tuple[Any, ...], ref: Ref) -> Page:
    url, fetched_at, status, media_type, headers, served, digest, robots = row[3:]
    return Page(
        ref=ref,
        url=url,
        body=bodies.get(digest),
        media_type=media_type,
        status=status,
        headers=MappingProxyType(json.loads(headers) | ({"date": served} if served else {})),
        fetched_at=datetime.fromisoformat(fetched_at),
        robots=robots,
    )


def _conditions(headers: str | None) -> Mapping[str, str]:
    values = json.loads(headers) if headers else {}
    found = {condition: values.get(name) or "" for name, condition in CONDITIONS.items()}
    return {condition: value for condition, value in found.items() if value and value.isascii() and value.isprintable()}


def _now() -> datetime:
    return datetime.now(UTC)


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds")
