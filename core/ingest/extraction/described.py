"""Documents that a text counts first, and then tells of one by one by what each is about."""

from __future__ import annotations

from ingest.extraction.acts import Act, Acts
from ingest.extraction.found import Found, Maker
from ingest.extraction.grammar import Grammar
from ingest.extraction.setting import Setting
from ingest.extraction.text import Sentence


class Described:
    """``… signed several memorandums. The memorandum with X covers …``: one of those that were only counted."""

    def __init__(self, setting: Setting, grammar: Grammar, acts: Acts) -> None:
        self._setting = setting
        self._acts = acts
        self._titles = grammar.titles()
        self._maker = Maker(setting)
        self._act: Act | None = None

    def of(self, sentence: Sentence) -> list[Found]:
        """The document whose content a sentence without a title of its own tells, if some were counted before."""
        told = self._told(sentence)
        if told is None:
            self._count(sentence)
        return [] if told is None else [told]

    def _count(self, sentence: Sentence) -> None:
        """Remember a sentence that says that some were signed."""
        acts = [act for act in self._acts.of(sentence) if not self._acts.is_planned(act)]
        speaks = self._setting.words.head.search(self._setting.plain(sentence)) is not None
        if acts and speaks and not self._setting.looks_back(sentence):
            self._act = acts[-1]

    def _told(self, sentence: Sentence) -> Found | None:
        """``The memorandum with X covers …``."""
        if self._act is None or self._acts.of(sentence) or self._setting.looks_back(sentence):
            return None
        words, plain = self._setting.words, self._setting.plain(sentence)
        opening = words.pattern("one_of_them").match(plain)
        verb = words.pattern("tells_content").search(plain, opening.end()) if opening else None
        if opening is None or verb is None or self._acts.planned.search(plain, 0, verb.start()):
            return None
        start = sentence.start + opening.end()
        nouns = [match.end() for match in words.head.finditer(plain, opening.end(), verb.start())]
        # Up to the verb; in Kazakh, where the verb comes last, up to the type noun that closes a title.
        for end in [sentence.start + at for at in (verb.start(), *nouns)]:
            reading = self._titles.read(self._setting.text.raw[start:end])
            if reading is None or reading.head.plural:
                continue
            if reading.sides or (reading.subject and reading.head_end < end - start):
                return self._maker.made(start, end, reading, self._act.mode, sentence, act=self._act)
        return None
