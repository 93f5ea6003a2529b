"""Write out a shared plural head: one title per subject, or per pair of parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extraction.acts import Act
from ingest.extraction.english.parties import parties
from ingest.extraction.english.titles import Titles, titles
from ingest.extraction.found import Found, Maker
from ingest.extraction.lexicon import Head
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.extraction.titles import Title

BETWEEN_AGAIN = re.compile(
    r"(?:\s?[,;]|\s?[,;]?\s(?:and|as well as))\s(?:also\s)?between\s|,?\sas\swell\sas\s(?=(?:the\s)?[A-Z][^,;]{3,80}\sand\s(?:the\s)?[A-Z])"
)
FIELD_AGAIN = re.compile(r"(?:,|\sand)\s+in the (?:field|sphere|area) of\s")
BETWEEN_STATES = re.compile(r"\sbetween\s(?:the\s)?(?:Republic|Kingdom|Government|two|[A-Z]\w+stan)")
IN_FIELDS = re.compile(r"\s*in the (?:field|sphere|area)s of\s")
"""``Several agreements were signed in the fields of healthcare and transportation``."""
OTHERS = re.compile(
    r"\s*(?:and\s)?(?:(?:many\s)?others?|(?:some\s|many\s)?other\s(?:areas|fields|spheres|sectors|issues|matters|directions))[\s.]*"
)
ONE_NAME = re.compile(r"(?:the\s)?(?P<name>[A-Z][\w&'-]*(?:\s(?:of\s|for\s)?[A-Z&][\w&'-]*){0,4})")
NAMES = re.compile(rf"(?:{ONE_NAME.pattern.replace('?P<name>', '?:')}(?:,\s(?:and\s)?|\sand\s|$)){{2,}}")
WITH_AGAIN = re.compile(r"(?:,|,?\sand)\swith\s(?:the\s)?(?=[A-Z])")
QUOTED = re.compile(r'(?:,?\s(?:and\s)?|:\s)"((?:On|To)\s[^"]+?),?"')
VAGUE_FIELD = re.compile(
    r"\s*for (?:their|its) implementation\b|\s*(?:to|for|in) the (?:total |overall )?(?:sum|amount)\b|\s*for a total\b|\s*on cooperation between (?:various|several|different|a number of)\b|\s*(?:worth|total\w*)\b|\s*for (?:about |over |some |nearly |almost |more than )?(?:\$|USD|KZT|\d)|\s*(?:(?:aimed|intended)\s|in an? [\w-]+ (?:format|manner|way)\b|on (?:bilateral |mutual |further )?cooperation(?: between the (?:two )?\w+)?$|on cooperation in (?:\w+ of )?an? (?:number|range|series) of\b|in (?:the |various |different |a number of )?(?:fields?|spheres?|areas?|sectors?)\b|of cooperation$|$|(?:of [\w ]+ )?between (?:[A-Z]\w+ and [A-Z]\w+ )?(?:companies|firms|enterprises|businesses|organi[sz]ations|universities|regions)\b|between the (?:two )?\w+$)",
    re.IGNORECASE,
)
"""What names no document: ``in various fields``, ``on cooperation between the states``."""

ISSUER_ON = re.compile(r"\s(?:of|by) the (?:[A-Z][\w-]*\s(?:of\s(?:the\s)?)?)+?(?=on\s)")
"""``Statements of the Council of Heads of State on A, on B and on C``: who issued them, before the subjects."""
ONE_FIELD = re.compile(
    r"(?:[\w-]+(?:, | and |, and )){2,8}[\w-]+(?:al|ic|an|ive|ary) (?:areas|spheres|fields|sectors)\s*"
)
"""``trade, economic, scientific and technical, and humanitarian areas``: adjectives of one noun."""
ITEM_GOES_ON = re.compile(r"(?:on|of|between|for|in the (?:field|sphere|area)s? of)\s")
SHORTEST_SUBJECT = 3
COUNTED = re.compile(r"\d{1,2}\s[a-z]")
"""``7 agreements on cooperation and 3 export contracts``: another sum behind the first."""
COUNT = re.compile(r"([\w-]+)\s(?:new\s)?(?:[a-z]+\sand\s)?$")
"""``6 agreements``, ``12 contracts and agreements``."""
ONE_PAIR = 2
"""Where a pair begins and ends."""
MOST_UNDER_ONE_SUBJECT = 2
"""``6 agreements on cooperation between the regions``: a sum, no title."""


class SharedHeads:
    """Splits plurals of one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._titles: Titles = titles()
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._maker = Maker(setting)

    def item(self, item: Found, act: Act) -> Iterator[Found]:
        """The documents of a list item whose type noun is a plural."""
        match = self._words.head.search(self._plain, item.start, item.end)
        if match is not None:
            yield from self.split(item.start, match, item.reading.head, item.end, act)

    def shared_noun(self, noun: str, item: str) -> str | None:
        """``… agreements:`` above the list, and in it ``on air services``."""
        match = self._words.head.search(noun)
        head = self._words.head_of(match[0]) if match else None
        if match is None or head is None or not head.plural or not ITEM_GOES_ON.match(item):
            return None
        return noun[: match.start()] + self._singular(match[0])

    def several(self, item: Found) -> bool:
        """Whether the type noun of a list item is a plural."""
        return item.reading.head.plural

    def one_subject(self, after: int, stop: int) -> bool:
        """Whether a plural is followed by one subject only."""
        return len(list(self._pieces(after, stop))) == 1

    def split(  # noqa: PLR0913 - where the head stands, and where what it is shared by
        self,
        start: int,
        match: re.Match[str],
        head: Head,
        stop: int,
        act: Act,
        *,
        after: int | None = None,
        about: str = "",
    ) -> Iterator[Found]:
        """Write out a shared head: one title per subject or per pair of parties.

        ``after``: where these begin, if not behind the noun (``memorandums were signed between A and B, C and D``), and
        ``about`` what stands before the verb (``memorandums on trade were signed between …``).
        """
        after = match.end() if after is None else after
        rest = self._plain[after:stop]
        if head.type == "decision" and (quoted := self._quoted(match.end(), act.sentence.end)):
            for a, b in quoted:
                yield self._maker.made(a, b, self._maker.as_decision(self._raw[a:b]), act.mode, act.sentence, act=act)
            return
        if head.type == "unspecified" and not re.match(r"\s*:?\s*(?:on|regarding|concerning)\s", rest):
            return
        fields = FIELD_AGAIN.search(rest) or (after == act.end and IN_FIELDS.match(rest))
        vague = VAGUE_FIELD.match(rest) and not fields
        if vague and IN_FIELDS.match(rest) and self._count_before(start) == len(list(self._pieces(after, stop))):
            vague = None  # ``Six memorandums in the fields of …``: and six fields
        if not rest.strip() or vague or re.match(r"\s+(?:with|by|signed|to (?:be|which))\b", rest):
            return
        single = self._plain[start : match.start()] + self._singular(match[0]) + about
        pieces = [
            piece
            for piece in self._with_places(self._pieces(after, stop))
            if piece[1] - piece[0] >= SHORTEST_SUBJECT and not COUNTED.match(self._plain, piece[0])
        ]
        if len(pieces) == 1 and (head.type == "unspecified" or self._count_before(start) > MOST_UNDER_ONE_SUBJECT):
            return
        shared = self._shared_sides(pieces)
        for number, (piece_start, piece_end, opening) in enumerate(pieces, start=1):
            title = single + opening + self._raw[piece_start:piece_end]
            more: tuple[tuple[int, int], ...] = ((start, match.end()),)
            shift = piece_start - len(single + opening)
            if shared and number < len(pieces):
                shift = shared[0] - len(title)
                title, more = title + self._raw[slice(*shared)], (*more, shared)
            reading = self._titles.read(title)
            if reading is None or (len(pieces) == 1 and self._of_states_only(reading)):
                continue
            yield self._maker.composed(title, piece_start, piece_end, reading, act, shift, more=more)

    def _shared_sides(self, pieces: list[tuple[int, int, str]]) -> tuple[int, int] | None:
        """``treaties on A and on B between X and Y``: where the sides of the last stand, which are those of all."""
        if len(pieces) < ONE_PAIR or any(opening != " on " for _, _, opening in pieces):
            return None
        begin, end, _ = pieces[-1]
        between = BETWEEN_STATES.search(self._plain, begin, end)
        alone = not any("between" in self._plain[a:b] for a, b, _ in pieces[:-1])
        return (between.start(), end) if between and alone else None

    def _with_places(self, pieces: Iterator[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """``on plants in A and B``: a place alone is no subject, but the end of the one before."""
        kept: list[tuple[int, int, str]] = []
        for begin, end, opening in pieces:
            places = self._setting.places.mentions(self._raw[begin:end]) if opening == " on " else ()
            if kept and places and (places[0].start, places[0].end) == (0, end - begin):
                kept[-1] = (kept[-1][0], end, kept[-1][2])
            else:
                kept.append((begin, end, opening))
        return kept

    def _of_states_only(self, reading: Title) -> bool:
        """``protocols between the UAE and Kazakhstan``: a plural that says no more names none."""
        return reading.subject is None and bool(reading.sides) and all(one.kind == "country" for one in reading.sides)

    def _count_before(self, start: int) -> int:
        """``6 agreements``: the number before the noun phrase; 0 where none is printed."""
        last = COUNT.search(self._plain[max(0, start - 40) : start])
        word = last[1].casefold() if last else ""
        return int(word) if word.isdecimal() else int(self._words.table("numbers").get(word, 0))

    def _quoted(self, at: int, end: int) -> list[tuple[int, int]]:
        """``decisions "On …", "On …" and "On …"``: where the quotations stand that follow each other."""
        found = []
        while one := QUOTED.match(self._plain, at, end):
            found.append(one.span(1))
            at = one.end()
        return found

    def with_each(
        self, start: int, match: re.Match[str], opening: re.Match[str], stop: int, act: Act
    ) -> Iterator[Found]:
        """``memorandums with A and B``, ``agreements with A on X and with B on Y``: one with each.

        ``opening``: the ``with`` behind the noun, or behind its verb (``memorandums were signed with A and B``).
        """
        begin = opening.end()
        single = (
            self._raw[start : match.start()] + self._singular(match[0]) + self._raw[slice(*opening.span())].lstrip(":")
        )
        pieces: list[tuple[int, int, Side | None]] = []
        again = [one.span() for one in WITH_AGAIN.finditer(self._plain, begin, stop)]
        if again:
            edges = [begin, *(at for span in again for at in span), stop]
            pieces = [(a, b, None) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        else:
            sides = parties().enumeration(self._raw[begin:stop]) or self._names(begin, stop)
            pieces = [(begin + side.start, begin + side.end, side) for side in sides if len(sides) > 1]
        for a, b, side in pieces:
            reading = self._titles.read(f"{single}{self._raw[a:b]}")
            if reading is not None:
                found = self._maker.composed(
                    reading.text, a, b, reading, act, a - len(single), more=((start, match.end()),)
                )
                yield found if side is None else replace(found, sides=(side.moved(begin),))

    def of_pairs(self, start: int, match: re.Match[str], stop: int, act: Act) -> Iterator[Found]:
        """``A and B, C and D signed memorandums of cooperation``: one of each pair that signs."""
        begin = self._setting.behind_dateline(act.sentence.start, act.start)
        commas = [comma.span() for comma in re.compile(r",\s(?:as well as\s)?").finditer(self._plain, begin, act.start)]
        edges = [begin, *(at for span in commas for at in span), act.start]
        pairs = []
        for a, b in reversed(list(zip(edges[::2], edges[1::2], strict=True))):
            two = parties().enumeration(self._raw[a:b].strip())
            bodies = all(side.kind != "country" and parties().evident(side.name, side) for side in two)
            if len(two) != ONE_PAIR or not bodies:
                break
            pairs.append((a, b, two))
        if len(pairs) < ONE_PAIR:
            return
        single = self._plain[start : match.start()] + self._singular(match[0])
        reading = self._titles.read(f"{single}{self._raw[match.end() : stop]}")
        for a, b, two in reversed(pairs):
            if reading is not None:
                found = self._maker.composed(reading.text, a, b, reading, act, 0, more=((start, stop),))
                yield replace(found, sides=tuple(side.moved(a) for side in two))

    def _names(self, begin: int, stop: int) -> tuple[Side, ...]:
        """``Pfizer, Roche and Novartis``: names in capitals that no word shows to be bodies."""
        names = NAMES.fullmatch(self._plain, begin, stop)
        spans = [one.span("name") for one in ONE_NAME.finditer(self._plain, begin, stop)] if names else []
        sides = [parties().side(self._raw, a, b) for a, b in spans]
        return tuple(side.moved(-begin) for side in sides if side is not None)

    def _pieces(self, after: int, stop: int) -> Iterator[tuple[int, int, str]]:
        """The subjects, or pairs, a plural is followed by, each with the words that open it."""
        rest = self._plain[after:stop]
        again = list(BETWEEN_AGAIN.finditer(rest))
        first = re.search(r"\sbetween\s", rest[: again[0].start()]) if again else None
        if first is not None and not re.match(
            r"\s*:?\s*between", rest
        ):  # "on sister relations between A and B and between C and D"
            points = [first.end(), *[p for m in again for p in (m.start(), m.end())], len(rest)]
            for one, other in zip(points[::2], points[1::2], strict=True):
                yield after + one, after + one + len(rest[one:other].rstrip(" ,")), rest[: first.end()]
            return
        if issuer := ISSUER_ON.match(rest):
            for begin, end, opened in self._pieces(after + issuer.end(), stop):
                yield begin, end, f"{issuer[0].rstrip()}{opened}"
            return
        opening = re.match(
            r"\s*:?\s*((?:between (?:the )?(?:two |city |both )?[a-z]+s(?: and [a-z]+s)? (?:on|in))|(?:(?:on|of) (?:\w+ )?(?:cooperation|interaction|partnership) in(?: the (?:field|sphere|area)s? of)?)|on|for|between|of|to|regarding|concerning|in the (?:field|area|sphere|sector)s? of|in)\s+",
            rest,
        )
        if opening is None:
            if not re.match(r"\s*:?\s*(?:\w+ing\s|[\"'(]|[A-Z])", rest):
                return
            yield after + len(rest) - len(rest.lstrip()), stop, " "
            return
        shared = re.search(r"\sbetween\s", rest[opening.end() :])
        if shared and not opening[1].startswith("between"):
            body = opening.end() + shared.end()
            pairs = self._pairs(rest, body)
            if len(pairs) > ONE_PAIR:  # ``agreements on trade between A and B, C and D``
                for begin, end in zip(pairs[::2], pairs[1::2], strict=True):
                    yield after + begin, after + begin + len(rest[begin:end].rstrip(" ,")), rest[:body]
                return
        word, again_word = opening[1], opening[1].split()[-1] if opening[1].startswith("between") else opening[1]
        body = opening.end()
        again = list(
            re.finditer(
                rf"(?:,\s*(?:and\s+|as well as\s+)?|\s+and\s+|;\s*(?:and\s+)?|\s+as well as\s+)(?:also\s+|(?:another|one)\s+)?{again_word}\s+",
                rest[body:],
            )
        )
        if again:
            points = [body, *[p for m in again for p in (body + m.start(), body + m.end())], len(rest)]
        elif word == "between":
            points = self._pairs(rest, body)
        else:
            points = self._subjects(rest, body)
        for one, other in zip(points[::2], points[1::2], strict=True):
            inner = self._pairs(rest[:other], one) if word == "between" else [one, other]
            for begin, end in zip(inner[::2], inner[1::2], strict=True):
                if OTHERS.fullmatch(rest, begin, end):
                    continue
                kept = re.sub(r",?\s(?:and|among)\s(?:many\s)?others?[\s.]*$", "", rest[begin:end])
                single = IN_FIELDS.sub("in the field of ", f"{word} ")
                yield after + begin, after + begin + len(kept.rstrip(" ,")), f" {single}"

    def _pairs(self, rest: str, body: int) -> list[int]:
        """``between A and B, C and D``: every second ``and`` joins a pair."""
        parts = list(re.finditer(r",\s*(?:and\s+|as well as\s+)?(?=[^,]*\sand\s)", rest[body:]))
        points = [body]
        for part in parts:
            before = rest[points[-1] : body + part.start()]
            if re.search(r"\sand\s", before):
                points += [body + part.start(), body + part.end()]
        return [*points, len(rest)]

    def _subjects(self, rest: str, body: int) -> list[int]:
        """``on A, B and C``: every comma and the last ``and``."""
        tail = rest[body:]
        if re.search(r"\sbetween\s", tail) or ONE_FIELD.fullmatch(tail):
            return [body, len(rest)]
        commas = list(re.finditer(r",\s*(?:and\s+|as well as\s+)?", tail))
        lasts = list(re.finditer(r"\s+and\s+", tail))
        points = [body]
        if commas:
            for part in commas:
                points += [body + part.start(), body + part.end()]
            after_commas = [m for m in lasts if m.start() > commas[-1].end()]
            if after_commas and not re.search(r"and\s+$", commas[-1][0]):
                points += [body + after_commas[0].start(), body + after_commas[0].end()]
        elif len(lasts) == 1 and not re.fullmatch(
            r"[\w-]+",
            tail[: lasts[0].start()].strip().split(" ")[-1]
            if len(tail[: lasts[0].start()].split()) == 1 and len(tail[lasts[0].end() :].split()) > 1
            else "a b",
        ):
            points += [body + lasts[0].start(), body + lasts[0].end()]
        return [*points, len(rest)]

    def _singular(self, printed: str) -> str:
        for entry in self._words.types:
            plurals = [str(w).casefold() for w in entry["plural"]]
            if printed.casefold() in plurals:
                singular = [str(w) for w in entry["singular"]]
                best = max(singular, key=lambda word: _alike(word.casefold(), printed.casefold()))
                return _cased_as(printed, best)
        return printed[:-1] if printed.endswith("s") else printed


def _cased_as(printed: str, singular: str) -> str:
    """A singular with the capitals of the plural it stands for: ``Memorandum of Understanding``."""
    capitals = [word[:1].isupper() for word in printed.split()]
    words = singular.split()
    capitals += [False] * (len(words) - len(capitals))
    return " ".join(word[:1].upper() + word[1:] if up else word for word, up in zip(words, capitals, strict=False))


def _alike(one: str, other: str) -> int:
    """How many letters two forms of a phrase share at their beginning and at their end."""
    return _common(one, other) + _common(one[::-1], other[::-1])


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
