"""Write out a Kazakh plural: ``А туралы, Б туралы және В туралы келісімдер`` are three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from ingest.extraction.acts import Act
from ingest.extraction.found import Found, Maker
from ingest.extraction.kazakh.parties import WITH, parties
from ingest.extraction.kazakh.titles import BETWEEN, titles
from ingest.extraction.lexicon import Head
from ingest.extraction.setting import Setting

PIECE = re.compile(
    r"(?<=[\w)])\s+(?:туралы|жөніндегі|бойынша|арасындағы|арасында)(?=\s*,|\s+және\s|\s+мен\s|\s+сондай-ақ\s|\s*$)"
)
FIELD = re.compile(r"\w\s(?:саласындағы|салаларындағы)(?=[\s,])")
JOINT = re.compile(r"\s*,\s*(?:және\s+|сондай-ақ\s+)?|\s+(?:және|мен|сондай-ақ)\s+")
ABOUT = re.compile(r"(?<=\w)\s+(?:туралы|жөніндегі)(?=\s)")
COMMA_OR_AND = re.compile(r"\s*,\s*(?:және\s+)?|\s+және\s+")
AND = re.compile(r"және\s")
ACCUSATIVE = re.compile(r"\w{2,}(?:ын|ін|ны|ні|ды|ді|ты|ті)(?=\s(?!және)|\s$)")
SHORTEST_SUBJECT = 5
COUNTED_FIELDS = re.compile(r"\sсалалары\sбойынша\s(?P<number>\w+)\s+$")
OWN_SUBJECT = re.compile(r"(?:,|\sжәне|\sсондай-ақ)\s+(?P<own>.+\sтуралы)\s+$")
"""``А саласындағы, Б саласындағы, В құру туралы келісімдер``: the last has a subject of its own."""


class Plurals:
    """Splits plurals of one article."""

    def __init__(self, setting: Setting) -> None:
        self._words = setting.words
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._titles = titles()
        self._maker = Maker(setting)

    def item(self, item: Found, act: Act) -> Iterator[Found]:
        """The documents of a list item whose type noun is a plural."""
        found = self._titles.head(self._plain[item.start : item.end])
        if found is not None:
            at = item.start + found[0].start()
            yield from self.split(item.start, at, item.start + found[0].end(), found[1], act)

    def shared_noun(self, noun: str, item: str) -> str | None:  # noqa: ARG002
        """A Kazakh title ends in its type noun: there is none without."""
        return None

    def several(self, item: Found) -> bool:
        """Whether the type noun of a list item is a plural."""
        return item.reading.head.plural

    def counted(self, start: int, noun: re.Match[str], act: Act) -> Iterator[Found]:
        """``А, Б және В салалары бойынша үш меморандум``: a singular behind a number, one document of each field."""
        between = BETWEEN.search(self._plain, start, noun.start())
        begin = between.end() if between else start
        last = COUNTED_FIELDS.search(self._plain, begin, noun.start())
        if last is None:
            return
        edges = [begin, *(p for m in JOINT.finditer(self._plain, begin, last.start()) for p in m.span()), last.start()]
        pieces = list(zip(edges[::2], edges[1::2], strict=True))
        number = last["number"]
        if len(pieces) != (int(number) if number.isdecimal() else self._words.table("numbers").get(number)):
            return
        for a, b in pieces:
            title = f"{self._raw[start:begin]} {self._raw[a:b].strip()} саласы бойынша {noun[0]}".strip()
            reading = self._titles.read(title)
            if reading is not None:
                yield self._maker.composed(title, a, b, reading, act, start, more=(noun.span(),))

    def split(self, start: int, noun: int, end: int, head: Head, act: Act) -> Iterator[Found]:
        """Write out a shared type noun: one title per subject, or per pair of parties."""
        if head.type == "unspecified" and not re.search(r"\sтуралы\s*$", self._plain[start:noun]):
            return
        at = start
        single = head.words.rstrip("~")
        single = re.sub(r"(?:лар|лер|дар|дер|тар|тер)(?:ы|і)?$", "", single)
        before_noun = self._plain[start:noun]
        tail = self._tail.search(before_noun)
        if pairs := self._pairs(start, noun):
            yield from self._of_pairs(pairs, single, noun, end, act)
            return
        if hub := self._hub(start, noun):
            yield from self._with_each(*hub, single, noun, end, act)
            return
        fields = list(FIELD.finditer(self._plain, start, noun))
        closes = tail or (fields and not self._plain[fields[-1].end() : noun].strip())
        if len(fields) == 1 and closes and len(list(JOINT.finditer(self._plain, start, fields[0].start()))) > 1:
            yield from self._of_one_field(start, fields[0], single, noun, end, act)
            return
        last = OWN_SUBJECT.match(self._plain, fields[-1].end(), noun) if len(fields) > 1 else None
        if last is not None:
            yield from self._of_fields(start, fields, single, noun, end, act, rest=" ")
            title = f"{self._raw[last.start('own') : noun].rstrip()} {single}"
            if reading := self._titles.read(title):
                begin = last.start("own")
                yield self._maker.composed(title, begin, noun, reading, act, begin, more=((noun, end),))
            return
        if len(fields) > 1 and closes:
            yield from self._of_fields(start, fields, single, noun, end, act)
            return
        if several := self._subjects(start, noun):
            yield from self._of_subjects(several, single, noun, end, act)
            return
        shared = ""
        for piece in PIECE.finditer(self._plain, start, noun):
            title = f"{shared}{self._raw[at : piece.end()]} {single}"
            reading = self._titles.read(title)
            if reading is not None and piece.end() - at > 3:
                yield self._maker.composed(
                    title, at, piece.end(), reading, act, start if shared else at, more=((noun, end),)
                )
                pair = BETWEEN.search(title)
                shared = shared or (title[: pair.end()] + " " if pair and at == start else "")
            joint = JOINT.match(self._plain, piece.end(), noun)
            at = joint.end() if joint else piece.end()
        if at == start and tail is None and before_noun.strip() and re.search(r"арасында", before_noun):
            title = f"{self._raw[start:noun]}{single}"
            reading = self._titles.read(title)
            if reading is not None:
                yield self._maker.composed(title, start, noun, reading, act, start, more=((noun, end),))

    def _subjects(self, start: int, noun: int) -> list[tuple[int, int]]:
        """``А, Б және В туралы``: where three subjects or more stand; of two nobody knows whether they are one."""
        about = list(ABOUT.finditer(self._plain, start, noun))
        last = about[0] if len(about) == 1 else None
        if last is None or BETWEEN.search(self._plain, start, noun):
            return []
        edges = [
            start,
            *(p for m in COMMA_OR_AND.finditer(self._plain, start, last.start()) for p in m.span()),
            last.start(),
        ]
        pieces = list(zip(edges[::2], edges[1::2], strict=True))
        closes = AND.search(self._plain, pieces[-2][1], pieces[-1][0]) if len(pieces) > 2 else None
        return pieces if closes and all(b - a > SHORTEST_SUBJECT for a, b in pieces) else []

    def _of_subjects(
        self, pieces: list[tuple[int, int]], single: str, noun: int, end: int, act: Act
    ) -> Iterator[Found]:
        """One document of each subject."""
        last = pieces[-1][1]
        # ``жылқы етін, бидай кебегін және күнжара экспорттауға … туралы``: what is done with each stands behind the last
        shared = ACCUSATIVE.search(self._plain, *pieces[-1])
        if shared and all(ACCUSATIVE.search(self._plain[a:b] + " ") for a, b in pieces[:-1]):
            last, pieces = shared.end(), [*pieces[:-1], (pieces[-1][0], shared.end())]
        for begin, stop in pieces:
            title = f"{self._raw[begin:stop]}{self._raw[last:noun]}{single}"
            reading = self._titles.read(title)
            if reading is not None:
                yield self._maker.composed(title, begin, stop, reading, act, begin, more=((last, end),))

    @cached_property
    def _tail(self) -> re.Pattern[str]:
        """``ынтымақтастық туралы үкіметаралық`` right before the type noun."""
        modifiers = "|".join(sorted(self._words.modifiers))
        return re.compile(rf"(?:өзара түсіністік|ынтымақтастық) туралы\s+(?:(?:{modifiers})\s+)*$")

    def _of_one_field(
        self, start: int, field: re.Match[str], single: str, noun: int, end: int, act: Act
    ) -> Iterator[Found]:
        """``А, Б және В саласындағы ынтымақтастық туралы``: one document of each; of two, nobody knows."""
        last = field.start() + 1
        edges = [start, *(p for m in JOINT.finditer(self._plain, start, last) for p in m.span()), last]
        for begin, stop in zip(edges[::2], edges[1::2], strict=True):
            title = f"{self._raw[begin:stop]}{self._raw[last:noun]}{single}".replace("салаларындағы", "саласындағы")
            reading = self._titles.read(title)
            if reading is not None:
                yield self._maker.composed(title, begin, stop, reading, act, begin, more=((last, end),))

    def _of_fields(  # noqa: PLR0913 - where the parts of a plural stand
        self,
        start: int,
        fields: list[re.Match[str]],
        single: str,
        noun: int,
        end: int,
        act: Act,
        *,
        rest: str | None = None,
    ) -> Iterator[Found]:
        """``А саласындағы және Б саласындағы ынтымақтастық туралы``: one document of each field."""
        at = start
        rest = self._raw[fields[-1].end() : noun] if rest is None else rest
        for field in fields:
            title = f"{self._raw[at : field.end()]}{rest}{single}"
            reading = self._titles.read(title)
            if reading is not None:
                yield self._maker.composed(title, at, field.end(), reading, act, at, more=((noun, end),))
            joint = JOINT.match(self._plain, field.end(), noun)
            at = joint.end() if joint else field.end()

    def _pairs(self, start: int, noun: int) -> list[tuple[int, int]]:
        """``А мен Б, В мен Г арасында``: where the pairs stand; nothing where there is only one."""
        between = BETWEEN.search(self._plain, start, noun)
        if between is None:
            return []
        edges = [
            start,
            *[
                p
                for m in re.finditer(r",\s+(?:сондай-ақ\s+)?", self._plain[start : between.start()])
                for p in (start + m.start(), start + m.end())
            ],
            between.start(),
        ]
        pairs = list(zip(edges[::2], edges[1::2], strict=True))
        return pairs if len(pairs) > 1 and all(WITH.search(self._plain, a, b) for a, b in pairs) else []

    def _hub(self, start: int, noun: int) -> tuple[tuple[int, int], list[tuple[int, int]], int] | None:
        """``Үкімет пен А, Б және В арасында``: where the one stands, each of the others, and where they end."""
        between = BETWEEN.search(self._plain, start, noun)
        one = WITH.search(self._plain, start, between.start()) if between else None
        if between is None or one is None or "," not in self._plain[one.end() : between.start()]:
            return None
        edges = [one.end()]
        for joint in JOINT.finditer(self._plain, one.end(), between.start()):
            if parties().evident(self._plain[edges[-1] : joint.start()]):
                edges += joint.span()
        edges.append(between.start())
        others = list(zip(edges[::2], edges[1::2], strict=True))
        evident = all(parties().evident(self._plain[a:b]) for a, b in others)
        return ((start, one.end()), others, between.start()) if evident and len(others) > 1 else None

    def _with_each(  # noqa: PLR0913 - where the parts of a plural stand
        self, hub: tuple[int, int], others: list[tuple[int, int]], rest: int, single: str, noun: int, end: int, act: Act
    ) -> Iterator[Found]:
        """One document of the one body with each of the others."""
        for begin, stop in others:
            title = f"{self._raw[slice(*hub)]}{self._raw[begin:stop]}{self._raw[rest:noun]}{single}"
            reading = self._titles.read(title)
            if reading is not None:
                found = self._maker.composed(title, begin, stop, reading, act, 0, more=(hub, (noun, end)))
                shifts = [hub[0] if side.start < hub[1] - hub[0] else begin - hub[1] + hub[0] for side in reading.sides]
                yield replace(found, sides=tuple(s.moved(by) for s, by in zip(reading.sides, shifts, strict=True)))

    def _of_pairs(self, pairs: list[tuple[int, int]], single: str, noun: int, end: int, act: Act) -> Iterator[Found]:
        """One document of each pair."""
        rest = self._raw[pairs[-1][1] : noun]
        for begin, stop in pairs:
            pair = re.sub(r"\s*\([^)]*\)", "", self._raw[begin:stop])
            title = f"{pair}{rest}{single}"
            reading = self._titles.read(title)
            if reading is not None:
                yield self._maker.composed(title, begin, stop, reading, act, begin, more=((noun, end),))
