"""Where a title ends in running text."""

from __future__ import annotations

import re
from functools import cache, cached_property

from ingest.extraction.english.noun_phrases import NounPhrases
from ingest.extraction.lexicon import Lexicon
from ingest.extraction.setting import Setting
from ingest.extraction.text import SUM, alternation

PLURAL_OF_BOTH = re.compile(
    r"\bbetween\s(?:the\s)?(?:(?:[A-Z][\w'-]*\s)*(?:Ministries|Governments|Agencies|Parliaments|ministries|governments)"
    r"|[a-z\s]+s\sof\s(?:the\s)?[^,;]*?\b(?:[Ss]tates|[Cc]ountries|[Nn]ations)(?:\sfor\s[\d-]+)?)$"
)
WITH_PARTNER = re.compile(
    r"(?<=\w)\swith\s(?=(?:the\s)?[A-Z][\w&'-]*(?:\s(?:[A-Z&][\w&'-]*|&|of|and))*(?:\s\([A-Z][\w\s]+\))?[\s.]*$)"
)
"""``… on training of agronomists with X``: whom it was signed with, at the end of a title with a subject."""
SUBJECT_BEFORE = re.compile(
    r"\s(?:on|for|to|in|regarding|concerning)\s|\sof\s(?!cooperation\b|understanding\b|intent\b)"
)
"""A title with a subject ends before its partner; one without has nothing else to tell it by."""
IN_A_NAME = re.compile(r"\b(?:under|of|within|for|to)\sthe\s(?:[A-Z][\w'-]*\s?){2,}$")
"""``under the Fiscal Management and Financial Sector Reform Program``: an ``and`` inside a name."""
WHO_ELSE = (
    r"(?:,|;)\s(?:and\s|while\s)?(?P<who>(?:the\s)?[A-Z][^,;.:]{2,120}?)"
    r"(?P<part>,\s(?:for\s(?:its|his|her|their)\spart|in\s(?:its|their)\sturn))?"
)
"""``…, and X and Y, for their part``: another subject, whose document follows."""
GAP = re.compile(rf"{WHO_ELSE},?\s(?P<article>a|an|the)\s(?=[A-Za-z])")
OFFICE = re.compile(r"\b(?:Ministry|Committee|Agency)\s(?:of|for)\s(?:the\s)?[A-Z]\w+(?:,\s[A-Z]\w+)*$")
"""``the Ministry of Ecology, Geology and Natural Resources``: what follows the comma is no other subject."""
FEW_MODIFIERS = re.compile(r"(?:(?!(?:of|on|for|to|with|in|by|that|which)\s)[\w'-]+\s){0,4}")
ANNIVERSARY = re.compile(r"\s(?:the\s)?(?:\d+\w*|[a-z]+)\sanniversary", re.IGNORECASE)
"""``a joint statement on the occasion of the 25th anniversary of …``: what it is about, not when it was."""
CLOSES_SPEECH = re.compile(r",\"\s(?=[A-Zsta])")
"""``… until 2027," the minister said``."""
SEVERAL_TITLES = 4
ANOTHER_CLAUSE = re.compile(
    r",?\sand\s(?!(?:related|based|aimed|connected|linked|devoted|dedicated|designed|limited|needed|united)\s)[a-z]{3,}ed\s"
    r"(?:the|an?|its|his|her|their|to|with|from|one|two|three|four|five|several|many|new|\d[\d.,]*)\s"
    r"|,\sand\s(?:the\s)?(?:(?!(?:between|on|of|for|with)\s)[\w-]+\s){1,5}(?:will|is|are|was|were|has|have|had|can|may|must|starts?|begins?)\s"
    r"|,\s(?:now|there|here|today|this)\s"
)
"""``…, and the first students start in May``, ``… and admitted three companies``: what else happened."""
ANOTHER_SUBJECT = re.compile(r"\s(?:and\s)?(?:between|on)\s|\"|\s(?:the\s)?[A-Z][^,;:]{3,80}\sand\s(?:the\s)?[A-Z]")
SUBJECT_BEHIND = re.compile(r"\s(?:on|for|of|between|in|to)\s")
GERUND = re.compile(r"\s\w+ing\s")
WORTH_TO = re.compile(r"\s(?:[A-Z]{3}\s|[$€£])?[\d.,]+(?:\s\w+){0,3}?\s(?:to\s[a-z]+\s|on\s|for\s)")
YEARS_ONLY = re.compile(r"\sfor\s[\d\s-]+")
LONGEST_TITLE = 600


