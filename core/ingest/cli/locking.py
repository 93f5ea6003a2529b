"""One run per source and database at a time; a second one is told who holds it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import UsageError

OPENING_SECONDS = 60.0


@contextmanager
def alone(database: Path, source: str) -> Iterator[None]:
    """Hold ``DATABASE.SOURCE.lock``. Raises UsageError, naming the holder, where another run has it."""
    path = database.with_name(f"{database.name}.{source}.lock")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        holder = path.read_text(encoding="utf-8").strip() or "another run"
        raise UsageError(
            f"{database} is in use for {source} by {holder}; wait until it has finished, or give another file with --db"
        ) from error
    except OSError as error:
        raise UsageError(f"cannot write beside {database}: {error.strerror}") from error
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        path.write_text(f"another run (process {os.getpid()} on {socket.gethostname()}, since {since})", "utf-8")
        yield
    finally:
        path.unlink(missing_ok=True)
        lock.release()


@contextmanager
def opening(database: Path) -> Iterator[None]:
    """Hold ``DATABASE.lock`` while the files are made or upgraded."""
    lock = FileLock(database.with_name(f"{database.name}.lock"))
    try:
        lock.acquire(timeout=OPENING_SECONDS)
    except Timeout as error:
        raise UsageError(f"{database} is being opened by another program; try again when it has finished") from error
    except OSError as error:
        raise UsageError(f"cannot write beside {database}: {error.strerror}") from error
    try:
        yield
    finally:
        Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()
