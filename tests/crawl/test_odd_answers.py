"""Odd links, dates and headers of a site spoil themselves and nothing else."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from replica import Crawl, articles, faults
from replica.articles import NEWEST
from replica.listings import feed, line_page


def test_days_before_a_window_are_not_lost(crawl: Crawl) -> None:
    every = [replace(one, when=NEWEST - timedelta(hours=6 * number)) for number, one in enumerate(articles(200))]
    crawl.site.feed_size, crawl.site.with_sitemap = 5, False
    crawl.site.articles = every[150:]
    crawl.run()
    crawl.site.articles = every
    crawl.run("--since", (NEWEST - timedelta(days=2)).date())
    crawl.run()
    assert crawl.stored() == sorted(one.key for one in every)


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 1 Jan 2026 10:00:00 +99999999999999", "0001-01-01T00:00:00+05:00"]
)
def test_an_impossible_date_in_a_feed_is_passed_over(crawl: Crawl, date: str) -> None:
    crawl.site.articles = articles(30)
    text = feed("en", crawl.site.articles[:5]).replace("Tue, 20 Oct 2026 17:50:00 +0500", date)
    assert date in text
    crawl.site.fault("qazinform.com/rss/en.xml", faults.served(text.encode(), "application/xml"))
    assert crawl.run()["new"] == 30


@pytest.mark.parametrize("odd", ["http://[bad", "&#xD800;", "&#55296;"])
def test_an_odd_link_or_letter_spoils_no_listing(crawl: Crawl, odd: str) -> None:
    crawl.site.articles = articles(10)
    listed = feed("en", crawl.site.articles).replace(
        "</channel>", f"<item><title>{odd}</title><link>{odd}</link></item></channel>"
    )
    card = f'<a href="{odd}" class="news-card"><h3 class="card-title">odd</h3></a>'
    line = line_page(crawl.site.articles, 1).replace("</div><ul>", f"{card}</div><ul>")
    crawl.site.fault("qazinform.com/rss/en.xml", faults.served(listed.encode(), "application/xml"))
    crawl.site.fault("qazinform.com/lenta", faults.served(line.encode()))
    assert crawl.run()["new"] == 10


def test_a_pager_with_words_is_understood(crawl: Crawl) -> None:
    crawl.site.articles = articles(10)
    crawl.site.with_feed, crawl.site.with_sitemap = False, False
    line = line_page(crawl.site.articles, 1).replace(">1</a>", ">1 (current)</a>")
    crawl.site.fault("qazinform.com/lenta", faults.served(line.encode()))
    assert crawl.run()["new"] == 10


@pytest.mark.parametrize("value", ["Wed, 01 Jan 2027 00:00:00 +99999999999999", "Fri, 31 Dec 9999 23:59:59 -1200"])
def test_an_impossible_pause_is_no_crash(crawl: Crawl, value: str) -> None:
    crawl.site.articles = articles(1)
    crawl.site.fault(crawl.site.articles[0], faults.status(429, Retry_After=value))
    done = crawl.ingest("run", "--gateway", crawl.site.url, "--delay", "0", crawl.site.articles[0].url)
    assert "Traceback" not in done.stderr
    assert done.returncode == 4


def test_a_validator_that_cannot_be_sent_is_not_sent(crawl: Crawl) -> None:
    crawl.site.articles = articles(2)
    body = crawl.site.articles[0].page().encode()
    crawl.site.fault(crawl.site.articles[0], faults.served(body, ETag='"\u00e9\u00ff"'))
    crawl.run()
    assert crawl.run()["failed"] == 0


def test_a_redirect_to_a_page_that_is_archived_is_settled(crawl: Crawl) -> None:
    crawl.site.articles = articles(4)
    moved, target = crawl.site.articles[3], crawl.site.articles[0]
    crawl.site.fault(moved, faults.status(404))
    crawl.run()
    assert crawl.facts("SELECT count(*) FROM problems") == [(1,)]
    crawl.site.fault(moved, faults.redirect(target.url, 301))
    crawl.run()
    assert crawl.archive("SELECT state, detail FROM refs WHERE key = ?", moved.key) == [
        ("skipped", f"moved to {target.key}")
    ]
    assert crawl.facts("SELECT count(*) FROM problems") == [(0,)]


def test_a_page_that_goes_back_to_what_it_was_goes_back_in_a_warc_too(crawl: Crawl) -> None:
    crawl.site.articles = articles(2)
    first = list(crawl.site.articles[0].paragraphs)
    crawl.run()
    crawl.site.articles[0].paragraphs[0] += " Two ministers signed it."
    crawl.run()
    crawl.site.articles[0].paragraphs = first
    crawl.run()
    crawl.ingest("export", "--db", "c.db", "--format", "warc", "--output", "c.warc.gz")
    crawl.ingest("run", "--source", "kazinform", "--from", "c.warc.gz", "--db", "w.db")
    exports = [crawl.ingest("export", "--db", db, "--format", "jsonl").stdout for db in ("c.db", "w.db")]
    assert exports[0] == exports[1]


def test_the_second_of_two_named_pages_is_read_though_the_first_fails(crawl: Crawl) -> None:
    crawl.site.articles = articles(2)
    crawl.site.fault(crawl.site.articles[0], faults.status(500))
    urls = [one.url for one in crawl.site.articles]
    done = crawl.ingest("run", "--gateway", crawl.site.url, "--delay", "0", *urls)
    assert json.loads(done.stdout)["new"] == 1


@pytest.mark.parametrize(
    "rules", ["User-agent: *\nCrawl-delay: 0.01\n" + "#" * 11_000_000, "\ufeffUser-agent: *\nDisallow: /private\n"]
)
def test_an_odd_robots_txt_is_read(crawl: Crawl, rules: str) -> None:
    crawl.site.articles, crawl.site.robots["qazinform.com"] = articles(2), rules
    assert crawl.run()["new"] == 2


def test_a_file_left_half_made_by_a_kill_is_put_right(crawl: Crawl) -> None:
    crawl.site.articles = articles(2)
    path = crawl.folder / "c.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = DELETE")
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("CREATE TABLE half (made TEXT)")
    writer.executemany("INSERT INTO half VALUES (?)", [["x" * 1000]] * 200)
    copies = {file: file.read_bytes() for file in (path, Path(f"{path}-journal"))}
    writer.execute("ROLLBACK")
    writer.close()
    for file, content in copies.items():
        file.write_bytes(content)
    assert crawl.run()["new"] == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--url", "https://qazinform.com/news/x-1a2b3c"], "--from FILE"),
        (["--published", "2026-01-01"], "goes with --from"),
        (["--sample", "--from", "."], "does not go with --from"),
        (["--plugin", "x.py", "--source", "kazinform"], "does not go with --source"),
        (["--language", "xx"], "no source has the language xx"),
    ],
)
def test_options_that_would_be_ignored_are_refused(crawl: Crawl, arguments: list[str], words: str) -> None:
    done = crawl.ingest("run", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_settings_and_variables_are_named_as_the_options_are(crawl: Crawl) -> None:
    crawl.site.articles = articles(1)
    crawl.run()
    (crawl.folder / "ingest.toml").write_text('[export]\nformat = "csv"\ndb = "c.db"\n')
    assert crawl.ingest("export").stdout.startswith("document_url,")
    assert crawl.ingest("export", INGEST_EXPORT_FORMAT="jsonl").stdout.startswith("{")
    (crawl.folder / "ingest.toml").write_text("[run]\nlimt = 3\n")
    done = crawl.ingest("run", "--sample")
    assert done.returncode == 2
    assert "ingest run has no option --limt" in done.stderr


def test_the_database_that_runs_write_is_the_one_other_commands_read(crawl: Crawl, article: str) -> None:
    (crawl.folder / "a.txt").write_text(article, encoding="utf-8")
    (crawl.folder / "ingest.toml").write_text('[run]\ndb = "mine.db"\n')
    assert crawl.ingest("run", "--source", "kazinform", "--from", "a.txt").returncode == 0
    assert crawl.ingest("verify").returncode == 0
    assert crawl.ingest("export", "--format", "jsonl").stdout.count("\n") == 1
    (crawl.folder / "ingest.toml").write_text('[run]\ndb = "mine.db"\n[export]\ndb = "other.db"\n')
    assert "other.db" in crawl.ingest("export", "--format", "jsonl").stderr


def test_only_what_is_stored_is_forgotten_unless_asked(crawl: Crawl, article: str) -> None:
    (crawl.folder / "a.txt").write_text(article, encoding="utf-8")
    assert crawl.ingest("run", "--source", "kazinform", "--from", "a.txt", "--db", "c.db").returncode == 0
    ((urn,),) = crawl.facts("SELECT url FROM documents")
    refused = crawl.ingest("forget", "https://qazinform.com/news/x-1a2b3c", "--db", "c.db")
    assert refused.returncode == 2
    assert "--unseen" in refused.stderr
    assert "1 document and 1 archived page removed" in crawl.ingest("forget", urn, "--db", "c.db").stdout
    assert crawl.stored() == []
