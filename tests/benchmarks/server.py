"""The replica with its answers made beforehand, in a process of its own: prints its address and serves until killed."""

from __future__ import annotations

import gzip
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from replica import Replica, articles
from replica.faults import Answer

GZIP = {"accept-encoding": "gzip"}
SIZES = (60_000, 120_000, 200_000)
"""Bytes of a page, in turns: news sites send that much, most of it scripts, styles and other stories."""


class Prepared(Replica):
    """Answers every path from memory."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.feed_size = 50
        self._made: dict[tuple[str, str], Answer] = {}
        everything = articles(count)
        for one in everything:  # alone, so that it is found at once
            self.articles = [one]
            made = super().answer("qazinform.com", one.path, {})
            body = padded(made.body, SIZES[len(self._made) % len(SIZES)], one.slug)
            made.headers["Content-Encoding"] = "gzip"
            made.body = gzip.compress(body, 6, mtime=0)
            self._made["qazinform.com", one.path] = made
        self.articles = everything

    def answer(self, host: str, path: str, headers: dict[str, str]) -> Answer:
        """The answer made beforehand, or at the first request."""
        made = self._made.get((host, path))
        if made is None:
            made = self._made[host, path] = super().answer(host, path, GZIP)
        tag = made.headers.get("ETag")
        return Answer(304, {"ETag": tag}) if tag and headers.get("if-none-match") == tag else made


def padded(body: bytes, size: int, seed: str) -> bytes:
    """Blow a page up with what stands around articles: styles, inline scripts, cards, data for the browser."""
    chance = random.Random(seed)
    styles = "".join(
        f".c{n}-{n * 7 % 13} {{ margin: {n % 9}px; color: #{n * 7919 % 16777216:06x} }}\n" for n in range(300)
    )
    head = (
        f"<style>{styles}</style><script>window.settings = {{{', '.join(f'a{n}: {n}' for n in range(400))}}};</script>"
    )
    cards, rest = [], size - len(body) - len(head)
    while rest > 0:
        number = chance.randrange(10**8)
        card = (
            f'<div class="side-card"><a href="/news/other-{number:08x}"><img src="https://img.inform.kz/{number:x}.webp" alt="">'
            f'<svg viewBox="0 0 24 24"><path d="M{number % 24} 4h{number % 16}v{number % 20}z"/></svg>'
            f"<span>Another story number {number}</span></a></div>"
            f'<script type="application/json">{{"id": {number}, "views": {number % 997}}}</script>'
        )
        cards.append(card)
        rest -= len(card)
    text = body.decode().replace("</head>", f"{head}</head>").replace("</aside>", f"{''.join(cards)}</aside>")
    return text.encode()


if __name__ == "__main__":
    with Prepared(int(sys.argv[1])) as site:
        print(site.url, flush=True)
        while True:
            time.sleep(3600)
