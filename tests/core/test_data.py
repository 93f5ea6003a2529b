"""The reviewed data of words, names and places: what a slip of the pen would lose is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import ingest.extraction.data

FILES = sorted(Path(ingest.extraction.data.__file__).parent.glob("*.yaml"))


def keys_twice(node: yaml.Node | None) -> list[str]:
    """Keys that a mapping names twice: of two lists YAML keeps the last, without a word."""
    if isinstance(node, yaml.SequenceNode):
        return [key for one in node.value for key in keys_twice(one)]
    if not isinstance(node, yaml.MappingNode):
        return []
    names = [str(key.value) for key, _ in node.value]
    return [name for name in set(names) if names.count(name) > 1] + [
        key for _, value in node.value for key in keys_twice(value)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_key_is_written_twice(file: Path) -> None:
    assert keys_twice(yaml.compose(file.read_text(encoding="utf-8"))) == []


def test_a_key_written_twice_is_found() -> None:
    assert keys_twice(yaml.compose("a: {names: [x], starts: [y], starts: []}")) == ["starts"]
