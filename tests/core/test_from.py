"""``--from`` swaps the network for what is on disk: a mirrored folder, one HTML page, one plain text."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.disk.mirror import Mirror
from ingest.errors import NotFound

Command = Callable[..., subprocess.CompletedProcess[str]]
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>
<meta name="article:published_time" content="{when}"></head><body><main><div class="article">
<h1 class="article__title">{title}</h1><time>10:00, 12 May 2026</time>
<div class="article__content"><p>Kazakhstan and Oman signed an Agreement on air services in Muscat.</p></div></div></main>
</body></html>"""


def put(
    folder: Path, name: str, title: str = "Kazakhstan and Oman sign agreement", when: str = "2026-05-12T10:00:00+05:00"
) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(title=title, when=when), encoding="utf-8")


def exported(ingest: Command) -> list[dict[str, object]]:
    done = ingest("export", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_three_forms_of_a_file_mean_one_address(tmp_path: Path) -> None:
    for name in ("a.example/x/one.html", "a.example/x/two/index.html", "a.example/x/three", "a.example/l?page=2.html"):
        put(tmp_path, name)
    mirror = Mirror(tmp_path)
    for path in ("x/one", "x/two/", "x/three/", "l?page=2"):
        assert mirror.get(f"https://a.example/{path}").body
    with pytest.raises(NotFound):
        mirror.get("https://a.example/l")


def test_the_desktop_page_is_read_and_the_amp_page_only_archived(ingest: Command, tmp_path: Path) -> None:
    put(tmp_path, "m/qazinform.com/amp/oman-signs-1a2b3c.html", title="AMP")
    put(tmp_path, "m/qazinform.com/news/oman-signs-1a2b3c.html", title="Desktop")
    assert ingest("run", "--source", "kazinform", "--from", "m").returncode == 0
    assert [row["title"] for row in exported(ingest)] == ["Desktop"]


def test_moved_hosts_and_slashes_give_one_key_and_url(ingest: Command, tmp_path: Path) -> None:
    put(tmp_path, "m/en.inform.kz/news/oman-signs-1a2b3c/index.html")
    ingest("run", "--source", "kazinform", "--from", "m")
    row = exported(ingest)[0]
    assert (row["key"], row["url"]) == ("en/oman-signs-1a2b3c", "https://qazinform.com/news/oman-signs-1a2b3c")


def test_other_files_are_skipped_with_a_reason_and_are_no_failures(ingest: Command, tmp_path: Path) -> None:
    put(tmp_path, "m/qazinform.com/news/oman-signs-1a2b3c.html")
    put(tmp_path, "m/notes.html")
    put(tmp_path, "m/akorda.kz/en/other-12345.html")
    done = ingest("run", "--source", "kazinform", "--from", "m")
    summary = json.loads(done.stdout)
    assert done.returncode == 0
    assert summary["skipped_reasons"] == {"no HOST/PATH of a site": 1, "no document address of kazinform": 1}


def test_since_and_until_are_inclusive_local_days(ingest: Command, tmp_path: Path) -> None:
    # 23:30 in Almaty on the 11th is still the 11th, though it is 18:30 UTC.
    put(tmp_path, "m/qazinform.com/news/one-1a2b3c.html", when="2026-05-11T18:30:00+00:00", title="late on the 11th")
    put(tmp_path, "m/qazinform.com/news/two-1a2b3c.html", when="2026-05-11T19:30:00+00:00", title="early on the 12th")
    ingest("run", "--source", "kazinform", "--from", "m", "--since", "2026-05-12", "--until", "2026-05-12")
    assert [row["title"] for row in exported(ingest)] == ["early on the 12th"]


def test_limit_and_language(ingest: Command, tmp_path: Path) -> None:
    put(tmp_path, "m/qazinform.com/news/one-1a2b3c.html")
    put(tmp_path, "m/qazinform.com/news/two-1a2b3c.html")
    put(tmp_path, "m/qz.inform.kz/news/three-1a2b3c.html")
    assert (
        json.loads(ingest("run", "--source", "kazinform", "--from", "m", "--limit", "1", "--db", "a.db").stdout)["new"]
        == 1
    )
    done = ingest("run", "--source", "kazinform", "--from", "m", "--language", "kk", "--db", "b.db")
    assert json.loads(done.stdout)["new"] == 1


def test_a_bare_page_takes_its_address_from_the_option_or_is_known_by_its_bytes(
    ingest: Command, tmp_path: Path
) -> None:
    put(tmp_path, "page.html")
    ingest("run", "--source", "kazinform", "--from", "page.html")
    ingest("run", "--source", "kazinform", "--from", "page.html", "--url", "https://qazinform.com/news/oman-1a2b3c")
    urls = [str(row["url"]) for row in exported(ingest)]
    assert sorted(url[:11] for url in urls) == ["https://qaz", "urn:sha256:"]


def test_a_text_with_a_day_of_publication(ingest: Command, tmp_path: Path, article: str) -> None:
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    done = ingest("run", "--source", "kazinform", "--from", "a.txt", "--published", "2026-05-12")
    assert done.returncode == 0, done.stderr
    event = exported(ingest)[0]["event"]
    assert isinstance(event, dict)
    assert (event["start"], event["end"]) == ("2026-05-12", "2026-05-13")


def test_every_quote_of_the_export_is_verbatim(ingest: Command) -> None:
    ingest("run", "--source", "kazinform", "--sample", "--db", "communiques.db")
    rows = exported(ingest)

    def check(row: dict[str, object], value: object) -> int:
        if isinstance(value, dict) and {"field", "start", "end", "quote"} <= value.keys():
            assert str(row[value["field"]])[value["start"] : value["end"]] == value["quote"]
            return 1
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return sum(check(row, child) for child in children)

    assert sum(check(row, row) for row in rows) > 100


def test_inspect_stores_nothing_and_shows_the_evidence(ingest: Command, tmp_path: Path, article: str) -> None:
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    done = ingest("inspect", "a.txt")
    assert done.returncode == 0, done.stderr
    assert "4 instruments" in done.stdout
    assert "Government of Finland [FI, government]" in done.stdout
    assert json.loads(ingest("inspect", "a.txt", "--json").stdout)["instruments"][0]["spans"][0]["quote"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
