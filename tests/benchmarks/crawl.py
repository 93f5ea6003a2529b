"""5,000 pages from loopback with delay 0: ``ingest run`` beside a plain Scrapy spider. Prints ratios."""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of wall clock and processor, peak memory in MB, and pages stored."""

    wall: float
    cpu: float
    memory: float
    pages: int


def measured(command: list[str], folder: Path, count: str) -> Spent:
    """Run one command; ``count`` is the SQL that counts what it stored."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    assert os.waitstatus_to_exitcode(status) == 0, command
    with sqlite3.connect(folder / "out.db") as connection:
        pages = connection.execute(count).fetchone()[0]
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, pages)


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--facts", action=argparse.BooleanOptionalAction, default=True, help="let the spider read facts too"
    )
    options = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, HERE / "server.py", str(options.pages)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    url = server.stdout.readline().strip()
    ingest = [str(Path(sys.executable).with_name("ingest")), "run", "--source", "kazinform", "--language", "en"]
    ours = [*ingest, "--gateway", url, "--delay", "0", "--db", "out.db", "-q"]
    theirs = [sys.executable, str(HERE / "spider.py"), url, "out.db", "facts" if options.facts else "text"]
    try:
        for _ in range(options.rounds):
            results = {}
            for name, command in (("ingest", ours), ("scrapy", theirs)):
                with tempfile.TemporaryDirectory() as folder:
                    results[name] = spent = measured(command, Path(folder), "SELECT count(*) FROM documents")
                    print(
                        f"{name}: {spent.pages} pages, {spent.pages / spent.wall:.0f} pages/s, "
                        f"{1000 * spent.cpu / spent.pages:.1f} ms of processor a page, {spent.memory:.0f} MB"
                    )
                    if name == "ingest":
                        again = measured(command, Path(folder), "SELECT count(*) FROM documents")
                        print(f"        again, unchanged: {again.wall:.1f} s, {again.cpu:.1f} s of processor")
            one, other = results["ingest"], results["scrapy"]
            print(
                f"ratios: pages/s {other.wall / one.wall:.2f}x, processor {one.cpu / other.cpu:.2f}, "
                f"memory {one.memory / other.memory:.2f}"
            )
    finally:
        server.kill()


if __name__ == "__main__":
    main()
