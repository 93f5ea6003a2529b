"""The Datasette plugin: titles, descriptions, facets, labels and sorting for our databases, and for no other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from datasette import hookimpl

from ingest_db.files import FACTS_ID


@hookimpl  # type: ignore[untyped-decorator]
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Describe every attached database that is ours, whatever its file is called."""
    ours = {
        name: descriptions()["database"] for name, database in datasette.databases.items() if is_ours(database.path)
    }
    samples = [name for name, database in datasette.databases.items() if name in ours and is_sample(database.path)]
    for name in samples:
        ours[name] = ours[name] | {"description": descriptions()["sample"]}
    top = descriptions()["instance"] if ours else {}
    if samples and len(samples) == len(ours):
        top = top | {"description": descriptions()["sample"]}
    return top | {"databases": ours}


@cache
def descriptions() -> dict[str, Any]:
    """The texts, as shipped; tables in the order a newcomer needs them."""
    text = files("ingest_db.publish").joinpath("descriptions.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def is_ours(path: str | None) -> bool:
    """Say whether a file is a database of facts, by its ``application_id``."""
    return bool(_ask(path, "PRAGMA application_id") == FACTS_ID)


def is_sample(path: str | None) -> bool:
    """Say whether a database was made from sample pages."""
    return bool(_ask(path, "SELECT max(sample) FROM documents"))


def _ask(path: str | None, sql: str) -> Any:
    if path is None:
        return None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchone()[0]
    except sqlite3.Error:
        return None
