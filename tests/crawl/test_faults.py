"""Every fault of a site is recorded with its kind; nothing else is lost, and nothing is doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from replica import Crawl, Replica, articles, faults

FAULTS = {
    "gone": faults.status(404),
    "soft_404": faults.soft_not_found,
    "moved": faults.redirect("http://169.254.169.254/latest/meta-data/"),
    "too_large": faults.bomb("gzip"),
    "damaged": faults.reset,
    "not_html": faults.pdf,
    "unreachable": faults.hang_up,
    "challenge": faults.challenge,
    "blocked": faults.status(403),
}


def test_every_fault_is_recorded_with_its_kind_and_nothing_else_is_lost(crawl: Crawl) -> None:
    crawl.site.articles = articles(60)
    broken = dict(zip(FAULTS, crawl.site.articles[::6], strict=False))
    for kind, article in broken.items():
        crawl.site.fault(article, FAULTS[kind])
    crawl.site.fault(crawl.site.articles[1], faults.status(500), faults.status(500), None)
    crawl.site.fault(crawl.site.articles[2], faults.busy(1), None)
    crawl.site.fault(crawl.site.articles[3], faults.wrong_charset)
    crawl.site.fault(crawl.site.articles[4], faults.reset, faults.long, None)
    summary = crawl.run("--timeout", "2", code=1)
    assert {step["kind"]: step["key"] for step in summary["failures"]} == {k: one.key for k, one in broken.items()}
    assert sorted(crawl.facts("SELECT kind, key FROM problems WHERE document_id IS NULL ")) == sorted(
        (kind, one.key) for kind, one in broken.items()
    )
    assert crawl.stored() == sorted(one.key for one in crawl.site.articles if one not in broken.values())
    assert {asked.host for asked in crawl.site.asked} <= {
        "qazinform.com", "www.inform.kz", "kaz.inform.kz", "qz.inform.kz", "cn.inform.kz",
    }  # fmt: skip
    crawl.site.faults.clear()
    assert crawl.run()["new"] == len(broken)
    assert crawl.stored() == sorted(one.key for one in crawl.site.articles)
    assert crawl.facts("SELECT count(*) FROM problems") == [(0,)]


def test_a_page_that_fails_again_and_again_is_asked_for_more_and_more_rarely(crawl: Crawl) -> None:
    crawl.site.articles = articles(30)
    crawl.site.fault(crawl.site.articles[0], faults.status(404))
    for _ in range(4):
        crawl.run()
    asked = [one for one in crawl.site.pages_asked() if one.path == crawl.site.articles[0].path]
    assert len(asked) == 2
    assert crawl.archive("SELECT state, kind, attempts FROM refs WHERE state = 'failed'") == [("failed", "gone", 2)]
    assert "failed before (gone, 2 times)" in next(iter(crawl.run()["skipped_reasons"]))


def test_a_failed_page_that_is_no_longer_listed_is_tried_again(crawl: Crawl) -> None:
    crawl.site.articles = articles(30)
    first = crawl.site.articles[0]
    crawl.site.fault(first, faults.status(404))
    crawl.run()
    crawl.site.faults.clear()
    first.listed = False
    assert crawl.run()["new"] == 1


def test_three_refusals_in_a_row_end_the_run_and_the_next_one_goes_on(crawl: Crawl) -> None:
    crawl.site.articles = articles(30)
    for article in crawl.site.articles[10:]:
        crawl.site.fault(article, faults.challenge_403)
    summary = crawl.run(code=4)
    assert summary["new"] == 10
    assert len(crawl.site.pages_asked()) == 13
    assert "3 pages in a row" in summary["stderr"]
    crawl.site.faults.clear()
    assert crawl.run()["new"] == 20


def test_a_page_that_robots_txt_disallows_is_left_alone_and_said(crawl: Crawl) -> None:
    crawl.site.articles = articles(5)
    crawl.site.robots["qazinform.com"] = f"User-agent: *\nDisallow: {crawl.site.articles[2].path}\n"
    summary = crawl.run()
    assert (summary["new"], summary["skipped_reasons"]["robots.txt disallows it"]) == (4, 1)
    assert crawl.site.articles[2].path not in [asked.path for asked in crawl.site.asked]
    assert crawl.archive("SELECT DISTINCT robots FROM fetches") == [("allowed by robots.txt",)]


def test_a_page_that_moved_to_another_one_is_stored_once(crawl: Crawl) -> None:
    crawl.site.articles = articles(4)
    crawl.site.fault(crawl.site.articles[0], faults.redirect(crawl.site.articles[3].url, 301))
    crawl.run()
    assert crawl.stored() == sorted(one.key for one in crawl.site.articles[1:])
    assert crawl.archive("SELECT detail FROM refs WHERE key = ?", crawl.site.articles[0].key) == [
        (f"moved to {crawl.site.articles[3].key}",)
    ]
    crawl.site.forget()
    summary = crawl.run()
    assert summary["skipped_reasons"] == {f"moved to {crawl.site.articles[3].key}": 1}
    assert crawl.site.articles[0].path not in [asked.path for asked in crawl.site.asked]


def test_the_pace_is_kept_for_each_host(crawl: Crawl) -> None:
    crawl.site.articles = [*articles(5), *articles(5, "ru", ("G3",))]
    crawl.site.robots["www.inform.kz"] = "User-agent: *\nCrawl-delay: 0.3\n"
    crawl.run("--delay", "0.1")
    gaps = crawl.site.gaps()
    assert min(gaps["qazinform.com"]) >= 0.09
    assert min(gaps["www.inform.kz"][1:]) >= 0.29


def test_memory_stays_flat_under_bombs(crawl: Crawl) -> None:
    crawl.site.articles = articles(12)
    script = (
        "import resource, sys; from ingest.cli import main\n"
        "try: main()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )

    def peak(db: str) -> int:
        arguments = ["run", "--source", "kazinform", "--gateway", crawl.site.url, "--delay", "0", "--db", db]
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], cwd=crawl.folder, capture_output=True, text=True, check=False
        )
        return int(done.stderr.splitlines()[-1])

    quiet = peak("quiet.db")
    for number, encoding in enumerate(["gzip", "br", "zstd"] * 3):
        crawl.site.fault(crawl.site.articles[number], faults.bomb(encoding))
    assert peak("bombs.db") - quiet < 40_000


STABLE = {
    "facts": {
        "documents": "SELECT uid, title, published_at, language, url, text, layout, key, search_text FROM documents",
        "instruments": "SELECT uid, title, parties, signed_on, quote, start, \"end\", confidence FROM instruments",
        "parties": "SELECT i.uid, p.name, p.kind, p.quote FROM instrument_parties p JOIN instruments i ON i.id = instrument_id",
        "events": "SELECT uid, label, kind, city, starts_on, quote FROM events",
        "bodies": "SELECT uid, name, kind FROM bodies",
        "people": "SELECT uid, name FROM people",
        "pairs": "SELECT country_a_id, country_b_id, instruments, first_on, last_on FROM party_pairs",
        "problems": "SELECT uid, message, severity, stage, kind, key FROM problems",
        "revisions": "SELECT uid, number, sha256 FROM revisions r JOIN documents d ON d.id = document_id",
    },
    "archive": {
        "refs": "SELECT source, key, url, language, title, listed_at, fetched_title, state, kind, settled FROM refs",
        "fetches": "SELECT key, f.url, status, media_type, headers, sha256, robots FROM fetches f JOIN refs ON refs.id = ref_id",
        "bytes": "SELECT sha256, size FROM bodies",
    },
}  # fmt: skip


def state(crawl: Crawl, db: str) -> dict[str, list[tuple[object, ...]]]:
    """Both databases, without clocks, attempts, runs and numbers."""
    found = {name: sorted(crawl.facts(sql, db=db), key=repr) for name, sql in STABLE["facts"].items()}
    return found | {name: sorted(crawl.archive(sql, db=db), key=repr) for name, sql in STABLE["archive"].items()}


KILLS = int(os.environ.get("INGEST_KILLS", "6"))


def test_after_kills_one_clean_run_gives_what_an_undisturbed_run_gives(crawl: Crawl) -> None:
    """``INGEST_KILLS=50`` for the whole drill."""
    crawl.site.articles = [*articles(150), *articles(40, "ru", ("G3",))]
    crawl.site.fault(crawl.site.articles[5], faults.status(404))
    crawl.site.fault(crawl.site.articles[9], faults.soft_not_found)
    crawl.site.fault(crawl.site.articles[11], faults.pdf)
    crawl.run(db="undisturbed.db")
    for number in range(KILLS):
        process = crawl.start("killed.db")
        time.sleep(0.7 + (number * 0.37) % 2.4)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    crawl.run(db="killed.db")
    killed, undisturbed = state(crawl, "killed.db"), state(crawl, "undisturbed.db")
    for name, rows in undisturbed.items():
        assert killed[name] == rows, name
    assert crawl.ingest("verify", "--db", "killed.db").returncode == 0


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_is_heeded_while_a_site_is_slow(crawl: Crawl, kind: signal.Signals) -> None:
    crawl.site.articles = articles(5)
    crawl.site.fault(crawl.site.articles[1], faults.stall(60))
    process = crawl.start()
    time.sleep(3)
    process.send_signal(kind)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "interrupted" in errors


def test_a_replica_is_a_site_of_its_own() -> None:
    with Replica(articles(1)) as one, Replica(articles(1)) as other:
        assert one.url != other.url
