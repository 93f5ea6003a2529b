"""The title of one instrument: its type noun, parties, subject and period."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ingest.extraction.english.parties import Parties, parties
from ingest.extraction.english.plural_parties import Reading
from ingest.extraction.lexicon import Head, Lexicon, lexicon
from ingest.extraction.parties import LEGAL_FORM, Side
from ingest.extraction.text import alternation, skeleton
from ingest.extraction.titles import Title, TitleGrammar

YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?(?:[-/]|\s+to\s+|\s+and\s+)\s?((?:(?:19|20)\d\d)|\d\d)(?!\d)")
ONE_YEAR = re.compile(r"\bfor\s+((?:19|20)\d\d)\b(?!\s?[-/])")
NOTES = re.compile(
    r"in the form of (?:an |the )?exchange of (?:notes|letters)|(?:by|through) (?:an )?exchange of notes",
    re.IGNORECASE,
)
INTENT = re.compile(r"\bof intent(?:ions?)?\b", re.IGNORECASE)
COUNCIL = re.compile(r"\b(?:Council|Commission|Committee|Assembly|Conference|Congress|Board)\b")
SHARED = 4.0
"""The score of a plural head of both sides: "of the Foreign Ministries"."""
ISSUER_ENDS = re.compile(r"\s(?:on|to|regarding|concerning|about|for)\s|$|[,;(]")
WITH = re.compile(r"(?:\s+of\s(?:cooperation|understanding|intent))?\s+with\s+(?:the\s+)?(?=[A-Z])")
"""``Agreement with X on …``: whom it was signed with, before the subject."""
FURTHEST_HEAD = 7
MOST_COMPOUND = 2
"""Nouns that may stand before a type noun unlisted: "credit line agreement"."""
DATED = re.compile(r"\s(?:dated|signed|concluded)\s[^;]*$|[\s.;,]+$")
OF_NAME = re.compile(r"\sof\s(?:the\s)?(?=[A-Z\"])")
SIGN_THEMSELVES = frozenset(["agency", "company", "ministry", "university"])
"""Bodies that are parties where a title ends with several of them."""
NO_NAME = re.compile(r"\s(?:in|on)\s")
OF_RUN = re.compile(r"\sof\s(?:the\s)?$")
AND_ONLY = re.compile(r"(?:,|,?\sand)\s(?:the\s)?")
SUBJECT = re.compile(
    r"\s*,?\s*(?:on|to|concerning|regarding|about|in the (?:field|sphere|area)s? of|in|for|of)\s+",
    re.IGNORECASE,
)
FOR_YEARS = re.compile(
    r"\s*(?:,?\s*for(?: the(?: period)?)?\s*(?:of\s*)?|\()?\s*(?:19|20)\d\d(?:\s?[-/]\s?\d{2,4})?(?:\s+years?)?\)?\s*$"
)

MEMBERS = re.compile(
    r"(?i)(?:heads of (?:state|government)|leaders|presidents|member[ -]states|states|heads)(?: (?:and|of|the|heads|government|member[ -]states))*\s+"
)
"""``Joint Statement of the Heads of State of the OTS``: of the organisation."""


class Titles(TitleGrammar):
    """The grammar of titles in English."""

    years, one_year = YEARS, ONE_YEAR

    def __init__(self, words: Lexicon, sides: Parties) -> None:
        super().__init__(words, sides.side)
        self._parties = sides
        self._between = re.compile(rf"(?<![\w-])(?:{alternation(words.words('between'))})\s+", re.IGNORECASE)
        self._not_inside = frozenset(words.words("title_ends", "verbs") + words.words("main_verbs")) | {
            "of",
            "to",
            "on",
            "for",
            "with",
            "by",
            "or",
            "a",
            "an",
        }

    def head_end(self, plain: str) -> int | None:
        """Where the type noun ends of a text that begins like a title."""
        head = self.head(plain)
        return head[0].end() if head and plain.lstrip('"')[:1].isupper() else None

    def head(self, plain: str) -> tuple[re.Match[str], Head] | None:
        """The type noun of a title that starts here: after at most a few modifiers."""
        for match in self._words.head.finditer(plain):
            before = plain[: match.start()]
            head = self._words.head_of(match[0])
            if head is None:
                continue
            if len(before.split()) > FURTHEST_HEAD or not self._modifiers_only(before):
                return None
            following = self._words.head.match(plain, match.end() + 1)
            if following and (inner := self._words.head_of(following[0])) and plain[match.end()] in " -":
                return following, inner  # "protocol decision", "action plan": the last noun of a compound
            return match, head
        return None

    def _modifiers_only(self, before: str) -> bool:
        """Say whether words before a type noun can be its modifiers: no verb, no preposition that opens a phrase."""
        words = before.replace("/", " ").split()
        if words and words[0].casefold() in {
            "on",
            "to",
            "in",
            "for",
            "of",
            "with",
            "under",
            "by",
            "at",
            "from",
        }:
            return False
        for word in words:
            bare = word.strip('",()')
            if not bare:
                continue
            if bare.casefold().strip("'") in self._words.modifiers or bare[:1].isupper() or bare[:1].isdigit():
                continue
            if bare in {"and", "the", "of", "in", "&", "for", "-"} and len(words) > 1:
                continue
            if re.fullmatch(r"[a-z]+-[a-z]+", bare):
                continue
            if len(words) <= MOST_COMPOUND and re.fullmatch(r"[a-z]+", bare) and bare not in self._not_inside:
                continue
            if (
                len(words) <= 3
                and words[0][:1].isupper()
                and re.fullmatch(r"[a-z]+", bare)
                and bare not in self._not_inside
            ):
                continue
            return False
        return True

    def read_cased(self, text: str) -> Title | None:
        """Read a title in small letters; None where no type noun stands near its start."""
        plain = skeleton(text)
        found = self.head(plain)
        if found is None or self._others.search(plain, 0, found[0].start()):
            return None
        match, head = found
        kind, subtype = head.type, head.subtype
        if NOTES.search(plain):
            kind, subtype = "exchange_of_notes", None
        elif kind == "memorandum" and INTENT.match(plain[match.end() :].lstrip()):
            kind, subtype = "letter_of_intent", None
        reading, sides, rest = self._sides(text, plain, match.end())
        period = self._period(plain)
        return Title(
            text=text,
            head=head,
            head_end=match.end(),
            type=kind,
            subtype=subtype,
            sides=sides,
            of_both=reading is not None and not sides,
            subject=self._subject(text, plain, match.end(), rest),
            period=period,
            score=reading.score if reading else 0.0,
        )

    def _sides(
        self, text: str, plain: str, after: int
    ) -> tuple[Reading | None, tuple[Side, ...], tuple[int, int] | None]:
        """The parties a title names, and where that phrase stands."""
        for cue in self._between.finditer(plain, after):
            reading = self._parties.between(text[cue.end() :])
            if reading is None:
                continue
            shift = cue.end()
            moved = tuple(s.moved(shift) for s in reading.sides)
            return reading, moved, (cue.start(), shift + reading.end)
        return None, self._issuer(text, plain, after), None

    def _issuer(self, text: str, plain: str, after: int) -> tuple[Side, ...]:
        """``Decision of the Council``, ``Joint Statement of the Presidents of A and B``, ``Agreement with X``."""
        of = re.compile(r"\s+(?:of|by)\s+(?:the\s+)?(?:representatives\s+of\s+(?:the\s+)?)?").match(plain, after)
        if of:
            reading = self._parties.between(text[of.end() :])
            if reading and len(reading.sides) == 1 and reading.sides[0].country is None and reading.score >= SHARED:
                return tuple(side.moved(of.end()) for side in reading.sides)
            end = ISSUER_ENDS.search(plain, of.end())
            phrase_end = end.start() if end else len(plain)
            phrase = plain[of.end() : phrase_end]
            if reading and all(s.kind == "country" for s in reading.sides):
                whole = ISSUER_ENDS.match(plain, of.end() + reading.end)
                if whole or reading.end <= phrase_end - of.end() + 1:
                    return tuple(s.moved(of.end()) for s in reading.sides)
            council = COUNCIL.search(phrase)
            several = reading is not None and len({s.country for s in reading.sides}) > 1 and council is None
            if reading and reading.end <= phrase_end - of.end() + 1 and several:
                return tuple(s.moved(of.end()) for s in reading.sides)
            states = {m.country: m for m in self._parties.places.mentions(phrase) if m.kind == "country"}
            if council and len(states) > 1:
                return tuple(
                    Side(m.name, "country", code, of.end() + m.start, of.end() + m.end) for code, m in states.items()
                )
            known = self._parties.organisation.search(phrase)
            if known and MEMBERS.fullmatch(phrase[: known.start()]):
                begin = of.end() + known.start()
                return (Side(known[0], "other", None, begin, of.end() + known.end()),)
            if (council or known) and phrase[:1].isupper():
                return (Side(text[of.end() : phrase_end].strip(), "other", None, of.end(), phrase_end),)
        if owners := self._owners(plain, after) or self._bodies(text, plain, after):
            return owners
        partner = WITH.match(plain, after)
        known = self._parties.organisation.match(plain, partner.end()) if partner else None
        if partner and known:
            return (Side(known[0], "other", None, partner.end(), known.end()),)
        end = ISSUER_ENDS.search(plain, partner.end()) if partner else None
        if partner and end:
            side = self._parties.side(text, partner.end(), end.start())
            return (side,) if side else ()
        return ()

    def _owners(self, plain: str, after: int) -> tuple[Side, ...]:
        """``… on merging the energy systems of A, B and C``: a run of countries that ends the title."""
        end = DATED.search(plain, after)
        stop = end.start() if end else len(plain)
        found = [m for m in self._parties.places.mentions(plain[after:stop]) if m.kind == "country"]
        rest = OF_RUN.search(plain[after : after + found[0].start]) if len(found) > 1 else None
        run = len({m.country for m in found}) == len(found) and all(
            AND_ONLY.fullmatch(plain, after + one.end, after + other.start) for one, other in pairwise(found)
        )
        if rest is None or not run or after + found[-1].end < stop:
            return ()
        return tuple(Side(m.name, "country", m.country, after + m.start, after + m.end) for m in found)

    def _bodies(self, text: str, plain: str, after: int) -> tuple[Side, ...]:
        """``Roadmap on academic mobility of X University and Y University``: an enumeration of bodies ends the title."""
        end = DATED.search(plain, after)
        years = FOR_YEARS.search(plain, after)
        stop = min(found.start() if found else len(plain) for found in (end, years))
        for of in OF_NAME.finditer(plain, after, stop):
            sides = self._parties.enumeration(text[of.end() : stop])
            if len(sides) > 1 and all(self._is_named(side, plain) for side in sides):
                return tuple(side.moved(of.end()) for side in sides)
        return ()

    def _is_named(self, side: Side, plain: str) -> bool:
        """Whether a body is told by a name of its own, and not by a word for what it is."""
        name = skeleton(side.name)
        head = self._parties.body.search(name)
        called = head is not None and head[0][:1].isupper() and " " in name and side.kind != "company"
        known = called or name.isupper() or self._parties.company(name) or LEGAL_FORM.search(name)
        return side.kind in SIGN_THEMSELVES and name in plain and bool(known) and not NO_NAME.search(name)

    def _subject(self, text: str, plain: str, after: int, sides: tuple[int, int] | None) -> str | None:
        """What the document is about: after the parties, or between the type noun and the parties."""
        pieces = [(after, len(plain))] if sides is None else [(sides[1], len(plain)), (after, sides[0])]
        for start, end in pieces:
            opening = SUBJECT.match(plain, start, end)
            begin = opening.end() if opening else None
            if begin is None:
                continue
            stop = end
            if years := FOR_YEARS.search(plain, begin, end):
                stop = years.start()
            subject = text[begin:stop].strip(" ,;.")
            if len(subject) > 2 and not re.fullmatch(r"(?:understanding|mutual understanding|intent)", subject):
                return subject
        return None


@cache
def titles() -> Titles:
    """The grammar of titles, built once."""
    return Titles(lexicon("en"), parties())
