"""Which listings are read, in which order, and where they end.

For each edition: its feed, its news line page by page, its news sitemap, and for a backfill, or where no news line
answers, its pages of the President and of foreign affairs. Whatever one of them lacks another may have.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ingest import Context, NotFound, PageError, Ref
from ingest_kazinform.addresses import EDITIONS
from ingest_kazinform.listings import ZONE, active_page, card_tree, feed_refs, links, sitemap_refs

log = logging.getLogger(__name__)

FEEDS = {
    "en": "https://qazinform.com/rss/en.xml",
    "ru": "https://www.inform.kz/rss/ru.xml",
    "kk": "https://kaz.inform.kz/rss/kz.xml",
    "kk-Latn": "https://qz.inform.kz/rss/qz.xml",
    "zh": "https://cn.inform.kz/rss/cn.xml",
}
NEWS_LINES = {
    "en": ("https://qazinform.com/lenta", "https://en.inform.kz/lenta"),
    "ru": ("https://www.inform.kz/ru/lenta", "https://www.inform.kz/lenta"),
    "kk": ("https://kaz.inform.kz/lenta",),
    "kk-Latn": ("https://qz.inform.kz/lenta",),
    "zh": ("https://cn.inform.kz/lenta",),
}
"""Where each edition's news line is, and where it was before: the first that is there is read."""
SITEMAPS = {
    "en": "https://qazinform.com/sitemaps/google-news_en.xml",
    "ru": "https://www.inform.kz/sitemaps/google-news_ru.xml",
    "kk": "https://kaz.inform.kz/sitemaps/google-news_kz.xml",
    "kk-Latn": "https://qz.inform.kz/sitemaps/google-news_qz.xml",
    "zh": "https://cn.inform.kz/sitemaps/google-news_cn.xml",
}
CATEGORIES = {
    "kk-Latn": (
        "https://qz.inform.kz/category/prezident_c241",
        "https://qz.inform.kz/category/halykaralyk-katynastar_c244",
    ),
    "zh": ("https://cn.inform.kz/category/section_s22796", "https://cn.inform.kz/category/section_s22880"),
}
"""The President and foreign affairs, where their numbers are known."""
MOST_PAGES = 250
"""So far back a news line is read when nobody says how far: some 6,000 items."""
MOST_PAGES_BACK = 10_000
OVERLAP = 1
"""Pages read beyond the first one on which everything is known: late items stand among older ones."""


def discover(ctx: Context) -> Iterator[Ref]:
    """Yield what the listings of the editions asked for hold, newest first, each item once.

    A listing that is not there is passed over. One that is there and lists nothing, or cannot be read, is told at the
    end, when the others have been read. Raises NotFound when there is none at all, ValueError for such faults.
    """
    faults: list[str] = []
    answered = 0
    for edition in EDITIONS:
        if not ctx.languages or edition in ctx.languages:
            answered += yield from _edition(ctx, edition, faults)
    if faults:
        raise ValueError("; ".join(faults))
    if not answered:
        raise NotFound("no feed, no news line and no sitemap is there")


def _edition(ctx: Context, edition: str, faults: list[str]) -> Generator[Ref, None, int]:
    """One edition; gives the number of listings that were there, and adds to ``faults`` those that are broken."""
    listed: set[str] = set()
    answered = 0
    for listing in _listings(ctx, edition):
        try:
            for ref in listing():
                if ref.key not in listed:
                    listed.add(ref.key)
                    yield ref
            answered += 1
        except NotFound as absent:
            log.info("%s", absent)
        except (PageError, ValueError) as fault:
            faults.append(str(fault))
    return answered


def _listings(ctx: Context, edition: str) -> Iterator[Callable[[], Iterable[Ref]]]:
    """The listings of an edition, each to be called when it is its turn."""
    yield lambda: _whole(ctx, FEEDS[edition], feed_refs)
    answered = False
    for address in NEWS_LINES[edition]:
        if not answered:
            line = _NewsLine(ctx, address)
            yield line.refs
            answered = line.answered
    yield lambda: _whole(ctx, SITEMAPS[edition], sitemap_refs)
    if ctx.since or ctx.until or not answered:
        for address in CATEGORIES.get(edition, ()):
            yield _NewsLine(ctx, address, dated=False).refs


def _whole(ctx: Context, address: str, read: Callable[..., list[Ref]]) -> list[Ref]:
    """A listing of one page."""
    answer = ctx.get(address)
    try:
        found = read(answer)
    except ValueError as fault:
        raise ValueError(f"{address}: {fault}") from fault
    if not found:
        raise ValueError(f"{address} lists nothing")
    return found


class _NewsLine:
    """A listing of many pages, newest first. ``dated``: it may know ``start_date`` and ``end_date``."""

    def __init__(self, ctx: Context, address: str, *, dated: bool = True) -> None:
        self._ctx = ctx
        self._address = address
        self._dated = dated
        self.answered = False

    def refs(self) -> Iterator[Ref]:
        """Every item, page after page. A window of days is tried first where days were asked for."""
        window = self._window() if self._dated else ""
        if window:
            try:
                yield from self._pages(window)
            except (NotFound, ValueError) as absent:
                log.info("no window of days: %s", absent)
            else:
                return
        yield from self._pages("")

    def _window(self) -> str:
        since, until = self._ctx.since, self._ctx.until
        if since is None:
            return ""
        end = until or datetime.now(ZoneInfo(ZONE)).date()
        return f"start_date={since.isoformat()}&end_date={end.isoformat()}"

    def _pages(self, window: str) -> Iterator[Ref]:
        """Page after page, until one is past the end, or all on it is known, or older than asked for."""
        listed: set[str] = set()
        known_pages = 0
        most = MOST_PAGES_BACK if self._ctx.since else MOST_PAGES
        for number in range(1, most + 1):
            found = self._page(number, window)
            if all(ref.key in listed for ref in found):
                return
            listed.update(ref.key for ref in found)
            yield from found
            known_pages = known_pages + 1 if all(self._ctx.known(ref) for ref in found) else 0
            if self._all_older(found) or (known_pages > OVERLAP and not self._ctx.since):
                return
        log.warning("%s was read %d pages back; --since reaches further", self._address, most)

    def _page(self, number: int, window: str) -> list[Ref]:
        """One page; empty past the end, where the site repeats another page or says not found.

        Raises ValueError for a first page that lists nothing, NotFound for one that is not there.
        """
        query = "&".join(part for part in (f"page={number}" if number > 1 else "", window) if part)
        address = f"{self._address}/?{query}" if query else self._address
        try:
            answer = self._ctx.get(address)
        except NotFound:
            if number > 1:
                return []
            raise
        tree = card_tree(answer)
        if active_page(tree) not in {"", str(number)}:
            return []
        found = links(tree, answer.url)
        if not found and number == 1:
            raise ValueError(f"{address} lists nothing: has the layout changed?")
        self.answered = True
        return found

    def _all_older(self, refs: list[Ref]) -> bool:
        days = [ref.listed_at[:10] for ref in refs if ref.listed_at]
        return self._ctx.since is not None and bool(days) and max(days) < self._ctx.since.isoformat()
