"""Parties named around a Russian title: by ``между``, as the subject of the verb, or by the next sentence."""

from __future__ import annotations

import re

from ingest.extraction.acts import Act
from ingest.extraction.context_parties import ContextParties
from ingest.extraction.found import Found
from ingest.extraction.parties import Side
from ingest.extraction.russian.morphology import genitive, is_adjective, nominative, singular_nominative
from ingest.extraction.russian.parties import JOINT, enclosed, parties
from ingest.extraction.setting import HOME, Setting
from ingest.extraction.text import Sentence, lies_in, skeleton

SUBJECT_END = re.compile(
    r"(?i),?\s(?:в свою очередь|\d{1,2}\s(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)|в ходе|по итогам|в присутствии|во время|на полях|в рамках|сегодня|вчера|накануне|после|передает|сообщает|сообщил[аи]?|пишет|информирует)(?!\w)|,\s(?:передает|сообщает|пишет|который|которые)|\s-\s|[;:]|(?<!\sим)\.\s"
)
BARE_OPENING = re.compile(
    r"\s*(?:(?:Также|Затем|Сегодня(?:\sже)?|Вчера|Тогда же|тогда же|Там же|Тут же|соответственно)\s+)?(?:[Вв]о?\s+(?:тот же день|этот день|(?:ходе|рамках)\s+\w+|[А-ЯЁ][\w-]+)\s+)?(?=\S)"
)
"""``В тот же день``, ``В Баку``, ``Также в ходе форума``: an opening without a comma."""
REFERS_BACK = re.compile(
    r"(?i)(?:обе\s|эти\s)?(?:компании|стороны|ведомства|университеты|вузы|агентства|банки|музеи|организации)"
)
ACTS = re.compile(r"\s(?:подпис\w+|заключ\w+|встретил\w*|провел\w*|обсуд\w+|договор\w+|обменял\w+)\s")
WHEN = re.compile(
    r"(?:\s\d{1,2}\s(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)(?:\s\d{4}\sгода)?(?:\sв\s[А-ЯЁ][\w-]+)?|\sв\s[А-ЯЁ][\w-]+|\s(?:вчера|сегодня|накануне))\s*$"
)
"""A day and a place behind the subject."""
CLAUSE = re.compile(r";\s|,\s(?:а(?!\sтакже)|но)\s")
OPENING = re.compile(
    r"(?:(?:В|Во|На|По|После|Сегодня|Вчера|Накануне|Кроме|Также|Затем|Далее|При|Под|С|Перед|Помимо|Ранее|Между тем|Так|Как)(?![\w-])[^,]*,\s+)+"
)
PLURAL_SUBJECT = re.compile(r"\s(?=(?:главы|президенты|лидеры|правительства|премьер-министры)\s(?:\w+\s)?[А-ЯЁ])")
"""``На саммите в Актау главы А, Б и В подписали``: a subject behind an opening without a comma."""
PARTNER = re.compile(r"\s+со?\s+(?P<who>\S[^,;:]{2,120}?)(?:\s+[а-яё-]+(?:ое|ую|ий|ый|ые))?\s+$")
"""``подписал с X рамочное соглашение``."""
WITH_PARTNER = re.compile(r"\sсо?\s(?=\S)")
SIGNATURES = re.compile(r"(?i)(?:свои\s+)?(?:подпис[иь](?!\w)|автограф)")
PUT = re.compile(r"\s(?:по|о)ставил[аи]?(?=\s)")
"""``Подписи под соглашением … поставили …``: who did it stands behind."""
IT = r"(?:документ|меморандум|соглашение|договор|контракт|заявление|декларацию|протокол|подпис[иь] под (?:документом|ним|ней|меморандумом|соглашением)|его|ее)"
DID = r"(?:подписал[аи]?|скрепил[аи]?(?: (?:своими )?подписями)?|поставил[аи]?|заключил[аи]?)"
OF_IT = re.compile(
    rf"(?i)(?<!\w)(?:{IT}(?:,\sкак\s\w+,)?\s+(?:\w+\s+)?{DID}|(?:свои\s+)?подпис[иь]\s+{DID}(?:\s+под \w+)?|{DID}\s+(?:\w+\s+)?{IT}(?=[.,]|\s*$))(?!\w)"
)
"""``Документ подписали …``, ``… скрепили документ.``: a sentence that says who signed what the last one named."""
THE_REGION = re.compile(r"(?i)(?:лидер|глав|президент)\w+\s(?:стран|государств)\sЦентральной\sАзии")
OF_THEIRS = re.compile(r"(?i)\s*(?:участник|член|лидер|глав|представител)\w+\s")
"""``Участники заседания ОДКБ``: the organisation."""
TWO_SURNAMES = re.compile(r"(?:^|[а-яё]\s)([А-ЯЁ][а-яё-]{3,})\sи\s([А-ЯЁ][а-яё-]{3,})$")
BOARD = re.compile(r"\s(?:правления|наблюдательного\sсовета|совета\sдиректоров)(?=\s)")
"""``председатель правления``: what stands behind is the firm."""
NAME_BEHIND = re.compile(r"\s*(?:[а-яё-]+(?:ой|ей|им|ым)\s){0,2}(?:\"|[A-Z])")
"""``турецкой Yildirim``."""
QUOTED_NAME = re.compile(r"\"[^\"]{2,40}\"")
OF_A_STATE = re.compile(r"(?i)(?:вице-|перв|заместител|министр|посол|премьер)")
"""Offices that a state of its own has, whoever else is in the story."""
HEADS_OF = re.compile(r"(?i)\s*(?:главы|директора|министры|председатели|президенты|ректоры|руководители)\s")
"""``Ректоры А Имярек и Б Имярек``: what follows each ``и`` stands in the genitive."""
APART = re.compile(r"\s-\s(?P<named>[^-]{3,120}?\sи\s[^-]{2,100}?)\s-\s*$")
"""``Палаты обеих областей - А и Б - заключили``: who they are, between dashes."""
PERSON = re.compile(r"\s+[А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+(?:\s+[А-ЯЁӘІҢҒҮҰҚӨҺ][\w.-]*){1,2}\s*$")


