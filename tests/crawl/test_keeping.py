"""What was fetched is kept, can be taken elsewhere, checked, and taken down for good."""

from __future__ import annotations

import json
import sqlite3
import time

from warcio.archiveiterator import ArchiveIterator

from ingest_db.packing import Bodies
from replica import Crawl, articles, faults


def exported(crawl: Crawl, db: str) -> list[dict[str, object]]:
    done = crawl.ingest("export", "--db", db, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_is_recorded_reads_as_the_site_did(crawl: Crawl) -> None:
    crawl.site.articles = [*articles(30), *articles(5, "kk", ("G3",))]
    crawl.site.fault(crawl.site.articles[3], faults.status(404))
    crawl.site.fault(crawl.site.articles[4], faults.redirect(f"{crawl.site.articles[4].path}/", 301))
    crawl.site.fault(
        f"qazinform.com{crawl.site.articles[4].path}/", faults.served(crawl.site.articles[4].page().encode())
    )
    crawl.run("--record", "mirror")
    done = crawl.ingest("run", "--source", "kazinform", "--from", "mirror", "--db", "replayed.db")
    assert json.loads(done.stdout)["new"] == 34
    assert "it answered 404" in json.loads(done.stdout)["skipped_reasons"]
    assert exported(crawl, "replayed.db") == exported(crawl, "c.db")
    lines = [json.loads(line) for line in (crawl.folder / "mirror" / "index.jsonl").read_text().splitlines()]
    assert all(line.keys() == {"file", "address", "status", "headers", "fetched_at"} for line in lines)
    assert {line["status"] for line in lines} == {200, 301, 404}


def test_a_warc_is_written_that_others_read_and_is_read_back(crawl: Crawl) -> None:
    crawl.site.articles = articles(20)
    crawl.run()
    crawl.site.articles[0].paragraphs[0] += " It was signed by two ministers."
    crawl.run()
    assert crawl.ingest("export", "--db", "c.db", "--format", "warc", "--output", "c.warc.gz").returncode == 0
    with (crawl.folder / "c.warc.gz").open("rb") as stream:
        kinds = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(stream)
        ]
    assert [kind for kind, _ in kinds] == ["warcinfo"] + ["response"] * 21
    done = crawl.ingest("run", "--source", "kazinform", "--from", "c.warc.gz", "--db", "w.db")
    assert json.loads(done.stdout)["seen"] == 21, done.stderr
    assert exported(crawl, "w.db") == exported(crawl, "c.db")
    assert crawl.facts("SELECT max(number) FROM revisions", db="w.db") == [(2,)]
    times = "SELECT url, substr(fetched_at, 1, 19), status FROM fetches ORDER BY 1, 2"
    assert crawl.archive(times, db="w.db") == crawl.archive(times)


def test_a_file_that_is_no_warc_is_one_line(crawl: Crawl) -> None:
    (crawl.folder / "x.warc.gz").write_bytes(b"this is no archive at all")
    done = crawl.ingest("run", "--source", "kazinform", "--from", "x.warc.gz")
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot read x.warc.gz as a WARC")


def test_identical_bytes_are_stored_once_and_packed_against_their_edition(crawl: Crawl) -> None:
    crawl.site.articles = articles(40)
    crawl.run()
    ((count, size, packed),) = crawl.archive("SELECT count(*), sum(size), sum(length(data)) FROM bodies")
    assert count == 40
    assert packed < size / 8
    connection = sqlite3.connect(crawl.folder / "c.archive.db")
    for (digest,) in connection.execute("SELECT sha256 FROM bodies").fetchall():
        assert Bodies(connection).get(digest).startswith(b"<!DOCTYPE html>")


def test_a_document_is_forgotten_for_good_and_never_read_again(crawl: Crawl) -> None:
    crawl.site.articles = articles(12)
    secret = crawl.site.articles[0]
    secret.title = "Kazakhstan and Oman sign agreement on XYZZYWORD"
    secret.paragraphs[0] = secret.paragraphs[0].replace("Agreement on", "Agreement on XYZZYWORD")
    crawl.run()
    assert (b"XYZZYWORD") in (crawl.folder / "c.db").read_bytes()
    done = crawl.ingest("forget", secret.url, "--db", "c.db", "--reason", "asked by the ministry")
    assert done.returncode == 0, done.stderr
    assert "1 document and 1 archived page removed" in done.stdout
    assert secret.key not in crawl.stored()
    connection = sqlite3.connect(crawl.folder / "c.archive.db")
    left = b"".join(
        Bodies(connection).get(digest) for (digest,) in connection.execute("SELECT sha256 FROM bodies").fetchall()
    )
    assert b"XYZZYWORD" not in left
    connection.close()
    for file in crawl.folder.glob("c.*"):
        assert b"XYZZYWORD" not in file.read_bytes()
        assert b"xyzzyword" not in file.read_bytes()
    assert crawl.archive("SELECT key, reason FROM tombstones") == [(secret.key, "asked by the ministry")]
    crawl.site.forget()
    summary = crawl.run()
    assert (summary["new"], summary["unchanged"]) == (0, 11)
    assert secret.path not in [asked.path for asked in crawl.site.asked]
    assert crawl.ingest("verify", "--db", "c.db").returncode == 0


def test_verify_finds_what_was_tampered_with(crawl: Crawl) -> None:
    crawl.site.articles = articles(5)
    crawl.run()
    assert crawl.ingest("verify", "--db", "c.db").returncode == 0
    with sqlite3.connect(crawl.folder / "c.db") as facts:
        facts.execute("UPDATE instruments SET quote = 'another' WHERE id = 1")
        facts.execute("UPDATE revisions SET text = text || 'x' WHERE id = 2")
    with sqlite3.connect(crawl.folder / "c.archive.db") as archive:
        archive.execute(
            "UPDATE bodies SET data = zeroblob(20) WHERE sha256 = (SELECT max(sha256) FROM bodies WHERE base IS NOT NULL)"
        )
    done = crawl.ingest("verify", "--db", "c.db")
    assert done.returncode == 1
    for word in ("instruments 1 of", "revision 1 of", "the stored bytes of"):
        assert word in done.stdout


def test_a_second_run_is_told_who_holds_the_database(crawl: Crawl) -> None:
    crawl.site.articles = articles(5)
    crawl.site.fault(crawl.site.articles[0], faults.stall(5), None)
    first = crawl.start()
    time.sleep(2.5)
    second = crawl.ingest("run", "--source", "kazinform", "--gateway", crawl.site.url, "--db", "c.db")
    assert second.returncode == 2
    assert f"process {first.pid}" in second.stderr
    first.communicate(timeout=60)
    assert first.returncode == 0
