"""Parties named around an English title: by its sentence, or by the next one."""

from __future__ import annotations

import re

from ingest.extraction.acts import Act
from ingest.extraction.english.acts import FIRST_CLAUSE
from ingest.extraction.english.principals import FIRM, OPEN_END, Principals
from ingest.extraction.english.title_bounds import WHO_ELSE
from ingest.extraction.found import Found
from ingest.extraction.parties import Side
from ingest.extraction.text import Sentence, skeleton

AGENT_END = re.compile(
    r",?\s(?:with regard to|in the presence|during|following|after|on behalf|at the|as part|within the framework|(?-i:today)|yesterday|that (?:intends?|plans?|will|is|are|has)|in a ceremony|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|,\s(?:a |the )?(?:K|Q)azinform|,\s(?:[A-Z][\w.]+\s){1,4}(?:reports|reported|informs|informed|cites|quotes|says|said|told|(?:has\s)?learn(?:ed|t))|"
    r"\s-\s|,\s(?=[A-Z][^,;]{2,80}\s-\s)|,\sand\s(?=[A-Z][^,;]{2,80}\sand\s[A-Z][^,;]{2,60},\san?\s)|,\sand\s(?=[A-Z][^,;]{2,80}\s(?:received|agreed|signed|inked|exchanged|concluded)\s)|,\s(?:according|citing|which|while|whereas|it)\b|\s(?:signed|inked|exchanged|adopted)\s",
    re.IGNORECASE,
)
ABOUT = re.compile(r"(?P<them>\sbetween\s.+?\sand\s[^,;]+?)\son\s")
"""``was signed between X and Y on …``."""
IT = r"(?:the|this|these|both)\s(?:\w+\s)?(?:document|paper|memorandum|agreement|treaty|contract|deal|roadmap|declaration|protocol|statement|plan)s?"
DONE = r"(?:signed|inked|sealed|concluded)"
SIGNED_BY = re.compile(
    rf"(?i:{IT}\s(?:was|were|has been|have been)\s(?:also\s)?{DONE}(?:\s[^.]{{0,60}}?)?\sby\s"
    r"|signatures?\s(?:[^.]{0,40}?\s)?(?:was|were)\s(?:put|affixed|placed|set)\s(?:[^.]{0,40}?\s)?by\s|it was signed\s(?:[^.]{0,40}?\s)?by\s|signatories (?:were|are|included)\s|the (?:parties|signatories) to (?:it|the \w+) (?:are|were)\s)"
)
SIGNED_IT = re.compile(
    rf"(?i:\s{DONE}\s{IT}\b(?!\s(?:on|of|between|to|for)\s)|\s(?:put|set|affixed|placed|appended)\s(?:their|his|her)\s(?:signatures?|hands?)\s(?:to|on|under)\s{IT}|\s(?:put|set|affixed)\s(?:their|his|her)\s(?:signatures?|hands?)(?=[.,]))"
)
"""Sentences that say who signed what the last one named."""

