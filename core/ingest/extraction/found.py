"""An instrument as found: its words, where they stand, who is named for it and how it was done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from ingest.extraction.acts import Act
from ingest.extraction.lexicon import Head
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.extraction.titles import Title

VISIT_DAYS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An instrument as found: the title's words, where they stand, who is named for it and how it was done."""

    title: str
    start: int
    end: int
    reading: Title
    mode: str
    sentence: Sentence
    sides: tuple[Side, ...] = ()
    of_both: bool = False
    composed: bool = False
    listed: bool = False
    background: bool = False
    act: Act | None = None
    more: tuple[tuple[int, int], ...] = field(default=())
    partner: str = ""
    """With whom, where that stands behind the title."""
    group: int | None = None
    """Where the titles begin that share its type noun, if they stand before it: what is before them is their subject."""
    introduction: Sentence | None = None
    """The sentence that introduces the list it stands in."""
    headline: tuple[int, int] | None = None
    """Where its title stands in the headline, if the text only says what kind of document it is, or does not name it
    (then it has no place there)."""


class Maker:
    """Makes found instruments out of places in one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._plain = setting.text.plain
        self._raw = setting.text.raw

    def made(  # noqa: PLR0913 - the parts of what was found
        self,
        start: int,
        end: int,
        reading: Title,
        mode: str,
        sentence: Sentence,
        *,
        listed: bool = False,
        act: Act | None = None,
    ) -> Found:
        raw, plain = self._raw[start:end], self._plain[start:end]
        glued = [at for at, (a, b) in enumerate(zip(raw, plain, strict=True)) if b == " " and a in '«»“”„"']
        title = "".join(" " if at in glued else char for at, char in enumerate(raw))
        sides = tuple(side.moved(start) for side in reading.sides)
        return Found(
            title=title,
            start=start,
            end=end,
            reading=reading,
            mode=mode,
            sentence=sentence,
            sides=sides,
            of_both=reading.of_both,
            composed=bool(glued),
            listed=listed,
            act=act,
            background=not listed and self.is_background(sentence, (act.start if act else start, end)),
        )

    def recalled(self, start: int, end: int, reading: Title | None, sentence: Sentence) -> list[Found]:
        """A document of another event, by its title; none where that says no more than its type."""
        if reading is None or not (reading.subject or reading.sides):
            return []
        return [replace(self.made(start, end, reading, "signed", sentence), background=True)]

    def composed(  # noqa: PLR0913 - the parts of what was found
        self,
        title: str,
        start: int,
        end: int,
        reading: Title,
        act: Act,
        shift: int,
        *,
        more: tuple[tuple[int, int], ...],
    ) -> Found:
        """One of several documents that share a type noun; ``shift`` from its title to the text, ``more`` the noun."""
        return Found(
            title=title,
            start=start,
            end=end,
            reading=reading,
            mode=act.mode,
            sentence=act.sentence,
            sides=tuple(side.moved(shift) for side in reading.sides),
            of_both=reading.of_both,
            composed=True,
            act=act,
            more=more,
            background=self.is_background(act.sentence, (act.start, end)),
        )

    def is_background(self, sentence: Sentence, at: tuple[int, int]) -> bool:
        """A look back names another event's document, unless it only repeats what was reported of this one."""
        if not self._setting.looks_back(sentence, at):
            return False
        plain = self._setting.plain(sentence)
        if not self._setting.words.pattern("as_reported").match(plain):
            return True
        return (
            self._setting.dated_back(sentence)
            or self._setting.in_another_month(sentence)
            or any(
                one.complete and self._setting.published is not None and self._far(one.start, self._setting.published)
                for one in self._setting.dates_in(sentence)
            )
        )

    def _far(self, iso: str, published: date) -> bool:
        """More than a visit's length before the news."""
        return (published - date.fromisoformat(iso)).days > VISIT_DAYS

    def as_decision(self, text: str) -> Title:
        head = Head("decision", None, False, "decision")
        return Title(
            text,
            head,
            0,
            "decision",
            None,
            (),
            False,
            text.split(maxsplit=1)[-1],
            None,
            0.0,
        )
