"""The server: answers ``/HOST/PATH`` for every host of the replica, remembers what it was asked, misbehaves on request."""

from __future__ import annotations

import gzip
import hashlib
import socket
import socketserver
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from replica.articles import HOSTS, Article
from replica.faults import NOT_FOUND, Answer, Closed, Fault
from replica.listings import feed, front_page, line_page, sitemap

LANGUAGE_OF_HOST = {host: edition for edition, host in HOSTS.items()}
HTML, XML = "text/html; charset=utf-8", "application/xml"
FEED_NAMES = {"en": "en", "ru": "ru", "kk": "kz", "kk-Latn": "qz", "zh": "cn"}


@dataclass(slots=True)
class Asked:
    """One request: when it began and when its answer was out (monotonic seconds)."""

    host: str
    path: str
    headers: dict[str, str]
    began: float
    ended: float
    status: int

    @property
    def conditional(self) -> bool:
        """Whether it carried a validator."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Replica:
    """The sites. Change ``articles``, ``robots`` and the switches between two runs as a real site would change.

    ``faults`` maps ``host/path?query`` to what happens there: one fault after the other, the last one for ever;
    None stands for the right answer. An edition without articles has no listings, unless it is in ``empty``.
    """

    def __init__(self, articles: Iterable[Article] = (), trust: ssl.SSLContext | None = None) -> None:
        self.articles = list(articles)
        self.robots: dict[str, str] = {}
        self.faults: dict[str, list[Fault | None]] = {}
        self.feed_size = 200
        self.empty: set[str] = set()
        self.with_feed = True
        self.with_line = True
        self.with_sitemap = True
        self.with_categories = False
        self.with_windows = True
        self.validators = True
        self.line_layout = "G3"
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._scheme = "https" if trust else "http"
        if trust:
            self._server.socket = trust.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Replica:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """What ``--gateway`` takes."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def fault(self, article: Article | str, *faults: Fault | None) -> None:
        """Let an article, or a ``host/path``, misbehave."""
        where = article if isinstance(article, str) else f"{HOSTS[article.edition]}{article.path}"
        self.faults[where] = list(faults)

    def paths(self) -> list[str]:
        """``host/path?query`` of every request, in order."""
        return [f"{one.host}{one.path}" for one in self.asked]

    def pages_asked(self) -> list[Asked]:
        """The requests for articles."""
        articles = {f"{HOSTS[one.edition]}{one.path}" for one in self.articles}
        return [one for one in self.asked if f"{one.host}{one.path}" in articles]

    def gaps(self) -> dict[str, list[float]]:
        """For each host, the seconds between the end of an answer and the next request."""
        found: dict[str, list[float]] = defaultdict(list)
        last: dict[str, float] = {}
        for one in sorted(self.asked, key=lambda asked: asked.began):
            if one.host in last:
                found[one.host].append(one.began - last[one.host])
            last[one.host] = one.ended
        return dict(found)

    def forget(self) -> None:
        """Forget what was asked."""
        self.asked.clear()

    # --- answers ---------------------------------------------------------------------------------------------

    def answer(self, host: str, path: str, headers: dict[str, str]) -> Answer:
        """The right answer."""
        edition = LANGUAGE_OF_HOST.get(host)
        if edition is None:
            return Answer(404, {"Content-Type": "text/html"}, NOT_FOUND)
        found = self._body(edition, host, path)
        if found is None:
            return Answer(404, {"Content-Type": "text/html; charset=utf-8"}, NOT_FOUND)
        media_type, text = found
        body = text.encode()
        answer = Answer(200, {"Content-Type": media_type}, body)
        if self.validators and media_type.startswith("text/html"):
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            answer.headers["ETag"] = tag
            if headers.get("if-none-match") == tag:
                return Answer(304, {"ETag": tag})
        if "gzip" in headers.get("accept-encoding", "") and len(body) > 1000:
            answer.headers["Content-Encoding"] = "gzip"
            answer.body = gzip.compress(body, 1, mtime=0)
        return answer

    def _body(self, edition: str, host: str, path: str) -> tuple[str, str] | None:
        """The media type and the text at a path."""
        if path == "/robots.txt":
            return ("text/plain", self.robots[host]) if host in self.robots else None
        if path in {"/", "/news/"}:
            return HTML, front_page()
        for one in self.articles:
            if one.edition == edition and one.path == path:
                return HTML, one.page()
        return self._listing(edition, path)

    def _listing(self, edition: str, path: str) -> tuple[str, str] | None:
        parts = urlsplit(path)
        mine = [one for one in self.articles if one.edition == edition and one.listed]
        published = any(one.edition == edition for one in self.articles) or edition in self.empty
        name = FEED_NAMES[edition]
        if not published:
            return None
        if parts.path == f"/rss/{name}.xml":
            return (XML, feed(edition, mine[: self.feed_size])) if self.with_feed else None
        if parts.path == f"/sitemaps/google-news_{name}.xml":
            return (XML, sitemap(mine[: self.feed_size])) if self.with_sitemap else None
        if parts.path.startswith("/category/"):
            return (HTML, self._line(mine, parts.query)) if self.with_categories else None
        if parts.path.rstrip("/") in {"/lenta", "/ru/lenta" if edition == "ru" else ""}:
            return (HTML, self._line(mine, parts.query)) if self.with_line else None
        return None

    def _line(self, mine: list[Article], query: str) -> str:
        asked = parse_qs(query)
        if self.with_windows and "start_date" in asked:
            first, last = asked["start_date"][0], asked["end_date"][0]
            mine = [one for one in mine if first <= one.when.date().isoformat() <= last]
        return line_page(mine, int(asked.get("page", ["1"])[0]), self.line_layout)

    def next_fault(self, where: str) -> Fault | None:
        """What is to happen now at an address."""
        with self._lock:
            queue = self.faults.get(where)
            if not queue:
                return None
            return queue.pop(0) if len(queue) > 1 else queue[0]


class _Server(socketserver.ThreadingTCPServer):
    """Says nothing of clients that hang up, for example because they do not trust it."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64
    site: Replica

    def handle_error(self, request: object, client_address: object) -> None: ...


class _Handler(socketserver.StreamRequestHandler):
    """HTTP/1.1 by hand, since the faults need the socket."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        site: Replica = self.server.site  # type: ignore[attr-defined]
        connection: socket.socket = self.request
        try:
            while asked := self._read():
                path, headers = asked
                began = time.monotonic()
                host, _, rest = path.lstrip("/").partition("/")
                answer = site.answer(host, f"/{rest}", headers)
                fault = site.next_fault(f"{host}/{rest}")
                asked_now = Asked(host, f"/{rest}", headers, began, began, answer.status if fault is None else 0)
                site.asked.append(asked_now)
                try:
                    if fault is None:
                        answer.send(connection)
                    else:
                        fault(connection, answer)
                finally:
                    asked_now.ended = time.monotonic()
        except (Closed, OSError):
            pass

    def _read(self) -> tuple[str, dict[str, str]] | None:
        line = self.rfile.readline(65536).decode("latin-1")
        if not line.startswith("GET "):
            return None
        headers: dict[str, str] = {}
        while (header := self.rfile.readline(65536).decode("latin-1").strip()) != "":
            name, _, value = header.partition(":")
            headers[name.strip().lower()] = value.strip()
        return line.split(" ")[1], headers
