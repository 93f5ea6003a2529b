"""Bad input gets one clear line, the right exit code, and nothing is lost. Every test runs the installed command."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

Command = Callable[..., subprocess.CompletedProcess[str]]
PAGES = Path(__file__).parents[1] / "kazinform" / "pages"
RUN = ("run", "--source", "kazinform")


def one_line(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    errors = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert len(errors) == 1, done.stderr
    for word in words:
        assert word in errors[0]


def test_a_port_that_is_taken_is_said(ingest: Command, tmp_path: Path) -> None:
    assert ingest("run", "--source", "kazinform", "--sample", "--db", "s.db").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        one_line(ingest("serve", "--db", "s.db", "--port", port), 2, f"127.0.0.1:{port}", "--port")


def test_an_unknown_source_names_those_installed_and_the_nearest(ingest: Command) -> None:
    one_line(
        ingest("run", "--source", "kazinfrom", "--sample"), 2, "'kazinfrom'", "Did you mean 'kazinform'?", "Installed:"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import no_such_module", ("cannot be imported", "no_such_module")),
        ("from ingest import hookimpl\n@hookimpl\ndef parse(page): ...\n", ("does not implement: source",)),
        ("from ingest import hookimpl\n@hookimpl\ndef normalize(page): ...\n", ("normalize",)),
    ],
)
def test_a_broken_plugin_is_named(ingest: Command, tmp_path: Path, code: str, words: tuple[str, ...]) -> None:
    (tmp_path / "broken.py").write_text(code)
    one_line(ingest("run", "--plugin", "broken.py"), 3, "broken", *words)


def test_a_plugin_file_that_is_not_there(ingest: Command) -> None:
    one_line(ingest("run", "--plugin", "nowhere.py"), 2, "nowhere.py")


@pytest.mark.parametrize("name", ["what?.db", "no#1.db"])
def test_a_database_that_datasette_cannot_open_is_named_and_kept(ingest: Command, name: str) -> None:
    assert ingest(*RUN, "--sample", "--db", name).returncode == 0
    one_line(ingest("serve", "--db", name), 2, name, "another name")
    assert ingest("export", "--db", name, "--format", "jsonl").stdout.count("\n") > 5


def test_a_file_that_is_missing(ingest: Command) -> None:
    one_line(ingest(*RUN, "--from", "nowhere.html"), 2, "nowhere.html")
    one_line(ingest("inspect", "nowhere.html"), 2, "nowhere.html")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x89PNG" * 50, "not text"),
        ("Загаловок\nтекст".encode("cp1251"), "UTF-8"),
        (b"<!DOCTYPE html><html><head><title>Cut</title></head><body><div class='article__content'><p>Half a", "truncated"),
        (b"Only a headline", "headline only"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_a_recorded_problem(
    ingest: Command, tmp_path: Path, content: bytes, word: str
) -> None:
    (tmp_path / "bad.html").write_bytes(content)
    done = ingest(*RUN, "--from", "bad.html")
    assert done.returncode == 1
    assert word in done.stderr
    with sqlite3.connect(tmp_path / "communiques.db") as facts:
        assert word in facts.execute("SELECT message FROM problems").fetchone()[0]
    with sqlite3.connect(tmp_path / "communiques.archive.db") as archive:
        assert archive.execute("SELECT size FROM bodies").fetchone() == (len(content),)


@pytest.mark.parametrize("name", ["challenge.html", "unknown-layout.html", "empty-body.html"])
def test_a_page_that_is_no_article_is_never_stored_as_one(ingest: Command, tmp_path: Path, name: str) -> None:
    done = ingest(*RUN, "--from", PAGES / name)
    assert done.returncode == 1
    with sqlite3.connect(tmp_path / "communiques.db") as facts:
        assert facts.execute("SELECT count(*) FROM documents").fetchone() == (0,)
        assert facts.execute("SELECT count(*) FROM problems").fetchone() == (1,)


def test_a_database_that_is_not_sqlite(ingest: Command, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("this is a letter to a friend, and it is long enough")
    one_line(ingest(*RUN, "--sample", "--db", "x.db"), 2, "x.db", "no SQLite database")
    assert (tmp_path / "x.db").read_text().startswith("this is a letter")


def test_a_database_of_another_program(ingest: Command, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    one_line(ingest(*RUN, "--sample", "--db", "x.db"), 2, "x.db", "another program")


def test_a_database_of_a_newer_version(ingest: Command, tmp_path: Path) -> None:
    ingest(*RUN, "--sample")
    with sqlite3.connect(tmp_path / "sample.db") as newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ingest', 'm999_future', '')"
        )
    one_line(ingest(*RUN, "--sample"), 2, "sample.db", "newer version", "m999_future")


def test_a_read_only_database(ingest: Command, tmp_path: Path) -> None:
    ingest(*RUN, "--sample")
    (tmp_path / "sample.db").chmod(0o444)
    one_line(ingest(*RUN, "--sample"), 2, "sample.db", "read-only")


def test_a_folder_that_is_not_there(ingest: Command) -> None:
    one_line(ingest(*RUN, "--sample", "--db", "no/such/x.db"), 2, "no folder")


def test_a_database_another_run_holds(ingest: Command, tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "sample.db.kazinform.lock")
    with lock:
        Path(lock.lock_file).write_text("another run (process 12345 on this machine)", "utf-8")
        one_line(ingest(*RUN, "--sample"), 2, "sample.db is in use for kazinform", "process 12345")


def test_no_network_is_one_line_and_touches_nothing(ingest: Command, tmp_path: Path) -> None:
    done = ingest(*RUN)
    one_line(done, 4, "kazinform")
    assert list(tmp_path.iterdir()) == []


def test_no_network_for_a_named_page_touches_nothing_either(ingest: Command, tmp_path: Path) -> None:
    one_line(ingest(*RUN, "https://qazinform.com/news/some-story-1a2b3c"), 4, "kazinform")
    assert list(tmp_path.iterdir()) == []


def test_an_address_no_source_knows(ingest: Command) -> None:
    one_line(ingest(*RUN, "https://example.org/x"), 2, "no installed source reads https://example.org/x")


def test_no_space_left_loses_nothing_that_was_committed(ingest: Command, tmp_path: Path) -> None:
    ingest(*RUN, "--sample")
    size = (tmp_path / "sample.db").stat().st_size
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); "
        "sys.argv = ['ingest', 'run', '--source', 'kazinform', '--sample', '--db', 'full.db']; "
        "from ingest.cli import main; main()"
    )
    assert size > 60_000
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    one_line(done, 2, "full", "no space left")
    assert ingest(*RUN, "--sample", "--db", "full.db").returncode == 0
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 60_000


SLOW = """
import time
from ingest import *
@hookimpl
def source(): return SourceInfo(name="slow", title="S", home="https://s.example/", hosts=("s.example",), languages=("en",), time_zone="UTC")
@hookimpl
def identify(url): return Ref(key=url.rsplit("/", 1)[-1], url=url, language="en")
@hookimpl
def discover(ctx):
    for number in range(400): yield identify(f"https://s.example/{number}")
