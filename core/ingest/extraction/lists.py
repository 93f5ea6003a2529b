"""Instruments in lists: runs of items under the sentence that introduces them."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extraction.acts import Act, Acts
from ingest.extraction.found import Found, Maker
from ingest.extraction.grammar import Grammar
from ingest.extraction.introductions import Introduction, Introductions
from ingest.extraction.items import CREDIT, Items
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence
from ingest.extraction.titles import MARK, Title

CAPITAL = "[^\\W\\d_a-zа-яёәіңғүұқөһ]"
INLINE = re.compile(
    r":\s*(?=(?:\d{1,2}\s?[.)]|-)\s?[^\W\d_])|:\s(?=[^:;.]{15,300};[^:;]{15,300}[;.])"
    rf"|:\s(?=[^:;.]{{10,300}}\s-\s?{CAPITAL}[^:;]{{10,300}}\s-\s?{CAPITAL})"
)
"""Where a list inside a paragraph begins: its items have marks, or semicolons or dashes part them."""
FEWEST_WORDS = 3
"""A decision that is only named by its subject has so many words."""
LONGEST_INTRO = 90


def _says_nothing(reading: Title) -> bool:
    """``a document``, and neither on what nor between whom."""
    return reading.head.type == "unspecified" and reading.subject is None and not reading.sides


class Lists:
    """Finds the lists of one article; ``unread`` are items that look like documents, ``planned`` those still to come."""

    def __init__(self, setting: Setting, grammar: Grammar, acts: Acts) -> None:
        self._setting = setting
        self._words = setting.words
        self._pattern = setting.words.pattern
        self._titles = grammar.titles()
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._acts = acts
        self._maker = Maker(setting)
        self._plurals = grammar.plurals(setting)
        self._introductions = Introductions(setting, acts)
        self._items = Items(setting, grammar, acts)
        self.unread: list[tuple[int, int]] = []
        self.planned: list[tuple[int, int]] = []
        self._shared: tuple[int, int] | None = None

    def find(self) -> tuple[list[Found], dict[int, tuple[int, int]]]:
        """Runs of items, each under the sentence that introduces it; and which part of each block with items was read."""
        blocks, starts = self._setting.text.blocks, self._setting.text.starts
        found: list[Found] = []
        used: dict[int, tuple[int, int]] = {}
        intro: Introduction | None = None
        standing: Introduction | None = None  # of the list that runs on below paragraphs that tell of its items
        headings = self._items.headings()
        after_item = False
        agreed: list[Introduction] = []
        paragraphs: list[int] = []  # read as introductions when an item follows: most articles have none
        for number, block in enumerate(blocks):
            plain = self._plain[starts[number] : starts[number] + len(block.text)]
            if block.kind == "caption" or CREDIT.match(plain):
                continue
            is_item = number in headings or self._items.is_item(number, plain, after_item=after_item)
            if is_item or INLINE.search(plain):
                for paragraph in paragraphs:
                    intro, self._shared = self._introductions.of(paragraph, intro), None
                    standing = intro if intro is not None and not intro.planned else standing
                paragraphs = []
                intro = standing if number in headings else intro
            after_item = is_item and intro is not None
            if not is_item:
                inline = self._inline(number, plain, intro)
                paragraphs.append(number)
                if inline:
                    opening = INLINE.search(plain)
                    begin = starts[number] + (opening.start() if opening else 0)
                    used[number] = (begin, self._last_sentence(number, inline[-1].start))
                    found += inline
                continue
            begin = self._titles.strip(plain)[0]
            to_do = self._pattern("item_to_do").match(plain, begin) and self._titles.head_end(plain[begin:]) is None
            if intro is not None and not intro.told and to_do:
                agreed.append(intro)
            items = [one for a, b in self._items.glued(plain) for one in self._documents(number, a, plain[a:b], intro)]
            if items or intro is not None:  # else a paragraph of speech that begins with a dash
                used[number] = (starts[number], starts[number] + len(block.text))
            found += items
        # ``The sides have arrived at the following: - to launch …; - agreement on …``: points agreed, none signed
        points = {intro.sentence for intro in agreed if intro.sentence is not None}
        return [one for one in found if one.introduction is None or one.introduction not in points], used

    def _inline(self, number: int, plain: str, before: Introduction | None) -> list[Found]:
        """A list inside a paragraph: ``These are: 1) …; 2) …``, where the signing was told before."""
        opening = INLINE.search(plain)
        if opening is None or number == 0:
            return []
        begin = self._setting.text.starts[number]
        lead = self._plain[begin : begin + opening.start()]
        acts = [act for s in self._setting.text.of_block(number) for act in self._acts.of(s)]
        before_it = [act for act in acts if act.end <= begin + opening.start()]
        if before_it:
            heads = (self._words.head_of(match[0]) for match in self._words.head.finditer(lead))
            types = [head.type for head in heads if head is not None]
            decisions = "decision" in types or (not types and self._setting.organisation is not None)
            planned = self._acts.is_planned(before_it[-1])
            told: Introduction | None = Introduction(before_it[-1].mode, planned=planned, decisions=decisions)
        else:
            told = None if len(lead) > LONGEST_INTRO else self._introductions.of(number - 1, before)
        if told is None or told.planned or (not before_it and self._acts.planned.search(lead)):
            return []
        edges = [opening.end(), *(opening.end() + mark.end() for mark in self._items.marks(plain, opening.end()))]
        number_of_item = MARK.match(plain[edges[-1] :])
        at = edges[-1] + (number_of_item.end() if number_of_item else 0)
        edges.append(self._last_sentence(number, begin + at) - begin)
        starts = [self._items.behind_joint(plain, at) for at in edges[:-1]]
        return [
            item
            for a, b in zip(starts, edges[1:], strict=True)
            if plain[a:b].strip()
            for item in self._documents(number, a, plain[a:b], told)
        ]

    def _last_sentence(self, number: int, at: int) -> int:
        """Where the sentence of a block ends that an offset lies in."""
        block = self._setting.text.starts[number] + len(self._setting.text.blocks[number].text)
        return next((s.end for s in self._setting.text.of_block(number) if at < s.end), block)

    def _documents(self, number: int, at: int, plain: str, intro: Introduction | None) -> list[Found]:
        """What one item names: one document, or several under a shared plural head."""
        item = self._item(number, at, plain, intro)
        if item is None:
            noun = intro.noun.span() if intro and intro.noun else self._shared
            return self._under(number, at, plain, intro, noun) if intro and noun and not intro.planned else []
        self._shared = None
        if not self._plurals.several(item):
            return [item]
        self._shared = (item.start, item.start + item.reading.head_end)
        act = Act(item.start, item.start, item.mode, False, item.sentence)
        several = self._plurals.item(item, act)
        return [
            replace(one, listed=True, background=item.background, act=None, introduction=item.introduction)
            for one in several
        ]

    def _under(self, number: int, at: int, plain: str, intro: Introduction, noun: tuple[int, int]) -> list[Found]:
        """An item that begins with its subject goes on from the type noun above: ``соглашения: - о туризме; …``.

        It stands at the end of the introduction, or in an item before (``- Agreements on trade; - on culture``).
        """
        offset = self._setting.text.starts[number] + at
        start, end = self._titles.strip(self._raw[offset : offset + len(plain)])
        sentences = self._setting.text.of_block(number)
        if not sentences or self._titles.head_end(plain[start:end]) is not None:
            return []
        start, end = offset + start, offset + end
        single = self._plurals.shared_noun(self._plain[slice(*noun)], self._plain[start:end])
        reading = self._titles.read(f"{single} {self._raw[start:end]}") if single else None
        if single is None or reading is None:
            return []
        act = Act(start, start, intro.mode, False, sentences[0])
        shift = start - len(single) - 1
        one = self._maker.composed(reading.text, start, end, reading, act, shift, more=(noun,))
        recalled, sentence = intro.recalled, intro.sentence
        return [replace(one, listed=True, background=recalled, act=None, introduction=sentence)]

    def _is_decision(self, title: str, *, marked: bool) -> bool:
        """``On the budget for 2016``; among an organisation's decisions also ``The report on …``, with a number before it."""
        of_members = (
            marked
            and len(title.split()) >= FEWEST_WORDS
            and self._setting.organisation is not None
            and not self._items.ends_early(title, 0)
        )
        return self._pattern("decision_opening").match(title) is not None or of_members

    def _signers(self, offset: int, start: int, end: int, plain: str) -> tuple[int, tuple[Side, ...]]:
        """Where a title ends before those who sign it, and they: ``Contract for lifts (A JSC - B LLP)``."""
        behind = self._pattern("item_parties").search(plain[:end], start)
        if behind is None or behind.lastgroup is None:
            return end, ()
        begin, stop = behind.span(behind.lastgroup)
        sides = self._titles.parties_in(self._raw[offset + begin : offset + stop])
        return (behind.start(), tuple(one.moved(offset + begin) for one in sides)) if len(sides) > 1 else (end, ())

    def _item(self, number: int, at: int, plain: str, intro: Introduction | None) -> Found | None:
        offset = self._setting.text.starts[number] + at
        start, end = self._titles.strip(self._raw[offset : offset + len(plain)])
        end, named = self._signers(offset, start, end, plain)
        cut = self._pattern("item_tail").search(plain, start, end)
        end = cut.start() if cut else end
        sentences = self._setting.text.of_block(number)
        if len(sentences) > 1 and at == 0 and not MARK.fullmatch(plain[: sentences[0].end - offset]):
            first = sentences[0] if sentences[0].end - offset > start + 3 else sentences[1]
            end = min(end, first.end - offset)
            end = start + len(plain[start:end].rstrip(" .;,"))
        title = plain[start:end]
        reading = self._titles.read(self._raw[offset + start : offset + end])
        if reading is not None and (_says_nothing(reading) or self._pattern("item_still_to_do").search(title)):
            return None
        if intro is None or intro.planned:
            if reading is not None:
                self.planned.append((offset + start, offset + end))
            return None
        if reading is None:
            if intro.decisions and self._is_decision(title, marked=MARK.match(plain) is not None):
                reading = self._maker.as_decision(self._raw[offset + start : offset + end])
            else:
                if self._words.head.search(title):
                    self.unread.append((offset + start, offset + end))
                return None
        if self._pattern("item_draft").search(MARK.sub("", f"{plain[:start].strip()} {title}").strip()):
            self.planned.append((offset + start, offset + end))
            return None
        done = self._pattern("item_done").search(title)
        if done is not None:
            mode = next(
                (mode for mode, form, verb in self._acts.verbs if form == "past" and verb.fullmatch(done["verb"])), None
            )
            if mode is None:
                return None
            title = title[: done.start()]
            end = start + len(title)
            reading, intro = self._titles.read(self._raw[offset + start : offset + end]), replace(intro, mode=mode)
            if reading is None:
                return None
        if self._items.ends_early(title, reading.head_end) and not self._pattern("item_relative").search(title):
            return None
        sentence = sentences[0] if sentences else Sentence(offset, offset + len(plain), number)
        made = self._maker.made(offset + start, offset + end, reading, intro.mode, sentence, listed=True)
        made = replace(made, sides=made.sides or named)
        if intro.mode in {"approved", "adopted"} and not made.sides and self._setting.of_one_state:
            return None  # what one government approves for itself
        return replace(made, introduction=intro.sentence, background=intro.recalled)
