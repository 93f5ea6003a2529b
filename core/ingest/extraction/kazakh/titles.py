"""The title of one Kazakh instrument: parties first, subject before ``туралы``, type noun last."""

from __future__ import annotations

import re
from functools import cache

from ingest.extraction.kazakh.parties import WITH_OR_AND, Parties, parties
from ingest.extraction.lexicon import Head, Lexicon, lexicon
from ingest.extraction.parties import Side
from ingest.extraction.text import skeleton
from ingest.extraction.titles import BY_ONE, Title, TitleGrammar

BETWEEN = re.compile(r"\s+арасында(?:ғы)?(?!\w)")
THESE = re.compile(r"(?:құжат(?:тар)?(?:ға|қа|ты|ды)?|актілер(?:ге)?)\s*(?:-|:)\s+")
"""``бірқатар құжаттарға – …``: what is named behind it."""
YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?(?:[-/]|\s+және\s+)\s?((?:(?:19|20)\d\d)|\d\d)(?!\d)")
ONE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s+жылға\s+арналған")
FOR_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-/]\s?\d{2,4})?\s+жыл(?:дар)?(?:ға|ы|дың)\s+арналған\s*")
NOTES = re.compile(r"нота(?:лар)?(?:мен)?\s+алмасу", re.IGNORECASE)
ABOUT = re.compile(r"\s+(?:туралы|жөніндегі|бойынша|жайындағы)(?!\w)")
FIELD = re.compile(r"\s+(?:саласындағы|салаларындағы|бағытындағы|аясындағы)(?:\s+\w+тық|\s+ынтымақтастық)?(?!\w)")
BEFORE_SIDES = re.compile(
    r"(?:\sжасалған|(?:^|\s)[\w-]+\sқаласында|\sтуралы|жыл(?:дар)?ға\sарналған|\d\s?\w*(?:дағы|дегі|тағы|тегі)|жылғы\s\d{1,2}\s\w+(?:дағы|дегі|тағы|тегі|да|де|та|те))\s+"
)
ISSUER = re.compile(r"^(?P<who>.+?(?:ның|нің|дың|дің|тың|тің))\s+(?=\"|[\w-]+\s|шешім|қарар|мәлімдеме)")
STATEMENT_OF = re.compile(r"^(?P<who>.+(?:ның|нің|дың|дің|тың|тің))\s+(?=[\w\s-]*(?:мәлімдеме|коммюнике))")
OF_AND_WITH = re.compile(r"(?P<one>.{3,120}?)-?(?:ның|нің|дың|дің|тың|тің)\s(?P<other>.{3,120}?[ыі]мен)\s(?=\S)")
"""``«А» ЖШС-ның «Б» холдингімен … келісімшарты``: whose it is, and with whom."""
COUNCIL = re.compile(r"(?i)кеңес|комиссия|комитет|ассамблея|басшылар|конференция|конгресс|ұйым")
AFTER_HEAD = re.compile(r"[\"\s;,.]*(?:\([^)]*\)[\s;,.]*)*$")


