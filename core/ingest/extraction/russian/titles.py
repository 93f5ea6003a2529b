"""The title of one Russian instrument: type noun first, parties behind ``между``, subject behind ``о``."""

from __future__ import annotations

import re
from functools import cache

from ingest.extraction.lexicon import Head, Lexicon, lexicon
from ingest.extraction.parties import Side
from ingest.extraction.russian.morphology import is_adjective, nominative
from ingest.extraction.russian.parties import Parties, parties, quotations
from ingest.extraction.text import lies_in, skeleton
from ingest.extraction.titles import BY_ONE, Title, TitleGrammar

YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?(?:[-/]|\s+и\s+|\s+по\s+)\s?((?:(?:19|20)\d\d)|\d\d)(?!\d)")
ONE_YEAR = re.compile(r"(?<!\w)на\s+((?:19|20)\d\d)\s+год")
NOTES = re.compile(r"(?:в форме|путем|посредством|через)\s+(?:\w+\s+)?обмен\w*\s+(?:нот|письм)\w*", re.IGNORECASE)
FURTHEST_HEAD = 6
BETWEEN = re.compile(r"(?<![\w-])между\s+(?:собой\s+)?", re.IGNORECASE)
WITH = re.compile(
    r"(?:\s+сотрудничества)?\s+(?:с|со)\s+(?=[А-ЯЁA-Z\"]|(?:[а-яё-]+(?:ой|ей|им|ым)\s){0,2}(?:компани|корпораци|фирм|холдинг|банк|университет|институт|фонд|агентств|правительств|министерств))"
)
ISSUER_END = re.compile(r"\s(?:о|об|обо|по|на|от|в|к|для|с)\s|[,;(:]|$")
COUNCIL = re.compile(r"(?i)\b(?:совет|комисси|комитет|ассамбле|конференци|конгресс|глав\w* государств|государств-)")
MEMBERS = re.compile(
    r"(?i)(?:\s|-|и(?=\s)|глав\w*|лидер\w*|президент\w*|государств\w*|стран\w*|правительств\w*|член\w*|участни\w*|учредител\w*)+"
)
"""``заявление глав государств - членов ШОС``: of the organisation."""
RELATIONS = re.compile(
    r"(?i)(?<!\w)(?:взаимодействи|дружб|мобильност|обмен|отношени|партнерств|побратимств|содружеств|сотрудничеств)[а-яё]*\s+(?=\S)"
)
"""Nouns of what is between several: ``о побратимстве А и Б``."""
BOUND_OF_SIDES = re.compile(r"\s(?:о|об|обо|по|на|от|в|к|для|с|со)\s|[,;:]|$")
GENITIVE_WITH = re.compile(
    r"\s(?P<one>[А-ЯЁA-Z\"][^,;:]{1,60}?)\s(?:с|со)\s(?P<other>(?=[А-ЯЁA-Z\"])[^,;:]{2,80}?)(?=\s(?:о|об|по|на|от|в)\s|$)"
)
"""``контракт КТЖ с Hyundai Rotem``."""
SIGN_THEMSELVES = frozenset(["agency", "city", "company", "country", "ministry", "region", "university"])
SUBJECT = re.compile(r"\s*,?\s*(?:о|об|обо|по|в (?:сфере|области|целях)|на|для|к)\s+", re.IGNORECASE)
DATED = re.compile(r"\s+от\s+\d{1,2}\s.*$")
FOR_YEARS = re.compile(r"\s*\(?(?:на\s+(?:период\s+)?)?(?:19|20)\d\d(?:\s?[-/]\s?\d{2,4})?\s*(?:год\w*|гг?\.?)?\)?\s*$")