BETWEEN = re.compile(r"(?i)(?<![\w-])между\s+")
DONE = re.compile(r"\s(?:был[аио]?\s)?(?:также\s)?(?:подписан|заключен|принят|состоял)\w*")
"""``между X и Y подписаны:``: where the parties end."""
SHORTEST_AGENT = 10
WHEN_WHERE = re.compile(
    r"(?:\s(?:сегодня|вчера|накануне|во?\s(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)|\d{1,2}\s[а-я]+|в\s(?:городе\s)?[А-ЯЁ][\w-]+))+(?=\s)"
)
BODIES_OF_BOTH = re.compile(
    r"(?:между\s|(?<=сотрудничества\s)|(?<=консультаций\s)|(?<=взаимодействия\s)|(?<=действий\s)|(?<=мероприятий\s)|(?<=обменов\s))"
    r"(?P<head>(?:(?!соответствующ|профильн|обе|наш|сво)[а-яё-]+(?:ых|их|ыми|ими)\s){0,3}(?:министерств|парламент|агентств|прокуратур|ведомств|комитет|служб|музе|архив|библиотек|банк|академи|палат)(?:ами|ями|ов|ев|ей|ий|)(?=\s|$))"
    r"(?P<topic>(?:\sиностранных\sдел|\sвнутренних\sдел|(?:\s[а-яё]+(?:и|ы|а|я|ства)(?:,|\sи)?){1,4}?)?)(?=$|\s(?:на|о|об|в|по)\s)"
)
"""``программа сотрудничества министерств юстиции``, ``между парламентами``: of both states, and of neither by name."""
STATES = frozenset(["Республики", "Федерации", "Королевства", "Штатов", "Княжества", "Государства"])
"""The last word of a state's name, before that of a person."""


