"""Trees and texts out of bytes: decode, slice with lexbor, hand over a BeautifulSoup of the nodes asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from defusedxml.ElementTree import fromstring
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.records import Block, BlockKind

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
KINDS: Mapping[str, BlockKind] = {
    "li": "list_item",
    "blockquote": "quote",
    "figcaption": "caption",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}
BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SILENT = frozenset(["script", "style", "template", "noscript", "iframe", "svg"])
DASH = re.compile(r"^[-‐‑‒–—−•]\s*")

CHALLENGE = re.compile(rb"<title>\s*Just a moment|cf-browser-verification|challenge-platform|cf_chl_", re.IGNORECASE)


class Answer(Protocol):
    """What both a Page and a Response have."""

    @property
    def body(self) -> bytes: ...
    @property
    def media_type(self) -> str: ...


def decode(answer: Answer) -> str:
    """Decode UTF-8, else what the header or the page's meta element declares.

    Raises ValueError for bytes that are no text or fit no declared encoding.
    """
    body = answer.body.removeprefix(b"\xef\xbb\xbf")
    if BINARY.search(body[:4096]):
        raise ValueError("the bytes are not text")
    declared = HEADER_CHARSET.findall(answer.media_type)
    declared += [name.decode("ascii") for name in DECLARED.findall(body[:4096])]
    for encoding in ("utf-8", *declared):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ValueError(f"the text is neither UTF-8 nor {' nor '.join(declared) or 'of a declared encoding'}")


def is_challenge(answer: Answer) -> bool:
    """Say whether a page asks whether we are human instead of showing an article (also with status 200)."""
    return CHALLENGE.search(answer.body[:8192]) is not None


def soup(answer: Answer, *selectors: str) -> BeautifulSoup:
    """Give a BeautifulSoup of the nodes the CSS selectors match, in document order; without selectors, of all.

    A node inside another chosen node comes once, inside it. Ancestors of the chosen nodes are not kept: a rule
    about an ancestor belongs into the selector.
    """
    html = decode(answer)
    if not selectors:
        return BeautifulSoup(html, "lxml")
    tree = LexborHTMLParser(html)
    chosen = tree.css(", ".join(selectors))
    ids = {node.mem_id for node in chosen}
    outer = [node.html or "" for node in chosen if not _inside(node, ids)]
    return BeautifulSoup("\n".join(outer), "lxml")


def _inside(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return False


def fold_space(text: str) -> str:
    """Fold every run of white space to one space, and none at the ends."""
    return " ".join(text.split())


def plain_text(answer: Answer) -> tuple[str, tuple[Block, ...]]:
    """Read a plain text: the first non-empty line is the title, each further line a block.

    Lines that start with a dash or a bullet are list items; the mark stays, it is what the text says.
    """
    lines = [line for line in map(fold_space, decode(answer).splitlines()) if line]
    if not lines:
        raise ValueError("the text is empty")
    blocks = (Block(kind="list_item" if DASH.match(line) else "paragraph", text=line) for line in lines[1:])
    return lines[0], tuple(blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item of an RSS feed, verbatim."""

    title: str
    link: str
    published: str


def feed_items(answer: Answer) -> list[FeedItem]:
    """Read an RSS 2.0 feed. Raises ValueError for what is no well-formed feed."""
    try:
        root = fromstring(answer.body)
    except Exception as error:
        raise ValueError(f"not a feed: {error}") from error
    items = []
    for item in root.iter("item"):
        title, link, published = (fold_space(item.findtext(name) or "") for name in ("title", "link", "pubDate"))
        if link:
            items.append(FeedItem(title=title, link=link, published=published))
    return items


def blocks(container: Tag, noise: Mapping[str, str]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Read a container as blocks; what the selectors of ``noise`` (reason: CSS selector) match is dropped by name.

    Every visible piece of text ends up in a block or among the dropped, as ``reason: text``. Paragraphs, list
    items, table cells and ``br`` break; inline elements do not. The dropped nodes are taken out of the tree.
    """
    dropped = []
    for reason, selector in noise.items():
        for node in container.select(selector):
            if node.decomposed:
                continue
            if (text := fold_space(node.get_text(" "))) and node.name not in SILENT:
                dropped.append(f"{reason}: {text}")
            node.decompose()
    found: list[Block] = []
    kind: BlockKind = "paragraph"
    pieces: list[str] = []
    for piece, its_kind in [*_flow(container, "paragraph"), (None, "paragraph")]:
        if piece is not None:
            pieces.append(piece)
            kind = its_kind
        elif text := fold_space("".join(pieces)):
            found.append(Block(kind=kind, text=text))
            pieces = []
        else:
            pieces = []
    return tuple(found), tuple(dropped)


def _flow(node: Tag, kind: BlockKind) -> Iterator[tuple[str | None, BlockKind]]:
    """Text in reading order, each with its kind; None where a block ends."""
    for child in node.children:
        if isinstance(child, Comment):
            continue
        if isinstance(child, NavigableString):
            yield str(child), kind
        elif isinstance(child, Tag) and child.name not in SILENT:
            own = KINDS.get(child.name, kind)
            if child.name in BREAKS:
                yield None, kind
            yield from _flow(child, own)
            if child.name in BREAKS:
                yield None, kind
