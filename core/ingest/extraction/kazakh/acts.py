"""The Kazakh verbs of signing: they close the clause; a participle that only describes a document is none."""

from __future__ import annotations

import re

from ingest.extraction.acts import Act, Acts
from ingest.extraction.text import Sentence

WELCOMED = re.compile(r"\s(?:құптады|құптайды|қолдады)(?!\w)")
"""``қол қойылғанын құптады``: of a document that was there before."""
YEARS_SINCE = re.compile(r"\s\d+\sжыл")
"""``қол қойылғанына 25 жыл``: so long ago."""
DESCRIBES = re.compile(r"(?:ған|ген|қан|кен)(?:дары|дері)?$")
LISTED = re.compile(r"\s(?:құжаттар(?:\w*\s\w+){0,2}|мыналар)(?=:)")
"""``қол қойылған құжаттар: …``: what was signed follows."""
CONVERB = re.compile(r"п$")
"""``қабылданып, …``: a verb that another follows; without the comma the two are one."""
ACHIEVED = re.compile(r"\s(?:үлгер|қой|таста|ал|бол|шық|бер|кет)(?:[дт][ыі]|[ғгқк][ае]н)(?!\w)")
"""``түзіп үлгерді``: an auxiliary that only says it is done."""
THEN_SIGNED = re.compile(r",\s(?:[а-яәіңғүұқөһ]+\s)?қол\s?(?:қой|таңба)")
"""``жоспарын бекітіп, қол қойысты``: what was approved was signed."""
ENDS = re.compile(r"(?:\s(?:отыр|тұр|жатыр|еді))?[\s.!]*")
SAYS = re.compile(r"\s*(?:[.;,:!?]|$|\s(?:еді|болатын|болды|екен|соң|кейін))")


class KazakhActs(Acts):
    """Finds acts of signing in one article."""

    def act(self, plain: str, match: re.Match[str], mode: str, form: str, sentence: Sentence) -> Act | None:
        """The act a verb stands for; None where nothing was done."""
        listed = LISTED.match(plain, match.end())
        if form == "base" or (DESCRIBES.search(match[0]) and not listed and not SAYS.match(plain, match.end())):
            return None
        if WELCOMED.match(plain, match.end()) or YEARS_SINCE.match(plain, match.end()):
            return None
        closed = plain[match.end() : match.end() + 2].strip().startswith(",")
        open_ = CONVERB.search(match[0]) and not match[0].casefold().startswith("қол") and not closed
        if open_ and not ACHIEVED.match(plain, match.end()):
            return None
        if closed and THEN_SIGNED.match(plain, match.end()):
            mode = "signed"
        start, end = sentence.start + match.start(), sentence.start + (listed or match).end()
        return Act(start, end, mode, form == "passive", sentence)

    def is_planned(self, act: Act) -> bool:
        """A finite past is done; a converb takes its time from the verb that follows."""
        plain = self._setting.plain(act.sentence)
        behind = plain[act.end - act.sentence.start :]
        if not plain[: act.end - act.sentence.start].endswith("п"):
            return False
        last = max((m.end() for m in self.planned.finditer(behind)), default=0)
        return self.planned.match(behind.lstrip()) is not None or (
            last > 0 and ENDS.fullmatch(behind, last) is not None
        )
