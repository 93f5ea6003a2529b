"""Several sources are read at once, each in a thread of its own; a broken one stops nobody."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from replica import Crawl, articles, faults

MODULE = """
import time
from datetime import datetime, UTC
from ingest import *

@hookimpl
def source():
    {source}
    return SourceInfo(name="{name}", title="{name}", home="https://{name}.example/", hosts=("{name}.example",), languages=("en",), time_zone="UTC")

@hookimpl
def identify(url): return Ref(key=url.rsplit("/", 1)[-1], url=url, language="en")

@hookimpl
def discover(ctx):
    for number in range({count}): yield identify(f"https://{name}.example/{{number}}")
    {discover}

@hookimpl
def fetch(ctx, ref):
    time.sleep({pause})
    return Page(ref=ref, url=ref.url, body=ref.key.encode(), media_type="text/plain", status=200, fetched_at=datetime.now(UTC))

@hookimpl
def parse(page):
    text = f"Kazakhstan and Oman signed an Agreement on air services number {{page.ref.key}} in Muscat."
    return Document(title=f"Agreement {{page.ref.key}}", published="2026-05-12T10:00:00+00:00", blocks=(Block(kind="paragraph", text=text),), layout="x", language="en")
{more}
"""
TOO_BIG = """
@hookimpl
def normalise(page, document):
    value = 2 ** 70 if page.ref.key == "3" else 1
    return Communique(
        source="alpha", key=page.ref.key, language="en", url=page.ref.url, title=document.title, text=document.text,
        published_at=document.published, precision="second",
        claims=(Claim(kind="documents_announced", value=value, span=Span(field="text", start=0, end=10)),))
