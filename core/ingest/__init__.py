"""Plugin-based ingestion of official communiqués.

Everything a source plugin may import is here and in :mod:`ingest.extraction`; the other modules are the core's own.
"""

from ingest.context import Context, Response
from ingest.errors import Blocked, Listing, NotFound, Skip
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
from ingest.soup import FeedItem, blocks, feed_items, fold_space, plain_text, soup

__all__ = [
    "Attribution",
    "Block",
    "Blocked",
    "Claim",
    "Communique",
    "Context",
    "Document",
    "Event",
    "FeedItem",
    "Instrument",
    "Listing",
    "NotFound",
    "Page",
    "Party",
    "Person",
    "Problem",
    "Ref",
    "Response",
    "Skip",
    "SourceInfo",
    "Span",
    "blocks",
    "feed_items",
    "fold_space",
    "hookimpl",
    "plain_text",
    "read",
    "soup",
]
