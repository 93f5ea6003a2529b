"""A snapshot for publishing: a consistent copy, inspected, with what both lines of Datasette need to serve it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import yaml

from ingest.errors import UsageError
from ingest_db import schema
from ingest_db.files import FACTS_ID, for_reading, open_reading, plainly
from ingest_db.folding import search_words
from ingest_db.serving import PLUGIN, SNAPSHOT_SETTINGS

WRITTEN = ("metadata.json", "settings.json", "datasette.yaml", "inspect-data.json", "Dockerfile", "README.md")
WITHOUT_TEXT = """
UPDATE documents SET text = '', search_text = search_words(title);
DELETE FROM revisions;
DELETE FROM readings;
INSERT INTO documents_fts (documents_fts) VALUES ('rebuild');
"""


def snapshot(path: Path, folder: Path, *, name: str, without_text: bool, allow_sql: bool, address: str = "") -> Path:
    """Write a snapshot of a database into a folder, replacing an older one; give its file.

    ``address`` is where it will be read, perhaps below a path. Raises UsageError where the folder holds what is not a
    snapshot's, or cannot be written, and for what is no address.
    """
    where = _public(address)
    open_reading(path, FACTS_ID, schema.facts).close()
    target = folder / f"{name}.db"
    if target.exists() and target.samefile(path):
        raise UsageError(f"{target} is the database itself; give another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in (*WRITTEN, target.name):
            (folder / f".{left_over}.part").unlink(missing_ok=True)
        known = {*WRITTEN, target.name}
        strange = sorted(one.name for one in folder.iterdir() if one.name not in known and one.suffix != ".whl")
        if strange:
            raise UsageError(
                f"{folder} holds other files ({', '.join(strange[:3])}); give an empty folder or an older snapshot"
            )
        part = folder / f".{target.name}.part"
        _copy(path, part, without_text=without_text)
        _describe(folder, part, target, allow_sql=allow_sql, where=where)
        part.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror}") from error
    return target


def _copy(path: Path, part: Path, *, without_text: bool) -> None:
    with plainly(path), closing(sqlite3.connect(for_reading(path), uri=True)) as connection:
        connection.execute("VACUUM INTO ?", [str(part)])
    with plainly(part), closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        if without_text:
            copy.create_function("search_words", 1, search_words, deterministic=True)
            copy.executescript(f"BEGIN;{WITHOUT_TEXT}COMMIT;")
            copy.execute("VACUUM")
        copy.execute("ANALYZE")


def _public(address: str) -> SplitResult | None:
    """Where a snapshot will be read; None where nobody said."""
    if not address:
        return None
    try:
        where = urlsplit(address)
        good = where.scheme in {"http", "https"} and where.hostname and (where.port or True)
    except ValueError:
        where, good = urlsplit(""), False
    if not good or where.username or where.query or where.fragment:
        raise UsageError(f"{address!r} is no address for a site; give one such as https://example.org/communiques/")
    return where


def _describe(folder: Path, part: Path, target: Path, *, allow_sql: bool, where: SplitResult | None) -> None:
    """What stands beside the database: configuration for both lines, counts, a Dockerfile, instructions."""
    settings: dict[str, Any] = SNAPSHOT_SETTINGS | {"default_allow_sql": allow_sql}
    shared: dict[str, Any] = {"databases": {target.stem: {"allow_sql": allow_sql}}}
    if where is not None:
        settings |= {"base_url": f"/{where.path.strip('/')}/".replace("//", "/")}
        shared["plugins"] = {PLUGIN: {"address": f"{where.scheme}://{where.netloc}"}}
    # 0.65 reads metadata.json and settings.json, 1.0 reads datasette.yaml; each ignores what is the other's.
    _write(folder / "settings.json", json.dumps(settings, indent=1))
    _write(folder / "metadata.json", json.dumps(shared, indent=1))
    _write(folder / "datasette.yaml", yaml.safe_dump({"settings": settings, **shared}, sort_keys=False))
    inspected = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "datasette", "inspect", str(part)], capture_output=True, text=True, check=False
    )
    if inspected.returncode:
        raise UsageError(f"datasette cannot inspect {part}: {inspected.stderr.strip().splitlines()[-1]}")
    (counted,) = json.loads(inspected.stdout).values()
    counts = {target.stem: counted | {"file": target.name}}
    _write(folder / "inspect-data.json", json.dumps(counts, indent=1))
    values = {"NAME": target.name, "VERSION": version("ingest-communiques"), "DAY": f"{datetime.now(UTC):%Y-%m-%d}"}
    for name in ("Dockerfile", "README.md"):
        text = files("ingest_db").joinpath(f"data/snapshot/{name}").read_text(encoding="utf-8")
        for mark, value in values.items():
            text = text.replace(f"@{mark}@", value)
        _write(folder / name, text)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    part.replace(path)
