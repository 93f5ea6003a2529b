"""What the headline says: whether something was signed, and the document that the text names only by its kind."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from ingest.extraction.acts import Acts
from ingest.extraction.found import Found
from ingest.extraction.grammar import Grammar
from ingest.extraction.setting import Setting
from ingest.extraction.text import Text, skeleton
from ingest.extraction.twins import is_nameless
from ingest.records import Block


class Headline:
    """Reads the headline of one article as an article of one sentence."""

    def __init__(self, setting: Setting, grammar: Grammar) -> None:
        self._setting = setting
        self._grammar = grammar

    @cached_property
    def signs(self) -> bool:
        """Whether the headline says that something was signed."""
        return any(self._acts.of(sentence) for sentence in self._above.text.sentences)

    def titled_above(self, everything: list[Found]) -> list[Found]:
        """A document that the headline names, and the text only by its kind or not at all."""
        nameless = [one for one in everything if is_nameless(one)]
        if len(everything) > len(nameless) or len(nameless) > 1:
            return everything
        if not everything and (itself := self._itself()) is not None:
            return [itself]
        named = [one for one in self._of_headline() if " " in one.title and not one.composed]
        if nameless and not named and (whole := self._whole_headline()) is not None:
            named = [whole]
        if len(named) != 1 or any(one.reading.type != named[0].reading.type for one in nameless):
            return everything
        above = replace(named[0], headline=named[0].headline or (named[0].start, named[0].end), sides=())
        if nameless:
            (one,) = nameless
            return [replace(above, start=one.start, end=one.end, sentence=one.sentence, mode=one.mode, act=one.act,
                            sides=one.sides, partner=one.partner, background=one.background)]  # fmt: skip
        if above.background or not self._setting.body or above.mode not in {"signed", "exchanged"}:
            return everything
        first = self._setting.body[0]
        return [replace(above, start=first.start, end=first.start, sentence=first, act=None)]

    def _itself(self) -> Found | None:
        """A page that prints a joint statement or a declaration: its headline is the title."""
        whole = self._whole_headline()
        several = len(self._setting.bilateral) > 1 or self._setting.organisation is not None
        if whole is None or not several:
            return None
        joint = whole.reading.type == "joint_statement" and self._setting.words.pattern("joint").search(
            self._setting.headline
        )
        return whole if joint or whole.reading.type == "declaration" else None

    def _whole_headline(self) -> Found | None:
        """A headline that is a title and nothing more: no verb stands in it."""
        titles, headline = self._grammar.titles(), self._setting.headline
        start, end = titles.strip(headline)
        reading = titles.read(headline[start:end])
        opens = titles.head_end(skeleton(headline[start:end])) is not None
        if reading is None or not self._setting.body or not opens or self.signs:
            return None
        first = self._setting.body[0]
        return Found(
            title=headline[start:end], start=first.start, end=first.start, reading=reading, mode="adopted",
            sentence=first, of_both=reading.of_both, headline=(start, end),
        )  # fmt: skip

    @cached_property
    def _above(self) -> Setting:
        """The headline, read as an article of one sentence."""
        headline = self._setting.headline
        return Setting(
            headline="",
            text=Text(headline, (Block(kind="paragraph", text=headline),)),
            language=self._setting.language,
            published=self._setting.published,
            of_headline=True,
        )

    @cached_property
    def _acts(self) -> Acts:
        return self._grammar.acts(self._above)

    def _of_headline(self) -> list[Found]:
        """What the headline says was signed."""
        prose = self._grammar.prose(self._above, self._acts)
        return [one for sentence in self._above.text.sentences for one in prose.of(sentence)]
