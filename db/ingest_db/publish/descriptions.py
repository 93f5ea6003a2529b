"""What Datasette's pages and the data dictionary say of tables and columns, as shipped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def descriptions() -> dict[str, Any]:
    """The texts; tables in the order a newcomer needs them."""
    text = files("ingest_db.publish").joinpath("descriptions.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
