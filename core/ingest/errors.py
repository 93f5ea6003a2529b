"""Every error of the project, as a tree; see docs/reference/errors.md. Do not add one without documenting it there.

IngestError
  * UsageError            the operator asked for something that does not exist          exit 2
  * ContractError         a plugin broke the interface; it ends the run                 exit 3
  * SourceUnavailable     the site gave nothing; nothing changed, the next run goes on  exit 4
    * Blocked             the site refuses us: 401, 403, 429
      * Challenge         it asks whether we are human, also with status 200
      * Disallowed        robots.txt says no
    * Unreachable         no answer: no network, no such host, time-out, server error
    * UnsafeAddress       the address is not the source's, or leads to an inner service; it is not asked
  * PageError             this page gave nothing that can be read; the site is well
    * NotFound            404 or 410
      * SoftNotFound      a page that says so with status 200, or a redirect to the front page
    * Moved               redirected in a circle, too often, or away from the source
    * TooLarge            more bytes, or a higher ratio of compression, than a page has
    * Damaged             the answer broke off, or cannot be unpacked
    * NotHtml             bytes of another kind: a PDF, a picture
  * StageError            a plugin failed on one ref; recorded, the run goes on
* Skip                    not an error: this page is deliberately not ingested
  * Listing               it lists other pages
* NotModified             not an error: the archived page is still the page

``kind`` is what the frontier and the table of problems record of an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from ingest.records import Ref


class IngestError(Exception):
    """Root of everything this package raises on purpose."""

    exit_code: ClassVar[int] = 1
    kind: ClassVar[str] = "unreadable"


class UsageError(IngestError):
    """The operator asked for something that does not exist, or named a file that is not what it should be."""

    exit_code = 2


class ContractError(IngestError):
    """A plugin broke the interface. Names the plugin and the hook."""

    exit_code = 3


class SourceUnavailable(IngestError):  # noqa: N818 - the architecture's name
    """The site gave nothing that could be read; what is stored stays as it was."""

    exit_code = 4
    kind = "unavailable"


class Blocked(SourceUnavailable):
    """The site refuses us by its status."""

    kind = "blocked"


class Challenge(Blocked):
    """A page that asks whether we are human instead of showing the article."""

    kind = "challenge"


class Disallowed(Blocked):
    """robots.txt says that we may not ask."""

    kind = "disallowed"


class Unreachable(SourceUnavailable):
    """No answer came, or the server could not give one."""

    kind = "unreachable"


class UnsafeAddress(SourceUnavailable):
    """An address that is not the source's, or a name that leads to a private one. Nothing is asked there."""

    kind = "unsafe_address"


class PageError(IngestError):
    """One page gave nothing that can be read, and the site is well."""


class NotFound(PageError):  # noqa: N818 - the name of the answer
    """The site, or the mirror, has no such page."""

    kind = "gone"


class SoftNotFound(NotFound):
    """A page that is not there, told with status 200 or by a redirect to the front page."""

    kind = "soft_404"


class Moved(PageError):  # noqa: N818 - what happened to the page
    """Redirected in a circle, too often, or away from the source."""

    kind = "moved"


class TooLarge(PageError):  # noqa: N818 - what the page is
    """More bytes than a page has, before or after decompression."""

    kind = "too_large"


class Damaged(PageError):  # noqa: N818 - what the page is
    """An answer that began well and broke off, or that cannot be unpacked."""

    kind = "damaged"


class NotHtml(PageError, ValueError):  # noqa: N818 - what the page is
    """Bytes that are no page and no text."""

    kind = "not_html"


class StageError(IngestError):
    """A plugin failed on one ref. ``__cause__`` is what it raised."""

    def __init__(self, stage: str, key: str, cause: Exception) -> None:
        super().__init__(f"{stage} failed on {key}: {type(cause).__name__}: {cause}")
        self.stage = stage
        self.key = key
        self.__cause__ = cause

    @property
    def cause_kind(self) -> str:
        """The kind of what was raised; ``unreadable`` for an error of the plugin's own."""
        return self.__cause__.kind if isinstance(self.__cause__, IngestError) else IngestError.kind

    @property
    def reason(self) -> str:
        """What was raised, in one line; with its type where it is not one of ours."""
        cause = self.__cause__
        own = cause is None or isinstance(cause, IngestError)
        return " ".join(f"{'' if own else f'{type(cause).__name__}: '}{cause or self}".split())


class NotModified(Exception):  # noqa: N818 - an answer, not an error
    """The page is still what the archive holds (304)."""


class Skip(Exception):  # noqa: N818 - a decision, not an error
    """Raised by a plugin to leave a page out on purpose, with the reason."""


class Listing(Skip):
    """Raised by ``parse`` for a page that lists others; ``links`` are the pages it lists."""

    def __init__(self, links: tuple[Ref, ...]) -> None:
        super().__init__(f"a listing of {len(links)} links, not an article")
        self.links = links
