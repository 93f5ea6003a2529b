"""Who a Russian title is between: names in the instrumental case, cut where the next one opens."""

from __future__ import annotations

import re
from functools import cache, cached_property

from ingest.extraction.data import load
from ingest.extraction.gazetteer import Mention, gazetteer
from ingest.extraction.lexicon import lexicon
from ingest.extraction.parties import PhraseParties, Side
from ingest.extraction.russian.morphology import forms, in_case, is_adjective, nominative, singular_nominative
from ingest.extraction.text import lies_in, skeleton

JOINT = re.compile(
    r",\s+с\s+одной\s+стороны,\s+и\s+|,\s+(?:а\s+также\s+|и\s+)?(?:с\s+)?|\s+(?:и|а\s+также)\s+(?:с\s+)?|;\s+(?:и\s+)?"
)
TOKEN = re.compile(r'"|[\w.&+-]+')
BOUND = re.compile(
    r"\s(?:о|об|обо|по|под|в|во|на|для|с|со|к|от|при|касательно|относительно|путем|через|до|за|из|сроком|с\s+целью)\s|,\s|[;:]|\.\s|\.$|\s-\s"
    r"|\s(?:был[аио]?|состоял[аио]сь)(?!\w)|(?<=\")\s(?=[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?![\w-]))"
    r"|\s(?=\d{1,2}\s(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)(?!\w))"
)
SUBJECT_OPENS = re.compile(r"\s(?:о|об|обо)\s|,\s|;|\s(?:и|а также)\s+(?=[А-ЯЁA-Z\"])")
MINISTRY_FOR = re.compile(r"(?i)министерств\w+\s+по\s+(?:чрезвычайн|налог|делам|инвестиц|развити|связям)")
UNDER = re.compile(
    r"(?i)(?:[а-яё]+(?:ой|ом|ем|ей)\s)?(?:прокуратур|парламент|совет|президент|правительств|премьер|кабинет|министерств|министр|глав|парламент)"
)
"""A body may stand under one of these: ``при Президенте``."""
LEGAL_FORM = re.compile(r"(?:Ltd|Inc|LLC|LLP|JSC|Co|GmbH|S\.A|PLC)\b")
"""``Operation Co., Ltd``: no comma between two."""
APPOSED = re.compile(r"\s-\s[а-яё][^,;\"]{5,60}\"[^\"]+\"(?=\s(?:и|с)\s|\s*$)")
"""``ОАО "МАЗ" - управляющая компания холдинга "БЕЛАВТОМАЗ"``: what a firm is, behind its name."""
ONE_PART = re.compile(r",\s+с\s+(?:одной|другой)\s+стороны")
FIRST_WORDS = 5
ADJECTIVES = re.compile(
    r"(?:[\w-]+(?:ой|ей|им|ым|ая|ое|ий|ый)(?:,\s+|\s+и\s+|\s+а\s+также\s+))+[\w-]+(?:ой|ей|им|ым|ая|ое|ий|ый)\s+(?P<noun>[\w-]+)"
)
OPENING_WORD = re.compile(r"(?:В|Во|На|По|При|Для|После|Также|Кроме|Затем|Далее)\s")
"""``В частности``: no name begins so."""
FIRM_CALLED = re.compile(
    r"(?i:(?:[а-яё-]+(?:ой|ей|ая|ый|ий|ым|ого)\s)*(?:компани|фирм|корпораци)[а-яё]+\s)(?=\"?[A-Z])"
    r"|(?i:(?:(?!национальн)[а-яё-]+(?:ой|ей|ая|ый|ий|ым|ого)\s)+(?:компани|фирм|корпораци|оператор|холдинг|концерн|перевозчик|производител|поставщик|гигант)[а-яё]*\s)(?=\"|[А-ЯЁA-Z]{2})"
)
"""``китайской компанией "Changchun"``: what it is, before its name in Latin letters."""
ONE_WORD = re.compile(r"[«\"“](?P<word>[А-ЯЁ][а-яё]{4,}(?:а|у|ом|е))[»\"”]")
ADJECTIVE_OF_CITY = re.compile(r"(?<![\w-])(?P<stem>[А-ЯЁ][а-яё-]+?)(?:с?к)(?:ий|ого|ому|им|ом|ая|ой|ую|ое)(?![\w-])")
SUFFIXES = ("ин", "ен", "он", "ов", "ев", "н")
"""What may stand between a city and the ending of its adjective: ``караганд-ин-ский``."""
SHORTEST_STEM = 4
PARENTHESES = re.compile(r"\([^()]*\)")
MOST_SIDES = 9
LONGEST_SIDE = 260
CITY_OF = re.compile(
    r"(?i:город\w*|г\.|столиц\w*|мегаполис\w*)\s+(?P<city>[А-ЯЁA-Z][\w-]+(?:\s[А-ЯЁA-Z][\w-]+)?)(?:\s\([^)]*\))?$"
)


