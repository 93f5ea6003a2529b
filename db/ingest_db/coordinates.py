"""Where cities lie: degrees north and east, from GeoNames (CC BY 4.0), by the city's key in the gazetteer."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


def coordinates(key: str) -> dict[str, float]:
    """``latitude`` and ``longitude`` of a city; empty for one that the table does not know."""
    found = _table().get(key)
    return {"latitude": found[0], "longitude": found[1]} if found else {}


@cache
def _table() -> dict[str, tuple[float, float]]:
    text = files("ingest_db").joinpath("data/coordinates.json").read_text(encoding="utf-8")
    loaded: dict[str, tuple[float, float]] = json.loads(text)
    return loaded
