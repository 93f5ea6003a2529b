"""Reference data: countries, types and topics, the same rows in every database, kept up to date with what ships."""

from __future__ import annotations

import sqlite3
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ingest.extraction import country_names
from ingest_db.topics import topics


@cache
def instrument_types() -> list[dict[str, Any]]:
    """The vocabulary of types, as shipped."""
    text = files("ingest_db").joinpath("data/instrument_types.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return entries


def write_reference_data(connection: sqlite3.Connection) -> None:
    """Insert what is missing and renew the words of what is there. The caller commits."""
    for code, names in sorted(country_names().items()):
        _upsert(
            connection,
            "countries",
            {"code": code, "name": names["en"], "name_ru": names.get("ru"), "name_kk": names.get("kk")},
        )
    for entry in instrument_types():
        values = {"slug": entry["slug"], "label": entry["label"], "label_ru": entry["ru"], "label_kk": entry["kk"]}
        _upsert(
            connection,
            "instrument_types",
            values
            | {name: entry[name] for name in ("definition", "definition_ru", "definition_kk")}
            | {"eu_resource_type": entry["eu"]},
        )
    for topic in topics():
        label = topic["label"]
        values = {"slug": topic["slug"], "label": label["en"], "label_ru": label["ru"], "label_kk": label["kk"]}
        _upsert(connection, "topics", values | {"eurovoc_domain": topic["eurovoc"]})


def _upsert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    """Insert or renew a row by its first column, which is unique."""
    first, *others = values
    renewed = ", ".join(f"{name} = excluded.{name}" for name in others)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) "
        f"ON CONFLICT ({first}) DO UPDATE SET {renewed}",
        list(values.values()),
    )
