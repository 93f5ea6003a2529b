"""What the whole article says that one sentence needs: its countries, its date, its place, where it looks back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from ingest.extraction.dates import DateSpan, find_dates
from ingest.extraction.gazetteer import Gazetteer, Mention, gazetteer
from ingest.extraction.lexicon import Lexicon, lexicon
from ingest.extraction.looking_back import LookingBack
from ingest.extraction.parties import PartyWords, party_words
from ingest.extraction.text import Sentence, Text, skeleton

HOME = "KZ"
"""Whose Akorda, ministries and akims are meant when a text says no more (ISO 3166-1)."""
MANY = 4
"""So many states in the lead are more than a visit."""
JOINT = re.compile(r"\s?(?:,|,?\s(?:and|и|мен|пен|бен|және))\s")
CENTRAL_ASIA = ("KZ", "KG", "TJ", "TM", "UZ")
LONGEST_DATELINE = 100
BARE_DATELINE = re.compile(
    r"(?P<city>[^\W\d_a-zа-яё][^\W\d_a-zа-яё' -]{2,23}(?:\s[^\W\d_a-zа-яё]{2,15})?)"
    r"(?:\s?-\s?(?=[^\W\d_])|(?:\s?/[\w ]+/)?,\s(?:\w+\s\d{1,2}|\d{1,2}\s\w+)\.\s)"
)
"""``ASTANA - The presidents …``, ``BURABAY /KAZAKHSTAN/, October 16. The …``: a known city in capitals, without an agency."""
PRESS_RELEASE = re.compile(
    r"(?P<city>[^\W\d_a-zа-яё][\w' -]{2,25}),\s(?:\d{1,2}\s\w+(?:\s\d{4}(?:\s(?:года|г\.))?)?|\d{4}\sжылғы\s\d{1,2}\s\w+|[A-Z]\w+\s\d{1,2}(?:,\s\d{4})?)\s?-\s(?=\S)(?![^.\n]{2,25}\.\s)"
)
"""``Исламабад, 23 сентября 2025 года - Посол …``: a ministry's own dateline."""
MOST_FURNITURE = 6
"""Blocks that may stand before the one with the dateline, and it."""
LEAD_SENTENCES = 3


