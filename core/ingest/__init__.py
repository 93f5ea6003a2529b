"""Plugin-based ingestion of official communiqués.

Everything a source plugin may import is here and in :mod:`ingest.extraction`; the other modules are the core's own.
"""

from ingest.context import Context, Response
from ingest.errors import Blocked, Damaged, Listing, NotFound, NotHtml, PageError, Skip, SoftNotFound
from ingest.hookspecs import hookimpl
from ingest.reader import read
from ingest.records import (
    Attribution,
    Block,
    Claim,
    Communique,
    Document,
    Event,
    Instrument,
    Page,
    Party,
    Person,
    Problem,
    Ref,
    SourceInfo,
    Span,
)
from ingest.soup import FeedItem, blocks, feed_items, fold_space, plain_text, sitemap_items, soup, whole_html

__all__ = [
    "Attribution",
    "Block",
    "Blocked",
    "Claim",
    "Communique",
    "Context",
    "Damaged",
    "Document",
    "Event",
    "FeedItem",
    "Instrument",
    "Listing",
    "NotFound",
    "NotHtml",
    "Page",
    "PageError",
    "Party",
    "Person",
    "Problem",
    "Ref",
    "Response",
    "Skip",
    "SoftNotFound",
    "SourceInfo",
    "Span",
    "blocks",
    "feed_items",
    "fold_space",
    "hookimpl",
    "plain_text",
    "read",
    "sitemap_items",
    "soup",
    "whole_html",
]
