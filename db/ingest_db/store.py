"""The store: one communiqué at a time, its facts replaced whole."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from ingest.errors import StageError
from ingest.outcome import Outcome
from ingest.records import Communique, Document, Ref, SourceInfo
from ingest.serialise import to_json
from ingest.storage import Saved
from ingest_db import schema
from ingest_db.files import FACTS_ID, compact, open_file, plainly
from ingest_db.rows import Rows, document_uid
from ingest_db.shared import insert, uid
from ingest_db.stories import Stories
from ingest_db.tally import Tally


class SqliteStore:
    """Fulfils :class:`ingest.storage.Store` for one source.

    What is saved is committed by :meth:`flush`. ``sample`` marks every document as made for a demonstration. Stores of
    several threads share ``turn``, which is held as long as a transaction is open.
    """

    def __init__(self, path: Path, info: SourceInfo, *, sample: bool = False, turn: Lock | None = None) -> None:
        self._path = path
        self._turn = turn or Lock()
        self._writing = False
        self._connection = open_file(path, FACTS_ID, schema.facts).conn
        with plainly(path):
            self._begin()
            self._rows = Rows(self._connection, info, sample=sample)
            self._stories = Stories(self._connection)
            self._tally = Tally(self._connection)
            self._source_id = self._rows.source_id
            self._source_name = info.name
            self.flush()

    def close(self) -> None:
        """Commit and close."""
        self.flush()
        self._connection.close()

    # --- runs ---------------------------------------------------------------------------------------------

    def start_run(self) -> int:
        """Note that a run began."""
        with plainly(self._path):
            self._begin()
            run_id = insert(
                self._connection,
                "runs",
                source_id=self._source_id,
                started_at=_now(),
                version=version("ingest-communiques"),
            )
        self.flush()
        return run_id

    def end_run(self, run_id: int, outcome: Outcome, ended: str) -> None:
        """Note how a run ended: done, failed, interrupted or the message of what stopped it."""
        with plainly(self._path):
            self._begin()
            self._tally.renew(self._stories.renew())
            self._connection.execute(
                "UPDATE runs SET finished_at = ?, seen = ?, new = ?, changed = ?, unchanged = ?, skipped = ?, failed = ?, "
                "instruments = ?, ended = ? WHERE id = ?",
                [
                    _now(),
                    outcome.seen,
                    outcome.new,
                    outcome.changed,
                    outcome.unchanged,
                    len(outcome.skipped),
                    len(outcome.failed),
                    outcome.instruments,
                    ended,
                    run_id,
                ],
            )
        self.flush()

    # --- documents ----------------------------------------------------------------------------------------

    def has(self, key: str) -> bool:
        """Say whether a document is stored under this key."""
        return self._document(key) is not None

    def save(self, communique: Communique, document: Document) -> Saved:
        """Store one communiqué, replacing an older reading of it whole."""
        reading = to_json(communique)
        del reading["text"]
        text = json.dumps(reading, ensure_ascii=False)
        digest = hashlib.sha256(f"{text}\n{communique.text}".encode()).hexdigest()
        with plainly(self._path):
            old = self._document(communique.key)
            if old is not None and old[1] == digest:
                self.recovered(communique.key)
                return "unchanged"
            self._begin()
            self._connection.execute("SAVEPOINT document")
            try:
                self.recovered(communique.key)
                self._rows.replace(communique, document, old[0] if old else None)
                self._connection.execute(
                    "INSERT OR REPLACE INTO readings (document_id, sha256, json) VALUES "
                    "((SELECT id FROM documents WHERE uid = ?), ?, ?)",
                    [document_uid(communique), digest, text],
                )
            except BaseException:
                self._undo()
                raise
            self._connection.execute("RELEASE document")
        return "changed" if old else "new"

    def fail(self, ref: Ref, error: StageError) -> None:
        """Record a page that could not be read; a later good reading takes the record away."""
        told = (error.stage, error.cause_kind, error.reason)
        with plainly(self._path):
            before = self._connection.execute(
                "SELECT stage, kind, message FROM problems WHERE source_id = ? AND key = ? AND document_id IS NULL",
                [self._source_id, ref.key],
            ).fetchone()
            if before == told:
                return
            self.recovered(ref.key)
            self._begin()
            insert(
                self._connection,
                "problems",
                uid=uid(self._source_name, ref.key, "failed"),
                source_id=self._source_id,
                key=ref.key,
                url=ref.url,
                stage=error.stage,
                concerns="page",
                severity="error",
                kind=error.cause_kind,
                message=error.reason,
            )

    def recovered(self, key: str) -> None:
        """Take away the record of an earlier failure."""
        with plainly(self._path):
            failure = self._connection.execute(
                "SELECT id FROM problems WHERE source_id = ? AND key = ? AND document_id IS NULL",
                [self._source_id, key],
            ).fetchone()
            if failure:
                self._begin()
                self._connection.execute("DELETE FROM problems WHERE id = ?", failure)

    def forget(self, key: str) -> bool:
        """Take a document, its facts and its earlier texts away for good; say whether there was one."""
        old = self._document(key)
        with plainly(self._path):
            self._connection.execute("PRAGMA secure_delete = ON")
            self._begin()
            self.recovered(key)
            if old is not None:
                self._rows.remove(old[0])
                self._tally.renew(self._stories.renew())
            for table in ("documents", "instruments", "bodies", "people"):
                self._connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
        self.flush()
        compact(self._path, self._connection)
        return old is not None

    def flush(self) -> None:
        """Commit what was saved so far."""
        if not self._writing:
            return
        try:
            with plainly(self._path):
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")
        finally:
            self._writing = False
            self._turn.release()

    # --- inside a transaction -----------------------------------------------------------------------------

    def _begin(self) -> None:
        if not self._writing:
            self._turn.acquire()
            self._writing = True
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO document")
            self._connection.execute("RELEASE document")

    def _document(self, key: str) -> tuple[int, str] | None:
        with plainly(self._path):
            row: tuple[int, str] | None = self._connection.execute(
                "SELECT documents.id, readings.sha256 FROM documents JOIN readings ON document_id = documents.id "
                "WHERE source_id = ? AND key = ?",
                [self._source_id, key],
            ).fetchone()
        return row


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