@dataclass(frozen=True)
class Setting:
    """One article and the words of its language."""

    headline: str
    text: Text
    language: str
    published: date | None
    of_headline: bool = False
    """Whether the text is the headline of an article, which tells in the present what happened."""

    @cached_property
    def words(self) -> Lexicon:
        """The lexicon."""
        return lexicon(self.language)

    @cached_property
    def places(self) -> Gazetteer:
        """The gazetteer."""
        return gazetteer(self.language)

    @cached_property
    def parties(self) -> PartyWords:
        """The words of parties."""
        return party_words(self.language)

    @cached_property
    def dateline(self) -> tuple[int, str] | None:
        """Where the dateline of the newsroom ends, and its city."""
        for number in range(min(MOST_FURNITURE, len(self.text.blocks))):
            start = self.text.starts[number]
            match = _dateline(self.words).match(self.text.plain[start : start + LONGEST_DATELINE])
            if match and match["city"].isupper():
                return start + match.end(), match["city"].strip()
            bare = BARE_DATELINE.match(self.text.plain, start) or PRESS_RELEASE.match(self.text.plain, start)
            if bare and any(
                one.kind == "city" or self.places.capitals.get(one.country) == one.name
                for one in self.places.mentions(bare["city"].title())
            ):
                return bare.end(), bare["city"]
        return None

    def behind_dateline(self, start: int, end: int) -> int:
        """Where the text of a stretch begins: behind the dateline where that ends inside it."""
        return self.dateline[0] if self.dateline and start <= self.dateline[0] < end else start

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences of the story: no captions, no short lines of furniture before the lead."""
        kept: list[Sentence] = []
        for sentence in self.text.sentences:
            block = self.text.blocks[sentence.block]
            if block.kind == "caption" or (not kept and not self._opens(sentence)) or self._is_furniture(sentence):
                continue
            kept.append(sentence)
        return tuple(kept)

    def _is_furniture(self, sentence: Sentence) -> bool:
        """A line that points elsewhere: ``Read also: …``."""
        opening = self.words.phrases("furniture").match(self.plain(sentence))
        return opening is not None and self.plain(sentence)[opening.end() : opening.end() + 1] in {":", ""}

    def _opens(self, sentence: Sentence) -> bool:
        words = self.text.plain[sentence.start : sentence.end].split()
        return len(words) > 6 or bool(words and self.words.pattern("ends_a_sentence").search(words[-1]))

    @cached_property
    def lead(self) -> tuple[Sentence, ...]:
        """The opening sentences."""
        return self.body[:LEAD_SENTENCES]

    @cached_property
    def plain_headline(self) -> str:
        """The skeleton of the headline."""
        return skeleton(self.headline)

    def number_of(self, sentence: Sentence) -> int | None:
        """The number of a sentence in the story; None for one outside it."""
        return self._numbers.get(sentence)

    @cached_property
    def _numbers(self) -> dict[Sentence, int]:
        return {sentence: number for number, sentence in enumerate(self.body)}

    def plain(self, sentence: Sentence) -> str:
        """The skeleton of a sentence."""
        return self.text.plain[sentence.start : sentence.end]

    @cached_property
    def countries(self) -> tuple[tuple[str, Mention | None, int], ...]:
        """The countries of the main event in order: code, mention, offset of the mention's sentence.

        The first two that headline and lead name; people stand for theirs.
        """
        found: dict[str, tuple[Mention | None, int]] = {}
        after = self.dateline[0] if self.dateline else 0
        for sentence in self.lead:
            base = max(sentence.start, after)
            if base >= sentence.end:
                continue
            chunk = self.text.raw[base : sentence.end]
            for mention in self.places.mentions(chunk):
                if mention.kind in {"country", "adjective"} and not self._in_attribution(chunk, mention):
                    found.setdefault(mention.country, (mention, base))
            for match in self.parties.leader.finditer(skeleton(chunk)):
                code = self.parties.leader_country(match[0])
                if code:
                    found.setdefault(code, (Mention(match.start(), match.end(), "leader", code, match[0]), base))
        for mention in self.places.mentions(self.headline):
            if mention.kind in {"country", "adjective"}:
                found.setdefault(mention.country, (None, 0))
        for match in self.parties.leader.finditer(self.plain_headline):
            if code := self.parties.leader_country(match[0]):
                found.setdefault(code, (None, 0))
        return tuple((code, mention, base) for code, (mention, base) in found.items())

    @cached_property
    def told_first(self) -> str:
        """The country of the main event that the headline names first, else the lead; there must be one."""
        places = [(one.start, one.country) for one in self.places.mentions(self.headline)]
        leaders = self.parties.leader.finditer(self.plain_headline)
        people = [(one.start(), code) for one in leaders if (code := self.parties.leader_country(one[0]))]
        codes = [code for code, _, _ in self.countries]
        return next((code for _, code in sorted([*places, *people]) if code in codes), codes[0])

    def _in_attribution(self, chunk: str, mention: Mention) -> bool:
        """A country inside the name of a press service does not take part."""
        after = skeleton(chunk[mention.end : mention.end + 40])
        return bool(self.words.pattern("press_of_country").match(after))

    @cached_property
    def of_one_state(self) -> bool:
        """Whether the story is of no two states or their regions, and of no international body."""
        if len(self.bilateral) > 1 or self.organisation is not None:
            return False
        told = "\n".join([self.headline, *(self.text.raw[one.start : one.end] for one in self.lead)])
        places = self.places.mentions(told)
        return len({place.country for place in places if place.kind == "region"}) < 2

    @cached_property
    def bilateral(self) -> tuple[str, ...]:
        """The two countries the story is between; fewer or more where it is not bilateral."""
        codes = [code for code, _, _ in self.countries]
        if self.organisation is None and self._of_many_states:
            return tuple(dict.fromkeys([*codes, *self._region]))
        if len(codes) > 2 and self.organisation is None:
            codes = self._run_of_countries or self._two(codes)
        return tuple(codes)

    def _two(self, codes: list[str]) -> list[str]:
        """The two countries the headline names, else the first two."""
        headline = {m.country for m in self.places.mentions(self.headline)} | {
            code
            for match in self.parties.leader.finditer(self.plain_headline)
            if (code := self.parties.leader_country(match[0]))
        }
        named = [code for code in codes if code in headline]
        return named if len(named) == 2 else codes[:2]

    @cached_property
    def _run_of_countries(self) -> list[str]:
        """Three or more countries that the headline names in a row: ``Presidents of A, B and C``."""
        run: list[Mention] = []
        for mention in self.places.mentions(self.headline):
            joined = run and JOINT.fullmatch(self.plain_headline[run[-1].end : mention.start])
            if mention.kind == "country" and (joined or not run):
                run.append(mention)
            elif len(run) > 2:
                break
            else:
                run = [mention] if mention.kind == "country" else []
        return [mention.country for mention in run] if len(run) > 2 else []

    @cached_property
    def _of_many_states(self) -> bool:
        """A gathering of several states that is no organisation's: the text names many, or their region."""
        summit = self.words.phrases("events", "summit")
        gathers = any(summit.search(self.plain(sentence)) for sentence in self.lead) or summit.search(self.headline)
        return bool(gathers) and (len(self.countries) >= MANY or bool(self._region))

    @cached_property
    def _region(self) -> tuple[str, ...]:
        """The states of Central Asia where headline or lead speak of all of them."""
        pattern = self.words.pattern("central_asia")
        named = pattern.search(self.plain_headline) or any(pattern.search(self.plain(s)) for s in self.lead)
        return CENTRAL_ASIA if named else ()

    @cached_property
    def organisation(self) -> tuple[str, int, int] | None:
        """The international body whose gathering the story is: name and span in the text."""
        for number, sentence in enumerate(self.lead):
            if number and len(self._states_in(self.lead[0])) > 1:
                return None  # of two states, and only somewhere behind of a gathering
            match = self.parties.organisation.search(self.plain(sentence))
            if match and self.words.pattern("gathering").search(self.plain(sentence)):
                organ = self.words.pattern("organ").match(self.plain(sentence), match.end())
                of_it = self.words.pattern("organ_of").search(self.plain(sentence), 0, match.start())
                start, end = of_it.start() if of_it else match.start(), organ.end() if organ else match.end()
                return self.plain(sentence)[start:end], sentence.start + start, sentence.start + end
        return None

    def _states_in(self, sentence: Sentence) -> set[str]:
        """The countries that a sentence names."""
        named = self.places.mentions(self.text.raw[sentence.start : sentence.end])
        return {one.country for one in named if one.kind in {"country", "adjective"}}

    @property
    def members(self) -> tuple[str, int, int] | None:
        """The international body itself, without the organ that met: ``CIS`` for ``CIS Council of Heads of Government``."""
        if self.organisation is None:
            return None
        name, start, _ = self.organisation
        match = self.parties.organisation.search(name)
        if match is None:
            return self.organisation
        return match[0], start + match.start(), start + match.end()

    @cached_property
    def cues(self) -> re.Pattern[str]:
        """Words that open a look back."""
        return self.words.phrases("background")

    def dates_in(self, sentence: Sentence) -> list[DateSpan]:
        """Dates of a sentence, resolved against the day of publication."""
        if sentence not in self._dated:
            self._dated[sentence] = find_dates(self.plain(sentence), self.language, self.published)
        return self._dated[sentence]

    @cached_property
    def _dated(self) -> dict[Sentence, list[DateSpan]]:
        return {}

    @cached_property
    def _looking_back(self) -> LookingBack:
        return LookingBack(self)

    def looks_back(self, sentence: Sentence, at: tuple[int, int] | None = None) -> bool:
        """Say whether a sentence recalls another event: an older date, or a cue without today's visit.

        ``at``: where a verb begins and its document ends; brackets and clauses elsewhere do not tell of these.
        """
        return self._looking_back.looks(sentence, at)

    def dated_back(self, sentence: Sentence) -> bool:
        """Say whether a sentence names an older date than the event's."""
        return self._looking_back.dated(sentence)

    def in_another_month(self, sentence: Sentence) -> bool:
        """Say whether a sentence names another month than that of the news."""
        return self._looking_back.in_another_month(sentence)

    def in_speech(self, sentence: Sentence) -> bool:
        """Whether a sentence is somebody's words: in a paragraph that begins with a dash or with a quotation."""
        return self.text.plain.startswith(("- ", '"'), self.text.starts[sentence.block])

    def behind_dash(self, sentence: Sentence) -> bool:
        """Whether a paragraph is somebody's words behind a dash."""
        return self.text.plain.startswith("- ", self.text.starts[sentence.block])

    @cached_property
    def only_country(self) -> str | None:
        """The country of a story that names no other, by itself, its cities or its people's names."""
        named = {mention.country for mention in self.places.mentions(f"{self.headline}\n{self.text.raw}")}
        return named.pop() if len(named) == 1 else None

    @cached_property
    def present(self) -> tuple[Sentence, ...]:
        """The sentences that do not look back."""
        return tuple(sentence for sentence in self.body if not self.looks_back(sentence))

    @cached_property
    def recalled(self) -> frozenset[Sentence]:
        """Sentences that look back, and all that follow the first paragraph which opens with such a cue."""
        found: set[Sentence] = set()
        tail = False
        for sentence in self.body[1:]:
            tail = tail or self.cues.match(self.plain(sentence)) is not None
            if self.looks_back(sentence) or tail:
                found.add(sentence)
        return frozenset(found)


@cache
def _dateline(words: Lexicon) -> re.Pattern[str]:
    """``ASTANA. KAZINFORM -``: a city, perhaps a day, the agency, perhaps its writer between slashes.

    Behind a day any name is an agency's: ``MOSCOW, November 28. /TASS/.``
    """
    agency = words.alternation(words.words("agency"))
    day = r"(?:\w+ \d{1,2}(?:-\w+)?|\d{1,2} \w+)[.,]?\s+"
    return re.compile(
        rf"^\W{{0,3}}(?P<city>[^\W\d_][^\W\d_' -]{{0,1}}[\w' -]{{1,23}}?)[.,/ -]{{1,3}}\s?"
        rf"(?:(?:{day})?(?:[A-ZА-ЯЁ]{{3,10}}-)?(?:{agency})(?!\w)(?:\s?/[^/]{{3,40}}/)?|{day}[-/]\s?[^\W\d_][\w.]{{1,20}}(?=[./:]|\s[-/])|{day}[^\W\d_][\w.]*(?:\s[\w.]+)?\s-)[\s.,:/-]*"
    )
