"""What a run needs of an archive and of a store; ``ingest_db`` fulfils it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from ingest.errors import StageError
from ingest.records import Communique, Document, Page, Ref

Saved = Literal["new", "changed", "unchanged"]
State = Literal["listed", "fetched", "read", "skipped", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the frontier knows of a ref.

    ``changed``: its listing says something else than when it was last fetched. ``due``: it may be asked for again.
    ``detail`` says why it failed or was skipped, and until when it rests.
    """

    state: State
    changed: bool = False
    due: bool = True
    detail: str = ""


class Archive(Protocol):
    """Keeps what was fetched, before anybody reads it, and the frontier: what became of every ref."""

    def seen(self, ref: Ref) -> Entry:
        """Note a ref and say what is known of it. Raises Skip for one that was taken down."""

    def keep(self, page: Page) -> None:
        """Commit the bytes of a page."""

    def page(self, ref: Ref) -> Page | None:
        """Give the page last fetched for a ref."""

    def not_modified(self, ref: Ref) -> None:
        """Note that the site still has the archived page."""

    def failed(self, ref: Ref, kind: str, detail: str) -> None:
        """Note a failure and when to try again."""

    def settle(self, done: Mapping[str, tuple[State, str]]) -> None:
        """Note, by key, what became of pages whose facts are committed, with the reason where there is one."""

    def listed_to_the_end(self, language: str) -> None:
        """Note that the listings of an edition were read to their end."""


class Store(Protocol):
    """Keeps what was read."""

    def has(self, key: str) -> bool:
        """Say whether a document is stored under this key."""

    def save(self, communique: Communique, document: Document) -> Saved:
        """Store one communiqué, replacing an older reading of it whole."""

    def fail(self, ref: Ref, error: StageError) -> None:
        """Record a page that could not be read."""

    def recovered(self, key: str) -> None:
        """Take away the record of an earlier failure."""

    def flush(self) -> None:
        """Commit what was saved so far."""