class Parties(PhraseParties):
    """The grammar of parties in Russian."""

    @cached_property
    def _for(self) -> re.Pattern[str]:
        """Heads of bodies that are called after their purpose: ``Агентство по …``."""
        return self._words.phrases("bodies_for", "heads")

    @cached_property
    def _purposes(self) -> re.Pattern[str]:
        return self._words.phrases("bodies_for", "purposes")

    def read(self, phrase: str) -> tuple[str, str, str | None] | None:
        if not re.search(r"\w", phrase) or len(phrase) > LONGEST_SIDE or OPENING_WORD.match(phrase):
            return None
        plain = skeleton(phrase)
        if plain.count('"') == 1:
            plain, phrase = plain.strip('" '), phrase.strip('«»“”„" ')
        mentions = self.places.mentions(plain)
        if mentions and mentions[0].start == 0 and mentions[0].end == len(plain) and mentions[0].kind != "adjective":
            only = mentions[0]
            return nominative(phrase) if only.kind == "country" else only.name, only.kind, only.country
        country = self.country(plain) or self._of_latin_name(plain) or self._of_city(plain)
        body, role = self.body.search(plain), self.roles["country"].search(plain)
        if role and (body is None or role.start() < body.start()) and country:
            return self.places.name(country), "country", country
        for local in ("region", "city"):
            if self.roles[local].match(plain):  # an akim, a mayor: who he is of
                place = next((m for m in mentions if m.kind in {"region", "city"}), None)
                return (place.name, local, place.country) if place else None
        if body is None and self.leader.search(plain) and not self.company_country(plain):
            code = self.leader_country(plain)
            return (self.places.name(code), "country", code) if code else None
        kind = self.kind(plain)
        city = CITY_OF.search(plain) if kind == "city" else None
        if city is not None:
            named = self.places.mentions(city["city"])
            return (named[0].name if named else city["city"]), "city", country
        phrase = phrase[described.end() :] if (described := FIRM_CALLED.match(plain)) else phrase
        name = nominative(phrase) if re.match(r"[А-Яа-яЁё]", plain) else phrase
        if quoted := ONE_WORD.fullmatch(phrase):  # ``президент «Казатомпрома»``
            name = phrase.replace(quoted["word"], nominative(quoted["word"]))
        return name, kind, country

    def kind(self, phrase: str) -> str:
        """The kind of body a phrase names; a name in Latin letters that says nothing else is a firm."""
        kind = super().kind(phrase)
        return (
            "company"
            if kind == "other" and re.match(r"[\"A-Z]*[A-Z]\w", phrase) and not self.body.search(phrase)
            else kind
        )

    def _of_latin_name(self, plain: str) -> str | None:
        """``China Energy``: an English name says whose it is in English."""
        if not re.search(r"[A-Za-z]{3}", plain):
            return None
        named = [m for m in gazetteer("en").mentions(plain) if m.kind in {"country", "adjective"}]
        return named[0].country if named else None

    def _of_city(self, plain: str) -> str | None:
        """``Гродненский университет``: the country of the city that its adjective is made from."""
        for adjective in ADJECTIVE_OF_CITY.finditer(plain):
            stem = adjective["stem"].casefold().removesuffix("ь")
            stems = [stem, *(stem.removesuffix(suffix) for suffix in SUFFIXES if stem.endswith(suffix))]
            if code := next((known for one in stems if (known := self._city_stems.get(one))), None):
                return code
        return None

    @cached_property
    def _city_stems(self) -> dict[str, str]:
        """Cities without the vowel at their end, and their countries; a stem of two countries is left out."""
        found: dict[str, set[str]] = {}
        for record in load("cities.json"):
            for name in [record["name"]["ru"], *record["aliases"].get("ru", ())]:
                whole = skeleton(name).casefold()
                for stem in {whole, re.sub(r"[аеийоуыьэюя]$", "", whole)}:
                    if len(stem) >= SHORTEST_STEM and " " not in stem:
                        found.setdefault(stem, set()).add(record["country"])
        return {stem: next(iter(codes)) for stem, codes in found.items() if len(codes) == 1}

    # --- enumerations -------------------------------------------------------------------------------------

    def between(self, text: str, case: str = "ablt") -> tuple[tuple[Side, ...], int] | None:
        """Read what follows ``между``: the sides, and where the last one ends. None where nothing is enumerated.

        No side and an end mean ``двумя странами``: both of the event.
        """
        text = text[:3000]
        plain = skeleton(text)
        if pair := self.pair.match(plain):
            return (), pair.end()
        if shared := self.shared(plain, case):
            return shared
        starts = [0]
        inside = enclosed(plain)
        stop = len(plain)
        for joint in JOINT.finditer(plain):
            if lies_in(inside, joint.start()) or LEGAL_FORM.match(plain, joint.end()):
                continue
            if len(starts) == MOST_SIDES or joint.start() - starts[-1] > LONGEST_SIDE:
                break
            if self.bounded(plain, starts[-1], joint.start()) < joint.start():
                break
            last_pair = len(starts) > 1 and not joint[0].strip(", ")
            if last_pair and not re.search(r"\s(?:и|а также)\s", plain[joint.end() :]):
                break
            if self.opens(plain, joint.end(), case):
                starts.append(joint.end())
                stop = joint.start()
        if len(starts) < 2:
            return None
        end = self.bounded(plain, starts[-1], len(plain))
        joints = [next(j.start() for j in JOINT.finditer(plain) if j.end() == at) for at in starts[1:]]
        sides = [self.side(text, a, b) for a, b in zip(starts, [*joints, end], strict=True)]
        read = tuple(side for side in sides if side is not None)
        return (read, end) if len(read) > 1 and stop else None

    def opens(self, plain: str, at: int, case: str) -> bool:
        """Say whether a party in this case begins here: adjectives and a noun in it, an abbreviation, a quoted name."""
        proper = plain[at : at + 1].isupper()
        if OPENING_WORD.match(plain, at):
            return False
        for number, token in enumerate(TOKEN.finditer(plain, at)):
            word = token[0].rstrip(".") or token[0]
            if number == 0 and plain[at : token.start()].strip():
                return False
            if word == '"' or (word.isupper() and word[:1].isalpha()) or re.match(r"[A-Z]", word):
                return number == 0 or word == '"' or not is_adjective(word)
            if number == FIRST_WORDS:
                return False
            if not in_case(word, case):
                return bool(number == 0 and word[:1].isupper() and self._undeclined(word))
            if is_adjective(word) and not any(f.pos == "NOUN" and f.case == case for f in forms(word)[:1]):
                continue
            return (
                word[:1].isupper()
                or proper
                or bool(self.body.match(plain, token.start()))
                or bool(self.body.match(plain, at) or any(r.match(plain, token.start()) for r in self.roles.values()))
            )
        return False

    def _undeclined(self, word: str) -> bool:
        return word.endswith(("о", "и", "у", "ы", "э", "ю"))

    def bounded(self, plain: str, start: int, end: int | None = None) -> int:
        """Where the name of a body that begins here ends; an ``и`` before that end joins something else."""
        stop = self._bound(plain, start, end)
        joint = re.search(r"(?:\s(?:и|а также)|,)+$", plain[start:stop])
        return start + joint.start() if joint else stop

    def _bound(self, plain: str, start: int, end: int | None) -> int:
        end = len(plain) if end is None else end
        quotes = quotations(plain)
        head = self.body.match(plain, start) or self.body.search(plain[:end], start)
        purpose_seen = False
        for bound in BOUND.finditer(plain, start, end):
            if lies_in(quotes, bound.start()):
                continue
            word = bound[0].strip()
            if (
                word == "по"
                and not purpose_seen
                and head is not None
                and self._for.match(plain, head.start())
                and (self._purposes.match(plain, bound.end()) or self._owned_later(plain, start, bound.start(), end))
            ):
                purpose_seen = True
                continue
            if word in {"с", "в", "на", "от"} and purpose_seen and self._owned_later(plain, start, bound.start(), end):
                continue
            if word == "по" and MINISTRY_FOR.match(plain, start) and not purpose_seen:
                purpose_seen = True
                continue
            if word == "при" and UNDER.match(plain, bound.end()):
                continue
            if word == "," and ONE_PART.match(plain, bound.start()):
                return bound.start()
            if word == "," and self._goes_on(plain, bound.end()):
                continue
            if word == "-" and (plain[bound.end() : bound.end() + 1].isupper() or APPOSED.match(plain, bound.start())):
                continue
            if word == "." and re.search(r"(?:^|[\s.])\w{1,2}$", plain[: bound.start()]):
                continue
            return bound.start()
        return end

    def _owned_later(self, plain: str, start: int, bound: int, end: int) -> bool:
        """``Агентство по … РТ``: no country before the purpose, one behind it and before the subject."""
        stop = SUBJECT_OPENS.search(plain, bound + 4, end)
        behind = plain[bound : stop.start() if stop else end]
        return not self.places.mentions(plain[start:bound]) and any(
            m.kind == "country" for m in self.places.mentions(behind)
        )

    def _goes_on(self, plain: str, at: int) -> bool:
        """``Министерство культуры, информации и … Республики``: a genitive behind the comma, and a country later."""
        word = TOKEN.match(plain, at)
        if word is None or not word[0].islower() or not in_case(word[0], "gent"):
            return False
        bounds = (bound for bound in BOUND.finditer(plain, at) if bound[0].strip() != ",")
        end = next((bound.start() for bound in bounds), len(plain))
        owner = next((place for place in self.places.mentions(plain[at:end])), None)
        # Up to the country all is the topic of one body, and no other begins.
        return owner is not None and not self.body.search(plain, at, at + owner.start)

    # --- shared heads -------------------------------------------------------------------------------------

    def shared(self, plain: str, case: str = "ablt") -> tuple[tuple[Side, ...], int] | None:
        """``правительствами Казахстана и Узбекистана``, ``городами Алматы и Бишкек``, ``МИД Казахстана и Ирана``."""
        if OPENING_WORD.match(plain):
            return None
        if adjectival := self.adjectival(plain):
            return adjectival
        head = re.match(r"(?:[\w-]+\s+){0,2}?(?P<noun>[\w-]+)(?=\s)", plain)
        while head is not None:
            noun = head["noun"]
            plural = any(f.pos == "NOUN" and f.number == "plur" and f.case == case for f in forms(noun))
            if plural or noun == "МИД":
                break
            head = (
                re.match(rf"(?:[\w-]+\s+){{{len(head[0].split())},2}}?(?P<noun>[\w-]+)(?=\s)", plain)
                if len(head[0].split()) < 3
                else None
            )
        if head is None:
            return None
        places = [m for m in self.places.mentions(plain) if m.start >= head.end() and m.kind != "adjective"]
        for number, first in enumerate(places):
            run = [first]
            for following in places[number + 1 :]:
                if not re.fullmatch(
                    r"(?:\s*\([^)]*\))?\s*(?:,|и|, а также|, и|а также)\s*(?:государства\s*)?",
                    plain[run[-1].end : following.start],
                ):
                    break
                run.append(following)
            topic = plain[head.end() : first.start]
            if len(run) > 1 and not BOUND.search(topic) and len(topic) < 120:
                sides = (self._member(plain[: head.end()], topic.strip(), m, plain[m.start : m.end]) for m in run)
                return tuple(sides), run[-1].end
            if len(run) == 1:
                break
        pair = self.pair.search(plain, head.end())
        if pair and not BOUND.search(plain[head.end() : pair.start()]):
            name = singular_nominative(plain[: head.end()]) + plain[head.end() : pair.start()].rstrip()
            return (Side(name, self.kind(name), None, 0, pair.end()),), pair.end()
        return None

    def adjectival(self, plain: str) -> tuple[tuple[Side, ...], int] | None:
        """``Туркестанской и Хатлонской областями``, ``казахстанским и белорусским министерствами юстиции``."""
        run = ADJECTIVES.match(plain)
        noun = run and next((f for f in forms(run["noun"]) if f.pos == "NOUN" and f.case in {"ablt", "nomn"}), None)
        if run is None or noun is None or not self.body.match(plain, run.start("noun")):
            return None
        rest = plain[run.end() :]
        topic = re.match(r"(?:\s[а-яё]+){1,4}?(?=\s(?:о|об|в|на|по|подписан\w*|заключен\w*|принят\w*)\s|[.,;]|$)", rest)
        after = topic[0] if topic and in_case(topic[0].split()[0], "gent") else ""
        sides = []
        for word in re.finditer(r"[\w-]+", plain[: run.start("noun")]):
            if word[0] in {"и", "также", "а"}:
                continue
            if not is_adjective(word[0]):
                return None
            name = singular_nominative(f"{word[0]} {run['noun']}") + after
            place = next(iter(self.places.mentions(name)), None)
            sides.append(Side(name, self.kind(name), place.country if place else None, word.start(), word.end()))
        return (tuple(sides), run.end() + len(after)) if len(sides) > 1 else None

    def _member(self, head: str, topic: str, place: Mention, printed: str) -> Side:
        name = singular_nominative(head)
        kind = self.kind(name)
        if place.kind in {"city", "region"} and not topic and kind in {"city", "region"}:
            return Side(place.name, kind, place.country, place.start, place.end)
        if self.roles["country"].fullmatch(name) or re.fullmatch(r"(?i)стран\w*|государств\w*", name):
            return Side(place.name, "country", place.country, place.start, place.end)
        full = " ".join(part for part in (name, topic, printed) if part)
        return Side(full, kind, place.country, place.start, place.end)


def enclosed(plain: str) -> list[tuple[int, int]]:
    """Where quotations and brackets stand: what joins words inside them joins no parties."""
    return [*quotations(plain), *(match.span() for match in PARENTHESES.finditer(plain))]


def quotations(plain: str) -> list[tuple[int, int]]:
    """Where quotations stand: a mark behind a space opens one, any other closes the last that is open."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in re.finditer('"', plain):
        at = match.start()
        if at == 0 or (plain[at - 1] in ' ("' and plain[at + 1 : at + 2].strip()):
            opened.append(at)
        elif opened:
            found.append((opened.pop(), at))
    return sorted(found)


@cache
def parties() -> Parties:
    """The grammar of parties, built once."""
    return Parties(lexicon("ru"), gazetteer("ru"))