class TitleBounds:
    """The ends of titles in the sentences of one article."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = setting.words
        self._plain = setting.text.plain
        self._phrases = NounPhrases(setting)

    @cached_property
    def ends(self) -> re.Pattern[str]:
        """What ends a title in running text."""
        verbs = alternation(self._words.words("title_ends", "verbs"))
        relatives = alternation(self._words.words("title_ends", "relatives"))
        adverbials = alternation(self._words.words("title_ends", "adverbials"))
        days = alternation(self._words.words("weekdays"))
        return re.compile(
            rf"\s(?:{verbs})(?![\w-])|\s(?:in|under|by|on|to|for)\swhich\b|\sat\s(?:an?|the|their|its)\s(?:[\w.-]+\s){{0,4}}(?:[Ss]ummit|[Ff]orum|[Mm]eeting|[Ss]ession|[Cc]onference|[Cc]eremony|[Tt]alks)\b|,?\s(?:{relatives})(?![\w-])|,?\s(?:{adverbials})(?![\w-])"
            rf"|\s?,?\s(?:on|this|last)\s(?:{days})\b|,\s(?:whereas|while|from)\s|\sto\sthe\s(?:amount|tune|sum)\sof\b|\sfor\s(?:a\stotal|the\s(?:sum|amount))\sof\b|\s\((?:by\sthe\sway|that\sone|which)\b|,\sthe\s(?:text|draft)\sof\swhich\b|,\s(?:gives|allows|provides|opens|enables)\s|,?\sand,\s|\sbeing$|\s(?:proper\s)?being\s(?:due|expected|planned)\b|,\s(?:then|by\sthis|having(?!\sof\b))\s|\sworth\s(?=the\s|about\s|over\s|more\s|[$€£\d]|[A-Z]{{3}}\s)|\sby\sthe\s(?:co-?chair\w*|leaders|presidents|premiers|heads|ministers|rectors|governors|mayors|parties|sides)\b|,\s(?:he|she|they|it|we|the|with|one|both|but|so|as|and as|and in turn|including|said|where|in|at|while|whose|its|thanks|aimed|(?:the )?(?:message|report|press release|press[- ]service) of|and the (?:\w+ )?(?:sides?|part(?:y|ies)|presidents|heads)|(?:put forward|proposed|initiated|drafted) by)\s|,?\sand\sthe\s\w+\s(?:was|were|has|have|is|are|will)\s"
            r"|,\s(?=[A-Z][^,;]{5,120}\s-\s(?:the|a|an)\s)|,\s(?:a\s|the\s)(?:[A-Z][\w.]+\s){1,3}(?:correspondent|reporter)\b|,\s(?:a |the )?(?:K|Q)azinform(?!\sand\s)|,\"?\s(?:[A-Z][\w.-]+\s){0,4}(?:reports|reported|informs|informed|cites|cited|says|said|quotes|learnt|learned|has learn\w+)|;|\s-\s?(?=[A-Z])|\s-\s|(?<!\b[A-Z])\.\s"
            rf"(?!{SUM})[A-Z\"]"
            r"|\s(?:on|in)\s(?=(?:\d{1,2}\s)?(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\s\d|January|February|March|April|May|June|July|August|September|October|November|December)\b)",
            re.IGNORECASE,
        )

    def end(self, after: int, end: int, *, plural: bool) -> int:
        """Where a title stops in running text."""
        cut = min(end, after + (SEVERAL_TITLES if plural else 1) * LONGEST_TITLE)
        gapped = self._gapped(after, cut)
        cut = gapped if gapped is not None else cut
        closed = next(
            (
                m
                for m in CLOSES_SPEECH.finditer(self._plain, after, cut)
                if self._plain.count('"', after, m.start()) % 2 == 0
            ),
            None,
        )
        cut = closed.start() if closed and not plural else cut
        at = after
        while match := self.ends.search(self._plain, at, cut):
            if self._holds(after, match) or (plural and self._goes_on(match)):
                at = match.start() + 1
                continue
            cut = match.start()
            break
        if not plural and (clause := ANOTHER_CLAUSE.search(self._plain, after, end)):
            cut = min(cut, clause.start())
        for boundary in re.finditer(r",?\s(?:and|as well as|and also)\s|,\s", self._plain[after:cut]):
            if self._new_title(after, after + boundary.start(), after + boundary.end(), cut):
                cut = after + boundary.start()
                break
        partner = WITH_PARTNER.search(self._plain, after, cut)
        if partner and not plural and SUBJECT_BEFORE.search(self._plain, after, partner.start()):
            cut = partner.start()
        cut = self._without_place(after, cut)
        text = self._plain[after:cut]
        if text.count("(") > text.count(")") and self._plain[cut : cut + 1] == ")":
            cut += 1
        if text.count('"') % 2 and self._plain.startswith(',"', cut):
            return cut + len(',"')
        return after + len(self._plain[after:cut].rstrip(' ,.;:"' if text.count('"') % 2 else " ,.;:"))

    def closing(self, start: int, after: int, stop: int) -> int:
        """Where the quotation ends that opens right before a name; ``stop`` for a title without one."""
        depth = int(self._plain[start - 1 : start] == '"' and self._plain[start].isupper())
        for mark in re.finditer('"', self._plain[after:stop]) if depth else ():
            depth += 1 if self._plain[after + mark.start() - 1] in " (" else -1
            if not depth:
                goes_on = SUBJECT_BEHIND.match(self._plain, after + mark.end())
                return stop if goes_on else after + mark.start()
        return stop

    def end_of_subjects(self, after: int, end: int) -> int:
        """Where the subjects of a plural stop that stand behind its verb: ``were signed on A; on B; on C``."""
        at = after
        while match := self.ends.search(self._plain, at, end):
            if not self._goes_on(match):
                return match.start()
            at = match.end()
        return end

    def _goes_on(self, match: re.Match[str]) -> bool:
        """A plural goes on behind a comma with an article, and behind a semicolon with the same preposition."""
        return match[0].strip() in {", the", ", its", ", a"} or (
            match[0].strip(" ,") in {";", "-", "as well as", "and also"}
            and ANOTHER_SUBJECT.match(self._plain, match.end()) is not None
        )

    def _gapped(self, after: int, cut: int) -> int | None:
        """``…, and X and Y a roadmap for …``: another subject with its document, the verb left out."""
        for comma in GAP.finditer(self._plain, after, cut):
            head = self._words.head.match(self._plain, comma.end())
            if (comma["part"] or comma["article"] != "the") and (
                late := self._words.head.search(self._plain, comma.end(), cut)
            ):
                head = late if FEW_MODIFIERS.fullmatch(self._plain, comma.end(), late.start()) else None
            subject = self._plain[comma.start("who") : comma.end("who")]
            if OFFICE.search(self._plain, after, comma.start()):
                continue
            if head and not self._words.head.search(subject) and not re.search(r"\bbetween\b", subject):
                return comma.start()
        return None

    def _holds(self, after: int, match: re.Match[str]) -> bool:
        """A cut that would fall inside the title: between two parties, or after ``which`` in a name."""
        words = match[0].strip(" ,").casefold()
        if match[0].strip(" ,") == "WHO":
            return True  # the World Health Organization, and no relative pronoun
        inner = self._plain[after : match.start()]
        if match[0].endswith(" of") and WORTH_TO.match(self._plain, match.end()):
            return True  # ``a memorandum to the amount of USD 205 million to build …``: the subject is still to come
        if words.startswith("with") and inner.endswith(("connection", "accordance", "line", "compliance")):
            return True
        if words in {"with", "the", "its", "at", "one", "both", "to"} and not match[0].startswith(","):
            return True
        if match[0].strip() in {",", ", the", ", its"} and re.search(r"\bbetween\b(?!.*\band\b)", inner):
            return True
        if words == "after" and inner.endswith("named"):
            return True
        if words == "reached" and self._plain.startswith(" between ", match.end()):
            return not inner  # ``agreement reached between X and Y on …``
        if words == "when" and GERUND.match(self._plain, match.end()):
            return True
        if match[0] == " aimed":
            return YEARS_ONLY.fullmatch(inner) is not None  # ``roadmap for 2025-2027 aimed at …``
        if words == "on the occasion of":
            return not inner and ANNIVERSARY.match(self._plain, match.end()) is not None
        if words == "-" and not re.match(r"\s-\s", match[0]):
            return True
        if words == "-" and re.match(r"\d", self._plain[match.end() :]) and inner[-1:].isdigit():
            return True  # ``for 2018 - 2019``
        return (
            words in {"together with", "along with", "as the", "after", "before", "on", "in"}
            and re.search(r"\bbetween\b(?!.*\band\b)", inner) is not None
        )

    def starts_title(self, start: int, end: int) -> bool:
        """An article, modifiers and a type noun begin here."""
        return _title_opening(self._words).match(self._plain, start, end) is not None

    def _new_title(self, after: int, boundary: int, start: int, cut: int) -> bool:
        """Another title begins behind a comma or an ``and``."""
        inner = self._plain[after:boundary]
        between = re.search(r"\bbetween\s(?!.*\s(?:and|as well as)\s)", inner)
        if between and not self._setting.parties.pair.search(inner, between.end()) and not PLURAL_OF_BOTH.search(inner):
            return False
        opening = _next_title(self._words).match(self._plain, start, cut)
        if opening is None:
            return False
        later = re.search(rf"\band\s(?:{self._words.articles})\s", opening[1])
        head_start = opening.start(2)
        words = opening[1].split()
        head = self._words.head_of(opening[2])
        told = re.match(r"an?\s", self._plain[start:]) is not None or (head is not None and head.plural)
        told = told and self._phrases.continues(head_start)
        # ``and a preliminary agreement on …``, ``and interoffice memorandums on …``: article or number say that one begins
        if later or not (
            all(self._phrases.is_modifier(w, first=False) or w == "and" for w in words) or (told and len(words) == 1)
        ):
            return False
        if self._phrases.organisation_at(start, head_start) or any(
            self._phrases.organisation_at(start + m.start(), head_start)
            for m in re.finditer(r"[A-Z]\w+", self._plain[start:head_start])
        ):
            return False
        article = re.match(rf"(?:{self._words.articles})\s", self._plain[start:], re.IGNORECASE)
        if not article and IN_A_NAME.search(inner):
            return False
        return bool(article or self._plain[head_start].isupper() or self._phrases.continues(head_start))

    def _without_place(self, after: int, cut: int) -> int:
        """Take ``in Moscow`` off the end of a title, unless a founding or an opening there is its subject."""
        tail = re.search(
            r"\s(?:in|at)\s(?:the\s(?:city|capital)\sof\s|the\s)?([A-Z][\w.' -]+)$", self._plain[after:cut]
        )
        if tail is None:
            return cut
        if (last := tail[1].rfind(" in ")) > 0:  # ``in the Rectorate in Almaty``
            inner = self._without_place(after + tail.start(1) + last, cut)
            return inner if inner < cut else cut
        places = self._setting.places.mentions(tail[1])
        whole = [m for m in places if m.kind == "city" and m.start == 0 and m.end >= len(tail[1].rstrip()) - 1]
        named = re.fullmatch(r"(?:Akorda(?: Palace)?|Kazakh capital|Kremlin)", tail[1])
        if (not whole and not named) or re.search(
            r"\b(?:establish\w*(?!\s(?:of\s)?(?:a\s|the\s)?(?:strategic|comprehensive|diplomatic|allied|twin|sister|partnership|relations))|opening|construction|open|build\w*|centre|center|consulate|embassy|embassies|plant|office|university|branch)\b",
            self._plain[after : after + tail.start()],
            re.IGNORECASE,
        ):
            return cut
        return after + tail.start()


@cache
def _title_opening(words: Lexicon) -> re.Pattern[str]:
    """An article, capitalised modifiers and a type noun."""
    return re.compile(
        rf"(?:(?:{words.articles})\s+)*(?:[A-Z][\w'&-]*\s+){{0,4}}?(?:{words.head.pattern})", re.IGNORECASE
    )


@cache
def _next_title(words: Lexicon) -> re.Pattern[str]:
    """What stands behind a comma or an ``and`` where another title may begin: modifiers, type noun."""
    return re.compile(rf"(?:(?:{words.articles})\s+)*\"?((?:[\w'&-]+\s+){{0,5}}?)({words.head.pattern})", re.IGNORECASE)
