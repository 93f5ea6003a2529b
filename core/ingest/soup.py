"""Trees and texts out of bytes: decode, slice with lexbor, hand over a BeautifulSoup of the nodes asked for."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.errors import Damaged, NotHtml
from ingest.records import Block, BlockKind

log = logging.getLogger(__name__)

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SURROGATES = re.compile(
    rb"&#(?:x[dD][89a-fA-F][0-9a-fA-F]{2}|5(?:529[6-9]|(?:5[3-9]|6\d|7[0-2])\d\d|73[0-3]\d|734[0-3]));"
)
"""References to characters that do not exist (XML 1.0, 2.2); a feed parser gives up at one."""
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

    Raises NotHtml for bytes that are no text, ValueError for a text that fits no declared encoding.
    """
    body = answer.body.removeprefix(b"\xef\xbb\xbf")
    if body[:5] == b"%PDF-" or BINARY.search(body[:4096]):
        raise NotHtml(f"the bytes are not text (declared as {answer.media_type}); fetch it by hand if it is needed")
    declared = HEADER_CHARSET.findall(answer.media_type)
    declared += [name.decode("ascii") for name in DECLARED.findall(body[:4096])]
    for encoding in ("utf-8", *declared):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ValueError(f"the text is neither UTF-8 nor {' nor '.join(declared) or 'of a declared encoding'}")


def whole_html(answer: Answer) -> None:
    """Refuse a page that is not all there: NotHtml for bytes that are no text, Damaged where ``</html>`` is missing."""
    if b"</html" not in answer.body[-4096:].lower():
        decode(answer)
        raise Damaged("the page is truncated: it ends without </html>")


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
    """One item of a feed, verbatim; ``published`` in whatever form the feed has."""

    title: str
    link: str
    published: str


def feed_items(answer: Answer) -> list[FeedItem]:
    """Read an RSS or Atom feed. Raises ValueError for what is no feed.

    A feed that is not well-formed gives the items that can be read, and a warning.
    """
    import feedparser  # noqa: PLC0415 - slow to import, and most commands read no feed

    # A stream, never bytes: feedparser would take bytes for the name of a file.
    body = SURROGATES.sub(b"", answer.body)
    feed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": answer.media_type},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    found = [
        FeedItem(title=fold_space(entry.get("title", "")), link=entry["link"], published=entry.get("published", ""))
        for entry in feed.entries
        if entry.get("link")
    ]
    flaw = feed.get("bozo_exception")
    odd = flaw and not isinstance(flaw, (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType))
    if not found and (odd or not feed.version):
        raise ValueError(f"not a feed: {flaw or 'no RSS, RDF or Atom'}")
    if odd:
        log.warning("a feed is not well-formed (%s); %d items were read", flaw, len(found))
    return found


def sitemap_items(answer: Answer) -> list[FeedItem]:
    """Read a sitemap (sitemaps.org), with title and time where it is one of news.

    Raises ValueError for what is no sitemap.
    """
    tree = BeautifulSoup(decode(answer), "lxml-xml")
    if tree.find("urlset") is None:
        raise ValueError("not a sitemap: it has no urlset")
    return [
        FeedItem(
            title=_inner(entry, "title"),
            link=_inner(entry, "loc"),
            published=_inner(entry, "publication_date") or _inner(entry, "lastmod"),
        )
        for entry in tree.find_all("url")
        if _inner(entry, "loc")
    ]


def _inner(node: Tag, name: str) -> str:
    found = node.find(name)
    return fold_space(found.get_text()) if isinstance(found, Tag) else ""


def blocks(container: Tag, noise: Mapping[str, str]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Read a container as blocks; what the selectors of ``noise`` (reason: CSS selector) match is dropped by name.

    Every visible piece of text ends up in a block or among the dropped, as ``reason: text``. Paragraphs, list
    items, table cells and ``br`` break; inline elements do not. The dropped nodes are taken out of the tree.
    """
    dropped = []
    any_noise = container.select(", ".join(noise.values())) if noise else []
    for reason, selector in noise.items():
        for node in any_noise:
            if node.decomposed or not node.css.match(selector):
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


def _flow(container: Tag, kind: BlockKind) -> Iterator[tuple[str | None, BlockKind]]:
    """Text in reading order, each with its kind; None where a block ends. Not recursive: pages nest without bound."""
    open_nodes = [(iter(container.children), kind, False)]
    while open_nodes:
        children, own, breaks = open_nodes[-1]
        child = next(children, None)
        if child is None:
            open_nodes.pop()
            if breaks:
                yield None, kind
        elif isinstance(child, NavigableString):
            if not isinstance(child, Comment):
                yield str(child), own
        elif isinstance(child, Tag) and child.name not in SILENT:
            if child.name in BREAKS:
                yield None, own
            open_nodes.append((iter(child.children), KINDS.get(child.name, own), child.name in BREAKS))