@hookimpl
def fetch(ctx, ref):
    from datetime import datetime, UTC
    from pathlib import Path
    Path("fetching").touch()
    time.sleep(0.01)
    return Page(ref=ref, url=ref.url, body=ref.key.encode(), media_type="text/plain", status=200, fetched_at=datetime.now(UTC))
@hookimpl
def parse(page):
    text = f"Kazakhstan and Oman signed an Agreement on air services number {page.ref.key} in Muscat."
    return Document(title=f"Agreement {page.ref.key}", published="2026-05-12T10:00:00+00:00", blocks=(Block(kind="paragraph", text=text),), layout="x", language="en")
"""  # fmt: skip


def started(tmp_path: Path) -> subprocess.Popen[str]:
    (tmp_path / "slow.py").write_text(SLOW)
    command = [str(Path(sys.executable).with_name("ingest")), "run", "--plugin", "slow.py", "--db", "k.db"]
    return subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def dump(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        return "\n".join(line for line in connection.iterdump() if not line.startswith('INSERT INTO "runs"'))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_was_done_and_says_so(ingest: Command, tmp_path: Path, number: signal.Signals) -> None:
    process = started(tmp_path)
    for _ in range(600):
        if (tmp_path / "fetching").exists():
            break
        time.sleep(0.1)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in errors
    with sqlite3.connect(tmp_path / "k.db") as facts:
        assert facts.execute("SELECT ended FROM runs").fetchone() == ("interrupted",)


def test_after_kill_the_same_command_gives_what_an_undisturbed_run_gives(ingest: Command, tmp_path: Path) -> None:
    for pause in (0.9, 1.4, 2.0):
        process = started(tmp_path)
        time.sleep(pause)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert ingest("run", "--plugin", "slow.py", "--db", "k.db").returncode == 0
    assert ingest("run", "--plugin", "slow.py", "--db", "undisturbed.db").returncode == 0
    assert dump(tmp_path / "k.db") == dump(tmp_path / "undisturbed.db")
