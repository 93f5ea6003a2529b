"""Instruments in Kazakh prose: the object before the verb, told by its case ending; titles end in their type noun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extraction.acts import Act, Acts
from ingest.extraction.found import Found, Maker
from ingest.extraction.kazakh.parties import JOINT, WITH
from ingest.extraction.kazakh.plurals import Plurals
from ingest.extraction.kazakh.title_bounds import TitleBounds
from ingest.extraction.kazakh.titles import titles
from ingest.extraction.lexicon import Head
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence

RATIFIES = re.compile(r"(?i)(?<!\w)ратификация")
SEVERAL = re.compile(
    r"(?:туралы|жөніндегі)\s(?:бірқатар|бірнеше|түрлі)\s+$|(?:млн|млрд|миллион|миллиард)\s\w+(?:нің|ның|дың)\s+$"
)
"""``… туралы бірқатар келісім``: how many, nobody says."""
SUCH = re.compile(r"(?:^|\s)(?:осындай|мұндай|сондай|мынадай)$")
"""``осындай келісімге``: one like that which was told of."""
COUNTED = re.compile(
    r"(?:^|\s)\d+$|(?:^|\s)\d+-(?:[^\W\d_]{1,3}\sжуық|[сы]?[іы])(?:\s|$)|\w(?:дан|ден|тан|тен|нан|нен)\s(?:астам|аса)\s*$"
    r"|^(?!(?:19|20)\d\d\sжыл)\d+(?:\s[а-яәіңғүұқөһ-]+){1,2}$|(?:млн|млрд|миллион|миллиард)\s\w+(?:нің|ның|дың|лік|лық)$"
)
"""``13``, ``16-ға жуық``, ``елуден астам`` documents: a count or a sum, and no name."""
MANY = re.compile(
    r"(?:бір\s?қатар|бірнеше|көптеген|түрлі)\s(?:[а-яәіңғүұқөһ]+(?:ды|ді|ты|ті|лық|лік|дық|дік|тық|тік)\s)?$"
)
"""``бірқатар келісімге``: a singular that means several."""
BETWEEN_TITLES = re.compile(rf"\s*;\s*(?:сондай-ақ\s+)?|\s?,\s+(?:сондай-ақ\s+|және\s+|ал\s+)?|{JOINT.pattern}")
UNDER_IT = re.compile(r"(?<=[дтн][ыі]ң)\s(?:астына|соңына)\s")
"""``келісімнің астына қолтаңбаларын қалдырды``."""
COLON = re.compile(r":\s(?=\S)")
DATIVE = re.compile(r"(?:ға|ге|қа|ке|на|не)$")
INSTRUMENTAL = re.compile(r"(?:мен|бен|пен)$")
OTHER_CASE = re.compile(r"(?:ның|нің|дың|дің|тың|тің|нда|нде|дан|ден|нан|нен|да|де|та|те|дағы|дегі|ндағы|ндегі)$")
ACCUSATIVE = re.compile(r"(?:ны|ні|ды|ді|ты|ті|ын|ін|сын|сін)$")
INSIDE = re.compile(
    r"(?P<opening>,\s(?:олардың|солардың|бұлардың)\s(?:қатарында|ішінде|арасында)\s)[^;]{10,900}?(?P<closing>\sбар)(?!\w)"
)
"""``… құжатқа қол қойды, олардың арасында … келісімі бар``."""
AMONG = re.compile(
    r"(?i)(?:(?:олардың|солардың|бұлардың|құжаттардың)\s(?:қатарында|ішінде|арасында)\s+|(?:соның|оның|солардың|олардың)\sбірі\s(?:-\s+)?|(?:тағы|келесі)\sбір\s(?:маңызды\s)?құжат\s-\s+)"
)


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
        self._numbers = frozenset(setting.words.table("numbers"))

    def of(self, sentence: Sentence) -> Iterator[Found]:
        """The instruments of one sentence."""
        if self._words.pattern("ratification").search(self._setting.plain(sentence)):
            yield from self._ratified(sentence)
            return
        begin = self._setting.behind_dateline(sentence.start, sentence.end)
        for act in self._acts.of(sentence) or self._among(sentence):
            begin = max(begin, act.sentence.start)
            if not self._acts.is_planned(act):
                for one in self._objects(begin, act):
                    if not self._is_domestic(one):
                        yield one
                if among := INSIDE.search(self._plain, act.end, act.sentence.end):
                    yield from self._objects(among.end("opening"), act, among.start("closing"))
                if (colon := COLON.match(self._plain, act.end, act.sentence.end)) is not None:
                    yield from self._objects(colon.end(), act, act.sentence.end)
            begin = act.end

    def _ratified(self, sentence: Sentence) -> Iterator[Found]:
        """``… туралы келісімді ратификациялау туралы» заң``: what a parliament ratifies was signed before."""
        begin = self._setting.behind_dateline(sentence.start, sentence.end)
        for verb in RATIFIES.finditer(self._plain, begin, sentence.end):
            match = next(
                (m for m in self._words.head.finditer(self._plain, begin, verb.start()) if m.end() >= verb.start() - 1),
                None,
            )
            if match is None:
                continue
            quotes = [at for at in range(begin, match.start()) if self._plain[at] == '"']
            act = Act(verb.start(), verb.end(), "signed", True, sentence)
            start = quotes[-1] + 1 if len(quotes) % 2 else self._bounds.start(begin, match, act)
            reading = self._titles.read(self._raw[start : match.end()])
            yield from self._maker.recalled(start, match.end(), reading, sentence)
            begin = verb.end()

    def _among(self, sentence: Sentence) -> list[Act]:
        """``Олардың қатарында … бар.``: what the sentence before said was signed."""
        opening = AMONG.match(self._setting.plain(sentence))
        before = self._acts.told_before(sentence) if opening else None
        if opening is None or before is None:
            return []
        rest = Sentence(sentence.start + opening.end(), sentence.end, sentence.block)
        end = self._plain.rfind(" бар", rest.start, rest.end)
        at = end + 1 if end > 0 else rest.end
        return [Act(at, at, before.mode, True, rest)]

    def _is_domestic(self, one: Found) -> bool:
        """What one government approves for itself is no document between parties."""
        together = WITH.search(self._plain, one.sentence.start, one.start) is not None
        alone = not one.sides and not together and self._setting.of_one_state
        own = self._setting.organisation is None or one.title[:1].islower()
        definite = ACCUSATIVE.search(one.title) is not None
        taken = not definite or self._setting.organisation is None  # ``туралы шешім қабылдады``
        decided = one.reading.type == "decision" and own and taken and not one.sides
        return one.mode in {"approved", "adopted"} and (alone or decided)

    def _objects(self, begin: int, act: Act, end: int | None = None) -> list[Found]:
        """The documents before a verb: the last stands in its case, those before it may be bare.

        ``end``: where they end, if they stand behind it (``мына құжаттарға қол қойды: …``).
        """
        end = act.start if end is None else end
        heads = [
            (match, head)
            for match in self._words.head.finditer(self._plain, begin, end)
            if (head := self._words.head_of(match[0])) is not None
        ]
        while heads and not self._is_object(heads[-1][0], act, end):
            heads.pop()
        chosen: list[tuple[re.Match[str], Head]] = []
        for match, head in reversed(heads):
            if not chosen or self._joined(match, act, end):
                chosen.append((match, head))
        found: list[Found] = []
        at, counted = begin, False
        for match, head in reversed(chosen):
            start = self._bounds.start(at, match, act)
            if counted and start == match.start():
                continue  # ``16 келісім мен меморандумға``
            counted = self._counted(self._plain[start : match.start()].strip())
            if head.plural and SEVERAL.search(self._plain, start, match.start()):
                continue
            if head.plural:
                several = list(self._plurals.split(start, match.start(), match.end(), head, act))
                found += [replace(one, group=start) for one in several]
            elif several := list(self._plurals.counted(start, match, act)):
                found += [replace(one, group=start) for one in several]
            elif (one := self._made(start, match, head, act)) is not None:
                found.append(one)
            joint = BETWEEN_TITLES.match(self._plain, match.end())
            at = joint.end() if joint else match.end()
        return found

    def _counted(self, before: str) -> bool:
        """What stands before a type noun says how many there are, and no name."""
        last = before.casefold().split()[-1:]
        return COUNTED.search(before) is not None or (last != ["бір"] and not self._numbers.isdisjoint(last))

    def _is_object(self, match: re.Match[str], act: Act, end: int) -> bool:
        """Say whether the ending of a type noun is the one its verb wants, and nothing but words stand between."""
        word = match[0].split()[-1].casefold()
        if self._acts.others.search(self._plain, match.end(), end):
            return False  # ``… хаттамаға қол қою туралы Жарлыққа қол қойды``
        if re.search(r"[;:]", self._plain[match.end() : end]) or end - match.end() > 160:
            return False
        verb = self._plain[act.start : act.end].casefold()
        if verb.startswith(("қол", "отыр")) and not verb.endswith("бекітті"):
            return bool(DATIVE.search(word)) or UNDER_IT.match(self._plain, match.end()) is not None
        if act.mode == "exchanged" and not verb.startswith("бір-бір"):
            return bool(INSTRUMENTAL.search(word)) or self._plain[match.end() : match.end() + 5].strip() in {
                "мен",
                "пен",
                "бен",
            }
        if OTHER_CASE.search(word) or (DATIVE.search(word) and not word.endswith("стратегия")):
            return False
        return act.passive or bool(ACCUSATIVE.search(word)) or not self._plain[match.end() : end].strip()

    def _joined(self, match: re.Match[str], act: Act, end: int) -> bool:
        """An earlier type noun belongs to the verb where a comma or ``және`` follows it."""
        word = match[0].split()[-1].casefold()
        joint = BETWEEN_TITLES.match(self._plain, match.end())
        if joint is None:
            return False
        right = self._is_object(match, act, end) or DATIVE.search(word)
        return bool(right) or not (OTHER_CASE.search(word) or INSTRUMENTAL.search(word))

    def _made(self, start: int, match: re.Match[str], head: Head, act: Act) -> Found | None:
        before = self._plain[start : match.start()].strip()
        if (head.type == "unspecified" and not re.search(r"\s(?:туралы|жөніндегі)$", before)) or (
            head.type in {"decision", "action_plan", "concept", "other", "programme"} and not before
        ):
            return None
        if MANY.search(self._plain, 0, match.start()) or SUCH.search(before):
            return None
        if self._counted(before):
            return None  # a bare count: "13 келісім", or a sum
        if head.words == "мәлімдеме~" and not re.search(
            r"(?i)бірлескен|туралы|жөніндегі|министрлік", self._plain[start : match.end()]
        ):
            return None
        reading = self._titles.read(self._raw[start : match.end()])
        return self._maker.made(start, match.end(), reading, act.mode, act.sentence, act=act) if reading else None
