"""Which attached databases are ours, told by their ``application_id`` whatever they are called; and what is read from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit

from ingest_db.files import ARCHIVE_ID, FACTS_ID, for_reading
from ingest_db.schema import facts

Result = TypeVar("Result")


def application_id(path: str | None) -> int | None:
    """The ``application_id`` of a database file; none for one in memory or unreadable.

    It stands in bytes 68 to 71 of the file, which can be read where SQLite cannot open it; for a new file only in its log.
    """
    if path is None:
        return None
    return _in_header(path, _changed(path)) or int(_ask(path, "PRAGMA application_id") or 0) or None


def is_ours(path: str | None) -> bool:
    """Say whether a file is a database of facts with the tables that the pages need."""
    return application_id(path) == FACTS_ID and bool(
        _ask(path, f"SELECT count(*) FROM _sqlite_migrations WHERE name = '{newest_migration()}'")
    )


def is_archive(path: str | None) -> bool:
    """Say whether a file is an archive, which is not for publishing."""
    return application_id(path) == ARCHIVE_ID


def is_sample(path: str | None) -> bool:
    """Say whether a database was made from sample pages."""
    return bool(_ask(path, "SELECT 1 FROM documents WHERE sample = 1 LIMIT 1"))


@cache
def newest_migration() -> str:
    """The name of the last step of the schema."""
    import sqlite_utils  # noqa: PLC0415 - only asked once, and only where a database is ours

    return list(facts.pending(sqlite_utils.Database(memory=True)))[-1].name


def ours(datasette: Any) -> list[str]:
    """The names of the attached databases that are ours, in the order they were given."""
    return [name for name, database in datasette.databases.items() if is_ours(database.path)]


HEADER = 100
"""Bytes of the header of an SQLite file."""


class TooSlowError(Exception):
    """A page took longer than Datasette allows SQL to take."""


async def read(datasette: Any, database: str, ask: Callable[[sqlite3.Connection], Result]) -> Result:
    """Ask a database in a thread of Datasette's, each statement row by name, within the limit of time for SQL.

    Raises TooSlowError where that is not enough.
    """
    limit = datasette.setting("sql_time_limit_ms")

    def asked(connection: sqlite3.Connection) -> Result:
        before, connection.row_factory = connection.row_factory, sqlite3.Row
        try:
            with sqlite_timelimit(connection, limit):
                return ask(connection)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise TooSlowError(f"this page took longer than {limit} ms") from error
            raise
        finally:
            connection.row_factory = before

    result: Result = await datasette.get_database(database).execute_fn(asked)
    return result


def _ask(path: str | None, sql: str) -> Any:
    """The first value of a query; asked again only when the file, or its log, has changed: Datasette asks at every turn."""
    if path is None:
        return None
    return _asked(path, sql, _changed(path), _changed(f"{path}-wal"))


@lru_cache(maxsize=256)
def _asked(path: str, sql: str, _file: int, _log: int) -> Any:
    try:
        with closing(sqlite3.connect(for_reading(path), uri=True)) as connection:
            row = connection.execute(sql).fetchone()
            return row[0] if row else None
    except sqlite3.Error:
        return None


@lru_cache(maxsize=256)
def _in_header(path: str, _file: int) -> int:
    try:
        with Path(path).open("rb") as file:
            return int.from_bytes(file.read(HEADER)[68:72])
    except OSError:
        return 0


def _changed(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0
