"""The texts of the pages in English, Russian and Kazakh, and which language a reader wants."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

INTERFACE = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def language_of(request: Any) -> str:
    """The language asked for with ``_lang``, else the browser's, else English."""
    asked = request.args.get("_lang") if request else None
    if asked in INTERFACE:
        return str(asked)
    header = (request.headers.get("accept-language") or "") if request else ""
    wanted = [part.split(";")[0].strip().split("-")[0].lower() for part in header.split(",")]
    return next((one for one in wanted if one in INTERFACE), "en")


@cache
def texts(language: str) -> dict[str, str]:
    """All texts in one language; one that has no translation stands in English."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        files("ingest_db.publish").joinpath("texts.yaml").read_text(encoding="utf-8")
    )
    return {name: by.get(language, by["en"]) for name, by in loaded.items()}


ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""Kazakh, which holds the Russian one."""
ORDER = {letter: chr(ord("а") + number) for number, letter in enumerate(ALPHABET)}


def alphabetical(name: str) -> str:
    """What a name is sorted by: Kazakh letters stand where the Kazakh alphabet has them, not behind all others."""
    return "".join(ORDER.get(letter, letter) for letter in name.casefold())


def event_name(language: str, row: Any, most: int = 3) -> str:
    """What an event is called: its ``kind``, ``place`` and first day (``starts_on``), the first ``most`` that are known."""
    kind = texts(language).get(f"event_{row['kind']}", row["kind"].replace("_", " "))
    return ", ".join([part for part in (kind, row["place"], row["starts_on"]) if part][:most])


def kind_name(language: str, kind: str, group: str = "kind") -> str:
    """What a value of a vocabulary is called: a ``kind`` of parties, a ``severity``, a ``claim``, what a message ``concerns``."""
    return texts(language).get(f"{group}_{kind}", kind.replace("_", " "))


def message_text(language: str, message: str) -> str:
    """A message of the program in the reader's language; one that has no translation stays English."""
    for pattern, told in _messages():
        if language in told and (match := pattern.fullmatch(message)):
            return match.expand(told[language])
    return message


@cache
def _messages() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    loaded = yaml.safe_load(files("ingest_db.publish").joinpath("messages.yaml").read_text(encoding="utf-8"))
    return [(re.compile(one.pop("pattern"), re.DOTALL), one) for one in loaded]
