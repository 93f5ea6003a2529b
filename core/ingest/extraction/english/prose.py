"""Instruments in prose: behind an active verb, before a passive one, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ingest.extraction.acts import Act, Acts
from ingest.extraction.english.acts import FIRST_CLAUSE, NEAR, PASSIVE, PERFECT
from ingest.extraction.english.noun_phrases import NounPhrases
from ingest.extraction.english.shared_heads import SharedHeads
from ingest.extraction.english.title_bounds import TitleBounds
from ingest.extraction.english.titles import Titles, titles
from ingest.extraction.found import Found, Maker
from ingest.extraction.lexicon import Head, Lexicon
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence, alternation

ADVERB = re.compile(r"\s(?:now|both|also)\s+$")
WHEN = re.compile(
    r"\s(?:on\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.\s\d{1,2}|\d{1,2}\s\w+)|today|yesterday|here|in\s[A-Z]\w+(?:\son\s\w+)?)(?=\s(?:to|on(?!\s(?:\d|[A-Z][a-z]{2,8}\.?\s\d))|for|of|between|in the field|concerning)\s)"
)
"""When or where a document was signed, told between its type and its subject."""
RATIFIES = re.compile(
    r"\b(?:[Rr]atification\sof|ratif(?:y|ies|ied|ying))\s(?:the\s|an?\s)?\"?(?=[A-Za-z])"
    r"|(?P<passive>\b(?:was|were|is|been|be)\sratified\b)"
)
OPENING = re.compile(r"\s*(?:Within|During|In the course of|As part of|Following|After|At|Upon|In|On|Under)\b")
BESIDES = re.compile(r"(?:Besides|In addition to|Apart from|Along with|Alongside|As well as)\s(?:the\s|a\s|an\s)?")
DAY_OR_OCCASION = r"\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d|the\s(?:margins|sidelines|fringes|occasion|basis|same|eve|first|second|day)\b"
"""What stands behind an ``on`` that opens no subject."""
PLACE_BETWEEN = r"(?P<place>\s(?:in|at)\s(?:the\s(?:city|town|capital)\s(?:of\s)?)?[A-Z][\w'-]+)?"
"""``were concluded in the city of Xi'an between A and B``."""
SUBJECTS_BEHIND = re.compile(
    rf"(?:\s(?:today|yesterday|also|here|as well|too))?{PLACE_BETWEEN}:?(?:\s+(?:(?P<between>between)|on(?!\s(?:{DAY_OR_OCCASION}))|in\sthe\s(?:field|area|sphere)s?\sof)\s)"
)
"""``Agreements were signed on A and on B``, ``… between A and B``."""
WITH_EACH = re.compile(r":?\s+(?:of (?:cooperation|understanding)\s)?with\s(?:the\s)?(?=[A-Z])")
"""``memorandums with A and B``."""
PARTNER = re.compile(r"\s+with\s(?:the\s)?([A-Z][\w'-]*(?:\s(?:of\s)?[A-Z][\w'-]*)*)")
ON_OCCASION = re.compile(r"\s(?:during|at|in|within|after|following|last|earlier|previously)\s")
SIGNERS = re.compile(
    r"(?:,?\s(?:too|as well|also),?)?\s(?:by|between)\s(?:the\s)?((?:[A-Z][\w&'-]*\s(?:of\s)?(?:the\s)?)*[A-Z][\w&'-]*)"
)
"""``An agreement was signed by X and Y``: the first of them."""
BETWEEN_THEM = re.compile(
    r"(?:\s(?:today|yesterday|also|here))?(?P<who>\s(?:between|by)\s[^,;:]{3,200}?\sand\s[^,;:]{3,120}?)(?=\son\s|\sfor\s(?:19|20)\d\d)"
)
ABOUT = re.compile(
    rf"(?:,?\s(?:today|yesterday|also|here|as well|too),?)?(?P<about>\s(?:on\b(?!\s(?:{DAY_OR_OCCASION}|the\spart\b|behalf|that|this))"
    r"|to\s(?!be\b|mark\b|celebrate\b|the\b|this\b|a\b)(?=[a-z]+\s)|for\sthe\s(?=\w+ion\s)|concerning|regarding)\s?)"
)
"""What a document is about, behind the verb: no day and no occasion."""
BY_ONE = re.compile(r"(?:The\s)?(?:President|Prime Minister|Head of State|Head of Government)\b(?!.*\sand\s)[^,;]*")
"""``The President of X has signed a resolution``: an act of one state."""
BY_AN_OFFICE = re.compile(r"\sby\s(?:the\s)?(?:President|Prime Minister|Head of State|Government)\b(?![^,;]*\sand\s)")
"""``The resolution, signed by Prime Minister X``."""
NOT_YET = re.compile(r"\s(?:proper\s)?being\s(?:due|expected|planned)\b")
"""``…, the contract proper being due by the end of the year``."""
NOTES_BEFORE = re.compile(r"\b(?:notes|letters)\s(?:that|which)\s(?:constitute|form|make up)\s(?:an?\s|the\s)?$")
"""``exchanged diplomatic notes that constitute an agreement``."""
YEARS_BEHIND = re.compile(r"\sfor\s(?:19|20)\d\d")
ABBREVIATION = re.compile(r"^\s\((?:[A-Z]\w*)\)")
"""``Memorandums of Understanding (MoU)``."""
LOOSE_END = re.compile(r"[,\s]*$")
WELCOMED = re.compile(r"\b(?:welcom|hail|prais|commend)(?:e?s|ed|ing)\s(?:the\s)?$")
"""``welcomes the Declaration signed in Washington``: of others, before."""
AGO = re.compile(r"\s(?:ago|before|earlier|later)\b")
"""``a few minutes ago``: no document."""
SAW = re.compile(r"[^,;.]{2,120}?\ssaw\s(?=[^.]*\sbeing\b)")
"""``The round table saw memorandums … being exchanged``."""
FEW = 3
"""Verbs of signing that may stand inside the subject of a later one."""


