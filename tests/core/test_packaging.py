"""The packaging: every folder under plugins/ is installed, typed and registered."""

from __future__ import annotations

import tomllib
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest

import ingest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HATCH = PYPROJECT["tool"]["hatch"]["build"]
SOURCES = sorted(path.name for path in (ROOT / "plugins").iterdir() if path.is_dir())


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_folder_is_wired_everywhere(name: str) -> None:
    assert f"plugins/{name}" in HATCH["dev-mode-dirs"]
    assert f"plugins/{name}/ingest_{name}" in HATCH["targets"]["wheel"]["packages"]
    assert [entry.value for entry in entry_points(group="ingest.sources", name=name)] == [f"ingest_{name}"]


@pytest.mark.parametrize("package", ["ingest", "ingest_db", *(f"ingest_{name}" for name in SOURCES)])
def test_packages_are_typed(package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    assert (Path(spec.origin).parent / "py.typed").exists()


def test_the_public_names_are_all_there() -> None:
    assert sorted(ingest.__all__) == ingest.__all__
    assert all(hasattr(ingest, name) for name in ingest.__all__)
