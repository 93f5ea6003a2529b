"""Every error that crosses a module boundary.

* IngestError
  * UsageError            the operator asked for something that does not exist          exit 2
  * ContractError         a plugin broke the interface; it ends the run                 exit 3
  * SourceUnavailable     the site gave nothing; nothing changed, the next run goes on  exit 4
    * Blocked             the site refuses us: challenge page, robots.txt, 403
    * Unreachable         no answer: no network, no such host, time-out
  * StageError            a plugin failed on one ref; recorded, the run goes on
* NotFound                what ``Context.get`` raises for a page that is not there
* Skip                    not an error: this page is deliberately not ingested
  * Listing               it lists other pages
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from ingest.records import Ref


class IngestError(Exception):
    """Root of everything this package raises on purpose."""

    exit_code: ClassVar[int] = 1


class UsageError(IngestError):
    """The operator asked for something that does not exist, or named a file that is not what it should be."""

    exit_code = 2


class ContractError(IngestError):
    """A plugin broke the interface. Names the plugin and the hook."""

    exit_code = 3


class SourceUnavailable(IngestError):  # noqa: N818 - the architecture's name
    """The site gave nothing that could be read; what is stored stays as it was."""

    exit_code = 4


class Blocked(SourceUnavailable):
    """The site refuses us, with a challenge page, by robots.txt or by status."""


class Unreachable(SourceUnavailable):
    """No answer came."""


class NotFound(IngestError):  # noqa: N818 - the name of the answer
    """The site, or the mirror, has no such page."""


class StageError(IngestError):
    """A plugin failed on one ref. ``__cause__`` is what it raised."""

    def __init__(self, stage: str, key: str, cause: Exception) -> None:
        super().__init__(f"{stage} failed on {key}: {type(cause).__name__}: {cause}")
        self.stage = stage
        self.key = key
        self.__cause__ = cause


class Skip(Exception):  # noqa: N818 - a decision, not an error
    """Raised by a plugin to leave a page out on purpose, with the reason."""


class Listing(Skip):
    """Raised by ``parse`` for a page that lists others; ``links`` are the pages it lists."""

    def __init__(self, links: tuple[Ref, ...]) -> None:
        super().__init__(f"a listing of {len(links)} links, not an article")
        self.links = links
