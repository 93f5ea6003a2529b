"""Open our database files: recognise them, back them up, upgrade them, and say plainly what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlite_utils
from sqlite_utils import Migrations

from ingest.errors import UsageError

FACTS_ID = 0x696E6774
"""``application_id`` of a database of facts ("ingt")."""
ARCHIVE_ID = 0x696E6761
"""``application_id`` of an archive ("inga")."""
HEADER = b"SQLite format 3\x00"
WRITABLE = 0o222
BUSY_SECONDS = 60.0


def archive_path(path: Path) -> Path:
    """The archive that belongs to a database: ``q.db`` has ``q.archive.db``."""
    return path.with_name(f"{path.stem}.archive.db")


def for_reading(path: str | Path) -> str:
    """The URI under which SQLite opens a file for reading only, whatever marks its name has."""
    return f"file:{quote(str(path))}?mode=ro"


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into one line: what, where, what to do."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            hint = "another program is writing to it; try again when it has finished"
        elif "full" in text or "disk I/O" in text:
            hint = "there is no space left; free some and run again, nothing committed is lost"
        elif "readonly" in text:
            hint = "it is read-only; make it writable or give another file with --db"
        elif "not a database" in text or "malformed" in text:
            hint = "it is no SQLite database, or a damaged one; give another file with --db"
        else:
            hint = "give another file with --db, or restore a backup"
        raise UsageError(f"{path}: {text}; {hint}") from error


def check(path: Path, application_id: int, migrations: Migrations, *, writable: bool = True) -> None:
    """Refuse a file that is not ours, touching nothing.

    Raises UsageError for a folder, a file that is no SQLite database, one of another program, of a newer version,
    or read-only where it is to be ``writable``. A file that does not exist, or is empty, is fine.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give a file with --db")
    if not path.exists():
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} to put {path.name} into")
        return
    if writable and path.stat().st_mode & WRITABLE == 0:
        raise UsageError(f"{path} is read-only; make it writable or give another file with --db")
    if path.with_name(f"{path.name}-journal").exists():
        # A program was killed while it made the file: SQLite puts it right, but only when it may write.
        with plainly(path), closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise UsageError(f"{path} is no SQLite database; give another file with --db")
    with plainly(path), closing(sqlite3.connect(for_reading(path), uri=True)) as connection:
        _recognise(path, connection, application_id, migrations)


def _recognise(path: Path, connection: sqlite3.Connection, application_id: int, migrations: Migrations) -> None:
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found != application_id and tables:
        raise UsageError(f"{path} belongs to another program; give another file with --db")
    if "_sqlite_migrations" in tables:
        applied = {
            row[0]
            for row in connection.execute(
                "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [migrations.name]
            )
        }
        known = {step.name for step in migrations.pending(sqlite_utils.Database(memory=True))}
        if newer := sorted(applied - known):
            raise UsageError(
                f"{path} was written by a newer version of ingest ({', '.join(newer)}); upgrade ingest to use it"
            )


def open_file(path: Path, application_id: int, migrations: Migrations) -> sqlite_utils.Database:
    """Open a file for writing: WAL, foreign keys, the newest schema; an older one is backed up first."""
    check(path, application_id, migrations)
    with plainly(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        database = sqlite_utils.Database(connection)
        old = bool(database.table_names())
        if old and migrations.pending(database):
            _back_up(path, connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute("PRAGMA foreign_keys = OFF")
        migrations.apply(database)
        # The time of an upgrade would make two equal databases differ.
        connection.execute("UPDATE _sqlite_migrations SET applied_at = ''")
        connection.execute("PRAGMA foreign_keys = ON")
    return database


def open_reading(path: Path, application_id: int, migrations: Migrations) -> sqlite3.Connection:
    """Open a file for reading only. Raises UsageError for one that is missing, not ours, or of an older version."""
    if not path.exists():
        if application_id == ARCHIVE_ID:
            raise UsageError(f"there is no archive {path}; it belongs beside its database, put it back there")
        raise UsageError(f"there is no database at {path}; make one with: ingest run --db FILE")
    check(path, application_id, migrations, writable=False)
    with plainly(path):
        connection = sqlite3.connect(for_reading(path), uri=True)
        if migrations.pending(sqlite_utils.Database(connection)):
            raise UsageError(f"{path} was written by an older version of ingest; the next ingest run upgrades it")
    return connection


def compact(path: Path, connection: sqlite3.Connection) -> None:
    """Rewrite a file, and empty its log, so that nothing of what was deleted is left in either."""
    with plainly(path):
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _back_up(path: Path, connection: sqlite3.Connection) -> None:
    """Copy an older database to ``NAME.backup-N.db`` before it is upgraded."""
    number = 1
    while (target := path.with_name(f"{path.stem}.backup-{number}.db")).exists():
        number += 1
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)


def statements(script: str) -> list[str]:
    """The statements of a script, one by one, so that they run inside a migration's transaction."""
    return [statement for statement in script.split(";\n") if statement.strip()]