class Titles(TitleGrammar):
    """The grammar of titles in Russian."""

    years, one_year = YEARS, ONE_YEAR

    def __init__(self, words: Lexicon, sides: Parties) -> None:
        super().__init__(words, sides.side)
        self._parties = sides

    def head_end(self, plain: str) -> int | None:
        """Where the type noun ends of a text that begins like a title."""
        head = self.head(plain)
        return head[0].end() if head and plain[:1].isupper() else None

    def head(self, plain: str) -> tuple[re.Match[str], Head] | None:
        """The type noun of a title that starts here: after a few adjectives at most."""
        for match in self._words.head.finditer(plain):
            head = self._words.head_of(match[0])
            if head is None:
                continue
            before = plain[: match.start()].replace('"', " ").split()
            if len(before) > FURTHEST_HEAD or not all(self._is_modifier(word) for word in before):
                return None
            return match, head
        return None

    def _is_modifier(self, word: str) -> bool:
        bare = word.strip('",()')
        return bare in {"и", "-"} or bare[:1].isdigit() or is_adjective(bare)

    def read_cased(self, text: str) -> Title | None:
        """Read a title in small letters; None where no type noun stands near its start."""
        plain = skeleton(text)
        found = self.head(plain)
        if found is None or self._others.search(plain, 0, found[0].start()):
            return None
        match, head = found
        kind, subtype = (head.type, head.subtype) if not NOTES.search(plain) else ("exchange_of_notes", None)
        sides, of_both, extent = self._sides(text, plain, match.end(), kind)
        return Title(
            text=text,
            head=head,
            head_end=match.end(),
            type=kind,
            subtype=subtype,
            sides=sides,
            of_both=of_both,
            subject=self._subject(text, plain, match.end(), extent),
            period=self._period(plain),
            score=0.0,
        )

    def _sides(
        self, text: str, plain: str, after: int, kind: str
    ) -> tuple[tuple[Side, ...], bool, tuple[int, int] | None]:
        """The parties a title names, whether it names both of the event, and where that phrase stands."""
        quotes = quotations(plain)
        for cue in BETWEEN.finditer(plain, after):
            if lies_in(quotes, cue.start()):
                continue
            reading = self._parties.between(text[cue.end() :])
            if reading is None:
                continue
            sides, end = reading
            return tuple(side.moved(cue.end()) for side in sides), not sides, (cue.start(), cue.end() + end)
        return self._issuer(text, plain, after, kind), False, None

    def _issuer(self, text: str, plain: str, after: int, kind: str) -> tuple[Side, ...]:
        """``Решение … совета``, ``Заявление Президента А и Президента Б``, ``отношений А и Б``."""
        end = ISSUER_END.search(plain, after)
        quote = plain.find(' "', after)
        stop = min(end.start() if end else len(plain), quote if quote > after else len(plain))
        phrase = plain[after:stop]
        if phrase.strip() and not phrase.lstrip().startswith('"'):
            countries = self._countries(plain, after, stop)
            body = self._parties.body.search(phrase)
            if len(countries) > 1 and (body is None or re.search(r"(?i)президент|глав|министр", phrase)):
                return countries
            known = self._parties.organisation.search(phrase)
            if known and MEMBERS.fullmatch(phrase[: known.start()]):
                return (Side(nominative(known[0]), "other", None, after + known.start(), after + known.end()),)
            if kind in BY_ONE and known and not COUNCIL.search(phrase):
                return (Side(nominative(known[0]), "other", None, after + known.start(), after + known.end()),)
            if kind in BY_ONE and COUNCIL.search(phrase):
                begin = after + len(phrase) - len(phrase.lstrip())
                name = self._parties.side(text, begin, stop)
                return (Side(name.name if name else text[begin:stop], "other", None, begin, stop),)
            if body is not None and (len(countries) > 1 or phrase[body.start()].isupper()):
                shift = after + (body.start() if phrase[body.start()].isupper() else len(phrase) - len(phrase.lstrip()))
                reading = self._parties.between(text[shift:stop], "gent")
                if reading and reading[0]:
                    return tuple(side.moved(shift) for side in reading[0])
        if sides := self._of_several(text, plain, after):
            return sides
        for relations in RELATIONS.finditer(plain, after):
            if sides := self._of_several(text, plain, relations.end()):
                return sides
        if (both := GENITIVE_WITH.match(plain, after)) and self._parties.opens(plain, both.start("other"), "ablt"):
            pair = [self._parties.side(text, *both.span(group)) for group in ("one", "other")]
            read = tuple(side for side in pair if side is not None and side.kind in SIGN_THEMSELVES)
            if len(read) == len(pair):
                return read
        if with_one := WITH.match(plain, after):
            stop = self._parties.bounded(plain, with_one.end())
            side = self._parties.side(text, with_one.end(), stop)
            return (side,) if side and (side.country or side.kind in {"company", "university"}) else ()
        return ()

    def _of_several(self, text: str, plain: str, begin: int) -> tuple[Side, ...]:
        """``Соглашение киностудии А и Агентства Б о …``, ``о побратимстве А и Б``: an enumeration in the genitive."""
        quotes = quotations(plain)
        ends = (bound.start() for bound in BOUND_OF_SIDES.finditer(plain, begin))
        stop = next((at for at in ends if not lies_in(quotes, at)), len(plain))
        start = begin + len(plain[begin:stop]) - len(plain[begin:stop].lstrip())
        if pair := self._parties.pair.search(plain, start, stop):  # ``план действий министерств культуры двух стран``
            start = max(
                (body.start() for body in self._parties.body.finditer(plain, start, pair.start())), default=start
            )
        several = " и " in plain[start:stop] or pair is not None
        several = several and not plain.startswith("между ", start)
        reading = self._parties.between(text[start:stop], "gent") if several else None
        if reading is None or not all(self._is_named(side) for side in reading[0]):
            return ()
        return tuple(side.moved(start) for side in reading[0])

    def _is_named(self, side: Side) -> bool:
        return side.kind in SIGN_THEMSELVES or bool(side.country or self._parties.organisation.search(side.name))

    def _countries(self, plain: str, start: int, stop: int) -> tuple[Side, ...]:
        found: dict[str, Side] = {}
        for mention in self._parties.places.mentions(plain[start:stop]):
            if mention.kind == "country":
                side = Side(mention.name, "country", mention.country, start + mention.start, start + mention.end)
                found.setdefault(mention.country, side)
        return tuple(found.values())

    def _subject(self, text: str, plain: str, after: int, sides: tuple[int, int] | None) -> str | None:
        """What the document is about: after the parties, or between the type noun and the parties."""
        pieces = [(after, len(plain))] if sides is None else [(sides[1], len(plain)), (after, sides[0])]
        for start, end in pieces:
            opening = SUBJECT.match(plain, start, end)
            if opening is None:
                continue
            years = FOR_YEARS.search(plain, opening.end(), end)
            subject = DATED.sub("", text[opening.end() : years.start() if years else end]).strip(" ,;.")
            if len(subject) > 2:
                return subject
        return None


@cache
def titles() -> Titles:
    """The grammar of titles, built once."""
    return Titles(lexicon("ru"), parties())
