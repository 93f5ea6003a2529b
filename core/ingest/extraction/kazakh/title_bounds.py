"""Where a title begins in running Kazakh text: behind the subject, the partners and the adverbials of its sentence."""

from __future__ import annotations

import re
from functools import cached_property

from ingest.extraction.acts import Act
from ingest.extraction.kazakh.parties import WITH, WITH_OR_AND, parties
from ingest.extraction.kazakh.titles import BETWEEN, THESE
from ingest.extraction.setting import Setting

CONVERB = re.compile(r"\w{2,}(?:ып|іп|са|се),\s+|(?:айтын|ейтін|йтын|йтін)\s+(?=\d{4})")
"""``… сөз болып, …``: another clause; ``… айқындайтын 2018-2022 жылдарға …``."""
GATHERING = re.compile(r"(?:Кездесу|Отырыс|Жиын|Шара|Сапар|Келіссөз|Форум)\s(?=[А-ЯЁӘІҢҒҮҰҚӨҺ\"])")
"""``Кездесу А мен Б арасындағы … меморандумға қол қоюмен түйінделді``."""
BEHIND_BETWEEN = re.compile(r"\s*арасында(?:ғы)?\s+")
GENITIVE = re.compile(r"(?:ның|нің|дың|дің|тың|тің)$")
GENITIVE_BODY = re.compile(r"(?:[\w«»\"-]+\s){1,5}?[\w-]+[ыі]н[ыі]ң(?=\s)")
LONGEST_TITLE = 500
NAME = r"[А-ЯЁӘІҢҒҮҰҚӨҺA-Z][\w’'-]*(?:\s(?:[а-яәіңғүұқөһ]{2}-)?[А-ЯЁӘІҢҒҮҰҚӨҺA-Z][\w’'-]+){1,2}"
CAPITAL = r"(?:[а-яә]{2}-)?[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ-]+(?:-[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]+)?"
PERSON = rf"(?:(?:[А-ЯЁӘІҢҒҮҰҚӨҺ]\.\s?){{1,2}}{CAPITAL}|{CAPITAL}\s{CAPITAL})"
TWO_PERSONS = re.compile(rf"(?<!\w)(?P<one>{PERSON})\s(?:мен|пен|бен)\s(?P<other>{PERSON})(?=\s)(?!\sарасында)")
NAME_WITH = re.compile(rf"(?<=[а-яА-Я.]\s)(?P<name>(?:{CAPITAL}\s){{1,2}}{CAPITAL}(?<=мен|пен|бен))(?=\s)")
"""``Самибаев Масуд Кимовичпен``: with whom it was signed."""
ONE_MORE_NAME = re.compile(rf"\s{CAPITAL}(?=\s[а-яәіңғүұқөһ])")
"""A fourth name, where the title that follows begins in small letters."""
OFFICE = r"(?:[Мм]инистр|[Ее]лші|[Рр]ектор|[Әә]кім|[Дд]иректор|[Тт]өраға|[Гг]убернатор|[Пп]резидент)"
SUBJECT_NOUN = re.compile(
    rf"{OFFICE}\s(?:мен|пен|бен)\s{OFFICE}\s(?!арасында)|"
    r"(?:(?:[\w-]+\s){0,3}(?:мүшелері|өкілдері|үкіметтері|министрліктері|жетекшілері|ректорлары|директорлары|әкімдері|депутаттары|төрағалары)(?!\sарасында)|(?:[\w-]+\s){0,3}(?:басшылығы|басшысы|төрағасы|әкімі|ректоры)(?=\s[а-яәіңғүұқөһ])(?!\sарасында)|(?:Ол|Олар|Біз|екеуі|үшеуі)(?=\s)|[Тт]араптар|(?:[Ее]кі\s|[Ққ]ос\s)?[Мм]емлекет басшысы|(?:[Ее]кі\s|[Ққ]ос\s)[Пп]резидент|[Пп]резиденттер|(?:[Рр]ектор|[Ее]лші|[Гг]убернатор|[Дд]иректор|[Тт]өраға|[Әә]кім|[Пп]рокурор|[Сс]пикер|[Пп]ремьер|вице-министр)(?:лар|лер)|[Мм]инистрлер(?!\sкабинет)|[Кк]өшбасшылар|[Бб]асшылар|басшылары|президенттері|министрлері)\s+"
)
OTHER_CLAUSE = re.compile(
    r"(?:(?:,\s|[.:]\s)(?:ал|сонымен бірге)|(?-i:\bАл))(?:\sенді)?\s+|(?<=[^\W\d_]):\s+", re.IGNORECASE
)
ATTACHED = re.compile(r"(\S+?-?(?:мен|пен|бен))(?:\s*\([^)]*\))?(?=\s)")
JOINT_STATEMENT = re.compile(
    r"(?<!\S)(?!\S+(?:ның|нің|дың|дің|тың|тің)\s)[А-ЯЁӘІҢҒҮҰҚӨҺA-Z]\S+\s(?P<title>(?i:бірлескен)\s(?:декларация|мәлімдеме|коммюнике)\S*)$"
)
"""``… әріптесі Имярек Бірлескен декларацияға``: a name before a joint statement is who signs it."""
AMOUNT = re.compile(
    r"\s?(?:жалпы\sқұны\s)?\d[\d.,]*\s(?:млн|млрд|миллион|миллиард)\s[\w-]+?(?:лық|лік|дық|дік|тық|тік)\s+"
)
"""``250 млн долларлық несие келісімі``: a sum, and no part of its name."""
PARTICLE = re.compile(r"\s?(?:\([^)]*\)\s)?(?:да|де|та|те|бірге|бірлесіп)\s+")
COLON = re.compile(r"(?<=[^\W\d_]):\s+")
TO_WHOM = re.compile(
    r"(?:\"[^\"]{2,40}\"\s)?(?:[А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+\s){0,3}[\w-]+(?:[ыі]на|[ыі]не)\s+(?=\S.*\s(?:туралы|жөнінде))"
)
"""``X компаниясына 40 мың тонна май жеткізу туралы``: to whom, behind the subject."""
WE_WITH = re.compile(r"біз\s(?:(?!\S+(?:мен|пен|бен)\s)\S+\s){0,6}?\S{3,}(?:мен|пен|бен)\s+", re.IGNORECASE)
"""``Біз Прага хайуанаттар бағымен …``: who speaks, and with whom it was signed."""
AND_ALSO = re.compile(r"(?:\sжәне|,)\s[^,]{2,80}")
FRAME = re.compile(r"\s(?:шеңберінде|аясында)\s+(?=\S.*\s(?:туралы|жөніндегі|бойынша)\s)")
PARTNER_NOUN = re.compile(
    r"(?:[а-яәіңғүұқөһ-]+\s){0,2}(?:өндіруші|серіктес|әріптес|инвестор|тарап|орындарының бір)[а-яәіңғүұқөһ]*(?:мен|пен|бен)\s+"
    r"|\S{3,}[ыі](?:мен|пен|бен)\s+(?=өзара\s)"
)
"""``америкалық өндірушімен``, ``… бірімен өзара``: with whom, in words that name no body."""
TOGETHER = re.compile(r"\s(?:бірлесіп|бірлесе отырып|бірге)(?=\s)")
"""``X әкімдікпен және палатамен бірлесіп``: several partners, and the word that closes them."""
MOST_NAMES = 3
PARTICIPLE = re.compile(
    r"(?<!\w)(?!арналған|аталған)[а-яәіңғүұқөһ]{2,}(?:ған|ген|қан|кен|атын|етін|йтын|йтін)\s+(?=[А-ЯЁӘІҢҒҮҰҚӨҺ\"])"
)
"""``уағдаластыққа негіз болған Қазақстан мен Моңғолия арасындағы``: what is told of a document before its parties."""
PLACE_END = re.compile(r"(?:да|де|та|те|нда|нде)$")
VERB_BEFORE = re.compile(r"(?:ып|іп|п|ды|ді|ты|ті|ған|ген|қан|кен),?\s+(?:деп\s+)?$")


