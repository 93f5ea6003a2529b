"""Parties named around a Kazakh title: ``арасында`` before it, the subject of its sentence, or the next sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from ingest.extraction.context_parties import ContextParties
from ingest.extraction.found import Found
from ingest.extraction.kazakh.parties import JOINT, joints, parties
from ingest.extraction.kazakh.people import NAME
from ingest.extraction.kazakh.suffixes import bare
from ingest.extraction.kazakh.titles import BETWEEN, THESE
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence

OTHER_CLAUSE = re.compile(
    r"(?:^|,\s)[Аа]л\s+|\w(?:са|се),\s+|(?<!\w)(?:қойып|қойылып|жасасып|жасалып|бекітіп|бекітіліп|қабылдап|қабылданып|рәсімдеп|рәсімделіп|түзіп|түзіліп|алмасып),\s+"
)
"""``ал X …``, ``… бекітсе, X …``: who signs in another clause is behind it."""
TWO_NAMES = re.compile(rf"({NAME})\s(?:мен|пен|бен)\s({NAME})")
CHUNK = re.compile(r",\s|\s(?:мен|пен|бен)\s|\sал\s")
"""What stands between two who act."""
LOOSE_END = re.compile(r"(?:\s\d[\d.,]*\s(?:млн|млрд|миллион|миллиард)\s[\w-]+|(?:\s\([^)]*\))?\s(?:да|де|та|те))$")
"""``250 млн долларлық``, ``(Қосшы) да`` between who signs and the document."""
OFFICES = re.compile(r"ведомстволар\w*\sбасшылары")
"""``екі елдің сыртқы саясат ведомстволарының басшылары``: who stands for a state."""
CLAUSE = re.compile(r"\s(?:мен|пен|бен)\s|(?:нда|нде|да|де|та|те)$")
OPENING = re.compile(
    r"^(?:-\s+)?(?:\"(?=(?:бүгін|кеше|жаңа\sғана)\s))?(?:(?:Айта|Атап|Еске|Естеріңізге)\s[^,]{3,20},\s+|Өз кезегінде,?\s+)?(?:[^,]{3,60}(?:сәйкес|мәліметінше|айтуынша|хабарлауынша|жазуынша|хабарлағандай|мәлім\sеткендей|атап\sөткендей),\s+)?(?:(?:[Бб]ұдан|[Бб]ұған|[Сс]онымен)\s(?:бөлек|басқа|қоса|қосымша|қатар|бірге),?\s+)*(?:[^,]*?(?:аяқталысымен|аяқталған\sбойда|алаңында|қарсаңында|соңын\sала|көзінше|барысында|шеңберінде|аясында|кейін|соң|соңында|қорытындысында|қорытындысы бойынша|нәтижесінде|қатысуымен|кезінде|рәсімінде|отырысында|саммитінде|қатар|сондай-ақ|мақсатында),?\s+|\d{4}\sжылғы\s\d{1,2}\s\w+(?:да|де|та|те)\s+|[\w-]+\sқаласында\s+|(?:Сол|Осы)\s\w+(?:да|де|та|те)\s+|(?:бүгін(?:\sтаңертең)?|кеше|жаңа\sғана|[^,]{0,20}?күні),?\s+)*",
    re.IGNORECASE,
)
THEIR_HEADS = re.compile(
    r"\s(?:компанияларының|ұйымдарының|университеттерінің|банктерінің)\s(?:басшылары|өкілдері|ректорлары|жетекшілері)$"
)
"""``"А" және "Б" компанияларының басшылары``: the firms sign."""
WITH_THEM = re.compile(r"\w(?:мен|пен|бен)\s*$")
"""``X пен Y-мен … қол қойылды``: who signed with whom, in the passive too."""
WHERE_LAST = re.compile(r"\s([А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+)(?:нда|нде|да|де|та|те)$")
"""``Қазақстан мен Өзбекстан президенттері Ташкентте``."""
TODAY = re.compile(r"\s(?:бүгін|кеше)$")
SIGNING = re.compile(r"(?i)қол қой|қол таңба|қабылда|жасас")
IT_BETWEEN = re.compile(r"(?:Бұл\s)?(?:[Ққ]ұжат|[Мм]еморандум|[Кк]елісім)\s(?P<who>.+?)\s+арасында\s")
NEXT = re.compile(r",\s+(?:сондай-ақ\s+|ал\s+)?")
OWNS = re.compile(r"(?:ның|нің|дың|дің|тың|тің)\s")
OF_IT = re.compile(r"(?i)(?<!\w)(?:құжатқа|құжатты|меморандумға|келісімге|шартқа|декларацияға|оған)(?!\w)")


class KazakhContext(ContextParties):
    """Completes the parties of found instruments."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._sides = parties()

    def nominative(self, name: str) -> str:
        """A name without the case ending that closes it."""
        return bare(name)

    def of_country(self, name: str, code: str) -> str:
        """``Қазақстан Мәдениет министрлігі``."""
        return f"{self._setting.places.name(code)} {name[:1].upper()}{name[1:]}"

    def government(self, code: str) -> str:
        """``Қазақстан Үкіметі``."""
        return self.of_country("Үкіметі", code)

    def between_in(self, sentence: Sentence) -> tuple[Side, ...]:
        """``X пен Y арасында мыналарға қол қойылды:``."""
        plain = self._setting.plain(sentence)
        cue, opening = BETWEEN.search(plain), OPENING.match(plain)
        begin = sentence.start + (opening.end() if opening else 0)
        reading = self._sides.before(self._raw[begin : sentence.start + cue.start()]) if cue else None
        return tuple(side.moved(begin) for side in reading[0]) if reading else ()

    def in_sentence(self, found: Found) -> tuple[Side, ...]:
        """``X пен Y арасында`` away from the title, else the subject before it."""
        if found.listed or found.act is None:
            return ()
        stop = found.start if found.group is None else found.group
        start = self._setting.behind_dateline(found.sentence.start, stop)
        subject = self._plain[start:stop]
        opening = OPENING.match(subject)
        begin = start + (opening.end() if opening else 0)
        clauses = OTHER_CLAUSE.finditer(self._plain[begin:stop])
        begin += max((clause.end() for clause in clauses), default=0)
        begin = self._behind_another(begin, stop)
        begin = max((m.end() for m in THESE.finditer(self._plain, begin, stop)), default=begin)
        for cue in BETWEEN.finditer(self._plain, begin, found.sentence.end):
            if found.act.end <= cue.start() and found.act.end < found.sentence.end - 2 and found.end < found.act.end:
                break  # of another document, behind the verb of this one
            if cue.start() > found.end and (
                JOINT.match(self._plain, found.end)
                or self._setting.words.head.search(self._plain, found.end, cue.start())
            ):
                break  # of another document behind this one
            reading = self._sides.before(self._raw[begin : cue.start()])
            if reading and reading[0]:
                sides = tuple(side.moved(begin) for side in reading[0])
                of_both = len(sides) == 1 and self._pair() and self._sides.pair.match(self._plain, sides[0].start)
                return self._of_both(sides[0]) if of_both else sides
            if len(people := self._principals(begin, cue.start())) > 1:
                return people  # ``А әкімі X пен Б директоры Y арасында``
        if found.act.passive:
            together = WITH_THEM.search(self._plain, begin, stop)
            return self._principals(begin, stop) if together else ()
        return self._principals(begin, stop)

    def _behind_another(self, begin: int, end: int) -> int:
        """``А хаттамаға, Б әкімі мен В төрағасы … жоспарға``: who signs the second stands behind the first."""
        for head in reversed(list(self._setting.words.head.finditer(self._plain, begin, end))):
            joint = NEXT.match(self._plain, head.end(), end)
            signers = self._plain[joint.end() : end] if joint else ""
            if signers and (self._person.search(signers) or len(self._sides.ends(signers)) > 1):
                return end - len(signers)
        return begin

    def in_next(self, found: Found) -> tuple[Side, ...]:
        """The sentence after a single document often says who signed it."""
        for following in self.following(found):
            plain = self._setting.plain(following)
            if about := IT_BETWEEN.match(plain):
                reading = self._sides.before(
                    self._raw[following.start + about.start("who") : following.start + about.end("who")]
                )
                if reading and reading[0]:
                    return tuple(side.moved(following.start + about.start("who")) for side in reading[0])
            verb, what = SIGNING.search(plain), OF_IT.search(plain)
            if verb is None or what is None or self._setting.looks_back(following) or " туралы " in plain:
                continue
            begin, end = (what.end(), verb.start()) if what.end() < verb.start() - 10 else (0, what.start())
            if end - begin > 10 and (sides := self._principals(following.start + begin, following.start + end)):
                return sides
        return ()

    def _principals(self, start: int, end: int) -> tuple[Side, ...]:
        """Who people stand for; bodies where they sign themselves."""
        raw, plain = self._raw[start:end].rstrip(" .;,-"), self._plain[start:end].rstrip(" .;,-")
        if (today := TODAY.search(plain)) is not None:
            raw, plain = raw[: today.start()], plain[: today.start()]
        if (loose := LOOSE_END.search(plain)) is not None:
            raw, plain = raw[: loose.start()], plain[: loose.start()]
        if not plain.strip():
            return ()
        where = WHERE_LAST.search(plain)
        if where and any(m.kind == "city" for m in self._setting.places.mentions(where[1])):
            raw, plain = raw[: where.start()], plain[: where.start()]
        if heads := THEIR_HEADS.search(plain):
            raw, plain = raw[: heads.start()], plain[: heads.start()]
        if places := self._both_places(plain, start):
            return places
        pair = self._parties.pair.search(plain)
        if pair and len(plain) < 80 and self._pair():
            begin, end = start + pair.start(), start + pair.end()
            both = [self.as_country(code, begin, end) for code in self._setting.bilateral]
            name = self._sides.single(plain[pair.end() :] or pair[0].split()[-1])
            if name is None or OFFICES.search(plain):
                return tuple(both)
            kind = self._sides.kind(name)
            return tuple(replace(one, kind=kind, name=self.of_country(name, one.country or "")) for one in both)
        if self._parties.leader.search(plain) or self._person.search(plain):
            return self._people(raw, plain, start)
        if introduced := self._introduced(plain, start):
            return introduced
        sides = tuple(side.moved(start) for side in self._bodies(raw, plain) if not self._is_clause(side.name))
        return sides or self.countries(raw, start)

    def _is_clause(self, name: str) -> bool:
        """``әкім мен компания басшысы Кентау қаласында``: who did something somewhere, and no name."""
        return name[:1].islower() and CLAUSE.search(name) is not None

    @cached_property
    def _person(self) -> re.Pattern[str]:
        return re.compile(rf"(?i:{self._parties.any_role})\s+{NAME}")

    def _people(self, raw: str, plain: str, start: int) -> tuple[Side, ...]:
        """``… облысының әкімі А пен … компаниясының директоры Б``: for region, firm or country."""
        found: list[Side] = []
        for a, b in joints(plain):
            side = self._stands_for(raw, plain[a:b], a)
            if side is not None:
                found.append(side.moved(start))
        return tuple(found) if len(found) > 1 else self.countries(raw, start) or tuple(found)

    def _stands_for(self, raw: str, chunk: str, at: int) -> Side | None:
        roles = self._parties.roles
        for kind in ("region", "city", "body"):
            role = next(
                (m for m in roles[kind].finditer(chunk) if re.match(r"\s+[А-ЯЁӘІҢҒҮҰҚӨҺA-Z]", chunk[m.end() :])), None
            )
            if role is None:
                continue
            side = self._sides.side(raw, at, at + role.start())
            if side is None or kind == "body":
                return side
            return self._local(raw, side, kind)
        if body := self._headed(raw, chunk, at):
            return body
        named = self.countries(raw[at : at + len(chunk)], at)
        return named[0] if named else None

    def _local(self, raw: str, side: Side, kind: str) -> Side | None:
        """A region or city by the place that is named; None where none is (``Сапар кезінде әкім Имярек``)."""
        places = self._setting.places.mentions(raw[side.start : side.end])
        place = next((one for one in reversed(places) if one.kind == kind), None)
        if place is None and self._parties.body.search(side.name):
            return replace(side, kind=kind)
        place = place or next((one for one in reversed(places) if one.kind in {"region", "city"}), None)
        return Side(place.name, place.kind, place.country, side.start, side.end) if place else None

    def _introduced(self, plain: str, before: int) -> tuple[Side, ...]:
        """``Нұрлан Ұранхаев пен Виталий Хоценко``, after ``облысының әкімі Нұрлан Ұранхаев``: whom each stands for."""
        names = TWO_NAMES.fullmatch(plain.strip())
        return self._introduced_before(names.groups(), before) if names else ()

    def _head(self, name: str, before: int) -> Side | None:
        """Whom a person stands for by the role before his name, where the text names him first."""
        named = self._first_named(re.compile(rf"(?<!\w){re.escape(name)}"), before)
        if named is None:
            return None
        first, sentence = named
        at, end = first.span()
        begin = self._setting.behind_dateline(sentence.start, at)
        begin = max((joint.end() for joint in CHUNK.finditer(self._plain, begin, at)), default=begin)
        side = self._stands_for(self._raw[begin:end], self._plain[begin:end], 0)
        return side.moved(begin) if side else None

    def _headed(self, raw: str, chunk: str, at: int) -> Side | None:
        """``академиясының президенті А``: who heads a body stands for it, not for a state."""
        for role in self._parties.roles["country"].finditer(chunk):
            body = next((m for m in self._parties.body.finditer(chunk, 0, role.start())), None)
            if body and OWNS.fullmatch(chunk, body.end() - 3, role.start()):
                side = self._sides.side(raw, at, at + body.end())
                return side if side and side.kind not in {"country", "government"} else None
        return None

    def _bodies(self, raw: str, plain: str) -> tuple[Side, ...]:
        """``X пен Y``, ``X Y-мен``, ``X``."""
        reading = self._sides.before(raw)
        if reading is not None:
            return reading[0]
        partner = re.search(r"(?:-?(?:мен|пен|бен)|(?<=[сын][ыі])н[ае])(?P<also>\s*\([^)]*\))?$", plain)
        ends = self._sides.ends(plain)
        to_whom = partner is not None and partner[0].startswith("н")
        if to_whom and not any(body.end() == len(plain) for body in self._parties.body.finditer(plain)):
            partner = None
        if partner is not None and (own := [end for end in ends if end < partner.start() - 2]):
            heads = {match.end() for match in self._parties.body.finditer(plain)}
            firm = self._parties.company(plain)
            own = [end for end in own if end in heads] or ([firm] if firm in own and firm is not None else own)
            latin = re.search(r"\s(?=[A-Z])", plain[: partner.start()])
            mine = [end for end in own if latin is None or end <= latin.start() or end == firm] or own
            sides = (self._sides.side(raw, 0, mine[-1]), self._sides.side(raw, mine[-1], partner.start()))
            return tuple(side for side in sides if side is not None)
        return self._sides.named(raw)
