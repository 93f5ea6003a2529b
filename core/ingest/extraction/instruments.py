"""Find the instruments of an article: in lists, in prose, glued together; each with its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from ingest.extraction.lexicon import Head
from ingest.extraction.parties import Side
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence, alternation
from ingest.extraction.titles import MARK, Title, Titles, titles

PREPOSITIONS = frozenset(
    [
        "of",
        "on",
        "to",
        "in",
        "for",
        "with",
        "under",
        "by",
        "from",
        "at",
        "about",
        "regarding",
        "between",
        "within",
        "into",
        "against",
        "through",
        "via",
        "per",
        "concerning",
        "than",
    ]
)
PASSIVE = re.compile(r"\b(?:was|were|been|got|is|are)\s+(?:\w+ly\s+|also\s+|then\s+|later\s+|both\s+)*$", re.IGNORECASE)
FUTURE_PASSIVE = re.compile(r"\b(?:be|being)\s+(?:\w+ly\s+|also\s+)*$", re.IGNORECASE)
PERFECT = re.compile(r"\b(?:has|have|had|having)\s+(?:\w+ly\s+|also\s+|already\s+|today\s+|just\s+)*$", re.IGNORECASE)
CLAUSE = re.compile(r"[;:]\s|,\s(?:and|but|while|whereas)\s|\sbut\s|\swhile\s")
MAIN_VERBS = [
    "discussed",
    "noted",
    "agreed",
    "held",
    "visited",
    "said",
    "stressed",
    "emphasized",
    "emphasised",
    "expressed",
    "outlined",
    "considered",
    "reviewed",
    "met",
    "thanked",
    "invited",
    "announced",
    "declared",
    "pledged",
    "reaffirmed",
    "decided",
    "opened",
    "launched",
    "toured",
    "inspected",
    "received",
    "attended",
    "talked",
    "spoke",
    "voiced",
    "wished",
    "pointed",
    "told",
    "highlighted",
    "underlined",
    "underscored",
    "answered",
    "gave",
    "made",
    "took",
    "laid",
    "planted",
    "went",
    "shared",
    "touched",
    "debated",
    "spelled",
    "addressed",
    "heard",
    "instructed",
    "briefed",
    "presented",
    "awarded",
    "bestowed",
    "congratulated",
    "conveyed",
    "delivered",
    "proposed",
    "set",
    "arrived",
    "departed",
]
NEXT_VERB = re.compile(
    rf"(?:,|\band\b|\bthen\b)\s+(?:also\s+|then\s+|later\s+)?(?:{'|'.join(MAIN_VERBS)})\b|\bexchanged\s+(?:views|opinions)"
)
CREDIT = re.compile(r"^(?:photo|фото)\b", re.IGNORECASE)
VAGUE_FIELD = re.compile(
    r"\s*(?:(?:aimed|intended)\s|in (?:the |various |different |a number of )?(?:fields?|spheres?|areas?|sectors?)\b|of cooperation$|$|between the (?:two )?\w+$)",
    re.IGNORECASE,
)
ITEM_OPENING = re.compile(r"(?:on|to)\s+[a-z]", re.IGNORECASE)
SINGULAR_END = re.compile(r"\s-\s(?:signed|inked)\b|\s\((?:signed|inked)\b", re.IGNORECASE)
INLINE = re.compile(r":\s*(?=(?:\d{1,2}\s?[.)]|-)\s?[A-Z])")
TO_DO = re.compile(r"\b(?:to be|is being|are being|will be|should be)\s\w+ed\b")
LONGEST_TITLE = 600
SAME = 0.8


@dataclass(frozen=True, slots=True)
class Act:
    """A verb of signing in a sentence: offsets in the text, mode, whether its document stands before it."""

    start: int
    end: int
    mode: str
    passive: bool
    sentence: Sentence
    nominal: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An instrument as found: the title's words, where they stand, who is named for it and how it was done."""

    title: str
    start: int
    end: int
    reading: Title
    mode: str
    sentence: Sentence
    sides: tuple[Side, ...] = ()
    of_both: bool = False
    composed: bool = False
    listed: bool = False
    background: bool = False
    act: Act | None = None
    certainty: float = 0.0
    more: tuple[tuple[int, int], ...] = field(default=())