class TitleBounds:
    """The beginnings of titles in the sentences of one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._parties = parties()
        self._plain = setting.text.plain
        self._raw = setting.text.raw

    @cached_property
    def _adverbials(self) -> re.Pattern[str]:
        words = self._words.alternation(self._words.words("title_ends", "adverbials"))
        return re.compile(rf"(?<![\w-])(?:{words})(?![\w-]),?\s+(?!жөніндегі\s|туралы\s)", re.IGNORECASE)

    @cached_property
    def _unnamed_sides(self) -> re.Pattern[str]:
        """``үш ел арасында``, ``қос компания арасында``: whom the sentences before name."""
        return re.compile(rf"(?i:{self._words.articles}|қос)\s+(?:[а-яәіңғүұқөһ-]+\s+){{1,2}}арасында\s+")

    def start(self, begin: int, head: re.Match[str], act: Act) -> int:
        """Where a title begins: behind the subject and the adverbials of its sentence."""
        begin = max(begin, head.start() - LONGEST_TITLE)
        begin += len(self._plain[begin : head.start()]) - len(self._plain[begin : head.start()].lstrip(", "))
        told = max((m.end() for m in THESE.finditer(self._plain, begin, head.start())), default=begin)
        if cue := self._setting.cues.match(self._plain, told, head.start()):
            told = self._skip(cue.end(), head.start())  # ``Айта кетейік, …``
        if gathering := GATHERING.match(self._plain, told, head.start()):
            told = gathering.end()
        told = max((m.end() for m in COLON.finditer(self._plain, told, head.start())), default=told)
        clause = max((m.end() for m in CONVERB.finditer(self._plain, told, head.start())), default=told)
        begin = clause
        cues = BETWEEN.finditer(self._plain, begin, head.start())
        between = next((m for m in cues if self._plain.count('"', m.end(), head.start()) % 2 == 0), None)
        limit = between.start() if between else head.start()
        start = begin
        noun = self._words.head_of(head[0])
        shared = noun is not None and noun.plural
        for pattern in (self._adverbials, SUBJECT_NOUN, OTHER_CLAUSE):
            for match in pattern.finditer(self._plain, begin, limit):
                if not (shared and match[0].startswith("сондай-ақ")):
                    start = max(start, match.end())
        named = start > begin and SUBJECT_NOUN.search(self._plain, begin, start) is not None
        for match in self._parties.leader.finditer(self._plain, begin, limit):
            behind = re.match(r",?\s+", self._plain[match.end() : limit])
            partner = WITH.match(self._plain, match.end(), limit)
            if partner:
                start = max(start, self._skip(self._name_end(partner.end(), limit), limit))
            elif behind:
                start = max(start, match.end() + behind.end())
        for mention in self._setting.places.mentions(self._raw[start:limit]):
            word = self._plain[start + mention.start : start + mention.end]
            if mention.kind == "city" and (
                (word != mention.name and PLACE_END.search(word))
                or self._plain.startswith((" қаласында ", " қаласында,"), start + mention.end)
            ):
                start = self._skip(start + mention.end, limit)
                break
        for body in self._parties.body.finditer(self._plain, start, limit) if between else ():
            if re.search(r"[ыі]н(?:да|де)$", body[0]):
                start = self._skip(body.end(), limit)  # ``Ұлттық архивінде А мен Б арасындағы …``
        frames = FRAME.finditer(self._plain, between.end(), head.start()) if between else iter(())
        if frame := next(frames, None):
            start = frame.end()  # ``А мен Б арасындағы іс-қимыл шеңберінде құпиялылық туралы``
        first = WITH.search(self._plain, start, limit) if between else None
        for participle in PARTICIPLE.finditer(self._plain, start, first.start()) if first else ():
            start = participle.end()
        if partner := next(PARTNER_NOUN.finditer(self._plain, start, limit), None):
            start = partner.end()
        if between and any(m.end() == limit for m in self._roles_and_names.finditer(self._plain, start, limit)):
            behind = BEHIND_BETWEEN.match(self._plain, between.start())
            return behind.end() if behind else between.end()  # ``А әкімі X пен Б директоры Y арасында … меморандумға``
        start = self._behind_person(start, limit)
        start = self._behind_names(start, limit)
        if between is None:
            start = self._behind_verb(start, head.start())
            if not act.passive and not named:
                subject, start = start, self._behind_subject(start, head.start())
                whom = TO_WHOM.match(self._plain, start, head.end()) if start > subject else None
                if whom and self._parties.body.search(self._plain, start, whom.end()):
                    start = whom.end()
            elif together := self._partner(self._plain[start : head.start()]):
                start = self._skip(start + together, head.start())
        unnamed = self._unnamed_sides.match(self._plain, start, head.start())
        if unnamed and not self._parties.pair.match(self._plain, start):
            start = unnamed.end()
        lead = re.match(
            rf"(?:(?!екі\sжақты)(?:{self._words.articles})\s+)+", self._plain[start : head.start()], re.IGNORECASE
        )
        of_sides = (
            between is not None
            and lead is not None
            and " " not in self._plain[start + lead.end() : between.start()].strip()
        )
        start += lead.end() if lead and not of_sides and not self._parties.pair.match(self._plain, start) else 0
        if joint := JOINT_STATEMENT.search(self._plain, start, head.end()) if between is None else None:
            start = joint.start("title")
        if amount := AMOUNT.match(self._plain, start, head.start()):
            start = amount.end()
        if particle := PARTICLE.match(self._plain, start, head.start()):
            start = particle.end()
        start += len(self._plain[start : head.start()]) - len(self._plain[start : head.start()].lstrip(" ,-"))
        opens = self._plain.startswith('"', start) and self._plain.count('"', start, head.end()) % 2
        return start + 1 if opens else start  # a quotation that begins with the title, and goes on behind it

    def _skip(self, at: int, limit: int) -> int:
        gap = re.match(r"\s*(?:қаласында(?!\w))?,?\s*", self._plain[at:limit])
        return at + (gap.end() if gap else 0)

    def _name_end(self, at: int, limit: int) -> int:
        """Where a name ends that begins here with capitals, perhaps behind a role in small letters."""
        end = at
        for number, word in enumerate(re.finditer(r"[\w’'-]+", self._plain[at:limit])):
            capital = word[0][:1].isupper() and word[0].casefold() not in self._words.modifiers
            other = self._words.head.fullmatch(word[0]) or self._setting.places.mentions(word[0])
            if number and (not capital or number == MOST_NAMES or other):
                break
            if not capital:
                break
            end = at + word.end()
        return end

    def _behind_person(self, start: int, limit: int) -> int:
        """``… министрі Марат Қарабаев``: a role and a name are the subject; of two persons the second ends it."""
        for match in self._roles_and_names.finditer(self._plain, start, limit):
            name = match["name"].split()
            if self._setting.places.mentions(name[0]) or self._parties.body.search(match["name"]):
                continue
            end = match.end()
            more = ONE_MORE_NAME.match(self._plain, end, limit)
            if more and not self._setting.places.mentions(more[0]):
                end = more.end()
            elif len(name) == MOST_NAMES and len(name[0]) > 1 and not re.search(r"(?:ұлы|қызы|вич|вна)$", name[2]):
                end -= len(name[2]) + 1
            if re.match(r"\s(?:мен|пен|бен)\s", self._plain[end:]):
                continue
            start = self._skip(end, limit)
        return start

    @cached_property
    def _role_with_name(self) -> re.Pattern[str]:
        """``… министрі Ш.Хамраевпен``: the other who signed."""
        return re.compile(
            rf"(?i:{self._parties.any_role})\s+(?P<name>(?:{CAPITAL}\s|(?:[А-ЯЁӘІҢҒҮҰҚӨҺ]\.\s?)+)?{CAPITAL}(?<=мен|пен|бен))(?=\s)"
        )

    @cached_property
    def _roles_and_names(self) -> re.Pattern[str]:
        return re.compile(rf"(?i:{self._parties.any_role})\s+(?P<name>{NAME})(?=[\s,]|$)")

    def _behind_names(self, start: int, limit: int) -> int:
        """``Қайрат Мәми мен А.Рубинов …``: two persons without their roles are the subject, and no part of a title."""
        for partner in (
            *self._role_with_name.finditer(self._plain, start, limit),
            *NAME_WITH.finditer(self._plain, start, limit),
        ):
            if (
                partner.end() > start
                and not self._setting.places.mentions(partner["name"])
                and not self._parties.body.search(partner["name"])
            ):
                start = self._skip(partner.end(), limit)
        for pair in TWO_PERSONS.finditer(self._plain, start, limit):
            names = (pair["one"], pair["other"])
            if any(self._setting.places.mentions(name) or self._parties.body.search(name) for name in names):
                continue
            if not self._parties.evident(pair["one"]) and not self._parties.evident(pair["other"]):
                start = self._skip(pair.end(), limit)
        return start

    def _behind_subject(self, start: int, limit: int) -> int:
        """``X пен Y``, ``X Y-мен``: bodies, firms or countries in the nominative before the title."""
        if we := WE_WITH.match(self._plain, start, limit):
            return self._skip(we.end(), limit)
        region = self._plain[start:limit]
        partner = self._partner(region)
        if partner is not None:
            return self._skip(start + partner, limit)
        raw = self._raw[start:limit]
        every = [end for end in self._parties.ends(region) if raw.rfind("«", 0, end) <= raw.rfind("»", 0, end + 1)]
        ends = [end for end in every if region[end:].strip(' "')]
        joint = next((m for m in WITH_OR_AND.finditer(region) if any(end == m.start() for end in ends)), None)
        behind = [end for end in every if joint is not None and end > joint.end()]
        owned = GENITIVE_BODY.match(region, joint.end()) if joint else None
        if owned and not behind:
            return start  # ``А облысы мен Б облысының ынтымақтастық туралы келісіміне``: they are in the title
        if behind:
            return self._skip(start + self._last_of(region, behind), limit)
        first = next((end for end in ends if region[:1].isupper() or region[:1] == '"'), None)
        place = next(iter(self._setting.places.mentions(region)), None)
        if place and place.kind == "city" and place.start == 0 and ends[-1:] == [place.end] and joint is None:
            return start  # ``Балқаш жылу электр станциясын салу``: no city signs alone
        return self._skip(start + self._last_of(region, ends), limit) if first else start

    def _partner(self, region: str) -> int | None:
        """Where a partner ends that ``-мен`` hangs on: ``X Y-мен``, ``X пен Y-мен``."""
        found = [
            m.end()
            for m in ATTACHED.finditer(region)
            if self._parties.evident(self._parties.without_with(region[: m.end(1)]))
        ]
        if not found:
            return None
        last = found[0]
        for end in found[1:]:
            if AND_ALSO.fullmatch(region, last, end) is None:
                break
            last = end
        together = TOGETHER.match(region, last)
        return together.end() if together else last

    def _last_of(self, region: str, ends: list[int]) -> int:
        """The end of a party's name: as long as only capitals, quotes and genitives follow, the name goes on."""
        best = ends[0]
        heads = {match.end() for match in self._parties.body.finditer(region)}
        places = {mention.end for mention in self._setting.places.mentions(region)}
        for end in ends[1:]:
            if best in heads and end in places - heads:
                break  # ``… мұнай корпорациясы Бейнеу - Шымкент құбырын …``: the title begins with a place
            one_more = WITH_OR_AND.match(region, best + region.startswith('"', best))
            if one_more and self._parties.evident(region[one_more.end() : end]):
                best = end  # ``«Total» және «GDF Suez» компаниялары``
                continue
            named = re.fullmatch(r"(?:\s\w+){1,9}[іы]|\sжанындағы(?:\s\w+){1,12}[іы]", region[best:end])
            if not (named and self._parties.body.search(region, best, end)) and not _is_a_name(region[best:end]):
                break
            best = end
        return best

    def _behind_verb(self, start: int, limit: int) -> int:
        """A comma behind a verb form ends another clause."""
        for comma in re.finditer(r",\s+", self._plain[start:limit]):
            if VERB_BEFORE.search(self._plain[start : start + comma.end()]):
                return self._behind_verb(start + comma.end(), limit)
        return start


def _is_a_name(text: str) -> bool:
    """All but the last word are capitals, quotation marks or genitives."""
    return all(
        (word[:1] in '".&()-' and word != "-") or word[:1].isupper() or GENITIVE.search(word)
        for word in text.split()[:-1]
    )
