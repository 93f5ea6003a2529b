"""One small parser per page layout, tried in order; the one that matched is recorded on the document.

G1 up to 2023, G2 up to early 2026, G3 since May 2026, AMP pages of G1 and of G2/G3, and plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from ingest import Block, Document, Listing, Page, SoftNotFound, blocks, fold_space, plain_text, soup, whole_html
from ingest.extraction import language_of, printed_time
from ingest_kazinform.addresses import identify
from ingest_kazinform.listings import ZONE, base_of, card_tree, links

HEAD = ("meta[content]", "link[rel=canonical]")
NOISE = {
    "related": ".frame_news_article, .news-card, .lastCard, .categoryCard, .related, .read-also",
    "advertisement": "[class*=adfox], [id*=adfox]",
    "embed": ".instagram-media, .twitter-tweet, .fb-post, iframe, amp-iframe, amp-instagram, amp-twitter",
    "caption": "figcaption, .photo-credit",
    "author": ".name_p",
}
AMP_NOISE = {
    "menu": "header, nav, footer, amp-sidebar",
    "headline": "h1",
    "printed time": "time",
    **NOISE,
}
FURNITURE = {
    "menu": re.compile(r"Go to the main site|Перейти на основной сайт|Негізгі сайтқа өту", re.IGNORECASE),
    "photo credit": re.compile(r"(?:photo(?: credit)?|фото|сурет)\s*:.{0,80}", re.IGNORECASE),
    "empty credit": re.compile(r"None"),
    "author": re.compile(r"Author:|Автор:"),
}
HTML_LANG = re.compile(rb"""<html[^>]*\slang=["']?([A-Za-z-]+)""")
LATEST_OPENING = 2
"""A printed time may stand among so many opening blocks."""

Reader = Callable[[Page], Document | None]


def parse(page: Page) -> Document:
    """Read one page with the first layout that knows it.

    Raises Listing for a page of cards, SoftNotFound for the site's not-found page, Damaged for a page that is
    truncated, NotHtml for bytes of another kind, ValueError for a page that is empty or of no known layout.
    """
    if page.media_type.startswith("text/plain"):
        return _text(page)
    whole_html(page)
    for reader, mark in READERS.items():
        if mark in page.body and (document := reader(page)) is not None:
            return document
    if soup(page, "div.error__wrapper:not([hidden])").select_one("div.error__wrapper"):
        raise SoftNotFound("the site's not-found page; what is stored of it stays")
    if found := links(card_tree(page), base_of(page.url)):
        raise Listing(tuple(found))
    raise ValueError("no known Kazinform layout: none of AMP, G3, G2, G1 matched")


def _g3(page: Page) -> Document | None:
    tree = soup(
        page,
        *HEAD,
        ".article__title",
        "time:not(.meta-date)",
        ".article__description",
        "div.article__content",
        "div.article__tags",
    )
    return _document(page, tree, "G3", ".article__title", "time", "div.article__content", "div.article__tags")


def _g2(page: Page) -> Document | None:
    tree = soup(page, *HEAD, "div.article__body", "div.article__tags")
    title = "h1.article__title, div.article__head h1"
    return _document(page, tree, "G2", title, "div.article__time", "div.article__body-text", "div.article__tags")


def _g1(page: Page) -> Document | None:
    tree = soup(page, *HEAD, "div.article_title", "div.date_public_art", "div.article_news_body", "div.keyword_art")
    return _document(
        page, tree, "G1", "div.article_title", "div.date_public_art", "div.article_news_body", "div.keyword_art"
    )


def _g1_lenta(page: Page) -> Document | None:
    tree = soup(page, *HEAD, "div.article_container")
    return _document(
        page,
        tree,
        "G1-lenta",
        "div.title_article_bl h1, article h1",
        "div.date_article",
        "div.body_article_bl, div.article_body",
        "div.keyword_art",
    )


def _amp(page: Page) -> Document | None:
    """The whole body is the container: nothing of its markup but the order of its text is known."""
    if not _is_amp(page):
        return None
    tree = soup(page, *HEAD, "body")
    title, printed = tree.select_one("h1"), tree.select_one("time")
    old = urlsplit(page.url).path.rstrip("/").endswith("/amp")
    title_text, time_text = _plain(title), _plain(printed)
    tags = _behind_the_text(_body(tree))
    body, dropped = blocks(_body(tree), AMP_NOISE)
    dropped += tuple(f"tags or author: {text}" for text in tags)
    return _made(page, tree, "AMP-G1" if old else "AMP", (title_text, time_text), body, dropped)


def _behind_the_text(body: Tag) -> list[str]:
    """Take out what stands behind the last paragraph: the tags and the author, whose markup is not known."""
    paragraphs = body.find_all(["p", "li", "blockquote"])
    inside: set[int] = set()
    outer: list[Tag] = []
    for node in paragraphs[-1].find_all_next(True) if paragraphs else []:
        if id(node.parent) in inside:
            inside.add(id(node))
        elif node.name in {"div", "span"}:
            inside.add(id(node))
            outer.append(node)
    found = [text for node in outer if (text := _plain(node))]
    for node in outer:
        node.clear()
    return found