class Prose:
    """Reads the sentences of one article."""

    def __init__(self, setting: Setting, acts: Acts) -> None:
        self._setting = setting
        self._words = setting.words
        self._titles: Titles = titles()
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._acts = acts
        self._maker = Maker(setting)
        self._shared = SharedHeads(setting)
        self._bounds = TitleBounds(setting)
        self._phrases = NounPhrases(setting)

    def of(self, sentence: Sentence) -> Iterator[Found]:
        plain = self._setting.plain(sentence)
        if self._words.pattern("ratification").search(plain):
            yield from self._ratified(sentence)
            return
        taken: list[tuple[int, int]] = []
        acts = self._acts.of(sentence)
        for number, act in enumerate(acts):
            if self._acts.is_planned(act):
                continue
            if any(a <= act.start < b for a, b in taken):
                continue
            limit = acts[number + 1].start if number + 1 < len(acts) else sentence.end
            found = list(self._object(act, sentence.end)) if not act.passive else []
            if not found and not act.nominal:
                found = list(self._before(act, acts[number - FEW].end if number >= FEW else sentence.start))
            if act.passive and not found:
                found = list(self._object(act, limit))
            for one in [*self._besides(act), *found]:
                if self._is_domestic(one):
                    continue
                if any(a < one.end and one.start < b for a, b in taken):
                    continue
                taken.append((one.start, one.end))
                yield one

    def _ratified(self, sentence: Sentence) -> Iterator[Found]:
        """``the law on ratification of the Agreement …``: what a parliament ratifies was signed before."""
        plain, floor = self._setting.plain(sentence), sentence.start
        for verb in RATIFIES.finditer(plain):
            if verb["passive"]:
                act = Act(sentence.start + verb.start(), sentence.start + verb.end(), "signed", True, sentence)
                yield from (replace(one, background=True) for one in self._before(act, floor))
                floor = act.end
                continue
            start = sentence.start + verb.end()
            head = self._titles.head(self._plain[start : sentence.end])
            if head is None or head[1].plural:
                continue
            after = start + head[0].end()
            stop = self._bounds.end(after, sentence.end, plural=False)
            if plain.count('"', 0, verb.end()) % 2 and (close := self._plain.find('"', after, sentence.end)) > 0:
                stop = after + len(self._plain[after:close].rstrip(" ,."))  # a law is called ``"On ratification of …"``
            yield from self._maker.recalled(start, stop, self._titles.read(self._raw[start:stop]), sentence)

    def _besides(self, act: Act) -> list[Found]:
        """``Besides the Treaty on …, the sides signed …``: what the opening names was signed too."""
        opening = BESIDES.match(self._plain, act.sentence.start, act.start)
        comma = (
            re.compile(r",\s(?=(?:the|a|an|[A-Z]|they|both|it|\d+)\b)").search(self._plain, opening.end(), act.start)
            if opening
            else None
        )
        return list(self._region(opening.end(), comma.start(), act)) if opening and comma else []

    def _is_domestic(self, one: Found) -> bool:
        """A plan or a concept that one government approves for itself is no document between parties."""
        own = one.mode in {"approved", "adopted"} or "resolution" in one.reading.head.words
        if (
            "resolution" in one.reading.head.words
            and one.act
            and BY_ONE.fullmatch(
                self._plain, self._setting.behind_dateline(one.sentence.start, one.act.start), one.act.start
            )
        ):
            return True
        if own and one.act and one.reading.type == "decision" and BY_AN_OFFICE.match(self._plain, one.act.end):
            return True
        if own and one.reading.type == "decision" and one.act:
            government = self._words.pattern("own_decision").search(self._plain, one.sentence.start, one.act.start)
            if government and self._setting.organisation is None:
                return True
        return own and not one.sides and self._setting.of_one_state and self._setting.organisation is None

    def _behind_opening(self, begin: int, end: int, act: Act) -> int:
        """``Within the visit of … agreements on … were signed``: a bare plural ends an opening without a comma."""
        if act.passive and (seen := SAW.match(self._plain, begin, end)):
            return seen.end()
        opening = OPENING.match(self._plain, begin, end)
        if opening is None or not act.passive:
            return begin
        comma = self._plain.find(",", begin, end)
        for match in self._words.head.finditer(self._plain, begin, end if comma < 0 else comma):
            head = self._words.head_of(match[0])
            if head is not None and head.plural and match[0][:1].islower():
                return match.start()
        return begin

    def _object(self, act: Act, limit: int) -> Iterator[Found]:
        """Titles after an active verb, up to the next verb of the clause."""
        stop = next_verb(self._words).search(self._plain, act.end, limit)
        limit = stop.start() if stop else limit
        following = next(
            (other for other in self._acts.of(act.sentence) if other.start > act.end and not other.nominal), None
        )
        if following is not None and not following.passive:
            limit = min(limit, self._clause_before(act.end, following.start))
        if first := FIRST_CLAUSE.match(self._plain, self._setting.behind_dateline(act.sentence.start, limit), limit):
            limit = max(first.end("clause"), act.end)
        region = self._plain[act.end : limit]
        if ON_OCCASION.match(region) and self._follows_its_document(act):
            return
        other = re.match(
            rf"\s+(?:(?:the|a|an|his|corresponding|relevant|\w+)\s+){{0,2}}[\"']?(?:{alternation(self._words.words('not_instruments'))})(?![\w-])",
            region,
            re.IGNORECASE,
        )
        if other and not self._words.head.search(other[0]):
            return
        yield from self._region(act.end, limit, act)

    def _follows_its_document(self, act: Act) -> bool:
        """``the agreements signed during the forum and an action plan``: the participle has its document before it."""
        before = self._words.head.finditer(self._plain, max(act.sentence.start, act.start - NEAR), act.start)
        return any(match.end() + 1 == act.start for match in before)

    def _clause_before(self, begin: int, verb: int) -> int:
        """Where the clause of a later verb begins: its subject stands behind the last ``and`` or comma."""
        joints = list(re.finditer(r",?\s(?:and|while|whereas)\s|,\s", self._plain[begin:verb]))
        free = [one for one in joints if not self._words.head.search(self._plain, begin + one.end(), verb)]
        if not free:
            return verb
        # ``…, and the Control and Supervision Committee exchanged``: an ``and`` behind a comma before one inside a name
        return (
            begin + next((one for one in free if one[0].startswith(",") and len(one[0]) > len(", ")), free[-1]).start()
        )

    def _before(self, act: Act, floor: int) -> Iterator[Found]:
        """Titles before a passive verb: the subject of the sentence, which begins behind ``floor``."""
        plain = self._setting.plain(act.sentence)
        at = act.start - act.sentence.start
        aux = (
            ADVERB.search(plain, max(0, at - NEAR), at)
            or PASSIVE.search(plain, max(0, at - NEAR), at)
            or PERFECT.search(plain, max(0, at - NEAR), at)
            or LOOSE_END.search(plain, max(0, at - NEAR), at)
        )
        end = act.sentence.start + (aux.start() if aux else at)
        passive_perfect = re.search(r"\s(?:has|have|had)\s*$", self._plain[act.sentence.start : end])
        end = act.sentence.start + passive_perfect.start() if passive_perfect else end
        begin = floor
        for boundary in re.finditer(r";\s|:\s|,\s(?:while|whereas|but)\s", self._plain[begin:end]):
            begin_at = floor + boundary.end()
            if end - begin_at > 15 and not (boundary[0][0] == ";" and self._bounds.starts_title(begin_at, end)):
                begin = begin_at
        begin = self._setting.behind_dateline(begin, end)
        if (
            not act.passive
            and re.match(r"\s*(?:[A-Z]|the\b|a\b)", self._plain[act.end : act.end + 8])
            and not re.match(r"\s+(?:by|in|on|at|between|during|today)\b", self._plain[act.end : act.end + 12])
        ):
            return
        found = list(self._region(self._behind_opening(begin, end, act), end, act))
        if not act.passive:
            found = [one for one in found[-1:] if not one.reading.head.plural and act.start - one.end < 4]
        yield from found

    def _region(self, begin: int, end: int, act: Act) -> Iterator[Found]:
        """Titles one after the other between two offsets."""
        at = begin
        for match in self._words.head.finditer(self._plain, begin, end):
            if match.start() < at or self._raw[match.start() - 1 : match.end() + 1] == f"({match[0]})":
                continue
            head = self._words.head_of(match[0])
            closes = head is not None and head.plural and not self._plain[match.end() : end].strip()
            start = self._phrases.opens(match.start(), at, begin, closes=closes) if head else None
            if head is None or start is None:
                continue
            following = self._words.head.match(self._plain, match.end() + 1, end)
            if following and self._plain[match.end()] in " -" and not head.plural:
                continue
            gap = None if head.plural else WHEN.match(self._plain, match.end(), end)
            if gap is not None:
                yield from self._with_gap(
                    start, match.end(), gap.end(), self._bounds.end(gap.end(), end, plural=False), act
                )
                at = gap.end()
                continue
            stop = self._bounds.closing(start, match.end(), self._bounds.end(match.end(), end, plural=head.plural))
            made = list(self._titled(start, match, head, stop, act))
            at = stop if made else match.end()
            yield from made

    def _with_gap(self, start: int, noun_end: int, begin: int, stop: int, act: Act) -> Iterator[Found]:
        """``a deal on March 14 to supply …``: the title without the day in its middle."""
        title = self._raw[start:noun_end] + self._raw[begin:stop]
        reading = self._titles.read(title)
        if reading is not None:
            shift = begin - (noun_end - start)
            yield self._maker.composed(title, begin, stop, reading, act, shift, more=((start, noun_end),))

    def _titled(self, start: int, match: re.Match[str], head: Head, stop: int, act: Act) -> Iterator[Found]:
        rest = self._plain[match.end() : stop]
        if head.plural:
            if self._only_plurals(rest):
                return
            bare = not ABBREVIATION.sub("", rest).strip()
            if act.passive and match.end() <= act.start:
                limit = act.sentence.end - (self._plain[act.sentence.end - 1] in ".;")
                behind = SUBJECTS_BEHIND.match(self._plain, act.end, limit)
                if behind and (bare or (behind["between"] and self._shared.one_subject(match.end(), stop))):
                    told = "" if bare else self._raw[match.end() : stop]
                    stop = self._bounds.end_of_subjects(behind.end(), limit)
                    yield from self._shared.split(
                        start,
                        match,
                        head,
                        stop,
                        act,
                        after=behind.end("place") if behind["place"] else act.end,
                        about=told,
                    )
                    yield from self._region(stop, limit, act)
                    return
            before_verb = act.passive and bare and match.end() <= act.start
            at = act.end if before_verb else match.end()
            partners = WITH_EACH.match(self._plain, at, act.sentence.end)
            if partners is not None:
                ends = self._bounds.ends.search(self._plain, partners.end(), act.sentence.end)
                stop = ends.start() if ends else act.sentence.end - (self._plain[act.sentence.end - 1] in ".;")
                yield from self._shared.with_each(start, match, partners, stop, act)
                return
            if before_verb:
                return
            several = list(self._shared.split(start, match, head, stop, act))
            if not act.passive and len(several) <= 1:
                several = list(self._shared.of_pairs(start, match, stop, act)) or several
            yield from several
            return
        if NOT_YET.match(self._plain, stop, act.sentence.end):
            return
        if head.type == "unspecified" and not re.match(r"\s+(?:on|regarding|concerning)\s", rest):
            return
        if not rest.strip() and re.search(r"(?i)\b(?:this|the said)\s$", self._plain[max(0, start - 10) : start]):
            return  # ``This agreement was concluded between …``: of one that was named before
        if (
            head.words in {"plan", "deal", "statement", "decision", "concept", "strategy", "minutes", "arrangement"}
            and not rest.strip()
            and self._plain[start : match.start()].strip().casefold() in {"", "similar", "such"}
        ):
            return
        if head.words == "minutes" and AGO.match(rest):
            return
        if (
            head.words == "statement"
            and not re.match(r"\s+(?:of|on|by|in\sconnection\swith|regarding|concerning)\s", rest)
            and "joint" not in self._plain[start : match.start()].casefold()
        ):
            return
        if head.words == "statement" and self._by_one_body(act):
            return
        before_verb = act.passive and match.end() <= act.start
        if before_verb and not rest.strip() and (about := self._about_behind(act)):
            stop = self._bounds.end(about + 1, act.sentence.end, plural=False)
            yield from self._with_gap(start, match.end(), about, stop, act)
            yield from self._region(stop, act.sentence.end, act)
            return
        reading = self._titles.read(self._raw[start:stop])
        if reading is not None:
            partner = PARTNER.match(self._plain, stop, act.sentence.end)
            if partner is None and re.search(
                r"\b(?:an?|another)\s$", self._plain[max(0, start - 9) : start], re.IGNORECASE
            ):
                partner = SIGNERS.match(self._plain, max(stop, act.end), act.sentence.end)
            if NOTES_BEFORE.search(self._plain, act.end, start):
                reading = replace(reading, type="exchange_of_notes", subtype=None)
            made = self._maker.made(start, stop, reading, act.mode, act.sentence, act=act)
            welcomed = not act.nominal and WELCOMED.search(self._plain, act.sentence.start, start) is not None
            yield replace(made, partner=partner[1] if partner else "", background=made.background or welcomed)

    def _by_one_body(self, act: Act) -> bool:
        """``The Ministry of Foreign Affairs has issued a statement``: of one state, and between nobody."""
        subject = self._plain[self._setting.behind_dateline(act.sentence.start, act.start) : act.start]
        bodies = self._setting.parties.body.findall(subject)
        return self._setting.organisation is None and len(bodies) == 1 and " and " not in subject and not act.passive

    def _about_behind(self, act: Act) -> int | None:
        """Where what a title goes on with stands behind its verb: ``A memorandum was signed (between X and Y) on …``."""
        them = BETWEEN_THEM.match(self._plain, act.end, act.sentence.end)
        between = them.start("who") if them and them["who"].startswith(" between") else None
        if them and between is not None and YEARS_BEHIND.match(self._plain, them.end(), act.sentence.end):
            return between
        about = ABOUT.match(self._plain, them.end() if them else act.end, act.sentence.end)
        if about is None:
            return None
        return about.start("about") if between is None else between

    def _only_plurals(self, rest: str) -> bool:
        """``several memorandums (MoU) and agreements``: plurals that name no document."""
        joined = re.match(r"\s*(?:,\s|and\s)+", ABBREVIATION.sub("", rest))
        following = self._words.head.fullmatch(ABBREVIATION.sub("", rest)[joined.end() :].strip()) if joined else None
        head = self._words.head_of(following[0]) if following else None
        return head is not None and head.plural


@cache
def next_verb(words: Lexicon) -> re.Pattern[str]:
    """``… and discussed``: another verb with the same subject."""
    verbs = words.alternation(words.words("main_verbs"))
    return re.compile(
        rf"(?:,|\band\b|\bthen\b)\s+(?:also\s+|then\s+|later\s+)?(?:{verbs})\b|\bexchanged\s+(?:views|opinions)"
    )