class Finder:
    """Reads the instruments of one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._titles: Titles = titles(setting.language)
        self._plain = setting.text.plain
        self._raw = setting.text.raw
        self.unread: list[tuple[int, int]] = []
        self.planned: list[tuple[int, int]] = []

    # --- words ------------------------------------------------------------------------------------------------

    @cached_property
    def _verbs(self) -> list[tuple[str, str, re.Pattern[str]]]:
        table = self._words.table("verbs")
        forms = [
            (
                mode,
                form,
                re.compile(rf"(?<![\w-])(?:{alternation([str(w) for w in words])})(?![\w-])", re.IGNORECASE),
            )
            for mode, kinds in table.items()
            for form, words in kinds.items()
            if words
        ]
        phrases = self._words.table("verb_phrases")
        return forms + [(m, "past", re.compile(rf"\b(?:{'|'.join(p)})", re.IGNORECASE)) for m, p in phrases.items()]

    @cached_property
    def _planned(self) -> re.Pattern[str]:
        return self._words.phrases("planned")

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return self._words.phrases("not_instruments")

    @cached_property
    def _witness(self) -> re.Pattern[str]:
        return self._words.phrases("witnesses")

    @cached_property
    def _ends(self) -> re.Pattern[str]:
        verbs = alternation(self._words.words("title_ends", "verbs"))
        relatives = alternation(self._words.words("title_ends", "relatives"))
        adverbials = alternation(self._words.words("title_ends", "adverbials"))
        days = alternation(self._words.words("weekdays"))
        return re.compile(
            rf"\s(?:{verbs})(?![\w-])|,?\s(?:{relatives})(?![\w-])|,?\s(?:{adverbials})(?![\w-])"
            rf"|,?\s(?:on|this|last)\s(?:{days})\b|,\s(?:he|she|they|it|we|the|with|one|both|but|so|as|including|said|where|in|at|while|whose|its|thanks|aimed|and the (?:sides|parties|presidents|heads))\s"
            r"|,\s(?:a |the )?(?:K|Q)azinform(?!\sand\s)|,\s(?:[A-Z][\w.-]+\s){1,4}(?:reports|reported|informs|informed|cites|cited|says|said|quotes|learnt|learned|has learn\w+)|;|\s-\s?(?=[A-Z])|\s-\s|\.\s[A-Z\"]|\s(?:on|in)\s(?=(?:\d{1,2}\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
            re.IGNORECASE,
        )

    # --- the whole article --------------------------------------------------------------------------------

    def find(self) -> list[Found]:
        """Every instrument in reading order, each once."""
        lists, used = self._lists()
        prose = []
        for sentence in self._setting.body:
            if sentence.block in used:
                continue
            prose += list(self._sentence(sentence))
        everything = sorted([*lists, *prose], key=lambda found: found.start)
        return self._merged(everything)

    # --- lists --------------------------------------------------------------------------------------------

    def _lists(self) -> tuple[list[Found], set[int]]:
        """Runs of items, each under the sentence that introduces it."""
        blocks, starts = self._setting.text.blocks, self._setting.text.starts
        found: list[Found] = []
        used: set[int] = set()
        intro: tuple[str, bool, bool] | None = None
        previous: int | None = None
        for number, block in enumerate(blocks):
            plain = self._plain[starts[number] : starts[number] + len(block.text)]
            if block.kind == "caption" or CREDIT.match(plain):
                continue
            if not self._is_item(number, plain):
                inline = self._inline(number, plain, intro)
                previous = number
                intro = self._intro(number, intro)
                if inline:
                    used.add(number)
                    found += inline
                continue
            if intro is None and previous is not None:
                intro = self._intro(previous, None)
            used.add(number)
            for start, end in self._glued(plain):
                found += self._items(number, start, plain[start:end], intro)
        return found, used

    def _inline(self, number: int, plain: str, before: tuple[str, bool, bool] | None) -> list[Found]:
        """A list inside a paragraph: ``These are: 1) …; 2) …``, where the signing was told before."""
        opening = INLINE.search(plain)
        if opening is None or number == 0:
            return []
        lead = self._plain[self._setting.text.starts[number] : self._setting.text.starts[number] + opening.start()]
        if len(lead) > 90 or any(
            act.end <= self._setting.text.starts[number] + opening.start()
            for s in self._setting.text.of_block(number)
            for act in self._acts(s)
        ):
            return []
        told = self._intro(number - 1, before)
        if told is None or told[1] or self._planned.search(lead):
            return []
        marks = [
            opening.end(),
            *(m.end() for m in re.finditer(r"[;,]\s*(?=\d{1,2}\s?[.)])|;\s*", plain[opening.end() :])),
        ]
        edges = [opening.end(), *(opening.end() + mark for mark in marks[1:]), len(plain)]
        return [
            item for a, b in pairwise(edges) if plain[a:b].strip() for item in self._items(number, a, plain[a:b], told)
        ]

    def _glued(self, plain: str) -> list[tuple[int, int]]:
        """Several items that run together in one block, separated by semicolons."""
        joints = [match.end() for match in re.finditer(r";\s*(?=[A-Z])", plain)]
        edges = [joint for joint in joints if self._titles.head(plain[joint:])]
        return list(pairwise([0, *edges, len(plain)]))

    def _is_item(self, number: int, plain: str) -> bool:
        if self._setting.text.blocks[number].kind == "list_item" or MARK.match(plain):
            return True
        if len(self._setting.text.of_block(number)) > 1 or plain.rstrip().endswith(":"):
            return False
        if (
            number > 0
            and plain.rstrip().endswith(";")
            and self._setting.text.blocks[number - 1].text.rstrip().endswith((";", ":"))
        ):
            return True
        start, _ = self._titles.strip(plain)
        head = self._titles.head(plain[start:])
        if head is None or not plain[start : start + 1].isupper() or self._ends_early(plain[start:], head[0].end()):
            return False
        return plain.rstrip().endswith(";") or (
            number > 0 and self._setting.text.blocks[number - 1].text.rstrip().endswith((";", ":"))
        )

    def _ends_early(self, plain: str, after: int) -> bool:
        """A sentence, not a title: a finite verb follows the noun phrase."""
        verbs = alternation(self._words.words("title_ends", "verbs"))
        return re.search(rf"\s(?:{verbs})(?![\w-])", plain[after:]) is not None

    def _intro(self, number: int, before: tuple[str, bool, bool] | None) -> tuple[str, bool, bool] | None:
        """What a paragraph says of the items below it: the mode, whether they are planned, whether decisions."""
        sentences = self._setting.text.of_block(number)
        if not sentences:
            return before
        if self._others.search(self._setting.plain(sentences[-1])) and self._setting.plain(
            sentences[-1]
        ).rstrip().endswith(":"):
            return None
        last = sentences[-1]
        plain = self._setting.plain(last)
        acts = [act for sentence in sentences[-2:] for act in self._acts(sentence)]
        window = self._plain[sentences[-2].start if len(sentences) > 1 else last.start : last.end]
        noun = self._words.head.search(window) or re.search(r"\b(?:list|package|following)\b", window)
        heads = (self._words.head_of(match[0]) for match in self._words.head.finditer(plain))
        decisions = any(head.type == "decision" for head in heads if head is not None)
        wanted = self._planned.search(plain)
        own = [act for act in acts if act.sentence == last]
        if own and not (wanted and not any(not self._is_planned(act) for act in own)):
            return None if own[-1].mode == "agreed" else (own[-1].mode, False, decisions)
        if wanted or re.search(r"\b(?:agenda|consider|discuss|propos)", plain):
            return "planned", True, decisions
        if acts and noun:
            return acts[-1].mode, False, decisions
        if (
            noun
            and plain.rstrip().endswith(":")
            and not re.search(
                r"\b(?:agreed|pledged|decided) (?:to|on|that)\b|\bagreements? (?:was|were) reached|\breached\b",
                plain,
            )
        ):
            return (before[0] if before and not before[1] else "signed"), False, decisions
        if plain.rstrip().endswith(":") and re.search(r"\b(?:outcome|outcomes|results?|list)\b", plain):
            return "signed", False, False
        return None

    def _items(self, number: int, at: int, plain: str, intro: tuple[str, bool, bool] | None) -> list[Found]:
        """What one item names: one document, or several under a shared plural head."""
        item = self._item(number, at, plain, intro)
        if item is None:
            return []
        if not item.reading.head.plural:
            return [item]
        head = self._words.head.search(self._plain, item.start, item.end)
        act = Act(item.start, item.start, item.mode, False, item.sentence)
        several = list(self._split(item.start, head, item.reading.head, item.end, act)) if head else []
        return [replace(one, listed=True, background=False, act=None) for one in several]

    def _item(self, number: int, at: int, plain: str, intro: tuple[str, bool, bool] | None) -> Found | None:
        offset = self._setting.text.starts[number] + at
        start, end = self._titles.strip(plain)
        cut = SINGULAR_END.search(plain, start, end)
        end = cut.start() if cut else end
        sentences = self._setting.text.of_block(number)
        if len(sentences) > 1 and at == 0 and not MARK.fullmatch(plain[: sentences[0].end - offset]):
            first = sentences[0] if sentences[0].end - offset > start + 3 else sentences[1]
            end = min(end, first.end - offset)
            end = start + len(plain[start:end].rstrip(" .;,"))
        title = plain[start:end]
        reading = self._titles.read(self._raw[offset + start : offset + end])
        if reading is not None and (reading.head.type == "unspecified" or TO_DO.search(title)):
            return None
        if intro is None or intro[1]:
            if reading is not None:
                self.planned.append((offset + start, offset + end))
            return None
        if reading is None:
            if intro[2] and ITEM_OPENING.match(title) and reading is None:
                reading = self._as_decision(self._raw[offset + start : offset + end])
            else:
                if self._words.head.search(title):
                    self.unread.append((offset + start, offset + end))
                return None
        if (
            title.casefold().startswith("draft")
            or re.search(r"\(draft\)", title, re.IGNORECASE)
            or plain[:start].lower().rstrip().endswith("draft")
        ):
            self.planned.append((offset + start, offset + end))
            return None
        done = re.search(r"\s(?:was|were|has been|have been)\s(?:\w+ly\s)?(\w+)\b", title)
        if done is not None:
            mode = next((mode for mode, form, verb in self._verbs if form == "past" and verb.fullmatch(done[1])), None)
            if mode is None:
                return None
            title = title[: done.start()]
            end = start + len(title)
            reading, intro = self._titles.read(self._raw[offset + start : offset + end]), (mode, False, False)
            if reading is None:
                return None
        if self._ends_early(title, reading_end(title, reading)) and not re.search(r"\b(?:that|which)\b", title):
            return None
        sentence = sentences[0] if sentences else Sentence(offset, offset + len(plain), number)
        return self._made(offset + start, offset + end, reading, intro[0], sentence, listed=True)

    def _is_background(self, sentence: Sentence) -> bool:
        """A look back names another event's document, unless it only repeats what was reported of this one."""
        if not self._setting.looks_back(sentence):
            return False
        plain = self._setting.plain(sentence)
        return not re.match(r"(?:As|It was)\b[^,]{0,30}\breported\b", plain) or self._setting.dated_back(sentence)

    def _as_decision(self, text: str) -> Title:
        head = Head("decision", None, False, "decision")
        return Title(
            text,
            head,
            "decision",
            None,
            (),
            False,
            re.sub(r"^(?:on|to)\s+", "", text, flags=re.IGNORECASE),
            None,
            0.0,
        )

    def _made(  # noqa: PLR0913 - the parts of what was found
        self,
        start: int,
        end: int,
        reading: Title,
        mode: str,
        sentence: Sentence,
        *,
        listed: bool = False,
        act: Act | None = None,
    ) -> Found:
        raw, plain = self._raw[start:end], self._plain[start:end]
        glued = [at for at, (a, b) in enumerate(zip(raw, plain, strict=True)) if b == " " and a in '«»“”„"']
        title = "".join(" " if at in glued else char for at, char in enumerate(raw))
        sides = tuple(replace(side, start=side.start + start, end=side.end + start) for side in reading.sides)
        return Found(
            title=title,
            start=start,
            end=end,
            reading=reading,
            mode=mode,
            sentence=sentence,
            sides=sides,
            of_both=reading.of_both,
            composed=bool(glued),
            listed=listed,
            act=act,
            background=not listed and self._is_background(sentence),
        )

    # --- verbs --------------------------------------------------------------------------------------------

    def _acts(self, sentence: Sentence) -> list[Act]:
        """The verbs of signing of a sentence that say something happened."""
        plain = self._setting.plain(sentence)
        acts: list[Act] = []
        for mode, form, pattern in self._verbs:
            for match in pattern.finditer(plain):
                act = self._act(plain, match, mode, form, sentence)
                if act is not None and not any(a.start < act.end and act.start < a.end for a in acts):
                    acts.append(act)
        return sorted(acts, key=lambda act: act.start)

    def _act(self, plain: str, match: re.Match[str], mode: str, form: str, sentence: Sentence) -> Act | None:
        before = plain[: match.start()]
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if form == "base":
            return None
        if form == "gerund":
            of = re.match(r"\s+(?:of|ceremony of|ceremony for)(?:\s+|:|$)", plain[match.end() :])
            if of is None and not re.match(r"\s+(?:a|an|the|[A-Z])", plain[match.end() :]):
                return None
            if mode == "exchanged" and of is None:
                return None
            if (
                not self._witness.search(before)
                and not self._witness.search(plain[match.end() :])
                and not re.search(r"\b(?:by|after|in|with)\s+$", before)
            ):
                return None
            return Act(start, end + (of.end() if of else 0), mode, False, sentence, nominal=True)
        if FUTURE_PASSIVE.search(before):
            return None
        if (
            match[0].casefold() in {"issued", "released", "confirmed", "concluded"}
            and not re.match(r"\s+(?:a|an|the|[A-Z])", plain[match.end() :])
            and not PASSIVE.search(before)
        ):
            return None
        states = match[0].casefold().startswith(("bear", "were"))
        return Act(start, end, mode, states or bool(PASSIVE.search(before)), sentence)

    def _is_planned(self, act: Act) -> bool:
        """A word of intention stands before the verb in its clause."""
        plain = self._setting.plain(act.sentence)
        at = act.start - act.sentence.start
        clause = 0
        for boundary in CLAUSE.finditer(plain, 0, at):
            clause = boundary.end()
        if act.nominal:
            clause = 0
            if self._witness.search(plain[:at]) and not re.search(
                r"\b(?:will|is to|are to|expected|planned|scheduled|due)\b", plain[:at]
            ):
                return False
        window = plain[clause:at]
        hits = list(self._planned.finditer(window))
        if not hits:
            return False
        hit = hits[-1]
        if act.passive or PERFECT.search(plain[:at]) or not act.nominal:
            between = window[hit.end() :]
            return not re.search(r"\b(?:was|were|has|have|had)\b|,", between) and len(between) < 70
        return True

    # --- prose --------------------------------------------------------------------------------------------

    def _sentence(self, sentence: Sentence) -> Iterator[Found]:
        plain = self._setting.plain(sentence)
        if re.search(r"\b(?:ratif\w+|denounc\w+)\b", plain):
            return
        taken: list[tuple[int, int]] = []
        acts = self._acts(sentence)
        for number, act in enumerate(acts):
            if self._is_planned(act):
                continue
            if any(a <= act.start < b for a, b in taken):
                continue
            limit = acts[number + 1].start if number + 1 < len(acts) else sentence.end
            found = list(self._object(act, sentence.end)) if not act.passive else []
            if not found and not act.nominal:
                found = list(self._before(act))
            if act.passive and not found:
                found = list(self._object(act, limit))
            for one in found:
                if self._is_domestic(one):
                    continue
                if any(a < one.end and one.start < b for a, b in taken):
                    continue
                taken.append((one.start, one.end))
                yield one

    def _is_domestic(self, one: Found) -> bool:
        """A plan or a concept that one government approves for itself is no document between parties."""
        return (
            one.mode in {"approved", "adopted"}
            and not one.sides
            and len(self._setting.bilateral) < 2
            and self._setting.organisation is None
        )

    def _object(self, act: Act, limit: int) -> Iterator[Found]:
        """Titles after an active verb, up to the next verb of the clause."""
        stop = NEXT_VERB.search(self._plain, act.end, limit)
        limit = stop.start() if stop else limit
        following = next(
            (other for other in self._acts(act.sentence) if other.start > act.end and not other.nominal), None
        )
        if following is not None and not following.passive:
            limit = min(limit, self._clause_before(act.end, following.start))
        region = self._plain[act.end : limit]
        if re.match(
            rf"\s+(?:(?:the|a|an|his|corresponding|relevant|\w+)\s+){{0,2}}[\"']?(?:{alternation(self._words.words('not_instruments'))})(?![\w-])",
            region,
            re.IGNORECASE,
        ):
            return
        yield from self._region(act.end, limit, act)

    def _clause_before(self, begin: int, verb: int) -> int:
        """Where the clause of a later verb begins: its subject stands behind the last ``and`` or comma."""
        joints = list(re.finditer(r",?\s(?:and|while|whereas)\s|,\s", self._plain[begin:verb]))
        for joint in reversed(joints):
            if not self._words.head.search(self._plain, begin + joint.end(), verb):
                return begin + joint.start()
        return verb

    def _before(self, act: Act) -> Iterator[Found]:
        """Titles before a passive verb: the subject of the sentence."""
        plain = self._setting.plain(act.sentence)
        at = act.start - act.sentence.start
        aux = (
            re.search(r"\s(?:now|both|also)\s+$", plain[:at])
            or PASSIVE.search(plain[:at])
            or PERFECT.search(plain[:at])
            or re.search(r"[,\s]*$", plain[:at])
        )
        end = act.sentence.start + (aux.start() if aux else at)
        passive_perfect = re.search(r"\s(?:has|have|had)\s*$", self._plain[act.sentence.start : end])
        end = act.sentence.start + passive_perfect.start() if passive_perfect else end
        begin = act.sentence.start
        for boundary in re.finditer(r";\s|:\s|,\s(?:while|whereas|but)\s", self._plain[begin:end]):
            begin_at = act.sentence.start + boundary.end()
            if end - begin_at > 15:
                begin = begin_at
        if self._setting.dateline and begin <= self._setting.dateline[0] < end:
            begin = self._setting.dateline[0]
        if (
            not act.passive
            and re.match(r"\s*(?:[A-Z]|the\b|a\b)", self._plain[act.end : act.end + 8])
            and not re.match(r"\s+(?:by|in|on|at|between|during|today)\b", self._plain[act.end : act.end + 12])
        ):
            return
        found = list(self._region(begin, end, act))
        if not act.passive:
            found = [one for one in found[-1:] if not one.reading.head.plural and act.start - one.end < 4]
        yield from found

    def _region(self, begin: int, end: int, act: Act) -> Iterator[Found]:
        """Titles one after the other between two offsets."""
        at = begin
        for match in self._words.head.finditer(self._plain, begin, end):
            if match.start() < at:
                continue
            head = self._words.head_of(match[0])
            start = self._opens(match.start(), at, begin) if head else None
            if head is None or start is None:
                continue
            following = self._words.head.match(self._plain, match.end() + 1, end)
            if following and self._plain[match.end()] in " -" and not head.plural:
                continue
            stop = self._title_end(match.end(), end)
            made = list(self._titled(start, match, head, stop, act))
            at = stop if made else match.end()
            yield from made

    def _opens(self, head: int, at: int, begin: int) -> int | None:
        """Where the noun phrase of a type noun begins; None where it is not the verb's own noun phrase."""
        left = self._plain[at:head]
        words = list(re.finditer(r"\S+", left))
        start = head
        quoted = False
        for number in range(len(words) - 1, -1, -1):
            word = words[number]
            bare = word[0].strip('"(')
            if self._organisation_at(at + word.start(), head):
                return None
            if not self._is_modifier(bare, first=number == 0 and at == begin):
                break
            start = at + word.start() + (len(word[0]) - len(word[0].lstrip('"(')))
            quoted = quoted or word[0].startswith('"')
        before = self._plain[at:start].rstrip(' "')
        article = re.search(rf"(?:^|[\s(\"])({self._words.articles})$", before, re.IGNORECASE)
        rest = before[: article.start()].rstrip() if article else before
        last = re.search(r"(\S+)$", rest)
        token = last[1].strip('",(').casefold() if last else ""
        if not rest:
            return start
        if (
            rest.endswith((",", ":", ";", "(", " -"))
            or rest == "-"
            or token
            in {
                "and",
                "or",
                "including",
                "as",
                "namely",
                "also",
                "&",
                "well",
                "signed",
                "both",
                "like",
            }
        ):
            if article or self._plain[start].isupper() or self._continues(head) or rest.endswith((":", ";")):
                return start
            return None
        if article and article[1].casefold() in {"a", "an"} and token not in PREPOSITIONS:
            return start
        if article and token not in PREPOSITIONS and len(rest) < 40 and at == begin:
            return start
        if (
            article
            and token in {"in", "of", "with", "by"}
            and re.search(
                r"(?:ended|resulted|culminated|concluded) (?:in|with)$|(?:signing|exchange|adoption) of$",
                rest,
            )
        ):
            return start
        return None

    def _continues(self, head: int) -> bool:
        match = self._words.head.match(self._plain, head)
        return bool(
            match and re.match(r"\s+(?:of|on|for|between|to|in)\s", self._plain[match.end() : match.end() + 10])
        )

    def _organisation_at(self, start: int, head: int) -> bool:
        match = self._setting.parties.organisation.match(self._plain, start)
        return bool(match and match.end() > head)

    def _is_modifier(self, word: str, *, first: bool) -> bool:
        lower = word.casefold()
        if (
            word.endswith((",", ";", ":"))
            or lower in PREPOSITIONS
            or (
                re.fullmatch(rf"(?:{self._words.articles})", word, re.IGNORECASE) and lower not in self._words.modifiers
            )
        ):
            return False
        if lower in self._words.modifiers:
            return True
        if word[:1].isupper() and not first and not self._setting.parties.leader.fullmatch(word):
            return ("'s" not in word and not word.isupper()) or lower in self._words.modifiers
        return bool(re.fullmatch(r"[a-z]+(?:-[a-z]+)+", word))

    def _title_end(self, after: int, end: int) -> int:
        """Where a title stops in running text."""
        cut = min(end, after + LONGEST_TITLE)
        at = after
        while match := self._ends.search(self._plain, at, cut):
            if self._holds(after, match):
                at = match.start() + 1
                continue
            cut = match.start()
            break
        for boundary in re.finditer(r",?\s(?:and|as well as|and also)\s|,\s", self._plain[after:cut]):
            if self._new_title(after, after + boundary.start(), after + boundary.end(), cut):
                cut = after + boundary.start()
                break
        cut = self._without_place(after, cut)
        text = self._plain[after:cut]
        if text.count("(") > text.count(")") and self._plain[cut : cut + 1] == ")":
            cut += 1
        return after + len(self._plain[after:cut].rstrip(' ,.;:"' if text.count('"') % 2 else " ,.;:"))

    def _holds(self, after: int, match: re.Match[str]) -> bool:
        """A cut that would fall inside the title: between two parties, or after ``which`` in a name."""
        words = match[0].strip(" ,").casefold()
        inner = self._plain[after : match.start()]
        if words in {"with", "the", "its", "in", "at", "one", "both", "to"} and not match[0].startswith(","):
            return True
        if match[0].strip() in {",", ", the", ", its"} and re.search(r"\bbetween\b(?!.*\band\b)", inner):
            return True
        if words == "-" and not re.match(r"\s-\s", match[0]):
            return True
        return (
            words in {"together with", "along with", "as the", "after", "before", "on", "in"}
            and re.search(r"\bbetween\b(?!.*\band\b)", inner) is not None
        )

    def _new_title(self, after: int, boundary: int, start: int, cut: int) -> bool:
        """Another title begins behind a comma or an ``and``."""
        inner = self._plain[after:boundary]
        if re.search(r"\bbetween\b(?!.*\s(?:and|as well as)\s)", inner):
            return False
        opening = re.compile(
            rf"(?:(?:{self._words.articles})\s+)*((?:[\w'&-]+\s+){{0,5}}?)({self._words.head.pattern})",
            re.IGNORECASE,
        ).match(self._plain, start, cut)
        if opening is None:
            return False
        if not all(self._is_modifier(w, first=False) or w == "and" for w in opening[1].split()):
            return False
        head_start = opening.start(2)
        if self._organisation_at(start, head_start) or any(
            self._organisation_at(start + m.start(), head_start)
            for m in re.finditer(r"[A-Z]\w+", self._plain[start:head_start])
        ):
            return False
        article = re.match(rf"(?:{self._words.articles})\s", self._plain[start:], re.IGNORECASE)
        return bool(article or self._plain[head_start].isupper() or self._continues(head_start))

    def _without_place(self, after: int, cut: int) -> int:
        """Take ``in Moscow`` off the end of a title, unless a founding or an opening there is its subject."""
        tail = re.search(
            r"\s(?:in|at)\s(?:the\s(?:city|capital)\sof\s|the\s)?([A-Z][\w.' -]+)$", self._plain[after:cut]
        )
        if tail is None:
            return cut
        places = self._setting.places.mentions(tail[1])
        whole = [m for m in places if m.kind == "city" and m.start == 0 and m.end >= len(tail[1].rstrip()) - 1]
        named = re.fullmatch(r"(?:Akorda(?: Palace)?|Kazakh capital|Kremlin)", tail[1])
        if (not whole and not named) or re.search(
            r"\b(?:establish\w*|opening|construction|open|build\w*|centre|center|consulate|embassy|embassies|plant|office|university|branch)\b",
            self._plain[after : after + tail.start()],
            re.IGNORECASE,
        ):
            return cut
        return after + tail.start()

    def _titled(self, start: int, match: re.Match[str], head: Head, stop: int, act: Act) -> Iterator[Found]:
        rest = self._plain[match.end() : stop]
        if head.plural:
            yield from self._split(start, match, head, stop, act)
            return
        if head.type == "unspecified" and not re.match(r"\s+(?:on|regarding|concerning)\s", rest):
            return
        if (
            head.words in {"plan", "deal", "statement", "decision", "concept", "strategy", "minutes", "arrangement"}
            and not rest.strip()
            and not self._plain[start : match.start()].strip()
        ):
            return
        if (
            head.words == "statement"
            and not re.match(r"\s+(?:of|on|by)\s", rest)
            and "joint" not in self._plain[start : match.start()].casefold()
        ):
            return
        reading = self._titles.read(self._raw[start:stop])
        if reading is not None:
            yield self._made(start, stop, reading, act.mode, act.sentence, act=act)

    def _split(self, start: int, match: re.Match[str], head: Head, stop: int, act: Act) -> Iterator[Found]:
        """Write out a shared head: one title per subject or per pair of parties."""
        rest = self._plain[match.end() : stop]
        quoted = list(re.finditer(r'"((?:On|To)\s[^"]+)"', rest)) if head.type == "decision" else []
        if quoted:
            for one in quoted:
                a, b = match.end() + one.start(1), match.end() + one.end(1)
                yield self._made(a, b, self._as_decision(self._raw[a:b]), act.mode, act.sentence, act=act)
            return
        if head.type == "unspecified" and not re.match(r"\s*:?\s*(?:on|regarding|concerning)\s", rest):
            return
        if not rest.strip() or VAGUE_FIELD.match(rest) or re.match(r"\s+(?:with|by|signed|to (?:be|which))\b", rest):
            return
        single = self._plain[start : match.start()] + self._singular(match[0])
        for piece_start, piece_end, opening in self._pieces(match.end(), stop):
            if piece_end - piece_start < 3:
                continue
            title = single + opening + self._raw[piece_start:piece_end]
            reading = self._titles.read(title)
            if reading is None:
                continue
            shift = piece_start - len(single + opening)
            sides = tuple(replace(side, start=side.start + shift, end=side.end + shift) for side in reading.sides)
            yield Found(
                title=title,
                start=piece_start,
                end=piece_end,
                reading=reading,
                mode=act.mode,
                sentence=act.sentence,
                sides=sides,
                of_both=reading.of_both,
                composed=True,
                act=act,
                more=((start, match.end()),),
                background=self._is_background(act.sentence),
            )

    def _pieces(self, after: int, stop: int) -> Iterator[tuple[int, int, str]]:
        """The subjects, or pairs, a plural is followed by, each with the words that open it."""
        rest = self._plain[after:stop]
        opening = re.match(
            r"\s*:?\s*((?:(?:on|of) (?:\w+ )?(?:cooperation|interaction|partnership) in(?: the (?:field|sphere|area)s? of)?)|on|for|between|of|to|regarding|concerning|in)\s+",
            rest,
        )
        if opening is None:
            yield after + len(rest) - len(rest.lstrip()), stop, " "
            return
        word = opening[1]
        body = opening.end()
        again = list(
            re.finditer(
                rf"(?:,\s*(?:and\s+|as well as\s+)?|\s+and\s+|;\s*(?:and\s+)?|\s+as well as\s+)(?:also\s+)?{word}\s+",
                rest[body:],
            )
        )
        if again:
            points = [body, *[p for m in again for p in (body + m.start(), body + m.end())], len(rest)]
        elif word == "between":
            points = self._pairs(rest, body)
        else:
            points = self._subjects(rest, body)
        for one, other in zip(points[::2], points[1::2], strict=True):
            yield after + one, after + one + len(rest[one:other].rstrip(" ,")), f" {word} "

    def _pairs(self, rest: str, body: int) -> list[int]:
        """``between A and B, C and D``: every second ``and`` joins a pair."""
        parts = list(re.finditer(r",\s*(?:and\s+)?(?=[^,]*\sand\s)", rest[body:]))
        points = [body]
        for part in parts:
            before = rest[points[-1] : body + part.start()]
            if re.search(r"\sand\s", before):
                points += [body + part.start(), body + part.end()]
        return [*points, len(rest)]

    def _subjects(self, rest: str, body: int) -> list[int]:
        """``on A, B and C``: every comma and the last ``and``."""
        tail = rest[body:]
        if re.search(r"\sbetween\s", tail):
            return [body, len(rest)]
        commas = list(re.finditer(r",\s*(?:and\s+|as well as\s+)?", tail))
        lasts = list(re.finditer(r"\s+and\s+", tail))
        points = [body]
        if commas:
            for part in commas:
                points += [body + part.start(), body + part.end()]
            after_commas = [m for m in lasts if m.start() > commas[-1].end()]
            if after_commas and not re.search(r"and\s+$", commas[-1][0]):
                points += [body + after_commas[0].start(), body + after_commas[0].end()]
        elif len(lasts) == 1 and not re.fullmatch(
            r"[\w-]+",
            tail[: lasts[0].start()].strip().split(" ")[-1]
            if len(tail[: lasts[0].start()].split()) == 1 and len(tail[lasts[0].end() :].split()) > 1
            else "a b",
        ):
            points += [body + lasts[0].start(), body + lasts[0].end()]
        return [*points, len(rest)]

    def _singular(self, printed: str) -> str:
        for entry in self._words.types:
            plurals = [str(w).casefold() for w in entry["plural"]]
            if printed.casefold() in plurals:
                singular = [str(w) for w in entry["singular"]]
                best = max(singular, key=lambda word: _alike(word.casefold(), printed.casefold()))
                return best[:1].upper() + best[1:] if printed[:1].isupper() else best
        return printed[:-1] if printed.endswith("s") else printed

    # --- each once ----------------------------------------------------------------------------------------

    def _merged(self, everything: list[Found]) -> list[Found]:
        """One row per document: a bare or a second name of a document already found adds to it."""
        kept: list[Found] = []
        for one in everything:
            twin = next((at for at, other in enumerate(kept) if self._same(one, other)), None)
            if twin is None:
                kept.append(one)
                continue
            other = kept[twin]
            keep, drop = (one, other) if _bare(other) and not _bare(one) and not other.listed else (other, one)
            sides = keep.sides or drop.sides
            act = keep.act or drop.act
            kept[twin] = replace(keep, sides=sides, act=act, background=keep.background and drop.background)
        return kept

    def _same(self, one: Found, other: Found) -> bool:
        if one.reading.type != other.reading.type or (one.listed and other.listed):
            return False
        if one.composed and other.composed and one.more == other.more:
            return False
        if _bare(one) or _bare(other):
            return not (
                one.sides and other.sides and {s.name for s in one.sides} != {s.name for s in other.sides}
            ) and (one.sentence != other.sentence or (_bare(one) and _bare(other) and one.sides == other.sides))
        return _dice(one.title, other.title) >= SAME


def reading_end(title: str, reading: Title) -> int:
    """Where the type noun of a title ends."""
    at = title.casefold().find(reading.head.words.casefold())
    return at + len(reading.head.words) if at >= 0 else 0


def _bare(found: Found) -> bool:
    return (
        found.reading.subject is None
        and not found.reading.sides
        and found.reading.period is None
        and len(found.title.split()) <= 4
    )


def _alike(one: str, other: str) -> int:
    """How many letters two forms of a phrase share at their beginning and at their end."""
    return _common(one, other) + _common(one[::-1], other[::-1])


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _dice(one: str, other: str) -> float:
    a, b = set(re.findall(r"\w+", one.casefold())), set(re.findall(r"\w+", other.casefold()))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
