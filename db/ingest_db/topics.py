"""The fields of cooperation a document is about, told by reviewed words in its title and subject."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ingest_db.folding import fold


@cache
def topics() -> list[dict[str, Any]]:
    """The vocabulary, as shipped: slug, labels in three languages, EuroVoc domain, beginnings of words by language."""
    loaded: list[dict[str, Any]] = yaml.safe_load(
        files("ingest_db").joinpath("data/topics.yaml").read_text(encoding="utf-8")
    )
    return loaded


def topics_of(text: str, language: str, parties: Iterable[str] = ()) -> list[str]:
    """The slugs of the topics whose words stand in a text, in alphabetical order; none for a language without words.

    The names of the parties tell a topic only where nothing else does: a ministry of health and labour may agree on
    labour alone.
    """
    words = f" {fold(text)} "
    rest = words
    for name in parties:
        rest = rest.replace(fold(name), "")
    return _told(rest, language) or _told(words, language)


def _told(words: str, language: str) -> list[str]:
    return [slug for slug, beginnings in _beginnings(language) if any(one in words for one in beginnings)]


@cache
def _beginnings(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every topic with the beginnings of its words, each behind the space that begins a word; $ is the space behind one."""
    return [
        (topic["slug"], tuple(f" {fold(one)}{' ' * one.endswith('$')}" for one in topic.get(language, ())))
        for topic in topics()
    ]