class Titles(TitleGrammar):
    """The grammar of titles in Kazakh."""

    years, one_year = YEARS, ONE_YEAR

    def __init__(self, words: Lexicon, sides: Parties) -> None:
        super().__init__(words, sides.side)
        self._parties = sides

    def head_end(self, plain: str) -> int | None:
        """Where the type noun ends of a text that is built like a title: the noun closes it."""
        head = self.head(plain)
        return head[0].end() if head else None

    def head(self, plain: str) -> tuple[re.Match[str], Head] | None:
        """The type noun that closes a title."""
        last = None
        for match in self._words.head.finditer(plain):
            last = match
        if last is None or AFTER_HEAD.match(plain, last.end()) is None:
            return None
        head = self._words.head_of(last[0])
        return (last, head) if head else None

    def read_cased(self, text: str) -> Title | None:
        """Read a title in small letters; None where no type noun closes it."""
        plain = skeleton(text)
        found = self.head(plain)
        if found is None:
            return None
        match, head = found
        kind, subtype = (head.type, head.subtype) if not NOTES.search(plain) else ("exchange_of_notes", None)
        sides, of_both, extent = self._sides(text, plain, match.start(), kind)
        return Title(
            text=text,
            head=head,
            head_end=match.end(),
            type=kind,
            subtype=subtype,
            sides=sides,
            of_both=of_both,
            subject=self._subject(text, plain, match, extent),
            period=self._period(plain),
            score=0.0,
        )

    def _sides(
        self, text: str, plain: str, end: int, kind: str
    ) -> tuple[tuple[Side, ...], bool, tuple[int, int] | None]:
        """The parties a title names, whether it names both of the event, and where that phrase stands."""
        for cue in BETWEEN.finditer(plain, 0, end):
            begin = max((m.end() for m in BEFORE_SIDES.finditer(plain, 0, cue.start())), default=0)
            reading = self._parties.before(text[begin : cue.start()])
            if reading is None:
                continue
            sides, start = reading
            return tuple(side.moved(begin) for side in sides), not sides, (begin + start, cue.end())
        if pair := self._owners(text, plain, end):
            return pair, False, None
        return self._issuer(text, plain, kind) if kind in BY_ONE else (), False, None

    def _owners(self, text: str, plain: str, end: int) -> tuple[Side, ...]:
        """``X мен Y-ның … жоспары``: two bodies, the second in the genitive."""
        if supplier := OF_AND_WITH.match(plain[:end]):
            both = (self._parties.side(text, *supplier.span("one")), self._parties.side(text, *supplier.span("other")))
            if all(side is not None and self._parties.evident(side.name) for side in both):
                return tuple(side for side in both if side is not None)
        for joint in WITH_OR_AND.finditer(plain, 0, end):
            if not self._parties.evident(plain[: joint.start()]):
                continue
            for place in self._parties.places.mentions(plain):
                owner = re.search(r"[нтд][ыі]ң$", plain[place.start : place.end])
                named = place.kind in {"city", "region"} and plain[place.end + 1 : place.end + 2].islower()
                if place.start == joint.end() and owner and named:
                    one = self._parties.side(text, 0, joint.start())
                    other = self._parties.side(text, place.start, place.end)
                    return tuple(side for side in (one, other) if side is not None)
            for body in self._parties.body.finditer(plain, joint.end(), end):
                if re.search(r"(?:ның|нің|дың|дің|тың|тің)$", body[0]):
                    sides = (
                        self._parties.side(text, 0, joint.start()),
                        self._parties.side(text, joint.end(), body.end()),
                    )
                    return tuple(side for side in sides if side is not None)
        return ()

    def _issuer(self, text: str, plain: str, kind: str) -> tuple[Side, ...]:
        """``… кеңесінің шешімі``; ``Қазақстан мен Сербияның бірлескен мәлімдемесі``."""
        issuer = (STATEMENT_OF if kind == "joint_statement" else ISSUER).match(plain)
        if issuer is None:
            return ()
        countries = {m.country: m for m in self._parties.places.mentions(issuer["who"]) if m.kind == "country"}
        if len(countries) > 1 and self._parties.body.search(issuer["who"]) is None:
            return tuple(Side(m.name, "country", code, m.start, m.end) for code, m in countries.items())
        if COUNCIL.search(issuer["who"]) or self._parties.organisation.search(issuer["who"]):
            side = self._parties.side(text, 0, issuer.end("who"))
            return (Side(side.name, "other", None, side.start, side.end),) if side else ()
        return ()

    def _subject(self, text: str, plain: str, head: re.Match[str], sides: tuple[int, int] | None) -> str | None:
        """What the document is about: between the parties and ``туралы``."""
        start = sides[1] if sides else 0
        end = next((m.start() for m in reversed(list(ABOUT.finditer(plain, start, head.end())))), head.start())
        years = FOR_YEARS.search(plain, start, end)
        subject = (text[start : years.start()] + text[years.end() : end] if years else text[start:end]).strip(" ,;.")
        field = FIELD.search(skeleton(subject))
        subject = subject[: field.start()] if field and field.start() > 3 else subject
        if sides and sides[0] > 3 and len(subject) < 3:
            subject = re.sub(r"\s+туралы$", "", text[: sides[0]].strip())
        return subject if len(subject) > 2 else None


@cache
def titles() -> Titles:
    """The grammar of titles, built once."""
    return Titles(lexicon("kk"), parties())