class RussianContext(ContextParties):
    """Completes the parties of found instruments."""

    partner_before = re.compile(r"\sсо?\s$")
    first_act = ACTS
    bare_opening = BARE_OPENING

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._sides = parties()

    def nominative(self, name: str) -> str:
        """``Высшего Евразийского экономического совета`` gives ``Высший …``."""
        return nominative(name)

    def of_country(self, name: str, code: str) -> str:
        """``Министерство культуры Казахстана``."""
        return f"{name} {genitive(self._setting.places.name(code))}"

    def government(self, code: str) -> str:
        """``Правительство Казахстана``."""
        return self.of_country("Правительство", code)

    def bodies_of_title(self, title: str) -> tuple[Side, ...]:
        told = BODIES_OF_BOTH.search(skeleton(title)) if self._pair() else None
        if told is None:
            return ()
        name = singular_nominative(told["head"]) + told["topic"]
        return self._of_both(Side(name, self._parties.kind(name), None, 0, 0))

    def between_in(self, sentence: Sentence) -> tuple[Side, ...]:
        """``между X и Y подписаны:``."""
        cue = BETWEEN.search(self._setting.plain(sentence))
        at = sentence.start + cue.end() if cue else sentence.end
        verb = DONE.search(self._plain, at, sentence.end)
        reading = self._sides.between(self._raw[at : verb.start() if verb else sentence.end])
        return tuple(side.moved(at) for side in reading[0]) if reading else ()

    def in_sentence(self, found: Found) -> tuple[Side, ...]:
        """``между X и Y`` outside the title, else the subject of an active verb."""
        act = found.act
        if found.listed or act is None:
            return ()
        sentence = act.sentence
        if sides := self._between(found, sentence):
            return sides
        if act.passive:
            return self._agent(found, act, sentence)
        if act.nominal:
            return ()
        start = self._setting.behind_dateline(sentence.start, act.start)
        if found.end <= act.start:
            return self._behind(act.end, sentence)
        if (
            put := PUT.search(self._plain, found.end, sentence.end)
            if SIGNATURES.match(self._plain, act.start)
            else None
        ):
            return self._behind(put.end(), sentence)
        if self._plain[: found.start].endswith(" - "):
            commas = re.finditer(r"[,;]\s(?:а\s)?", self._plain[act.end : found.start])
            clause = max((act.end + m.end() for m in commas), default=0)
            return self._gapped_subject(clause, found.start - 3) if clause else ()
        sides = self._subject(start, act.start)
        first = self._setting.words.head.search(self._plain, act.end, found.start)
        partner = PARTNER.match(self._plain, act.end, first.start() if first else found.start)
        if len(sides) == 1 and partner and self._names_one(partner["who"]):
            other = self._sides.side(self._raw, partner.start("who"), partner.end("who"))
            return (*sides, other) if other else sides
        return sides

    def _gapped_subject(self, begin: int, end: int) -> tuple[Side, ...]:
        """``X и Y``, ``X с Y`` before a dash that stands for the verb."""
        partner = WITH_PARTNER.search(self._plain, begin, end)
        if partner is None or not self._names_one(self._plain[partner.end() : end]):
            return self._principals(begin, end)
        other = self._sides.side(self._raw, partner.end(), end)
        return self._principals(begin, partner.start()) + ((other,) if other else ())

    def partners_inside(self, found: Found) -> tuple[Side, ...]:
        """Names in the instrumental behind the last ``с`` of a title, up to its end."""
        if found.composed and WITH_PARTNER.search(found.title) and self._sides.opens(self._plain, found.start, "ablt"):
            side = self._sides.side(self._raw, found.start, found.end)  # ``меморандумы с A и B``
            return (side,) if side else ()
        for cue in reversed(list(WITH_PARTNER.finditer(self._plain, found.start, found.end))):
            begin = cue.end()
            if not self._sides.opens(self._plain, begin, "ablt"):
                continue
            reading = self._sides.between(self._raw[begin : found.end])
            if reading and begin + reading[1] >= found.end:
                return tuple(side.moved(begin) for side in reading[0])
            if self._sides.bounded(self._plain, begin, found.end) >= found.end:
                side = self._sides.side(self._raw, begin, found.end)
                return (side,) if side else ()
        return ()

    def _between(self, found: Found, sentence: Sentence) -> tuple[Side, ...]:
        """Named beside the title: ``подписан между X и Y``, ``между X и Y подписан …``; another title's are not its."""
        heads = [m.start() for m in self._setting.words.head.finditer(self._plain, sentence.start, sentence.end)]
        clauses = (m.start() for m in CLAUSE.finditer(self._plain, found.end, sentence.end))
        behind = min([at for at in heads if at >= found.end] + [*clauses, sentence.end])
        ahead = max((at for at in heads if at < found.start), default=sentence.start)
        ahead = max([ahead, *(m.end() for m in CLAUSE.finditer(self._plain, ahead, found.start))])
        verb = found.act.start if found.act and found.act.start < found.start else found.start
        for start, end in ((found.end, behind), (ahead, min(found.start, verb))):
            for cue in BETWEEN.finditer(self._plain[start:end]):
                at = start + cue.end()
                reading = self._sides.between(self._raw[at:end])
                if reading and reading[0]:
                    return tuple(side.moved(at) for side in reading[0])
        return ()

    def _agent(self, found: Found, act: Act, sentence: Sentence) -> tuple[Side, ...]:
        """``Министерствами А и Б подписана …``: those who did it stand in the instrumental, first in the sentence."""
        begin, end = sentence.start, min(act.start, found.start)
        if end - begin < SHORTEST_AGENT or not (
            self._sides.opens(self._plain[:end], begin, "ablt") or self._sides.adjectival(self._plain[begin:end])
        ):
            begin, end = self._behind_adverbials(act.end, sentence.end), sentence.end
            if not self._sides.opens(self._plain[:end], begin, "ablt"):
                return ()
        reading = self._sides.between(self._raw[begin:end].rstrip())
        return tuple(side.moved(begin) for side in reading[0]) if reading else ()

    def _behind_adverbials(self, at: int, end: int) -> int:
        """Behind the day and the place of a verb: ``подписаны в четверг в Алматы госкорпорацией``."""
        told = WHEN_WHERE.match(self._plain, at, end)
        at = told.end() if told else at
        return at + len(self._plain[at:end]) - len(self._plain[at:end].lstrip())

    def _behind(self, verb: int, sentence: Sentence) -> tuple[Side, ...]:
        """``Меморандум подписали X и Y``; ``verb``: where the verb ends."""
        place = re.match(r"(?:\s+(?:сегодня|вчера|накануне))?\s+в\s+[А-ЯЁ][\w-]+", self._plain[verb : sentence.end])
        begin = verb + (place.end() if place else 0)
        stop = SUBJECT_END.search(self._plain, begin, sentence.end)
        return self._principals(begin, stop.start() if stop else sentence.end)

    def _subject(self, start: int, end: int) -> tuple[Side, ...]:
        clause = [
            m.end() for m in re.finditer(r";\s|:\s|,\s(?:после чего|где|а(?!\sтакже)|но)\s", self._plain[start:end])
        ]
        start += clause[-1] if clause and end - start - clause[-1] > 10 else 0
        opening = OPENING.match(self._plain, start, end)
        many = PLURAL_SUBJECT.search(self._plain, start, opening.end()) if opening else None
        start = many.end() if many else opening.end() if opening else start
        placed = self._behind_place(start, end)
        if placed == start and (bare := BARE_OPENING.match(self._plain, start, end)):
            placed = bare.end()
        start = placed
        if REFERS_BACK.fullmatch(self._plain[start:end].strip()):
            return self.lead_bodies()
        first = ACTS.search(self._plain, start, end)  # ``Главы СНГ подписали А, утвердили Б и приняли …``
        end = first.start() if first else end
        when = WHEN.search(self._plain, start, end)
        end = when.start() if when else end
        apart = APART.search(self._plain, start, end)
        reading = self._sides.between(self._raw[slice(*apart.span("named"))], "nomn") if apart else None
        if apart and reading and reading[0]:
            return tuple(side.moved(apart.start("named")) for side in reading[0])
        sides = self._principals(start, end)
        with_one = re.search(r"\s(?:с|со)\s+(?=[А-ЯЁ])", self._plain[start:end])
        return sides if sides or with_one is None else ()

    def _behind_place(self, start: int, end: int) -> int:
        """``В рамках визита в Таджикистан Национальная компания …``: the subject behind an opening that ends in a place."""
        if not re.match(r"(?:В|Во|На|По)\s", self._plain[start:end]):
            return start
        for mention in self._setting.places.mentions(self._plain[start:end]):
            at = start + mention.end + 1
            capital = self._plain[at : at + 1].isupper() and self._plain[at - 1] == " "
            if (
                capital
                and self._sides.opens(self._plain, at, "nomn")
                and self._parties.body.search(self._plain, at, end)
            ):
                return at
        return start

    def in_next(self, found: Found) -> tuple[Side, ...]:
        """The sentence after a single document often says who signed it."""
        for following in self.following(found):
            plain = self._setting.plain(following)
            who = OF_IT.search(plain)
            if who is None or self._setting.looks_back(following):
                continue
            stop = SUBJECT_END.search(self._plain, following.start + who.end(), following.end)
            behind = following.start + who.end(), stop.start() if stop else following.end
            before = following.start, following.start + who.start()
            for begin, end in (behind, before):
                if end - begin > 10 and (sides := self._principals(begin, end)):
                    return sides
        return ()

    def _principals(self, start: int, end: int) -> tuple[Side, ...]:
        """Who people stand for: a president for the country, a director for the firm, a governor for the region."""
        raw, plain = self._raw[start:end].rstrip(" .;,"), self._plain[start:end].rstrip(" .;,")
        if not plain.strip():
            return ()
        if THE_REGION.search(plain):
            return ()  # the five of the lead
        if places := self._both_places(plain, start):
            return places
        if introduced := self._introduced(plain, start):
            return introduced
        known = self._parties.organisation.search(plain)
        if known and OF_THEIRS.match(plain) and not JOINT.search(plain, known.end()):
            a, b = start + known.start(), start + known.end()
            return (Side(nominative(known[0]), "other", None, a, b),)
        pair = self._parties.pair.search(plain)
        if pair and len(plain) < 80 and self._pair():
            if body := self._parties.body.search(plain, 0, pair.start()):
                return self._by_plural(
                    plain[body.start() : pair.start()].strip(), start + body.start(), start + pair.end()
                )
            return tuple(
                self.as_country(code, start + pair.start(), start + pair.end()) for code in self._setting.bilateral
            )
        bodies = list(self._parties.body.finditer(plain))
        roles = self._parties.roles
        others = [role for kind in ("region", "city", "body") for role in roles[kind].finditer(plain)]
        state = roles["country"].search(plain) or self._parties.leader.search(plain)
        countries = self.countries(raw, start)
        heads = [role for role in others if roles["body"].match(plain, role.start())]
        if not bodies and (not others or (state and not heads) or len(countries) > 1):
            firms = self._sides.between(raw.lstrip(), "nomn") if not state and len(countries) < 2 else None
            shift = start + len(raw) - len(raw.lstrip())
            if firms and firms[0]:
                return tuple(side.moved(shift) for side in firms[0])
            return countries or self._firm(raw, plain, start)
        if shared := self._sides.shared(plain, "nomn"):
            return tuple(side.moved(start) for side in shared[0])
        return self._bodies(raw, plain, start)

    def _firm(self, raw: str, plain: str, start: int) -> tuple[Side, ...]:
        """``КТЖ``, ``«Казфосфат»``: one firm by its name alone."""
        name = plain.strip()
        if self._parties.company(name) != len(name) and not QUOTED_NAME.fullmatch(name):
            return ()
        side = self._sides.side(raw, 0, len(raw))
        return (side.moved(start),) if side else ()

    def _introduced(self, plain: str, before: int) -> tuple[Side, ...]:
        """``Мирзагалиев и Наджаф``, after ``председатель правления КМГ Магзум Мирзагалиев``: whom each stands for."""
        names = TWO_SURNAMES.search(plain.rstrip())
        if names is None or self._parties.leader.search(plain) or self._parties.body.search(plain):
            return ()
        return self._introduced_before(names.groups(), before)

    def _head(self, name: str, before: int) -> Side | None:
        """Whom a person stands for by the role before his name, where the text names him first."""
        surname = re.compile(rf"(?<=[А-ЯЁA-Z][а-яёa-z.]\s|[а-яёa-z.]{{2}}\s){name}(?:[аеуы]|о[йм]|ым)?(?!\w)")
        named = self._first_named(surname, before)
        if named is None:
            return None
        first, sentence = named
        every = re.compile(rf"(?<!\w)(?i:{self._parties.any_role})")
        roles = [role.start() for role in every.finditer(self._plain, sentence.start, first.start())]
        begin = next((at for at in reversed(roles) if not any(other < at < other + 20 for other in roles)), None)
        if begin is None:
            return None
        side = self._stands_for(
            self._raw[begin : first.end()], self._plain[begin : first.end()], 0, first.end() - begin
        )
        return side.moved(begin) if side else None

    def _by_plural(self, head: str, start: int, end: int) -> tuple[Side, ...]:
        """``правительства двух стран``, ``МВД двух стран``: one body of each country."""
        name = head if head.isupper() else singular_nominative(head)
        return self._of_both(Side(name, self._parties.kind(name), None, start, end))

    def _bodies(self, raw: str, plain: str, start: int) -> tuple[Side, ...]:
        """``министр X страны А … и министр Y …``; ``Министерство X и Агентство Y``."""
        points = [0]
        inside = enclosed(plain)
        case = "gent" if HEADS_OF.match(plain) else "nomn"
        for joint in JOINT.finditer(plain):
            if lies_in(inside, joint.start()):
                continue
            if self._sides.opens(plain, joint.end(), case) and self._names_one(plain[points[-1] : joint.start()]):
                points += [joint.start(), joint.end()]
        points.append(len(plain))
        found: dict[tuple[str, str | None], Side] = {}
        for one, other in zip(points[::2], points[1::2], strict=True):
            side = self._stands_for(raw, plain, one, other)
            if side is not None:
                found.setdefault((side.name, side.country), side.moved(start))
        return tuple(found.values())

    def _names_one(self, plain: str) -> bool:
        named = NAME_BEHIND.match(plain) or self._parties.body.search(plain) or self._is_country(plain)
        return bool(named or any(role.search(plain) for role in self._parties.roles.values()))

    def _is_country(self, plain: str) -> bool:
        named = self._setting.places.mentions(plain.strip())
        return len(named) == 1 and named[0].kind == "country" and named[0].end == len(plain.strip())

    def _stands_for(self, raw: str, plain: str, one: int, other: int) -> Side | None:
        one += len(plain[one:other]) - len(plain[one:other].lstrip())
        chunk = plain[one:other].rstrip(" ,")
        roles = self._parties.roles
        body = self._parties.body.search(chunk)
        role = next((m for kind in ("body", "region", "city", "country") if (m := roles[kind].match(chunk))), None)
        if role is not None:
            state = roles["country"].match(chunk)
            inner = self._parties.body.search(chunk, role.end())
            if state is not None and (inner is None or chunk[: inner.start()].count(" ") > 5):
                named = self.countries(raw[one:other], one)
                if named:
                    return named[0]
                headed = self._headed(raw, chunk, one, role.end())
                return headed or (self._home(one, other) if OF_A_STATE.match(chunk) else None)
            local = roles["region"].match(chunk) or roles["city"].match(chunk)
            board = BOARD.match(chunk, role.end())
            begin = board.end() if board else role.end()
            if inner and not local and not self._modifies(chunk[begin : inner.start()]):
                begin = inner.start()
        else:
            begin = 0
            if body is None:
                side = self._sides.side(raw, one, other)
                own = side and (side.country or re.match(r"[\"A-Z]", chunk))
                return side if side and own and side.kind in {"country", "company", "other"} else None
        end = self._person(chunk, begin + (role is None))
        side = self._sides.side(raw, one + begin, one + end) if end > begin else None
        if side is None:
            return None
        for kind in ("region", "city"):
            if role is not None and roles[kind].match(chunk) and not roles["country"].match(chunk):
                place = next(
                    (m for m in self._setting.places.mentions(side.name) if m.kind in {"region", "city"}), None
                )
                return Side(place.name if place else side.name, kind, side.country, side.start, side.end)
        return side

    def _modifies(self, words: str) -> bool:
        """Whether all words between a role and its body are adjectives of the body: ``ректор Казахского … университета``."""
        return all(is_adjective(word) for word in words.split())

    def _home(self, start: int, end: int) -> Side | None:
        """``министр энергетики Имярек``: of Kazakhstan, where the story names that state."""
        at_home = any(code == HOME for code, _, _ in self._setting.countries)
        return self.as_country(HOME, start, end) if at_home else None

    def _headed(self, raw: str, chunk: str, start: int, begin: int) -> Side | None:
        """``президент КТЖ Аскар Мамин``: a firm that somebody heads who might head a state."""
        begin += len(chunk[begin:]) - len(chunk[begin:].lstrip())
        side = self._sides.side(raw, start + begin, start + self._person(chunk, begin + 1))
        return side if side and side.kind == "company" else None

    def _person(self, chunk: str, begin: int) -> int:
        """Where the name of a person begins that ends a phrase; a place or an abbreviation before it is the body's."""
        person = PERSON.search(chunk, begin)
        if person is None:
            return len(chunk)
        first, *others = person[0].split()
        owner = first.isupper() or first in STATES or self._setting.places.mentions(first)
        return person.start() + len(first) + 1 if owner and len(others) > 1 else person.start()
