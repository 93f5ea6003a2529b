"""Reading quality on labelled articles that are kept outside the project; skipped where they are absent."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
QUALITY = Path(__file__).parents[3] / "shared" / "quality"
pytestmark = pytest.mark.skipif(not QUALITY.is_dir(), reason="the labelled articles are not here")


@pytest.mark.parametrize("layout", [(), ("--layout", "G3")])
def test_english_articles(ingest: Command, tmp_path: Path, layout: tuple[str, ...]) -> None:
    def tool(name: str, *arguments: object) -> str:
        command = [sys.executable, str(QUALITY / name), *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    articles = QUALITY / "open" / "articles"
    tool("render.py", articles, tmp_path / "mirror", *layout)
    assert ingest("run", "--source", "kazinform", "--from", "mirror", "--db", "q.db").returncode == 0
    ingest("export", "--db", "q.db", "--format", "jsonl", "--output", "q.jsonl")
    tool("from_export.py", tmp_path / "q.jsonl", articles, tmp_path / "predictions")
    table = json.loads(
        tool("score.py", "--gold", QUALITY / "open" / "gold", "--pred", tmp_path / "predictions", "--json")
    )
    english = table["en"]
    assert english["instr_f1"] >= 0.90
    assert english["type_acc"] >= 0.97
    assert english["neg_fp_instruments"] == 0
    assert english["background_leaked"] == 0
