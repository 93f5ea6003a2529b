"""Write out a Russian plural head: one title per subject, or per pair of parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extraction.acts import Act
from ingest.extraction.found import Found, Maker
from ingest.extraction.russian.morphology import ablative, cases, in_case, is_adjective, singular_nominative
from ingest.extraction.russian.parties import JOINT, parties
from ingest.extraction.russian.titles import titles
from ingest.extraction.setting import Setting
from ingest.extraction.text import skeleton

OPENING = re.compile(
    r"\s*(?::|-(?=\s(?:между|об?)\s))?\s*(?:также\s+)?(?P<word>между|об?\s(?:сотрудничестве|взаимодействии|партнерстве)\sв(?:\s(?:сфере|области))?|об?|обо|по|с|в сфере|в области|в(?=\s[\w-]+(?:ой|ей)\s(?:сфере|области)(?!\w)))\s+",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\s*по (?:дальнейшему )?(?:расширению|развитию|укреплению|углублению) (?:двустороннего )?(?:сотрудничества|партнерства|отношений)$|\s*(?:в|во) (?:разных|различных|ряде|таких)\b|\s*по (?:многим|различным|разным|ряду|всем|целому ряду|широкому)\b|\s*(?:между|в) (?:двумя |двух )?стран\w*$",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(?:и|с)\s(?:[\w-]+\s)?(?:инвесторами|предпринимателями|предприятиями|компаниями|партнёрами|партнерами)(?!\s[\"A-ZА-Я])"
)
"""``между акиматом и инвесторами из Италии``."""
PARTNERS = re.compile(
    r"(?P<noun>компаниями|фирмами|университетами|вузами|банками|фондами|агентствами|организациями)\s+"
)
NAME = re.compile(r"[A-ZА-ЯЁ\"]")
COOPERATION = re.compile(r"(?:сотрудничестве|взаимодействии|партнерстве|взаимопонимании)\sсо?\s(?=[A-ZА-ЯЁ\"])")
WITH_EACH = {"о": COOPERATION, "об": COOPERATION, "с": re.compile(r"(?=[A-ZА-ЯЁ\"])")}
"""What stands between the opening of a subject and the partners it names one by one."""
NEXT_NAME = re.compile(r"(?:,\s(?:и\s|а также\s)?|\sи\s)(?=[A-Z\"])")
"""``меморандумы с A Technologies и B Inc.``: another partner, by its name."""
BETWEEN = re.compile(r"(?:\s-)?\sмежду\s")
ABOUT = r"(?:;\s*(?:и\s+)?(?:об?|по|между)|,\s*(?:а\s+также\s+)?об?)\s+"
"""What opens the next subject whatever opened the first."""
FIELD = ("в", "в сфере", "в области")
CONJUNCTIONS = re.compile(r"^(?:(?:а\s+также|и|также)(?:\s+|$))*")
BESIDES = re.compile(r"(?i)(?:кроме (?:того|этого)|помимо (?:того|этого)|также|при этом),?\s")
SENTENCE_GOES_ON = re.compile(r",\s(?:сообщ|передает|пишет|информирует|после\sчего|а\s(?!также))|;|\.\s")
MOST_OF_ONE = 2
"""Two sign one document, and one pair is no enumeration of pairs."""
AGAIN = r"(?:,\s*(?:и\s+|а\s+также\s+)?|\s+и\s+|;\s*(?:и\s+)?|\s+а\s+также\s+)(?:также\s+)?{word}\s+"


class Plurals:
    """Splits plurals of one article."""

    def __init__(self, setting: Setting) -> None:
        self._words = setting.words
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self._titles = titles()
        self._parties = parties()
        self._maker = Maker(setting)

    def item(self, item: Found, act: Act) -> Iterator[Found]:
        """The documents of a list item whose type noun is a plural."""
        match = self._words.head.search(self._plain, item.start, item.end)
        if match is not None:
            yield from self.split(item.start, match, item.end, act)

    def shared_noun(self, noun: str, item: str) -> str | None:
        """``… соглашения:`` above the list, and in it ``о воздушном сообщении``."""
        return singular_head(noun, 0) if OPENING.match(item) else None

    def several(self, item: Found) -> bool:
        """Whether the type noun of a list item is a plural."""
        noun = self._words.head.search(self._plain, item.start, item.end)
        found = cases(noun[0].split()[0]) if noun and noun.end() - item.start <= item.reading.head_end else []
        return ("nomn", "plur") in found and ("nomn", "sing") not in found

    def split(
        self, start: int, match: re.Match[str], stop: int, act: Act, *, after: int | None = None
    ) -> Iterator[Found]:
        """Write out a shared head: one title per subject or per pair of parties.

        ``after``: where these begin, if not behind the noun (``меморандумы заключены между А и Б, В и Г``).
        """
        noun_end = match.end()
        about = re.search(r"\sоб?\s", match[0])
        if about and re.search(r"^\sв\s|(?:,|\sи)\s+об?\s", self._plain[noun_end:stop]):
            noun_end = match.start() + about.start()
        after = noun_end if after is None else after
        rest = self._plain[after:stop]
        head = self._words.head_of(match[0])
        opening = OPENING.match(rest)
        if head is None or not rest.strip() or VAGUE.match(rest) or opening is None:
            return
        if head.type == "unspecified" and opening["word"].casefold() not in {"о", "об", "по"}:
            return
        single = singular_head(self._plain[start:noun_end], match.start() - start)
        pieces = list(self._pieces(after, rest, opening))
        if len(pieces) == 1 and opening["word"].casefold() == "между" and self._is_count(start, rest):
            return
        for begin, end, word in pieces:
            title = f"{single} {word} {self._raw[begin:end]}"
            reading = self._titles.read(title)
            if reading is None or end - begin < 3:
                continue
            shift = begin - (len(title) - (end - begin))
            yield self._maker.composed(title, begin, end, reading, act, shift, more=((start, noun_end),))

    def of_pairs(self, start: int, match: re.Match[str], stop: int, act: Act) -> Iterator[Found]:
        """``Соглашения о сотрудничестве заключили А и Б, В и Г``: one of each pair that signs, before or behind the verb."""
        at = act.end + 1 if match.end() <= act.start else act.sentence.start
        end = act.sentence.end if match.end() <= act.start else act.start
        at = opening.end() if (opening := BESIDES.match(self._plain, at, end)) else at
        ends = SENTENCE_GOES_ON.search(self._plain, at, end)
        rest = self._plain[at : ends.start() if ends else end].rstrip(" .;")
        commas = [(comma.start(), comma.end()) for comma in re.finditer(r",(?:\s|(?=а\s))(?:а\sтакже\s)?", rest)]
        pairs = []
        for a, b in reversed(_parted(rest, 0, commas)):
            two = self._parties.between(self._raw[at + a : at + b], "nomn")
            if two is None or len(two[0]) != MOST_OF_ONE or any(side.kind == "country" for side in two[0]):
                break
            pairs.append((at + a, at + b, two[0]))
        if len(pairs) < MOST_OF_ONE or (match.end() <= act.start and len(pairs) <= len(commas)):
            return
        single = singular_head(self._plain[start : match.end()], match.start() - start)
        reading = self._titles.read(f"{single}{self._raw[match.end() : stop]}")
        for begin, close, sides in reversed(pairs):
            if reading is not None:
                found = self._maker.composed(reading.text, begin, close, reading, act, 0, more=((start, stop),))
                yield replace(found, sides=tuple(side.moved(begin) for side in sides))

    def _is_count(self, start: int, rest: str) -> bool:
        """``18 соглашений между А и Б``, ``соглашения между акиматом и инвесторами``: nothing that has a name."""
        return (
            re.search(r"\d+\s+$", self._plain[max(0, start - 6) : start]) is not None or NOBODY.search(rest) is not None
        )

    def _pieces(self, after: int, rest: str, opening: re.Match[str]) -> Iterator[tuple[int, int, str]]:
        """The subjects, or pairs, a plural is followed by, each with the preposition that opens it."""
        body, word = opening.end(), opening["word"]
        first = BETWEEN.search(rest) if word.casefold() != "между" else None
        pairs = list(re.finditer(AGAIN.format(word="между"), rest[first.end() :])) if first else []
        joints = [(first.end() + pair.start(), first.end() + pair.end()) for pair in pairs] if first else []
        if first and (joints := joints or self._pairs(rest, first.end())):
            # ``о сотрудничестве - между А и Б по …, а также между В и Г``, ``о сотрудничестве между А и Б, В и Г``
            shared = f"{self._raw[after : after + first.start()].strip()} между"
            for one, other in _parted(rest, first.end(), joints):
                yield after + one, after + other, shared
            return
        form = "об?" if word.casefold() in {"о", "об"} else re.escape(word)
        cooperation = word.casefold().startswith(("о ", "об "))
        form = rf"(?:{form}|об?)" if cooperation else form
        if word.casefold() in FIELD:
            form = "(?:в сфере|в области)"
        again = list(re.finditer(f"{AGAIN.format(word=form)}|{ABOUT}", rest[body:], re.IGNORECASE))
        if again:
            joints = [(body + match.start(), body + match.end()) for match in again]
        elif word.casefold() == "между":
            joints = self._pairs(rest, body)
        elif word.casefold() == "с" and (by_name := list(NEXT_NAME.finditer(rest, body))) and NAME.match(rest, body):
            joints = [match.span() for match in by_name]
        elif partners := PARTNERS.match(rest, body):
            yield from self._partners(after, rest, partners)
            return
        elif together := self._with_each(rest, body, word):
            joints, begin = together
            for one, other in _parted(rest, begin, joints):
                yield after + one, after + other, f"{word} {rest[body:begin]}".rstrip()
            return
        else:
            listed = word.casefold() in {"о", "об"} or word.endswith(" в")
            joints = self._subjects(rest, body) if listed else []
        if (word.casefold() in FIELD or word.casefold().endswith(FIELD[1:])) and " между " not in rest:
            joints = sorted([*joints, *self._fields(rest, body, joints)])
        words = [word]
        for one, other in joints:
            words.append(self._opens_with(rest[one:other], words[-1]) if again else word)
        for (one, other), own in zip(_parted(rest, body, joints), words, strict=True):
            yield after + one, after + other, own

    def _opens_with(self, joint: str, before: str) -> str:
        """The preposition at the end of a joint; the one before goes on where there is none."""
        return CONJUNCTIONS.sub("", joint.strip(" ,;")) or before

    def _fields(self, rest: str, body: int, joints: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """``в области науки и техники, исследования космоса``: a genitive behind a comma is another field."""
        taken = {start for start, _ in joints}
        last = max((end for _, end in joints), default=body)
        found = [(m.start(), m.end()) for m in re.finditer(r",\s+(?=[а-яё])", rest[:last] if joints else rest)]
        return [
            (start, end)
            for start, end in found
            if start >= body and start not in taken and in_case(rest[end:].split(maxsplit=1)[0].strip(",.;"), "gent")
        ]

    def _partners(self, after: int, rest: str, partners: re.Match[str]) -> Iterator[tuple[int, int, str]]:
        """``с компаниями A, B и C``: one with each."""
        joints = [(m.start(), m.end()) for m in JOINT.finditer(rest, partners.end())]
        opening = f"с {ablative(singular_nominative(partners['noun']))}"
        for one, other in _parted(rest, partners.end(), joints):
            yield after + one, after + other, opening

    def _with_each(self, rest: str, body: int, word: str) -> tuple[list[tuple[int, int]], int] | None:
        """``о сотрудничестве с A, B и C``, one with each: what parts the partners, and where the first begins."""
        cue = WITH_EACH.get(word.casefold())
        topic = cue.match(rest, body) if cue else None
        if topic is None:
            return None
        joints = [
            (joint.start(), joint.end())
            for joint in JOINT.finditer(rest, topic.end())
            if NAME.match(rest, joint.end()) and self._parties.opens(rest, joint.end(), "ablt")
        ]
        return (joints, topic.end()) if joints else None

    def _pairs(self, rest: str, body: int) -> list[tuple[int, int]]:
        """``между A и B, C и D``: a comma behind a whole pair opens the next one."""
        joints: list[tuple[int, int]] = []
        begin = body
        for comma in re.finditer(r"[,;]\s+(?:а также\s+)?", rest[body:]):
            at, end = body + comma.start(), body + comma.end()
            if (
                self._parties.between(rest[begin:at])
                and re.search(r"\sи\s", rest[end:])
                and self._parties.opens(rest, end, "ablt")
            ):
                joints.append((at, end))
                begin = end
        return joints

    def _subjects(self, rest: str, body: int) -> list[tuple[int, int]]:
        """``о торговле, транспорте и туризме``: where another noun in the prepositional case follows."""
        if re.search(r"\sмежду\s", rest):
            return []
        found: list[tuple[int, int]] = []
        for joint in JOINT.finditer(rest, body):
            before = rest[found[-1][1] if found else body : joint.start()]
            behind = re.split(r",|\sи\s", rest[joint.end() :])[0]
            shared = " и " in joint[0] and len(before.split()) == 1 < len(behind.split())
            # ``о признании и обмене удостоверениями``: both are of the cards
            if not shared and self._prepositional(before) and self._prepositional(rest[joint.end() :]):
                found.append((joint.start(), joint.end()))
        return found

    def _prepositional(self, text: str) -> bool:
        for word in re.findall(r"[\w-]+", skeleton(text[:80]))[:4]:
            found = {case for case, _ in cases(word)}
            if "loct" in found or "loc2" in found:
                return "gent" not in found
            if not (is_adjective(word) and in_case(word, "loct")):
                return False
        return False


def singular_head(phrase: str, noun_at: int) -> str:
    """``важные меморандумы о взаимопонимании`` as one of them, in the nominative."""
    words = phrase.split()
    nouns = len(phrase[:noun_at].split())
    while nouns < len(words) - 1 and is_adjective(words[nouns]) and not cases(words[nouns]):
        nouns += 1
    return " ".join([singular_nominative(" ".join(words[: nouns + 1])), *words[nouns + 1 :]])


def _parted(rest: str, begin: int, joints: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the pieces of a text lie that joints part, from ``begin`` on, without the marks that close them."""
    points = [begin, *(point for joint in joints for point in joint), len(rest)]
    return [(a, a + len(rest[a:b].rstrip(" ,;"))) for a, b in zip(points[::2], points[1::2], strict=True)]
