"""What a listing says: the cards of a page, the items of a feed, the addresses of a sitemap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ingest import Page, Ref, Response, feed_items, fold_space, sitemap_items, soup
from ingest.extraction import printed_time
from ingest_kazinform.addresses import identify

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


def links(tree: BeautifulSoup, base: str) -> list[Ref]:
    """The articles that the cards of a listing point at, in order, each once."""
    found: dict[str, Ref] = {}
    for selector, (title, time) in CARDS.items():
        for card in tree.select(selector):
            anchor = card if card.name == "a" else card.select_one("a[href]")
            ref = _identified(base, str(anchor["href"])) if anchor and anchor.has_attr("href") else None
            if ref is not None:
                when = printed_time(_text(card, time), ZONE)
                found.setdefault(ref.key, replace(ref, title=_text(card, title) or None, listed_at=_iso(when)))
    return list(found.values())


def card_tree(page: Page | Response) -> BeautifulSoup:
    """The cards of a page, and the number of the page its pager shows as the active one."""
    return soup(page, *CARDS, ACTIVE)


def feed_refs(answer: Response) -> list[Ref]:
    """The articles of a feed. Raises ValueError for what is no feed."""
    return _refs(answer, [(item.link, item.title, item.published) for item in feed_items(answer)])


def sitemap_refs(answer: Response) -> list[Ref]:
    """The articles of a news sitemap. Raises ValueError for what is no sitemap."""
    return _refs(answer, [(item.link, item.title, item.published) for item in sitemap_items(answer)])


def active_page(tree: BeautifulSoup) -> str:
    """The number that the pager of a listing shows as the page we are on; empty without a pager."""
    active = tree.select_one(ACTIVE)
    number = re.search(r"\d+", active.get_text()) if active else None
    return number[0] if number else ""


def _refs(answer: Response, items: list[tuple[str, str, str]]) -> list[Ref]:
    found = []
    for link, title, published in items:
        if ref := _identified(answer.url, link):
            found.append(replace(ref, title=title or None, listed_at=_iso(_time(published))))
    return found


def _identified(base: str, link: str) -> Ref | None:
    """The article a link points at; None for another page, and for what is no address at all."""
    try:
        return identify(urljoin(base, link))
    except ValueError:
        return None


def _text(card: Tag, selector: str) -> str:
    node = card.select_one(selector)
    return fold_space(node.get_text(" ")) if node else ""


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _time(text: str) -> datetime | None:
    """A time as RSS (RFC 5322) or a sitemap and Atom (RFC 3339) write it."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(text)
        except (ValueError, OverflowError):
            continue
    return None


def base_of(url: str) -> str:
    """Where relative links of a page without an address of its own lead."""
    return url if urlsplit(url).hostname else "https://www.inform.kz/"
