"""The replica with its answers made beforehand, in a process of its own: prints its address and serves until killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from replica import Replica, articles
from replica.faults import Answer

GZIP = {"accept-encoding": "gzip"}


class Prepared(Replica):
    """Answers every path from memory."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.feed_size = 50
        self._made: dict[tuple[str, str], Answer] = {}
        everything = articles(count)
        for one in everything:  # alone, so that it is found at once
            self.articles = [one]
            self._made["qazinform.com", one.path] = super().answer("qazinform.com", one.path, GZIP)
        self.articles = everything

    def answer(self, host: str, path: str, headers: dict[str, str]) -> Answer:
        """The answer made beforehand, or at the first request."""
        made = self._made.get((host, path))
        if made is None:
            made = self._made[host, path] = super().answer(host, path, GZIP)
        tag = made.headers.get("ETag")
        return Answer(304, {"ETag": tag}) if tag and headers.get("if-none-match") == tag else made


if __name__ == "__main__":
    with Prepared(int(sys.argv[1])) as site:
        print(site.url, flush=True)
        while True:
            time.sleep(3600)