GAPPED = re.compile(rf"{WHO_ELSE}(?:\s-)?,?\s(?:a|an|the)\s(?:[\w'-]+\s){{0,4}}?$")
"""``…, and X and Y a roadmap``."""
DASH = re.compile(r"\s-\s+(?:the\s|a\s|an\s)?$")
"""``X and Y signed …, Z and W - …``: the verb is left out."""
BARE_SUBJECT = re.compile(r"\sand\s(?=(?:the\s)?[A-Z][\w&-]*(?:\s[A-Z][\w&-]*)*\s$)")
"""``… and the Baiterek Holding exchanged``: a new subject without a comma."""
REFERS_BACK = re.compile(
    r"(?i)\b(?:the|both|two)\s(?:two\s|heads of the\s|leaders of the\s)?(?:companies|firms|agencies|universities|banks|organi[sz]ations|institutions|enterprises|museums|parties|sides)\b"
)
"""Whom an earlier sentence named."""
PREPOSITIONAL = re.compile(
    r"\s*(?:To this (?:effect|end)|During|Following|After|At|In|On|As|Within|Under|Upon|Apart|For (?:its|his|their) part)\b"
)
OPENINGS = re.compile(
    rf"{PREPOSITIONAL.pattern}[^,]*,\s+"
    r"|\s*(?:Also|Thus|Besides|Moreover|Simultaneously|Separately|Additionally|Likewise|Finally|In conclusion|Later|Then|Today|Yesterday|Earlier|Further|Furthermore|Meanwhile|In addition|In particular|(?:For|In|On) (?:its|his|her|their) (?:part|turn|side))\b,?\s+"
    r"|\s*(?:(?:On\s)?(?:[Tt]he same|that|this) day|(?:In|At)\s(?:the\s)?same\s[a-z]+|On\sthe\s(?:sidelines|margins|fringes)|To\sthis\s(?:end|effect)|As a result of the \w+(?:\s\w+)?"
    r"|(?:At|During|After|Following|In|On|Within)\s(?:the|his|her|their|its)\s(?:\w+\s)?(?:stay|visit|trip|ceremony|event|forum|meeting|summit|talks|conclusion)"
    r"|(?:In|At)\s(?:the\s)?[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?(?:\s(?:today|yesterday))?(?=\sthe))\s+(?=the\s|[A-Z])"
)
PLURAL_SUBJECT = re.compile(
    r"(?<!the)(?<!of)(?<!by)(?<!with)(?<!between)(?<!and)(?<!from)\s(?=(?:the\s)?(?i:presidents|governments|leaders|(?:foreign|prime)\sministers|heads\sof\s(?:state|government))\sof\s)"
)
"""``At the summit the Presidents of A, B and C signed``: a subject behind an opening without a comma."""
AND_VERB = re.compile(r"(?:\sand|,)(?:\salso|\sthen|\slater)?\s$")
THE_PARTIES = re.compile(r"[Tt]he (?:parties|sides|delegations)(?: also)?")
BETWEEN_BODIES = re.compile(
    r"[^,;.]{0,60}\b(?:talks|meeting|consultations|cooperation|negotiations)\sbetween\s(?=the\s)"
)
ACTS = re.compile(
    r"\s(?:also\s|then\s)?(?:met|witnessed|attended|signed|adopted|approved|inked|have|has|are|will|held|entered|agreed|exchanged|concluded|sealed|discussed)[\s,]"
)

WITH_WHOM = re.compile(r"(?:\s(?:also|today|here))?\swith\s(?=(?:the\s)?[A-Z])")
PARTNER_FIRST = re.compile(r"\swith\s(?:the\s)?(?P<who>[A-Z][^,;]{1,80}?)(?<!\sand)\s(?:a|an|the|several|two|three)\s")
"""``signed with X an agreement on …``."""
INSIDE = re.compile(r"\swith\s(?=(?:the\s)?[A-Z])")
ENTERED = re.compile(r"entered\swith\s(?P<who>.+)\sinto")
BY_DOING = re.compile(r"\sby\s$")
ENDED = re.compile(
    r",\s(?:which|who|that)\s|\s(?:ended|resulted|culminated|concluded|wrapped\sup|finished|was\scrowned)\s"
)
"""``The summit of A and B, which was held in X, ended with the adoption of …``."""
PAST = re.compile(r"\s[a-z]{2,}ed\s")
BODIES_OF_BOTH = re.compile(
    r"\b(?:between|of)\s(?:the\s)?(?:two\s)?(?P<bodies>(?:(?!(?:of|the|between|cooperation|on|exchanges?|events|measures|consultations)\b)[A-Za-z]+\s){0,4}?"
    r"(?i:ministries|agencies|parliaments|committees|services|academies|corporations|archives|museums|libraries|senates|banks|offices)"
    r"(?:\sof\s[A-Za-z]+(?:\sand\s[A-Za-z]+)?)?)(?:\sof\s(?:the\s)?(?:two|both)\s\w+)?(?=$|,|\s(?:for|on|in)\s)"
)
"""``between national news agencies``, ``of the foreign ministries of both countries``: nobody's by name."""
WE = re.compile(r"(?:^|\s|\")[Ww]e(?:\shave|\shad|\sjust|\salso)*\s*$")
WITH_BEFORE = re.compile(r"\bwith\s(?:the\s)?(?P<who>[A-Z][^\"]{2,100}?)\s(?=we\b)")
SPEAKER = re.compile(
    r"\"\s?(?:said|told|noted|stressed|added|explained|stated|says)?\s?(?P<who>[A-Z][^\"]{4,160}?)(?=\s(?:said|told|noted|stressed|added|explained|stated|says)\b|[.]?$)"
)
OWNERS = re.compile(
    r"\bof\s(?:the\s)?(?P<who>(?!(?:Intent|Understanding|Cooperation|Mutual|Partnership|Friendship|Measures|Actions|Activities|Events|Exchanges?)\b)[A-Z]"
    r"(?:(?!\b(?:universities|companies|banks|Commission|Council|Intergovernmental)\b)[^;]){5,240}?)(?=\s(?:on|for)\s|$)"
)
"""``action plan of the Customs Committee of A and the Customs Service of B for 2025``: whose a document is."""
OWNING = frozenset(["ministry", "agency", "company", "university"])
TOLD_BY = re.compile(r"\b(?:issued|released|circulated|published|distributed|prepared)\b[^,]*$")
"""``…, said a press release issued here by the Embassy``: who tells, and no signer."""
NEAR_BY = 60
"""Letters behind an active verb's document within which a ``by`` names its signers."""


