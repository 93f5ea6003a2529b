"""The client is polite from the first request: against a real server on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.errors import Blocked, NotFound, Unreachable
from ingest.http import Client
from ingest.records import SourceInfo

Answer = tuple[int, dict[str, str], bytes]
INFO = SourceInfo(
    name="s", title="S", home="http://127.0.0.1/", hosts=("127.0.0.1",), languages=("en",), time_zone="UTC", delay=0.0
)


class Site:
    """A server that answers what the test says and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["User-Agent"]))
                queue = site.answers.get(self.path, [(404, {}, b"")])
                status, headers, body = queue.pop(0) if len(queue) > 1 else queue[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


@pytest.fixture
def client() -> Iterator[tuple[Client, list[float]]]:
    waits: list[float] = []
    client = Client(INFO, sleep=waits.append)
    yield client, waits
    client.close()


def test_a_page_comes_with_its_headers(site: Site, client: tuple[Client, list[float]]) -> None:
    site.answers["/a"] = [(200, {"Content-Type": "text/html; charset=utf-8", "ETag": "x"}, b"hello")]
    answer = client[0].get(f"{site.url}/a")
    assert (answer.body, answer.status, answer.headers["etag"]) == (b"hello", 200, "x")
    assert site.paths() == ["/robots.txt", "/a"]
    assert all(agent.startswith("ingest-communiques/") for _, agent in site.asked)


def test_robots_txt_is_obeyed(site: Site, client: tuple[Client, list[float]]) -> None:
    site.answers["/robots.txt"] = [(200, {}, b"User-agent: *\nDisallow: /private\n")]
    with pytest.raises(Blocked, match=r"robots\.txt"):
        client[0].get(f"{site.url}/private/x")
    assert site.paths() == ["/robots.txt"]


def test_the_crawl_delay_is_kept(site: Site, client: tuple[Client, list[float]]) -> None:
    site.answers["/robots.txt"] = [(200, {}, b"User-agent: *\nCrawl-delay: 7\n")]
    site.answers["/a"] = [(200, {}, b"a")]
    client[0].get(f"{site.url}/a")
    assert 6 < client[1][-1] <= 7


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("3", 3, 3), ("date", 20, 31), ("100000", 120, 120)],
)
def test_retry_after_is_honoured_and_capped(
    site: Site, client: tuple[Client, list[float]], value: str, low: float, high: float
) -> None:
    stamp = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    site.answers["/a"] = [(429, {"Retry-After": stamp if value == "date" else value}, b""), (200, {}, b"a")]
    assert client[0].get(f"{site.url}/a").body == b"a"
    assert any(low <= wait <= high for wait in client[1])


def test_a_server_that_heals_is_asked_again_and_one_that_does_not_is_left(
    site: Site, client: tuple[Client, list[float]]
) -> None:
    site.answers["/heals"] = [(500, {}, b""), (503, {}, b""), (200, {}, b"well")]
    site.answers["/broken"] = [(500, {}, b"")]
    assert client[0].get(f"{site.url}/heals").body == b"well"
    with pytest.raises(Unreachable, match="500"):
        client[0].get(f"{site.url}/broken")
    assert site.paths().count("/broken") == 3


def test_not_found_and_forbidden_are_told_apart(site: Site, client: tuple[Client, list[float]]) -> None:
    site.answers["/forbidden"] = [(403, {}, b"")]
    with pytest.raises(NotFound):
        client[0].get(f"{site.url}/nothing")
    with pytest.raises(Blocked):
        client[0].get(f"{site.url}/forbidden")


@pytest.mark.parametrize("target", ["http://localhost/x", "file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_away_from_the_source_is_refused(
    site: Site, client: tuple[Client, list[float]], target: str
) -> None:
    site.answers["/a"] = [(302, {"Location": target}, b"")]
    with pytest.raises(Blocked, match="not on a declared host"):
        client[0].get(f"{site.url}/a")


def test_a_redirect_loop_ends(site: Site, client: tuple[Client, list[float]]) -> None:
    site.answers["/a"] = [(302, {"Location": "/a"}, b"")]
    with pytest.raises(Unreachable, match="redirects"):
        client[0].get(f"{site.url}/a")


def test_a_body_without_end_is_cut_off(site: Site, client: tuple[Client, list[float]]) -> None:
    site.answers["/big"] = [(200, {}, b"x" * (11 * 1024 * 1024))]
    with pytest.raises(Unreachable, match="larger"):
        client[0].get(f"{site.url}/big")


def test_requests_to_one_host_keep_the_delay(site: Site) -> None:
    waits: list[float] = []
    client = Client(replace(INFO, delay=2.0), sleep=waits.append)
    site.answers["/a"] = [(200, {}, b"a")]
    client.get(f"{site.url}/a")
    client.get(f"{site.url}/a")
    client.close()
    assert len(waits) == 2
    assert all(1.5 < wait <= 2.0 for wait in waits)
