"""Where a title begins and ends in running Russian text, told by the cases of its words."""

from __future__ import annotations

import re
from functools import cached_property

from ingest.extraction.russian.morphology import cases, forms, is_adjective, is_finite
from ingest.extraction.russian.parties import quotations
from ingest.extraction.setting import Setting
from ingest.extraction.text import lies_in

LONGEST_TITLE = 600
TOKEN = re.compile(r"[\w-]+")
JOINT = re.compile(r",(?:\s+(?:а\s+также\s+|и\s+)?|(?=[А-ЯЁ]))|\s+(?:и|а\s+также)\s+(?:также\s+)?")
OPEN_IN_PLACE = re.compile(
    r"(?i)откры|строител|создан|размещ|представительств|консульств|посольств|университет|центр|офис|филиал|завод|город"
)


class TitleBounds:
    """The bounds of titles in the sentences of one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._plain = setting.text.plain
        self._prepositions = frozenset(self._words.words("prepositions"))

    @cached_property
    def ends(self) -> re.Pattern[str]:
        relatives = self._words.alternation(self._words.words("title_ends", "relatives"))
        adverbials = self._words.alternation(self._words.words("title_ends", "adverbials"))
        months = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
        return re.compile(
            rf",\s(?:в\s|во\s|на\s|о\s|с\s|к\s|по\s|из\s|для\s|за\s|при\s)?(?:{relatives})(?![\w-])|,?\s(?:{adverbials})(?![\w-])"
            rf"|\sоб\sэтом(?!\w)|,?\sсроком\sна\s|;|:|(?<!\bим)(?<!\bг)(?<!\bтыс)(?<!\bмлн)(?<!\bмлрд)(?<!\bLtd)(?<!\b[А-ЯЁA-Z])\.\s|,\s(?:министр|президент|премьер|глав|сторон|лидер)\w*\s|(?<!одной)(?<!другой)\s(?=(?:обе\s)?стороны(?!\w))|,\s?(?:а|но)\s(?!также)|\s(?=(?-i:Президент|Премьер-министр|Глава государства)\s(?-i:[А-ЯЁ]))|\s(?=(?:ректоры?|министры?|председател[ьи]|акимы?|губернаторы?|директора?|президенты?|мэры?|премьеры|главы|руководители)\s(?-i:[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+))|\s(?:и|а\sтакже)\s(?:ещ[её]\s)?(?:\d+|{self._counts})\s(?:[\w-]+\s)?(?:документ|соглашени|меморандум)\w*|\s-\s(?=(?:сообщ|сказал|отмет|заяв|это(?!го)|так|об этом|подчеркн|говор|переда|рассказ|уточн|добав|поясн|считает|пишет)\w*)|(?<!от)(?<!до)(?<!с)(?<!по)\s\d{{1,2}}\s(?:{months})(?!\w)|,\s(?=(?:{self._agency})(?!\w))",
            re.IGNORECASE,
        )

    @property
    def _counts(self) -> str:
        return self._words.alternation([*self._words.table("numbers"), "ряд", "несколько"])

    @property
    def _agency(self) -> str:
        return self._words.alternation(self._words.words("agency"))

    def numbers(self, printed: str, wanted: str) -> frozenset[str]:
        """The numbers in which the type noun may stand in the wanted case."""
        noun = next((word for word in printed.split() if cases(word)), printed.split(maxsplit=1)[0])
        found = {number for case, number in cases(noun) if case == wanted}
        return frozenset(found or ({"sing"} if noun.endswith(("е", "и")) and not forms(noun) else set()))

    def opens(self, head: int, at: int) -> int | None:
        """Where the noun phrase of a type noun begins; None where a preposition governs it."""
        at = max(at, head - LONGEST_TITLE)
        start = head
        words = list(TOKEN.finditer(self._plain, at, head))
        for number in range(len(words) - 1, -1, -1):
            word = words[number]
            between = self._plain[word.end() : start]
            if between.strip(' "'):
                break
            joins = word[0] == "и" and number and is_adjective(words[number - 1][0]) and start < head
            if not joins and not self._modifies(word[0]):
                break
            start = word.start()
        before = self._plain[at:start].rstrip(' "')
        last = re.search(r"([\w-]+)$", before)
        if last and last[1].casefold() in self._prepositions:
            return None
        return start

    def _modifies(self, word: str) -> bool:
        first = forms(word)[:1]
        return (
            bool(first)
            and first[0].pos in {"ADJF", "PRTF"}
            and not re.fullmatch(
                r"(?i)(?:эт|сво|котор|как|друг|следующ|данн|соответствующ|указанн|важн|перв|пакетн)\w*", word
            )
        )

    def end(self, after: int, end: int, wanted: str, *, several: bool = False) -> int:
        """Where a title stops in running text, or the titles of several that share a noun."""
        end = min(end, after + LONGEST_TITLE)
        quotes = [(a + after, b + after) for a, b in quotations(self._plain[after:end])]
        cut = end
        colon = several and self._plain[after : after + 1] == ":"  # ``дорожные карты: по …; о …``
        for match in self.ends.finditer(self._plain, after, end):
            if colon and match[0] in {":", ";"}:
                continue
            inside = lies_in(quotes, match.start())
            if not inside and not self._plain[after : match.start()].endswith(" в связи"):
                cut = match.start()
                break
        cut = self._gapped(after, cut, quotes, wanted)
        cut = self._before_verb(after, cut, quotes, wanted, several=several)
        for joint in JOINT.finditer(self._plain, after, cut):
            if not lies_in(quotes, joint.start()) and self._new_title(joint.end(), cut, wanted):
                cut = joint.start()
                break
        cut = self._without_place(after, cut)
        text = re.sub(r"[\s,]+(?:и|а также)\s*$", "", self._plain[after:cut])
        return after + len(text.rstrip(' ,.;:-"' if text.count('"') % 2 else " ,.;:-"))

    def _gapped(self, after: int, cut: int, quotes: list[tuple[int, int]], wanted: str) -> int:
        """``…, фонд X и Y – дорожную карту``: another subject with its document, the verb left out."""
        for dash in re.finditer(r"\s-\s", self._plain[after:cut]):
            at = after + dash.start()
            commas = [m.start() for m in re.finditer(r"[,;]\s", self._plain[after:at])]
            outside = [after + one for one in commas if not lies_in(quotes, after + one)]
            if outside and not lies_in(quotes, at) and self._new_title(after + dash.end(), cut, wanted):
                return outside[-1]
        return cut

    def _before_verb(self, after: int, cut: int, quotes: list[tuple[int, int]], wanted: str, *, several: bool) -> int:
        """A finite verb or a participle behind a comma belongs to the sentence, not to the title."""
        comma = None
        last = after
        for token in TOKEN.finditer(self._plain, after, cut):
            gap = self._plain[last : token.start()]
            last = token.end()
            if lies_in(quotes, token.start()):
                continue
            if "," in gap:
                comma = token.start() - len(gap.lstrip()) if gap.strip() == "," else token.start()
                comma = self._plain.rfind(",", after, token.start())
                if self._is_participle(token[0], wanted, several=several):
                    return comma
            word = token[0]
            if word.islower() and (is_finite(word) or (forms(word)[0].pos in {"PRTS", "INFN"} and len(word) > 4)):
                if comma is not None and token.start() - comma < 120:
                    return comma
                return token.start()
        return cut

    def _is_participle(self, word: str, wanted: str, *, several: bool) -> bool:
        """A participle that may agree with the title, or an adverbial one; others belong to a noun inside the title."""
        first = forms(word)[0]
        return word.islower() and (first.pos == "GRND" or (first.pos == "PRTF" and self._agrees(word, wanted, several)))

    def _agrees(self, word: str, wanted: str, several: bool) -> bool:
        """Whether a participle may belong to the type noun: in its case and number."""
        numbers = {number for case, number in cases(word, "PRTF") if case == wanted}
        return ("plur" if several else "sing") in numbers

    def _new_title(self, start: int, cut: int, wanted: str) -> bool:
        """Another title begins behind a comma or an ``и``."""
        for number, token in enumerate(TOKEN.finditer(self._plain, start, cut)):
            if head := self._words.head.match(self._plain, token.start(), cut):
                return bool(self.numbers(head[0], wanted))
            if number > 4 or not (is_adjective(token[0]) or token[0] in {"и", "ранее", "также"}):
                return False
        return False

    def _without_place(self, after: int, cut: int) -> int:
        """Take ``в Астане`` off the end of a title, unless a founding or an opening there is its subject."""
        tail = re.search(
            r"\sв\s(?:столице\s|городе\s|г\.\s?)?([А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?)$", self._plain[after:cut]
        )
        if tail is None or OPEN_IN_PLACE.search(self._plain[after : after + tail.start()]):
            return cut
        places = self._setting.places.mentions(tail[1])
        whole = places and places[0].kind == "city" and places[0].end == len(tail[1])
        return after + tail.start() if whole or tail[1] in {"Акорде", "Кремле"} else cut