def _is_amp(page: Page) -> bool:
    return re.search(rb"<html[^>]*\s(?:amp|\xe2\x9a\xa1)[\s>=]", page.body[:4096]) is not None


def _body(tree: BeautifulSoup) -> Tag:
    body = tree.body
    if body is None:
        raise ValueError("the page has no body")
    return body


def _document(  # noqa: PLR0913 - the places a layout keeps its parts in
    page: Page, tree: BeautifulSoup, layout: str, title: str, time: str, body: str, tags: str
) -> Document | None:
    container, headline = tree.select_one(body), tree.select_one(title)
    if container is None or headline is None:
        return None
    lead_box = tree.select_one(".article__description")
    found, dropped = blocks(container, NOISE)
    if lead_box is not None and container not in lead_box.parents:
        lead, lead_dropped = blocks(lead_box, NOISE)
        found, dropped = lead + found, lead_dropped + dropped
    tag_box = tree.select_one(tags)
    texts = (
        tuple(re.split(r"\s*#\s*", _plain(tag_box).strip("# ")))
        if tag_box and "#" in _plain(tag_box)
        else tuple(_plain(link) for link in (tag_box.select("a") if tag_box else ()))
    )
    return _made(
        page, tree, layout, (_plain(headline), _plain(_time_after(headline, tree, time))), found, dropped, texts
    )


def _time_after(headline: Tag, tree: BeautifulSoup, selector: str) -> Tag | None:
    """The first time behind the headline: other stories' times may stand before it."""
    times = tree.select(selector)
    known = {id(node) for node in times}  # two tags are equal if they look alike, which takes long to find out
    return next((node for node in headline.find_all_next() if id(node) in known), times[0] if times else None)


def _made(  # noqa: PLR0913 - the parts of a document
    page: Page,
    tree: BeautifulSoup,
    layout: str,
    head: tuple[str, str],
    found: tuple[Block, ...],
    dropped: tuple[str, ...],
    tags: tuple[str, ...] = (),
) -> Document:
    title, printed = head
    kept, furniture = _without_furniture(found, title)
    times = (entry.removeprefix("printed time: ") for entry in furniture if entry.startswith("printed time: "))
    if not title or not kept:
        raise ValueError(f"{layout}: the {'headline' if not title else 'article container'} is empty")
    canonical = tree.select_one("link[rel=canonical]")
    return Document(
        title=title,
        published=_meta(tree, "article:published_time"),
        printed=printed or next(times, ""),
        blocks=kept,
        layout=layout,
        language=page.ref.language if page.ref.language != "und" else _language(page, tree, kept),
        canonical=str(canonical["href"]) if canonical and canonical.has_attr("href") else None,
        tags=tuple(tag for tag in tags if tag),
        dropped=dropped + furniture,
    )


def _without_furniture(found: tuple[Block, ...], title: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Drop, by name, lines that belong to the page and not to the story, and a lead that is printed twice."""
    kept: list[Block] = []
    dropped = []
    for block in found:
        reason = next((name for name, form in FURNITURE.items() if form.fullmatch(block.text)), None)
        if reason is None and len(kept) < LATEST_OPENING and _is_printed_time(block.text):
            reason = "printed time"
        if reason is None and not kept and block.text == title:
            reason = "headline"
        if reason is None and len(kept) == 1 and block.text == kept[0].text:
            reason = "repeated lead"
        if reason is None:
            kept.append(block)
        else:
            dropped.append(f"{reason}: {block.text}")
    return tuple(kept), tuple(dropped)


def _is_printed_time(text: str) -> bool:
    return len(text) <= len("00:00, 00 Qyrkúıek 2000 | GMT +5") and printed_time(text, ZONE) is not None


def _text(page: Page) -> Document:
    title, found = plain_text(page)
    if not found:
        raise ValueError("the text has a headline only")
    kept, dropped = _without_furniture(found, title)
    language = page.ref.language if page.ref.language != "und" else language_of("\n".join(b.text for b in kept))
    return Document(title=title, published="", blocks=kept, layout="text", language=language, dropped=dropped)


def _meta(tree: BeautifulSoup, name: str) -> str:
    node = tree.select_one(f"meta[name='{name}'][content], meta[property='{name}'][content]")
    return fold_space(str(node["content"])) if node else ""


def _plain(node: Tag | None) -> str:
    return fold_space(node.get_text(" ")) if node else ""


def _language(page: Page, tree: BeautifulSoup, kept: tuple[Block, ...]) -> str:
    """The language of a page that came without a known address."""
    canonical = tree.select_one("link[rel=canonical][href]")
    ref = identify(str(canonical["href"])) if canonical else None
    if ref is not None:
        return ref.language
    stated = HTML_LANG.search(page.body[:4096])
    code = stated[1].decode().lower() if stated else ""
    if code[:2] in {"en", "ru", "zh"}:
        return code[:2]
    return language_of("\n".join(block.text for block in kept))


READERS: dict[Reader, bytes] = {
    _amp: b"<html",
    _g3: b"article__content",
    _g2: b"article__body-text",
    _g1: b"article_news_body",
    _g1_lenta: b"article_container",
}
"""Every layout, newest first, and bytes without which a page cannot be of it: most trees need not be built."""