"""


def install(  # noqa: PLR0913 - what differs between them
    folder: Path,
    name: str,
    *,
    count: int = 40,
    pause: float = 0.0,
    source: str = "pass",
    discover: str = "pass",
    more: str = "",
) -> None:
    """Put a source where Python finds it as if it were installed."""
    code = MODULE.format(name=name, count=count, pause=pause, source=source, discover=discover, more=more)
    (folder / f"ingest_{name}.py").write_text(code, encoding="utf-8")
    info = folder / f"ingest_{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: ingest-{name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[ingest.sources]\n{name} = ingest_{name}\n")


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    folder = tmp_path / "plugins"
    folder.mkdir()
    return folder


def run(crawl: Crawl, plugins: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    options = ["--gateway", crawl.site.url, "--delay", "0", "--db", "c.db", "--language", "en"]
    return crawl.ingest("run", *options, *arguments, PYTHONPATH=str(plugins))


def test_all_sources_are_read_into_one_database(crawl: Crawl, plugins: Path) -> None:
    crawl.site.articles = articles(40)
    for name in ("alpha", "beta"):
        install(plugins, name)
    done = run(crawl, plugins)
    assert done.returncode == 0, done.stderr
    summaries = {line["source"]: line["new"] for line in map(json.loads, done.stdout.splitlines())}
    assert summaries == {"alpha": 40, "beta": 40, "kazinform": 40}
    counted = "SELECT s.uid, count(*) FROM documents JOIN sources s ON s.id = source_id GROUP BY 1"
    assert dict(crawl.facts(counted)) == summaries
    assert crawl.ingest("verify", "--db", "c.db").returncode == 0
    again = run(crawl, plugins)
    assert [line["unchanged"] for line in map(json.loads, again.stdout.splitlines())] == [40, 40, 40]


def test_sources_that_break_do_not_stop_the_others(crawl: Crawl, plugins: Path) -> None:
    crawl.site.articles = articles(10)
    install(plugins, "unnamed", source="raise RuntimeError('no name')")
    install(plugins, "midway", count=5, discover="raise RuntimeError('half way')")
    install(plugins, "contract", count=5, discover="yield 'not a ref'")
    done = run(crawl, plugins)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    counted = "SELECT s.uid, count(*) FROM documents JOIN sources s ON s.id = source_id GROUP BY 1"
    assert dict(crawl.facts(counted)) == {"contract": 5, "kazinform": 10, "midway": 5}
    assert "half way" in crawl.facts("SELECT message FROM problems WHERE stage = 'discover'")[0][0]


def test_sources_take_the_time_of_the_slowest_not_of_all(crawl: Crawl, plugins: Path) -> None:
    for name in ("alpha", "beta", "gamma"):
        install(plugins, name, count=10, pause=0.3)
    options = ["--source", "alpha", "--source", "beta", "--source", "gamma"]
    began = time.monotonic()
    assert run(crawl, plugins, *options).returncode == 0
    assert time.monotonic() - began < 2 * 10 * 0.3 + 2


def test_facts_that_fit_no_row_are_their_own_page_s_failure(crawl: Crawl, plugins: Path) -> None:
    install(plugins, "alpha", count=6, more=TOO_BIG)
    done = run(crawl, plugins, "--source", "alpha")
    assert done.returncode == 0, done.stderr
    assert crawl.facts("SELECT key FROM documents ORDER BY key") == [("0",), ("1",), ("2",), ("4",), ("5",)]
    assert crawl.facts("SELECT key, stage, kind FROM problems WHERE kind IS NOT NULL") == [("3", "store", "unreadable")]
    assert crawl.archive("SELECT key FROM refs WHERE state = 'failed'") == [("3",)]


def test_another_process_may_write_while_a_site_is_slow(crawl: Crawl, plugins: Path) -> None:
    install(plugins, "alpha", count=12, pause=0.4)
    command = [str(Path(sys.executable).with_name("ingest")), "run", "--source", "alpha", "--db", "c.db", "-q"]
    environment = os.environ | {"PYTHONPATH": str(plugins)}
    process = subprocess.Popen(command, cwd=crawl.folder, env=environment, stdout=subprocess.DEVNULL)
    written, seen = 0, set[int]()
    while process.poll() is None:
        time.sleep(0.05)
        if not (crawl.folder / "c.db").exists():
            continue
        with closing(sqlite3.connect(crawl.folder / "c.db", timeout=0.2, isolation_level=None)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchone():
                continue
            seen.add(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
            if seen != {0}:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
                written += 1
    assert process.returncode == 0
    assert written > len(seen) > 2  # the run was watched, and what it read was there to see meanwhile


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_every_source(crawl: Crawl, plugins: Path, kind: signal.Signals) -> None:
    crawl.site.articles = articles(300)
    crawl.site.robots["qazinform.com"] = "User-agent: *\nCrawl-delay: 1\n"
    install(plugins, "alpha", count=400, pause=0.05)
    command = [str(Path(sys.executable).with_name("ingest")), "run", "--gateway", crawl.site.url, "--language", "en"]
    environment = os.environ | {"PYTHONPATH": str(plugins)}
    process = subprocess.Popen(
        command, cwd=crawl.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(4)
    process.send_signal(kind)
    _, errors = process.communicate(timeout=15)
    assert process.returncode == 130, errors[-2000:]
    assert "interrupted" in errors
    assert crawl.facts("SELECT ended FROM runs", db="communiques.db") == [("interrupted",)] * 2


def test_a_site_that_is_blocked_ends_its_own_source_only(crawl: Crawl, plugins: Path) -> None:
    crawl.site.articles = articles(10)
    crawl.site.fault("qazinform.com/robots.txt", faults.challenge_403)
    install(plugins, "alpha", count=10)
    done = run(crawl, plugins)
    assert done.returncode == 4
    assert "error: kazinform" in done.stderr
    assert crawl.facts("SELECT count(*) FROM documents") == [(10,)]


def test_a_ref_in_a_language_that_is_not_declared_is_refused(crawl: Crawl, plugins: Path) -> None:
    install(plugins, "alpha", count=3)
    file = plugins / "ingest_alpha.py"
    code = file.read_text().replace('languages=("en",)', 'languages=("en", "ru")')
    file.write_text(
        code.replace('language="en")\n\n@hookimpl\ndef discover', 'language="fr")\n\n@hookimpl\ndef discover')
    )
    done = run(crawl, plugins, "--source", "alpha")
    assert done.returncode == 3
    assert "alpha.discover gave 0 in 'fr', which is not declared" in done.stderr
