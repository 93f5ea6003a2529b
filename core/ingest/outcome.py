"""What a run is asked for and what it did, counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ingest.errors import SourceUnavailable

TOLERATED = 0.05
"""A run fails when more than this share of the pages tried failed, and more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened to one ref of a source: new, changed, unchanged, skipped or failed.

    ``kind`` names the fault of a failure.
    """

    result: str
    key: str
    url: str
    detail: str = ""
    stage: str = ""
    kind: str = ""
    instruments: int = 0
    problems: int = 0


@dataclass(slots=True)
class Outcome:
    """What a run did, counted."""

    source: str
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: list[Step] = field(default_factory=list[Step])
    failed: list[Step] = field(default_factory=list[Step])
    instruments: int = 0
    given_up: dict[str, str] = field(default_factory=dict[str, str])
    """Editions whose site refused us or did not answer, and why."""

    @property
    def read(self) -> int:
        """Pages that were read or known to be unchanged."""
        return self.new + self.changed + self.unchanged

    @property
    def exit_code(self) -> int:
        """4: an edition was given up; 1: no page could be read, a listing failed, or too many pages; else 0."""
        if self.given_up:
            return SourceUnavailable.exit_code
        failed, tried = len(self.failed), self.read + len(self.failed)
        if self.seen == 0 or (failed and self.read == 0) or any(step.stage == "discover" for step in self.failed):
            return 1
        return int(failed > 1 and failed > TOLERATED * tried)

    def count(self, step: Step) -> None:
        """Take one step into account."""
        if step.result in {"skipped", "failed"}:
            (self.skipped if step.result == "skipped" else self.failed).append(step)
        else:
            setattr(self, step.result, getattr(self, step.result) + 1)
            self.instruments += step.instruments


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the operator asked for. ``published`` overrides a missing time of publication."""

    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    limit: int | None = None
    published: str = ""

    def language(self, code: str) -> bool:
        """Say whether a BCP 47 tag is wanted; ``kk`` takes ``kk-Latn`` too."""
        return not self.languages or any(code == own or code.startswith(f"{own}-") for own in self.languages)

    def day(self, when: str, zone: str) -> bool:
        """Say whether an ISO 8601 time falls on a wanted local day of the source; unknown times do."""
        try:
            moment = datetime.fromisoformat(when)
        except ValueError:
            return True
        try:
            day = (moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment).date()
        except OverflowError:  # the first or the last days of the calendar: nobody means them
            day = moment.date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
