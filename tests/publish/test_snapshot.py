"""``ingest snapshot``: a copy that both lines of Datasette serve safely, with or without the articles."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest

from publish.conftest import INGEST, served
from publish.kinds import KINDS, address


def snapshot(database: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [INGEST, "snapshot", "--db", database, *options, folder], capture_output=True, text=True, check=False
    )


def test_a_snapshot_is_served_without_sql(sample: Path, tmp_path: Path) -> None:
    made = snapshot(sample, tmp_path / "public")
    assert made.returncode == 0, made.stderr
    with served(tmp_path / "public") as site:
        for kind in KINDS:
            page = address(kind, sample, "communiques")
            assert httpx.get(site + page).status_code == 200, kind
        assert httpx.get(f"{site}/communiques?sql=select+1", follow_redirects=True).status_code == 403
        (database,) = [one for one in _databases(site) if one["name"] == "communiques"]
        assert database["is_mutable"] is False
        assert httpx.get(f"{site}/communiques.db").content[:15] == b"SQLite format 3"


def _databases(site: str) -> list[dict[str, object]]:
    answer = httpx.get(f"{site}/-/databases.json").json()
    found: list[dict[str, object]] = answer["databases"] if isinstance(answer, dict) else answer
    return found


def test_sql_is_on_where_it_is_asked_for(sample: Path, tmp_path: Path) -> None:
    assert snapshot(sample, tmp_path / "public", "--allow-sql").returncode == 0
    with served(tmp_path / "public") as site:
        assert httpx.get(f"{site}/communiques?sql=select+1", follow_redirects=True).status_code == 200


def test_feeds_and_citations_give_the_address_of_the_site(sample: Path, tmp_path: Path) -> None:
    made = snapshot(sample, tmp_path / "public", "--address", "https://data.example.org/communiques/")
    assert made.returncode == 0, made.stderr
    with served(tmp_path / "public") as site:
        root, told = f"{site}/communiques/communiques/-", "https://data.example.org/communiques/communiques/-"
        for page in ("search.atom", "search.jsonfeed", "events.ics", "search.json"):
            answer = httpx.get(f"{root}/{page}")
            assert answer.status_code == 200
            assert f"{told}/" in answer.text.replace("\r\n ", "")
            assert site not in answer.text
        page = httpx.get(site + "/communiques" + address("instrument", sample, "communiques")).text
        assert f"{told}/instrument/" in page
        assert 'href="/communiques/communiques/-/search"' in page


@pytest.mark.parametrize(
    "wrong", ["data.example.org", "ftp://example.org/", "https://", "https://example.org:x/", "https://a.example/?q"]
)
def test_what_is_no_address_is_one_line(sample: Path, tmp_path: Path, wrong: str) -> None:
    made = snapshot(sample, tmp_path / "public", "--address", wrong)
    assert made.returncode == 2
    assert "is no address for a site" in made.stderr
    assert len(made.stderr.strip().splitlines()) == 1


def test_without_text_nothing_of_an_article_is_left_but_quotations(sample: Path, tmp_path: Path) -> None:
    assert snapshot(sample, tmp_path / "public", "--without-text").returncode == 0
    bytes_ = (tmp_path / "public" / "communiques.db").read_bytes()
    with sqlite3.connect(sample) as connection:
        text = connection.execute("SELECT text FROM documents WHERE title LIKE 'Kazakhstan and Jordan%'").fetchone()[0]
        quote = connection.execute("SELECT quote FROM instruments WHERE title LIKE '%pharmaceuticals'").fetchone()[0]
    sentence = next(line for line in text.split("\n") if "phosphate" in line)
    assert sentence.encode() not in bytes_
    assert b"phosphate" not in bytes_
    assert quote.encode() in bytes_
    with served(tmp_path / "public") as site:
        page = httpx.get(site + address("instrument", sample, "communiques")).text
        assert "The text of articles is not published here" in page
        assert quote in page
        assert httpx.get(f"{site}/communiques/-/search.json?q=phosphate&in=articles").json()["total"] == 0
        assert httpx.get(f"{site}/communiques/-/search.json?q=jordan&in=articles").json()["total"] == 1


def test_a_snapshot_is_renewed_in_its_place(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    assert snapshot(sample, folder).returncode == 0
    before = json.loads((folder / "inspect-data.json").read_text())
    (folder / "ingest_communiques.whl").touch()  # as its README says
    (folder / ".settings.json.part").touch()  # killed while it wrote
    assert snapshot(sample, folder).returncode == 0
    assert json.loads((folder / "inspect-data.json").read_text()) == before


@pytest.mark.parametrize("case", ["strange", "file", "missing", "name", "archive"])
def test_a_wrong_use_is_one_line(sample: Path, tmp_path: Path, case: str) -> None:
    folder = tmp_path / "public"
    if case == "strange":
        folder.mkdir()
        (folder / "thesis.doc").write_text("mine")
        told = snapshot(sample, folder)
    elif case == "file":
        folder.write_text("a file")
        told = snapshot(sample, folder)
    elif case == "missing":
        told = snapshot(tmp_path / "no.db", folder)
    elif case == "name":
        told = snapshot(sample, folder, "--name", "../../etc")
    else:
        told = snapshot(sample.with_name("sample.archive.db"), folder)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert len(told.stderr.strip().splitlines()) <= 4
    assert not (folder / "communiques.db").exists()


def test_a_read_only_database_is_published(sample: Path, tmp_path: Path) -> None:
    sample.chmod(0o444)
    assert snapshot(sample, tmp_path / "public").returncode == 0
