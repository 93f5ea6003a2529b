"""Feeds, news lines, sitemaps and categories of the replica."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from replica.articles import HOSTS, Article

PER_PAGE = 24


def feed(edition: str, articles: Sequence[Article]) -> str:
    """An RSS feed."""
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{one.url}</link><pubDate>{format_datetime(one.when)}</pubDate></item>"
        for one in articles
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{edition}</title>{items}</channel></rss>'


def sitemap(articles: Sequence[Article]) -> str:
    """A news sitemap."""
    items = "".join(
        f"<url><loc>{one.url}</loc><news:news><news:publication_date>{one.when.isoformat()}</news:publication_date>"
        f"<news:title>{escape(one.title)}</news:title></news:news></url>"
        for one in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{items}</urlset>'
    )


def line_page(articles: Sequence[Article], number: int, layout: str = "G3") -> str:
    """One page of a news line. Past its end the site shows the last page again, as the real one does."""
    pages = max(1, -(-len(articles) // PER_PAGE))
    shown = min(max(number, 1), pages)
    cards = "".join(
        _g3(one) if layout == "G3" else _g2(one) for one in articles[(shown - 1) * PER_PAGE : shown * PER_PAGE]
    )
    pager = "".join(
        f'<li class="page-item{" active" if one == shown else ""}"><a href="?page={one}">{one}</a></li>'
        for one in range(1, pages + 1)
    )
    return f'<!DOCTYPE html><html><body><div class="news-category">{cards}</div><ul>{pager}</ul></body></html>'


def front_page() -> str:
    """A page that is no article and lists none."""
    return f"<!DOCTYPE html><html><body><h1>Kazinform</h1><p>{', '.join(HOSTS.values())}</p></body></html>"


def _g3(one: Article) -> str:
    return (
        f'<div class="news-category__item"><a href="{one.path}" class="news-card"><time class="meta-date">{one.printed}</time>'
        f'<h3 class="card-title">{escape(one.title)}</h3></a></div>'
    )


def _g2(one: Article) -> str:
    return (
        f'<div class="allNewsCard"><a href="{one.path}"><div class="allNewsCard_title">{escape(one.title)}</div>'
        f'<div class="allNewsCard_time">{one.printed}</div></a></div>'
    )
