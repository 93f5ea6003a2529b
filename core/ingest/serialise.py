"""Records as JSON: the records' field names, nested as they are; a span carries its quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from ingest.records import Communique, Span


def to_json(communique: Communique) -> dict[str, Any]:
    """Give the JSON form of a communiqué; a span becomes ``{field, start, end, quote}``."""
    return {field.name: _value(getattr(communique, field.name), communique) for field in fields(communique)}


def _value(value: object, communique: Communique) -> Any:
    if isinstance(value, Span):
        return {
            "field": value.field,
            "start": value.start,
            "end": value.end,
            "quote": communique.quote(value),
        }
    if is_dataclass(value):
        return {field.name: _value(getattr(value, field.name), communique) for field in fields(value)}
    if isinstance(value, tuple):
        return [_value(item, communique) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _value(item, communique) for name, item in value.items()}
    return value.isoformat() if isinstance(value, (date, datetime)) else value
