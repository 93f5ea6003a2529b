"""The identity behind an address: edition and whole slug; AMP, moved hosts, ``/kz/`` and slashes fold."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ingest import Ref

EDITIONS = {
    "en": "https://qazinform.com/news/{slug}",
    "ru": "https://www.inform.kz/ru/{slug}",
    "kk": "https://kaz.inform.kz/news/{slug}/",
    "kk-Latn": "https://qz.inform.kz/news/{slug}/",
    "zh": "https://cn.inform.kz/news/{slug}/",
}
"""Language (BCP 47) of each edition and the form of its addresses today."""

HOST_EDITION = {
    "qazinform.com": "en",
    "www.qazinform.com": "en",
    "en.inform.kz": "en",
    "www.inform.kz": "ru",
    "inform.kz": "ru",
    "ru.inform.kz": "ru",
    "lenta.inform.kz": "ru",
    "kaz.inform.kz": "kk",
    "qz.inform.kz": "kk-Latn",
    "cn.inform.kz": "zh",
}
HOSTS = tuple(HOST_EDITION)
PATH_EDITION = {"ru": "ru", "en": "en", "kz": "kk", "qz": "kk-Latn", "cn": "zh"}
RESERVED = frozenset(
    [
        "about",
        "about-us",
        "advertising",
        "amp",
        "archive",
        "author",
        "authors",
        "category",
        "contacts",
        "feed",
        "feedback",
        "index",
        "lenta",
        "login",
        "news",
        "photo",
        "privacy-policy",
        "robots.txt",
        "rss",
        "search",
        "search_results",
        "sitemap",
        "sitemap.xml",
        "sitemaps",
        "tag",
        "tags",
        "terms",
        "video",
    ]
)
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*", re.IGNORECASE)


def identify(url: str) -> Ref | None:
    """Give the ref of an article address, or None for any other address."""
    parts = urlsplit(url)
    edition = HOST_EDITION.get(parts.hostname or "")
    if edition is None or parts.scheme not in {"http", "https"}:
        return None
    segments = [segment for segment in parts.path.split("/") if segment and segment != "amp"]
    if segments and segments[0] in PATH_EDITION:
        edition = PATH_EDITION[segments.pop(0)] if edition == "ru" else _own(edition, segments)
    in_news = segments[:1] == ["news"]
    segments = segments[1:] if in_news else segments
    if len(segments) != 1 or not SLUG.fullmatch(segments[0]) or segments[0].lower() in RESERVED:
        return None
    slug = segments[0].lower()
    if not in_news and "-" not in slug and "_a" not in slug:
        return None
    return Ref(key=f"{edition}/{slug}", url=EDITIONS[edition].format(slug=slug), language=edition)


def _own(edition: str, segments: list[str]) -> str:
    """On a host of one edition a language segment says nothing new."""
    segments.pop(0)
    return edition
