"""Reviewed knowledge as data files, loaded once and validated when loaded."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """Read one file of this folder (``.yaml`` or ``.json``)."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        return json.loads(text)
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader


def available(name: str) -> bool:
    """Say whether a file of this name is shipped."""
    return files(__name__).joinpath(name).is_file()
