"""What Datasette's pages and the data dictionary say of tables and columns, as shipped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def descriptions() -> dict[str, Any]:
    """How Datasette shows the tables, in the order a newcomer needs them, with the dictionary's texts in English."""
    shown = _load("descriptions.yaml")
    tables = shown["database"]["tables"]
    return shown | {
        "database": shown["database"] | {"tables": {name: table_texts(name, "en") | tables[name] for name in tables}}
    }


def table_texts(table: str, language: str, columns: Iterable[str] = ()) -> dict[str, Any]:
    """Title and description of a table and what its columns hold; ``columns``: those to tell of besides its own.

    A table the dictionary does not know has no texts.
    """
    dictionary = _load("dictionary.yaml")
    own = dictionary["tables"].get(table, {})
    told = {name: dictionary["columns"][name] for name in columns if name in dictionary["columns"]} | own.get(
        "columns", {}
    )
    texts = {key: own[key][language] for key in ("title", "description") if key in own}
    return texts | {"columns": {name: text[language] for name, text in told.items()}}


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("ingest_db.publish").joinpath(name).read_text(encoding="utf-8"))
    return loaded
