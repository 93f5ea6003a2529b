"""The installed command, pointed at a replica."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from replica.site import Replica

Command = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(slots=True)
class Crawl:
    """``ingest run`` against a replica, and what it left."""

    site: Replica
    folder: Path
    ingest: Command

    def run(self, *arguments: object, code: int = 0, db: str = "c.db") -> dict[str, Any]:
        """Run once over the editions that are published; give the summary. Fails for another exit code."""
        done = self.ingest(*self.arguments(db), *arguments)
        assert done.returncode == code, done.stderr[-3000:]
        assert "Traceback" not in done.stderr
        summary: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
        return summary | {"stderr": done.stderr}

    def arguments(self, db: str = "c.db") -> list[str]:
        """What :meth:`run` gives to ``ingest``."""
        editions = sorted({one.edition for one in self.site.articles} | self.site.empty)
        languages = [word for edition in editions for word in ("--language", edition)]
        return ["run", "--source", "kazinform", "--gateway", self.site.url, "--delay", "0", "--db", db, *languages]

    def start(self, db: str = "c.db") -> subprocess.Popen[str]:
        """Start a run and do not wait for it."""
        command = [str(Path(sys.executable).with_name("ingest")), *self.arguments(db)]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def facts(self, sql: str, *arguments: object, db: str = "c.db") -> list[tuple[Any, ...]]:
        """Ask the facts."""
        with sqlite3.connect(self.folder / db) as connection:
            return connection.execute(sql, arguments).fetchall()

    def archive(self, sql: str, *arguments: object, db: str = "c.db") -> list[tuple[Any, ...]]:
        """Ask the archive."""
        return self.facts(sql, *arguments, db=db.replace(".db", ".archive.db"))

    def stored(self) -> list[str]:
        """The documents that are stored."""
        return sorted(key for (key,) in self.facts("SELECT key FROM documents"))
