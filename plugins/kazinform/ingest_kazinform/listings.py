"""Listings and feeds: what there is to fetch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ingest import Context, NotFound, Page, Ref, Response, feed_items, fold_space, soup
from ingest.extraction import printed_time
from ingest_kazinform.addresses import EDITIONS, identify

FEEDS = {
    "en": "https://qazinform.com/rss/en.xml",
    "ru": "https://www.inform.kz/rss/ru.xml",
    "kk": "https://kaz.inform.kz/rss/kz.xml",
    "kk-Latn": "https://qz.inform.kz/rss/qz.xml",
    "zh": "https://cn.inform.kz/rss/cn.xml",
}
NEWS_LINES = {
    "en": "https://qazinform.com/lenta",
    "ru": "https://www.inform.kz/ru/lenta",
    "kk": "https://kaz.inform.kz/lenta",
    "kk-Latn": "https://qz.inform.kz/lenta",
    "zh": "https://cn.inform.kz/lenta",
}
CARDS = {  # a card: the title and the time inside it
    "a.news-card": (".card-title", ".meta-date"),
    ".allNewsCard": (".allNewsCard_title", ".allNewsCard_time"),
    ".catpageCard": (".catpageCard_title", ".catpageCard_time"),
    ".tagpageCard": (".tagpageCard_title", ".tagpageCard_time"),
    ".searchCard": (".searchCard_title", ".searchCard_time"),
    ".lastCard": (".lastCard__title", ".lastCard__time"),
    ".categoryCard": (".categoryCard__title", ".categoryCard__time"),
}
ACTIVE = "li.page-item.active"
ZONE = "Asia/Almaty"
MOST_PAGES = 400


def discover(ctx: Context) -> Iterator[Ref]:
    """Yield what feeds and news lines list, newest first, edition by edition.

    Raises NotFound when no edition has a listing, ValueError for a listing that lists nothing.
    """
    wanted = [edition for edition in EDITIONS if _wanted(ctx, edition)]
    answered = 0
    for edition in wanted:
        for ref in _edition(ctx, edition):
            answered += 1
            yield ref
    if not answered:
        raise NotFound("no feed and no news line answered")


def _wanted(ctx: Context, edition: str) -> bool:
    return not ctx.languages or any(edition == code or edition.startswith(f"{code}-") for code in ctx.languages)


def _edition(ctx: Context, edition: str) -> Iterator[Ref]:
    """The feed of an edition; its news line where the feed is not there, or reaches less far than asked."""
    listed: set[str] = set()
    for found in (_feed(ctx, edition), _news_line(ctx, edition)):
        try:
            for ref in found:
                if ref.key not in listed:
                    listed.add(ref.key)
                    yield ref
        except NotFound:
            continue
        if listed and not _reaches_further(ctx):
            return


def links(tree: BeautifulSoup, base: str) -> list[Ref]:
    """The articles that the cards of a listing point at, in order, each once."""
    found: dict[str, Ref] = {}
    for selector, (title, time) in CARDS.items():
        for card in tree.select(selector):
            anchor = card if card.name == "a" else card.select_one("a[href]")
            ref = identify(urljoin(base, str(anchor["href"]))) if anchor and anchor.has_attr("href") else None
            if ref is not None:
                when = printed_time(_text(card, time), ZONE)
                found.setdefault(ref.key, replace(ref, title=_text(card, title) or None, listed_at=_iso(when)))
    return list(found.values())


def card_tree(page: Page | Response) -> BeautifulSoup:
    """The cards of a page, and the number of the page its pager shows as the active one."""
    return soup(page, *CARDS, ACTIVE)


def _reaches_further(ctx: Context) -> bool:
    """A feed holds the newest items only: with a date to start from, the news line is read too."""
    return ctx.since is not None or ctx.until is not None


def _feed(ctx: Context, edition: str) -> Iterator[Ref]:
    answer = ctx.get(FEEDS[edition])
    items = feed_items(answer)
    if not items:
        raise ValueError(f"{FEEDS[edition]} lists nothing")
    for item in items:
        ref = identify(urljoin(answer.url, item.link))
        if ref is not None:
            yield replace(ref, title=item.title or None, listed_at=_iso(_rfc822(item.published)))


def _news_line(ctx: Context, edition: str) -> Iterator[Ref]:
    """Page after page, until one repeats another or everything on it is older than asked for."""
    before: list[Ref] = []
    for number in range(1, MOST_PAGES + 1):
        found = _news_page(ctx, edition, number)
        if not found or found == before:
            return
        yield from found
        before = found
        if not _reaches_further(ctx) or _all_older(ctx, found):
            return
    raise ValueError(f"{NEWS_LINES[edition]} has more than {MOST_PAGES} pages")


def _news_page(ctx: Context, edition: str, number: int) -> list[Ref]:
    """One page of a news line; empty past its end, where the site repeats another page."""
    address = NEWS_LINES[edition] + (f"/?page={number}" if number > 1 else "")
    try:
        answer = ctx.get(address)
    except NotFound:
        if number > 1:
            return []
        raise
    tree = card_tree(answer)
    active = tree.select_one(ACTIVE)
    if active is not None and active.get_text(strip=True) not in {"", str(number)}:
        return []
    found = links(tree, answer.url)
    if not found and number == 1:
        raise ValueError(f"{address} lists nothing")
    return found


def _all_older(ctx: Context, refs: list[Ref]) -> bool:
    days = [ref.listed_at[:10] for ref in refs if ref.listed_at]
    return ctx.since is None or (bool(days) and max(days) < ctx.since.isoformat())


def _text(card: Tag, selector: str) -> str:
    node = card.select_one(selector)
    return fold_space(node.get_text(" ")) if node else ""


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def base_of(url: str) -> str:
    """Where relative links of a page without an address of its own lead."""
    return url if urlsplit(url).hostname else "https://www.inform.kz/"