class EnglishContext(Principals):
    """Completes the parties of found instruments."""

    partner_before = re.compile(r"\bwith\s(?:the\s)?$")
    first_act = ACTS

    def partners_inside(self, found: Found) -> tuple[Side, ...]:
        """``agreement on academic mobility with Lanzhou University``: whom the subject of the sentence signed with."""
        if found.sides:
            return found.sides
        inside = list(INSIDE.finditer(self._plain, found.start, found.end))
        return self._principals(inside[-1].end(), found.end) if inside else ()

    def bodies_of_title(self, title: str) -> tuple[Side, ...]:
        plain = skeleton(title)
        told = BODIES_OF_BOTH.search(plain) if self._pair() else None
        if told is not None and " " in told["bodies"] and (sides := self._of_each(told["bodies"])):
            return sides
        owners = OWNERS.search(plain)
        sides = self._sides.enumeration(owners["who"]) if owners else ()
        named = all(side.kind in OWNING and self._parties.body.search(side.name) for side in sides)
        return sides if len(sides) > 1 and named else ()

    def between_in(self, sentence: Sentence) -> tuple[Side, ...]:
        """``was signed between X and Y:``."""
        cue = re.search(r"\sbetween\s", self._setting.plain(sentence))
        return self._enumerated(sentence.start + cue.end(), sentence.end - 1) if cue else ()

    def in_sentence(self, found: Found) -> tuple[Side, ...]:
        """``by X and Y``, ``between X and Y`` after the verb, or the subject before it."""
        if found.listed or found.act is None:
            return ()
        act, sentence = found.act, found.act.sentence
        # ``An agreement was signed between X and Y on Z``: the parties stand inside the title.
        base, limit = (
            (act.end, found.start) if act.passive and act.end < found.start else (max(act.end, found.end), sentence.end)
        )
        another = self._setting.words.head.search(self._plain, base, limit)
        if about := ABOUT.search(self._plain, base, limit) if limit == found.start else None:
            limit = about.end("them")
        stop_at = re.compile(r";\s").search(self._plain, base, another.start() if another else limit)
        after = self._plain[base : stop_at.start() if stop_at else another.start() if another else limit]
        after = OPEN_END.sub("", after) if another else after
        between = re.search(r"\bbetween\s+", after)
        if between and not re.search(r"[,;]\s(?:and|but)\s.*\bbetween", after[: between.end()]):
            stop = AGENT_END.search(after, between.end())
            sides = self._enumerated(base + between.end(), base + (stop.start() if stop else len(after)))
            if len(sides) == 1 and sides[0].country is None and self._pair() and self._parties.pair.search(after):
                return self._of_both(sides[0])
            if len(sides) > 1:
                return sides
        by = re.search(
            r"(?:^|\s)by\s+(?=(?:the\s+)?(?:[A-Z\"]|heads|presidents|leaders|ministers|\w+ ministers|foreign|regional|governor|mayor|deputy|director|rector|chair|general|head))",
            after,
        )
        if by and TOLD_BY.search(after, 0, by.start()) is None and (act.passive or act.nominal or by.start() < NEAR_BY):
            stop = AGENT_END.search(after, by.end())
            end = base + (stop.start() if stop else len(after))
            sides = self._principals(base + by.end(), end)
            if len(sides) < 2 and REFERS_BACK.search(self._plain, base + by.end(), end):
                return self.lead_bodies() or sides
            if sides:
                return sides
        first = FIRST_CLAUSE.match(
            self._plain, self._setting.behind_dateline(sentence.start, sentence.end), sentence.end
        )
        if first and act.start < first.end("clause"):
            return self._principals(*first.span("who"))
        if act.passive and self._plain.endswith(" of", act.start, act.end):  # ``bears the signatures of X and Y``
            stop = AGENT_END.search(self._plain, act.end, sentence.end)
            return self._principals(act.end + 1, stop.start() if stop else sentence.end)
        if act.passive:
            return self._with_whom(act.end, act.end + len(after) if base == act.end else act.end)
        gapped = None if found.composed else GAPPED.search(self._plain[act.end : found.start])
        if gapped and not self._setting.words.head.search(gapped["who"]):
            begin, end = act.end + gapped.start("who"), act.end + gapped.end("who")
            return self._and_partner(self._gapped_subject(begin, end), base, after)
        if dash := DASH.search(self._plain, max(0, found.start - 8), found.start):
            clause = max(self._plain.rfind(mark, act.end, dash.start()) for mark in ",;")
            return self._and_partner(self._gapped_subject(clause + 1, dash.start()), base, after) if clause > 0 else ()
        return self._as_subject(sentence, act, base, after)

    def _gapped_subject(self, begin: int, end: int) -> tuple[Side, ...]:
        """``X and Y``, ``X with Y`` before a dash that stands for the verb."""
        begin += len(self._plain[begin:end]) - len(self._plain[begin:end].lstrip())
        partner = INSIDE.search(self._plain, begin, end)
        if partner is None:
            return self._enumerated(begin, end) or self._single(self._raw[begin:end], begin)
        return self._firm_or_body(begin, partner.start()) + self._firm_or_body(partner.end(), end)

    def _with_whom(self, begin: int, end: int) -> tuple[Side, ...]:
        """``An agreement was signed with X``."""
        partner = WITH_WHOM.match(self._plain, begin, end)
        if partner is None:
            return ()
        stop = AGENT_END.search(self._plain, partner.end(), end)
        stop_at = stop.start() if stop else end
        bodies = self._parties.body.search(self._plain, partner.end(), stop_at) or FIRM.search(
            self._plain, partner.end(), stop_at
        )
        return self._firm_or_body(partner.end(), stop_at) if bodies else ()

    def _as_subject(self, sentence: Sentence, act: Act, behind: int, after: str) -> tuple[Side, ...]:
        """``X and Y signed``, ``X signed … with Y``, ``the companies signed``; ``after``: the text from ``behind`` on."""
        start, stop = self._subject(sentence, act)
        if THE_PARTIES.fullmatch(self._plain[start:stop].strip()) and (bodies := self._bodies_of_talks()):
            return bodies
        if WE.search(self._plain, start, stop) and (sides := self._we_and_partner(sentence, act, behind)):
            return sides
        sides = self._principals(start, stop)
        they = self._plain[start:stop].lstrip().casefold().startswith("they ")
        if len(sides) < 2 and (they or REFERS_BACK.search(self._plain, start, stop)):
            return self.lead_bodies() or sides
        within = ENTERED.fullmatch(self._plain, act.start, act.end)
        if len(sides) == 1 and within:
            return sides + self._principals(within.start("who"), within.end("who"))
        if len(sides) == 1 and act.end < behind and (partner := PARTNER_FIRST.match(self._plain, act.end, behind)):
            return sides + self._firm_or_body(partner.start("who"), partner.end("who"))
        return self._and_partner(sides, behind, after)

    def _we_and_partner(self, sentence: Sentence, act: Act, behind: int) -> tuple[Side, ...]:
        """``"We signed with X an agreement on …," said Y, director of Z``: the speaker's body, and X."""
        partner = (
            PARTNER_FIRST.match(self._plain, act.end, behind)
            or WITH_BEFORE.search(self._plain, sentence.start, act.start)
            or WITH_WHOM.match(self._plain, behind, sentence.end)
        )
        if partner is None:
            return ()
        begin = partner.start("who") if "who" in partner.re.groupindex else partner.end()
        stop = partner.end("who") if "who" in partner.re.groupindex else self._plain.find('"', begin, sentence.end)
        end = stop if stop > 0 else sentence.end
        one = self._sides.side(self._raw, begin, end)
        others = (one,) if one and one.kind == "ministry" else self._firm_or_body(begin, end)
        said = SPEAKER.search(self._plain, behind, sentence.end)
        sides = (self._principals(*said.span("who")) if said else ()) + others
        return sides if len(sides) > 1 else ()

    def _and_partner(self, sides: tuple[Side, ...], behind: int, after: str) -> tuple[Side, ...]:
        """``X signed a memorandum on trade with Y``: with whom one body signed, told behind the title."""
        with_side = re.match(r".{0,200}?\swith\s+(?=(?:the\s+)?[A-Z])", after)
        if len(sides) != 1 or with_side is None:
            return sides
        begin = behind + with_side.end()
        found = AGENT_END.search(self._plain, begin, behind + len(after))
        return sides + self._firm_or_body(begin, found.start() if found else behind + len(after))

    def _firm_or_body(self, begin: int, end: int) -> tuple[Side, ...]:
        return self._principals(begin, end) or self._firm(begin, end)

    def _subject(self, sentence: Sentence, act: Act) -> tuple[int, int]:
        """Where the subject of a verb stands: behind what an earlier verb governs and behind openings."""
        start, stop = self._clause(sentence, act), act.start
        elided = AND_VERB.search(self._plain, sentence.start, act.start)
        earlier = ACTS.search(self._plain, sentence.start, elided.start()) if elided else None
        if earlier:  # "They adopted … and approved …": the subject of the earlier verb
            start, stop = sentence.start, earlier.start()
        start = self._setting.behind_dateline(start, stop)
        for boundary in re.finditer(
            r";\s|:\s|,\s(?:while|where|after which)\s|\s(?:after|once)\s(?=(?:the\s)?[A-Z][^,]{5,150}\sand\s(?:the\s)?[A-Z][^,]{2,120}$)|,\sand\s(?=the\s(?:presidents|premiers|\w*\s?ministers|heads|leaders)\s)|\bthat\s",
            self._plain[start:stop],
        ):
            if stop - (start + boundary.end()) > 10:
                start += boundary.end()
                break
        start = self._behind_openings(start, stop)
        if act.nominal and (verb := ENDED.search(self._plain, start, stop)):
            return start, verb.start()
        means = BY_DOING.search(self._plain, start, stop)
        if means:  # ``The two nations also agreed to cooperate by signing …``
            verb = ACTS.search(self._plain, start, means.start()) or PAST.search(self._plain, start, means.start())
            stop = verb.start() if verb else start
        return start, stop

    def _behind_openings(self, start: int, end: int) -> int:
        """Where the subject begins: behind ``Following the talks, …``, ``Today …``, ``On the same day …``."""
        while True:
            if PREPOSITIONAL.match(self._plain, start, end) and (
                inner := PLURAL_SUBJECT.search(self._plain, start, end)
            ):
                return inner.end()
            opening = OPENINGS.match(self._plain, start, end)
            if opening is None:
                return start
            start = opening.end()

    def _bodies_of_talks(self) -> tuple[Side, ...]:
        """``Talks between the Defense Ministries of A and B took place``: whom ``the parties`` means later."""
        first = self._setting.body[0]
        start = self._setting.dateline[0] if self._setting.dateline else first.start
        between = BETWEEN_BODIES.match(self._plain, start, first.end)
        reading = self._sides.between(self._raw[between.end() : first.end]) if between else None
        return tuple(side.moved(between.end()) for side in reading.sides) if between and reading else ()

    def _clause(self, sentence: Sentence, act: Act) -> int:
        """Where the clause of a verb begins: behind the joint that follows what an earlier verb governs."""
        heads = [m.end() for m in self._setting.words.head.finditer(self._plain, sentence.start, act.start)]
        begin = heads[-1] if heads else sentence.start
        joint = re.compile(r"(?:;|,)\s(?:and\s|while\s|whereas\s)?(?=(?:the\s)?[A-Z]|the\s)").search(
            self._plain, begin, act.start
        )
        if heads and joint:
            return joint.end()
        bare = BARE_SUBJECT.search(self._plain, begin, act.start) if heads else None
        return bare.end() if bare else sentence.start

    def in_next(self, found: Found) -> tuple[Side, ...]:
        """The sentence after a single document often says who signed it."""
        for following in self.following(found):
            plain = self._setting.plain(following)
            if self._setting.looks_back(following):
                continue
            if by := SIGNED_BY.search(plain):
                stop = AGENT_END.search(self._plain, following.start + by.end(), following.end)
                return self._principals(following.start + by.end(), stop.start() if stop else following.end)
            if (did := SIGNED_IT.search(plain)) and did.start() > 15:
                return self._principals(following.start, following.start + did.start())
        return ()
