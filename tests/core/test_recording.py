"""What is recorded lands inside the folder, whatever the address, and is found again under it."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import NotFound, Response
from ingest.disk.mirror import Mirror
from ingest.disk.recording import Recorder, file_name
from ingest.errors import UsageError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PATHS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["../../etc/passwd", "/..//../x", ".", "..", "a/./../b", "x" * 900, "%2e%2e/x"]),
)


def answer(path: str, *, query: str = "", status: int = 200, body: bytes = b"<p>x</p>", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"https://qazinform.com/{path}" + (f"?{query}" if query else "")
    return Response(url=url, body=body, media_type="text/html", status=status, fetched_at=NOW, headers=named)


@given(PATHS, PATHS)
def test_no_address_leads_out_of_the_folder(path: str, query: str) -> None:
    try:
        one = answer(path, query=query)
        name = file_name(one)
    except ValueError:
        return
    folder = Path("/somewhere/mirror")
    assert (folder / name).resolve().is_relative_to(folder / "qazinform.com")
    assert all(len(part.encode()) <= 255 for part in name.split("/"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.from_regex(r"\A[a-z]{1,5}(/[a-z0-9-]{1,8}){0,2}/?\Z"), unique=True, max_size=6))
def test_a_recorded_page_is_found_under_its_address(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = Recorder(Path(folder))
        for path in paths:
            record(answer(path, body=f"<p>{path.strip('/')}</p>".encode()))
        mirror = Mirror(Path(folder))
        for path in paths:
            assert mirror.get(f"https://qazinform.com/{path}").body == f"<p>{path.strip('/')}</p>".encode()


def test_statuses_redirects_and_times_are_played_back(tmp_path: Path) -> None:
    record = Recorder(tmp_path)
    record(answer("moved", status=301, location="/there"))
    record(answer("there", etag="x"))
    record(answer("gone", status=404))
    record(answer("unchanged", status=304))
    mirror = Mirror(tmp_path)
    found = mirror.get("https://qazinform.com/moved")
    assert (found.url, found.fetched_at, found.headers["etag"]) == ("https://qazinform.com/there", NOW, "x")
    for path in ("gone", "unchanged", "never"):
        with pytest.raises(NotFound):
            mirror.get(f"https://qazinform.com/{path}")


def test_cookies_are_not_recorded(tmp_path: Path) -> None:
    Recorder(tmp_path)(answer("x", set_cookie="secret=1", server="nginx"))
    line = json.loads((tmp_path / "index.jsonl").read_text())
    assert line["headers"] == {"server": "nginx"}


def test_an_index_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text('{"file": null}\n')
    with pytest.raises(UsageError, match=r"index\.jsonl, line 1"):
        Mirror(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot record into"):
        Recorder(tmp_path / "file")
