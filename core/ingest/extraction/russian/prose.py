"""Instruments in Russian prose: the object of an active verb, the subject of a passive one, told by their cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extraction.acts import Act, Acts
from ingest.extraction.found import Found, Maker
from ingest.extraction.lexicon import Head
from ingest.extraction.russian.morphology import is_finite
from ingest.extraction.russian.parties import quotations
from ingest.extraction.russian.plurals import Plurals
from ingest.extraction.russian.title_bounds import TOKEN, TitleBounds
from ingest.extraction.russian.titles import titles
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence, lies_in

DRAFT = re.compile(r"(?i)(?<!\w)проект(?:а|у|ом|е|ы|ов)?\s(?:[\w-]+\s)?$")
"""``проект договора``: not signed."""
RATIFIES = re.compile(r"(?i)(?<!\w)(?:(?P<noun>ратификаци[июяей]+)|ратифицир\w+)\s+")
SIGNED_WHEN = re.compile(r",\s(?:подписанн|совершенн|заключенн)\w+\s")
"""``Договора …, подписанного 3 ноября 2022 года``: when, and no part of its name."""
NEAREST_HEAD = 60
"""Letters behind a word of ratification in which its document begins."""
SIGNATURES = re.compile(r"(?i)(?:свои\s)?(?:подпис[иь]|автограф[а-яё]*|расписал\w*)(?!\w)")
EACH_OTHER = re.compile(r"друг\sдругу$")
"""``вручили друг другу меморандум``."""
NOTES_BEHIND = re.compile(r"\sв\sформе\sобмена\sнотами")
"""``соглашение … оформлено в форме обмена нотами``."""
TOGETHER = re.compile(r"\s(?:вместе|наряду)\sс\s(?:[а-яё-]+(?:ым|им|ой|ей)\s){0,2}$")
"""``… вместе с планом первоочередных мероприятий``: another document."""
COPIES = re.compile(
    r"(?:\sв\s[А-ЯЁ][\w-]+(?:\s[\w-]+)?)?\s(?:подписанн[а-яё]+\s)?(?:копи|оригинал|текст|экземпляр)[а-яё]+\s"
)
"""``обменялись подписанными экземплярами договора``."""
IN_WHICH = re.compile(r",\s(?:в\sчисле|среди|в\sтом\sчисле)\s(?:которых\s)?(?:-\s)?(?=\S)")
"""``… подписанием 13 документов, в числе которых Конвенция …``: what was counted follows by name."""
BETWEEN_BEHIND = re.compile(r"(?:\s(?:также|сегодня))?\s+(?=между\s)")
LOOSE = re.compile(r"[\s,]*(?:(?:был|была|было|были|также|сегодня|тоже|уже)\s+)*$")
CLAUSE = re.compile(r";\s|:\s|,\s(?:а(?!\sтакже)|но|в то время как|после чего)\s")
RELATIVE = re.compile(r",\sкотор\w+\s(?:[\w-]+\s){0,2}$")
CASES = ("nomn", "accs", "ablt", "gent", "datv")
TITLED = r"(?:совместн\w+\s|рамочн\w+\s)?(?:соглашени|меморандум|договор|протокол|деклараци|программ|план|заявлени|дорожн|конвенци)"
"""How what ``стало подписанное премьерами …`` names begins."""
DONE = re.compile(r"\s(?:подписанн|принят|одобренн|утвержденн)\w+\s")
"""``стало подписанное``."""
AMONG = re.compile(
    rf"(?i)[^.:;]{{3,120}}?\sстал[аои]?{DONE.pattern}(?:(?!{TITLED})[\w-]+\s){{0,6}}(?={TITLED})|"
    r"(?:По (?:сообщению|данным|информации)[^,]{3,80},\s|[^,]{3,60},\sчто\s)?(?:как (?:итог|результат)(?=\s*-)|(?:итогом|результатом)\s(?:[\w-]+\s){0,4}стал[аои]?(?=\s(?:[\w-]+\s)?(?:соглашени|меморандум|договор|протокол|деклараци|программ|план))|среди них|в частности,?(?![^.]*\s(?:подписал|заключил|обменял|принял|утвердил|одобрил|оформил|скрепил))|среди (?:подписанных|принятых|этих|ключевых|важных|важнейших|главных|основных)(?:\s\w+)? документов|в (?:их|том) числе|(?:ещ[её] )?(?:два|три|четыре|пять|\d{1,2}) документ\w*[^.:;]{0,60}?-\sэто|в числе (?:подписанных|принятых|этих) документов|в их ряду|это|(?:ещ[её] один|друг\w+|ключев\w+|важн\w+|главн\w+|итогов\w+|не менее важн\w+)\s(?:[\w-]+\s)?документ\w*|(?:ещ[её]\s)?(?:одним|другим|важным|главным)(?:\s(?:из\s)?[\w-]+)?\sдокумент\w*\s(?:стал[аои]?|является)|документом\sстал[аои]?|(?:ключев|важн|главн)\w+\sрешени\w+[^.:;]{0,80}?\sстал[аои]?|(?:одним\sиз\s)?(?:главн|важн|ключев)\w+\sитог\w+\s\w+\s(?:назван[аоы]?|стал[аои]?))(?:\s+такие(?: документы)?,? как)?\s*(?:-|:)?\s+(?:также\s+)?"
)
RESULT = re.compile(r"(?i)как\s(?:итог|результат)\s*-?\s|(?:итогом|результатом)\s(?:[\w-]+\s){0,4}стал[аои]?\s")
"""``Как итог - меморандумы …, подписанные …``, ``Итогом встречи стало соглашение …: подписи под ним поставили …``."""
WORTH = re.compile(r"\s(?:на\s(?:общую\s)?сумму|общей\sстоимостью)\s")
SUCH = re.compile(r"(?i)так(?:ое|ой|ую)|подобн(?:ое|ый|ую)|данн(?:ое|ый|ую)")
"""``Такое решение приняли …``: of what was told before."""
QUOTED = re.compile(r"(?:^\s*|,\s|\sи\s)\"(?=Об?\s)")
"""``решения "О …", "О …" и "О …"``: each is called by its quotation."""
ALSO_ABOUT = re.compile(r"(?<=\w),\sа\sтакже\s(?P<other>об?\s)")
"""``Соглашение о … между …, а также о …``: another one under the same noun."""


class Prose:
    """Reads the sentences of one article."""

    def __init__(self, setting: Setting, acts: Acts) -> None:
        self._setting = setting
        self._words = setting.words
        self._titles = titles()
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._acts = acts
        self._maker = Maker(setting)
        self._plurals = Plurals(setting)
        self._bounds = TitleBounds(setting)

    def of(self, sentence: Sentence) -> Iterator[Found]:
        """The instruments of one sentence."""
        plain = self._setting.plain(sentence)
        if self._words.pattern("ratification").search(plain):
            yield from self._ratified(sentence)
            return
        acts = self._acts.of(sentence)
        taken: list[tuple[int, int]] = []
        for one in self._among(sentence) if not acts or AMONG.match(plain) else ():
            taken.append((one.start, one.end))
            yield one
        for number, act in enumerate(acts):
            if self._acts.is_planned(act) or any(a <= act.start < b for a, b in taken):
                continue
            limit = next((other.start for other in acts[number + 1 :] if not other.nominal), sentence.end)
            begin = max((b for a, b in taken), default=sentence.start)
            found = (
                self._notes(act, limit)
                or list(self._region(act.end, limit, act))
                or ([] if act.nominal else list(self._subject(begin, act)))
            )
            if not found and (names := IN_WHICH.search(self._plain, act.end, limit)) is not None:
                found = list(self._region(names.end(), limit, Act(act.start, act.start, act.mode, True, sentence)))
            for one in found:
                if self._is_domestic(one) or any(a < one.end and one.start < b for a, b in taken):
                    continue
                taken.append((one.start, one.end))
                yield one

    def _ratified(self, sentence: Sentence) -> Iterator[Found]:
        """``закон «О ратификации Соглашения …»``: what a parliament ratifies was signed before."""
        plain = self._setting.plain(sentence)
        for verb in RATIFIES.finditer(plain):
            begin = sentence.start + verb.end()
            match = self._words.head.search(self._plain, begin, min(sentence.end, begin + NEAREST_HEAD))
            start = self._bounds.opens(match.start(), begin) if match else None
            if match is None or start is None or self._plain[begin:start].strip(' "'):
                continue
            wanted = "gent" if verb["noun"] else "accs"
            stop = self._bounds.end(match.end(), sentence.end, wanted)
            if plain.count('"', 0, verb.end()) % 2 and (close := self._plain.find('"', match.end(), sentence.end)) > 0:
                stop = close
            if signed := SIGNED_WHEN.search(self._plain, match.end(), stop):
                stop = signed.start()
            yield from self._maker.recalled(start, stop, self._titles.read(self._raw[start:stop]), sentence)

    def _among(self, sentence: Sentence) -> Iterator[Found]:
        """``Среди них соглашения о …``, ``Другой документ - план …``: what the sentence before said was signed."""
        plain = self._setting.plain(sentence)
        before = self._acts.told_before(sentence)
        opening = AMONG.match(plain)
        goes_on = opening is not None or (before is not None and self._counted(before, plain))
        told = opening[0].casefold() if opening else ""
        # Behind ``стало подписанное`` a plan is only what the document is about.
        if not goes_on or (not DONE.search(told) and self._acts.planned.search(plain)):
            return
        named = plain if RESULT.match(plain) else told
        done = "signed" if "подпис" in named else "adopted" if "принят" in named else None
        mode = before.mode if before else done
        if mode is not None:
            start = sentence.start + len(told)
            act = Act(start, start, mode, True, sentence)
            yield from self._region(start, sentence.end, act)

    def _counted(self, before: Act, plain: str) -> bool:
        """``Стороны подписали три документа. Меморандум о …, соглашение о …``: the names follow without a verb."""
        count = self._words.pattern("announced").search(self._setting.plain(before.sentence))
        return count is not None and not any(is_finite(token[0]) for token in TOKEN.finditer(plain))

    def _notes(self, act: Act, limit: int) -> list[Found]:
        """``Состоялся обмен нотами о …``, ``обменялись нотами о …``: the exchange itself is the document."""
        start = act.start if act.nominal else act.end + 1
        match = self._words.head.match(self._plain, start, limit)
        head = self._words.head_of(match[0]) if match else None
        if match is None or head is None or head.type != "exchange_of_notes":
            return []
        stop = self._bounds.end(match.end(), limit, "nomn" if act.nominal else "ablt")
        reading = self._titles.read(self._raw[start:stop])
        return [self._maker.made(start, stop, reading, act.mode, act.sentence, act=act)] if reading else []

    def _is_domestic(self, one: Found) -> bool:
        """What one government approves for itself is no document between parties."""
        alone = not one.sides and self._setting.of_one_state and not self._of_two_bodies(one)
        if one.mode in {"approved", "adopted"} and self._acts.others.search(self._setting.plain(one.sentence)):
            return True
        of_states = all(side.kind == "country" for side in one.sides)
        own = self._setting.organisation is None and one.title[:1].islower() and of_states
        decided = one.reading.head.words.startswith("решени") and own
        return one.mode in {"approved", "adopted"} and (alone or decided)

    def _of_two_bodies(self, one: Found) -> bool:
        """``Компания X и ТОО Y согласовали …``: no act of one government."""
        begin = self._clause(one.sentence.start, one.act.start) if one.act else one.start
        end = one.act.start if one.act else one.start
        return " и " in self._plain[begin:end] and len(self._setting.parties.body.findall(self._plain, begin, end)) > 1

    def _subject(self, begin: int, act: Act) -> Iterator[Found]:
        """The documents before a verb, in its clause or before the relative that opens it."""
        clause = self._clause(begin, act.start)
        return self._region(clause, self._before(act), act, self._case_before(clause, act))

    def _before(self, act: Act) -> int:
        loose = LOOSE.search(self._plain, act.sentence.start, act.start)
        return loose.start() if loose else act.start

    def _clause(self, begin: int, end: int) -> int:
        """Where the clause of a verb begins."""
        begin = self._setting.behind_dateline(begin, end)
        if relative := RELATIVE.search(self._plain, begin, end):
            # ``… документа, который был подписан``: what it goes back to stands right before the comma
            heads = [match.start() for match in self._words.head.finditer(self._plain, begin, relative.start())]
            return (self._bounds.opens(heads[-1], begin) or heads[-1]) if heads else begin
        boundaries = [m.end() for m in CLAUSE.finditer(self._plain, begin, end) if end - m.end() > 15]
        return boundaries[-1] if boundaries else begin

    def _wanted(self, act: Act) -> str:
        """The case in which a verb has its documents."""
        if act.start == act.end:  # ``Среди них меморандум``: goes on from a verb told before
            return "nomn"
        if act.mode == "exchanged" and EACH_OTHER.search(self._plain, act.start, act.end):
            return "accs"
        if act.mode == "exchanged":
            return "gent" if COPIES.match(self._plain, act.end) else "ablt"
        if act.nominal:
            return "gent"
        if SIGNATURES.search(self._plain[act.start : act.end]):
            return "ablt"
        return "nomn" if act.passive else "accs"

    def _case_before(self, begin: int, act: Act) -> str | None:
        """``… меморандумом, который подписали``: the case of what the relative goes back to; None without one."""
        relative = RELATIVE.search(self._plain, begin, act.start)
        heads = list(self._words.head.finditer(self._plain, begin, relative.start())) if relative else []
        return next((case for case in CASES if heads and self._bounds.numbers(heads[-1][0], case)), None)

    def _region(self, begin: int, end: int, act: Act, wanted: str | None = None) -> Iterator[Found]:
        """Titles one after the other between two offsets, each in the case that the verb wants, or in another."""
        wanted = wanted or self._wanted(act)
        quotes = [(a + begin, b + begin) for a, b in quotations(self._plain[begin:end])]
        bodies = [m.span() for m in self._setting.parties.organisation.finditer(self._plain, begin, end)]
        at = begin
        for match in self._words.head.finditer(self._plain, begin, end):
            if match.start() < at or any(a + 1 < match.start() < b and b - a > 60 for a, b in quotes):
                continue
            if DRAFT.search(self._plain, begin, match.start()):
                continue
            if lies_in(bodies, match.start()):
                continue  # ``Организация Договора о коллективной безопасности``
            head = self._words.head_of(match[0])
            together = TOGETHER.search(self._plain, begin, match.start())
            case = "ablt" if together else wanted
            numbers = self._bounds.numbers(match[0], case)
            if head is None or not numbers:
                continue
            start = match.start() if together else self._bounds.opens(match.start(), at)
            if start is None or (act.nominal and not self._adjoins(act.end, start, at)):
                continue
            if at > begin and self._of_another_verb(at, start):
                continue
            plural = "sing" not in numbers
            stop = self._bounds.end(match.end(), end, case, several=plural)
            found = list(self._titled(start, match, head, stop, act, plural=plural))
            at = stop if found else match.end()
            yield from found

    def _of_another_verb(self, at: int, start: int) -> bool:
        """``…, сейчас готовится план работ``: what is planned stands behind the comma after a title."""
        comma = self._plain.rfind(",", at, start)
        return comma >= 0 and self._acts.planned.search(self._plain, comma, start) is not None

    def _adjoins(self, verb: int, start: int, at: int) -> bool:
        """The noun of action governs what stands beside it, or goes on behind a comma or an ``и``."""
        return len(TOKEN.findall(self._plain[max(verb, at) : start])) <= 4

    def _named_before(self, act: Act) -> bool:
        """Whether a sentence before that of a noun of action tells of a signing."""
        earlier = self._setting.body[: self._setting.number_of(act.sentence) or 0]
        return any(not self._acts.is_planned(one) for sentence in earlier for one in self._acts.of(sentence))

    def _in_headline(self, head: Head) -> bool:
        """The headline says that one of that kind was signed."""
        return any(
            known is not None and known.type == head.type
            for match in self._words.head.finditer(self._setting.headline)
            for known in [self._words.head_of(match[0])]
        )

    def _titled(
        self, start: int, match: re.Match[str], head: Head, stop: int, act: Act, *, plural: bool
    ) -> Iterator[Found]:
        rest, before = self._plain[match.end() : stop], self._plain[start : match.start()].strip()
        if plural and WORTH.match(self._plain, stop):
            return  # ``соглашения в сфере торговли на сумму …``: how many, nobody says
        if plural:
            if head.type == "decision" and (quoted := list(QUOTED.finditer(rest))):
                edges = [*(one.start() for one in quoted[1:]), len(rest)]
                for one, edge in zip(quoted, edges, strict=True):
                    a, b = match.end() + one.end(), match.end() + len(rest[:edge].rstrip(" .,"))
                    b -= self._plain[a:b].count('"') % 2  # its own mark, and not that of a name inside
                    decision = self._maker.as_decision(self._raw[a:b])
                    yield self._maker.made(a, b, decision, act.mode, act.sentence, act=act)
                return
            behind = BETWEEN_BEHIND.match(self._plain, act.end, act.sentence.end)
            if act.passive and not rest.strip() and match.end() <= act.start and behind:
                ends = self._bounds.ends.search(self._plain, behind.end(), act.sentence.end)
                stop = ends.start() if ends else act.sentence.end - (self._plain[act.sentence.end - 1] in ".;")
                yield from self._plurals.split(start, match, stop, act, after=act.end)
                return
            found = list(self._plurals.split(start, match, stop, act))
            if not act.passive and len(found) <= 1:
                found = list(self._plurals.of_pairs(start, match, stop, act)) or found
            yield from found
            return
        if head.type == "unspecified" and not re.match(r"\s+(?:о|об|по)\s", rest):
            return
        if act.nominal and not rest.strip() and not before and match.start() > act.start and self._named_before(act):
            return  # ``Подписание соглашения стало …``: of what the sentences before name
        if (
            head.type in {"decision", "action_plan", "concept", "programme", "other", "protocol"}
            and not rest.strip()
            and (not before or SUCH.fullmatch(before))
            and not self._in_headline(head)
        ):
            return
        if (
            head.words == "заявлени~"
            and "совместн" not in match[0].casefold()
            and not re.match(r"\s+(?:о|об|по|к|президент|лидер|глав)", rest, re.IGNORECASE)
        ):
            return
        in_notes = NOTES_BEHIND.match(self._plain, act.end) if act.passive else None
        also = ALSO_ABOUT.search(rest) if " между " in rest.split(", а также")[0] else None
        first = stop if also is None else match.end() + also.start()
        reading = self._titles.read(self._raw[start:first])
        if reading is not None and in_notes is not None:
            reading = replace(reading, type="exchange_of_notes", subtype=None)
        if reading is not None:
            yield self._maker.made(start, first, reading, act.mode, act.sentence, act=act)
        if also is not None:
            begin = match.end() + also.start("other")
            title = f"{self._raw[start : match.end()]} {self._raw[begin:stop]}"
            if reading := self._titles.read(title):
                shift = stop - len(title)
                yield self._maker.composed(title, begin, stop, reading, act, shift, more=((start, match.end()),))
