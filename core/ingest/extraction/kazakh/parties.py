"""Who a Kazakh title is between: what stands before ``арасындағы``, cut at ``мен``, ``пен``, ``бен`` or ``және``."""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import pairwise

from ingest.extraction.gazetteer import Mention, gazetteer
from ingest.extraction.kazakh.suffixes import bare
from ingest.extraction.lexicon import lexicon
from ingest.extraction.parties import PhraseParties, Side
from ingest.extraction.text import skeleton

MOST_OF_A_NAME = 6
"""Words of a body that has no country of its own: ``Көлік министрліктері``."""
OF_STATES = re.compile(r"(?i)(?<!\w)(?:мемлекет|ел)(?:тер|дер)")
"""``мүше мемлекеттер Үкіметтері``: of more than two."""
TOPIC = re.compile(r"\s(?:инспекция|комиссия|қызмет|бақылау|институт)$")
"""``Сапаны бақылау, инспекция және карантин басқармасы``: what a body is for, and no body of its own."""
OF_A_NAME = re.compile(r"(?<=\")\s(?:серіктестігі|бірлестігі|фирмасы)(?=\s)")
"""``«Ала-Тоо Агро» серіктестігі``: what is no body without its name."""
WITH = re.compile(r"\s+(?:мен|пен|бен)\s+(?:де\s+)?")
WITH_OR_AND = re.compile(rf"{WITH.pattern}|\s+және\s+")
JOINT = re.compile(r"\s+(?:мен|пен|бен|және|әрі)\s+|,\s+(?:сондай-ақ\s+|және\s+)?")
OBLIQUE = re.compile(
    r"(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|(?<=[ыі])(?:на|не|н|нда|нде)|да|де|та|те|дан|ден|тан|тен|нан|нен|дағы|дегі|тағы|тегі|мен|пен|бен)$"
)
OF_A_BODY = re.compile(
    r"(?i)(?:академия|университет|компания|корпорация|қала|облыс|аймақ|порт|парламент|партия|комитет|палата|федерация)(?:[лдт]ық|[лдт]ік)$"
)
"""``академиялық ұтқырлық``: an adjective, and no body."""
ONE_NAME = re.compile(r"[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]{4,}(?:телеком|газ|пошта|банк|мұнай|атом|энерго|экспорт|лизинг)?")
ABOUT = re.compile(r"\s(?:туралы|жөнінде|бойынша)\s")
"""``… ынтымақтастық жөнінде Қазақстан мен Өзбекстан үкіметтері арасындағы``: the subject may stand first."""
FORM_BEHIND = re.compile(r'"\s+(?:АҚ|КеАҚ|ЖШС|ЖШҚ)(?!\w)|\s+қаласындағы(?!\w)')
"""The legal form behind a name in quotation marks; ``X қаласындағы`` says where something is."""
NO_OWNER = re.compile(r"$|,|\s(?:мен|пен|бен|және)\s|\s[а-яәіңғүұқөһ]")
"""What stands behind a country that is a party itself, and not the first word of a body of it."""
WHERE = re.compile(r"([А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+?)-?(?:нда|нде|да|де|та|те)\s(?=[А-ЯЁӘІҢҒҮҰҚӨҺ«\"])")
"""``Ташкентте Египет Республикасы …``: where it was signed, before the name of a party."""
OF_MEMBERS = re.compile(r"\sмүше\s(?:мемлекеттер|елдер)[а-яәіңғүұқөһ]*$")
"""``ЕАЭО-ға мүше мемлекеттер``."""
QUOTES = '«»“”„"'
PLACE_END = re.compile(r"(?:нда|нде|да|де|та|те)$")
LONGEST_SIDE = 160
MOST_JOINTS = 10


class Parties(PhraseParties):
    """The grammar of parties in Kazakh."""

    @cached_property
    def _plurals(self) -> dict[str, str]:
        return {str(plural): str(one) for plural, one in self._words.table("plural_heads").items()}

    def read(self, phrase: str) -> tuple[str, str, str | None] | None:
        if not re.search(r"\w", phrase) or len(phrase) > LONGEST_SIDE or " туралы " in phrase:
            return None
        if sum(phrase.count(mark) for mark in QUOTES) == 1:
            phrase = phrase.strip(f"{QUOTES} ")
        where = WHERE.match(phrase)
        phrase = phrase[where.end() :] if where and self.places.mentions(where[1]) else phrase
        plain = skeleton(phrase)
        mentions = self.places.mentions(plain)
        if mentions and mentions[0].start == 0 and mentions[0].end == len(plain) and mentions[0].kind != "adjective":
            only = mentions[0]
            return bare(phrase) if only.kind == "country" else only.name, only.kind, only.country
        office = self.roles["country"].match(plain)
        state = next((one for one in mentions if one.kind == "country" and one.end == len(plain)), None)
        if office is not None and state is not None and plain[office.end() : state.start].isspace():
            return self.places.name(state.country), "country", state.country  # ``Президенттер Қазақстан``
        country = self.country(plain)
        kind = self.kind(plain)
        role = self.roles["country"].search(plain)
        if role and role.end() > len(plain) - 1 and country and kind in {"other", "company"}:
            return self.places.name(country), "country", country
        if kind == "other" and self.leader.search(plain):
            code = self.leader_country(plain)
            return (self.places.name(code), "country", code) if code else None
        place = next((m for m in mentions if m.kind in {"city", "region"} and m.start == 0), None)
        if kind in {"city", "region"} and place is not None:
            whole = len(plain.split()) <= len(place.name.split()) + (kind == "city")
            return place.name if whole else bare(phrase), kind, place.country
        return bare(phrase), kind, country

    def owner(self, named: list[Mention]) -> str:
        """The country named first."""
        return named[0].country

    def kind(self, phrase: str) -> str:
        """The kind of body a phrase names: its last word says."""
        plain = skeleton(phrase)
        last = max(
            (
                (match.end(), match.end() - match.start(), kind)
                for kind, pattern in self._kinds.items()
                for match in pattern.finditer(plain)
            ),
            default=None,
        )
        if last is not None:
            return last[2]
        return "company" if self.company_country(plain) or re.search(r"[A-Z]\w|\"", plain) else "other"

    def evident(self, plain: str) -> bool:
        """Say whether a phrase ends like a party: in a body, a country, a city, a quoted or a Latin name."""
        plain = re.sub(r"\s*\([^)]*\)$", "", plain.rstrip())
        if not plain:
            return False
        places = [m.end for m in self.places.mentions(plain) if not self._is_where(m, plain)]
        ends = places + [m.end() for pattern in (self.body, self.organisation) for m in pattern.finditer(plain)]
        return (
            len(plain) in ends
            or plain.endswith('"')
            or bool(re.search(r"[A-Z][\w&.-]*$|(?<!\w)[А-ЯЁӘІҢҒҮҰҚӨҺ]{2,}$", plain))
            or OF_A_NAME.search(f"{plain} ") is not None
            or (OF_MEMBERS.search(plain) is not None and self.organisation.search(plain) is not None)
            or ONE_NAME.fullmatch(plain.strip(" -")) is not None
        )

    def _is_where(self, place: Mention, plain: str) -> bool:
        """``Кентау қаласында``, ``Қазақстанда``: where something was, and no party."""
        word = plain[place.start : place.end]
        return word != place.name and PLACE_END.search(word) is not None

    def ends(self, plain: str) -> list[int]:
        """Where the names of parties in the nominative end in a text, left to right."""
        mentions = self.places.mentions(plain)
        mentions = tuple(m for m in mentions if m.kind != "adjective")
        as_it_is = {
            m.end
            for m in mentions
            if plain[m.start : m.end].endswith(("стан", m.name)) and NO_OWNER.match(plain, m.end)
        }
        found = {m.end for m in mentions} | {m.end() for m in self.body.finditer(plain)}
        found |= {m.end() for m in re.finditer(r"[A-Z][\w&.]*(?=\s|$)", plain)}
        found |= {m.end() for m in self._company.pattern.finditer(plain)} | {m.end() for m in OF_A_NAME.finditer(plain)}
        return sorted(
            end + (plain[end : end + 1] == '"' and plain[:end].count('"') % 2)
            for end in found
            if re.match(r"\s|$|\"", plain[end:])
            and not OF_A_BODY.search(plain[:end])
            and (end in as_it_is or not OBLIQUE.search(plain[:end]))
            and FORM_BEHIND.match(plain, end) is None
        )

    def without_with(self, plain: str) -> str:
        """A name without the ``-мен`` that hangs on it."""
        return re.sub(r"-?(?:мен|пен|бен)$", "", plain)

    def before(self, text: str) -> tuple[tuple[Side, ...], int] | None:
        """Read what stands before ``арасындағы``: the sides, and where the first one begins in ``text``.

        No side and a beginning mean ``екі ел``: both of the event. None where nothing is enumerated.
        """
        plain = skeleton(text)
        pair = next((m for m in self.pair.finditer(plain) if m.end() >= len(plain.rstrip()) - 1), None)
        if pair is not None:
            single = self._plurals.get(plain[pair.start() : pair.end()].split()[-1].casefold())
            side = Side(single, self.kind(single), None, pair.start(), pair.end()) if single else None
            return (side,) if side else (), pair.start()
        both = self.pair.match(plain)
        if both and (name := self.single(plain[both.end() :].strip())):  # ``екі елдің білім министрліктері``
            return (Side(name, self.kind(name), None, both.start(), len(plain.rstrip())),), both.start()
        if shared := self._shared(plain):
            return shared
        if about := max((m.end() for m in ABOUT.finditer(plain)), default=0):
            reading = self.before(text[about:])
            return reading and (tuple(side.moved(about) for side in reading[0]), about + reading[1])
        joints = list(JOINT.finditer(plain))[-MOST_JOINTS:]
        for joint in [j for j in joints if WITH.fullmatch(j[0])] + [j for j in joints if not WITH.fullmatch(j[0])]:
            if not self.evident(plain[: joint.start()]) or not self.evident(plain[joint.end() :]):
                continue
            edges = [joint]
            for earlier in reversed([j for j in joints if j.end() < joint.start()]):
                if (
                    self.evident(plain[: earlier.start()])
                    and self.evident(plain[earlier.end() : edges[0].start()])
                    and ("," in earlier[0])
                ):
                    edges.insert(0, earlier)
            for later in [j for j in joints if j.start() > joint.end()]:
                one = plain[edges[-1].end() : later.start()]
                if self.evident(one) and self.evident(plain[later.end() :]) and not TOPIC.search(one):
                    edges.append(later)
            points = [0, *[p for edge in edges for p in (edge.start(), edge.end())], len(plain)]
            sides = [self.side(text, a, b) for a, b in zip(points[::2], points[1::2], strict=True)]
            read = tuple(side for side in sides if side is not None)
            if len(read) > 1:
                return read, 0
        return None

    def _shared(self, plain: str) -> tuple[tuple[Side, ...], int] | None:
        """``Қазақстан мен Ресей үкіметтері``, ``Алматы мен Бішкек қалалары``: one plural for several places."""
        words = plain.rstrip().split()
        single = self._plurals.get(words[-1].casefold()) if words else None
        if single is None:
            return None
        mentions = [m for m in self.places.mentions(plain) if m.kind != "adjective"]
        for number in range(len(mentions) - 1):
            run = [mentions[number]]
            for following in mentions[number + 1 :]:
                if not re.fullmatch(r"\s*(?:,|мен|пен|бен|және)\s*", plain[run[-1].end : following.start]):
                    break
                run.append(following)
            if len(run) > 1:
                topic = plain[run[-1].end : plain.rstrip().rfind(" ")].strip()
                return tuple(self._member(m, topic, single) for m in run), run[0].start
        if not mentions and len(words) <= MOST_OF_A_NAME and words[0][:1].isupper() and not OF_STATES.search(plain):
            name = " ".join([*words[:-1], single])  # ``Көлік министрліктері арасындағы``: of both countries
            return (Side(name, self.kind(name), None, 0, len(plain.rstrip())),), 0
        return None

    def single(self, plural: str) -> str | None:
        """One of several bodies: ``Білім министрліктері`` gives ``Білім министрлігі``; None for anything else."""
        words = plural.split()
        head = self._plurals.get(words[-1].casefold()) if words else None
        return " ".join([*words[:-1], head]) if head and len(words) <= MOST_OF_A_NAME else None

    def _member(self, place: Mention, topic: str, head: str) -> Side:
        kind = self.kind(head)
        if kind in {"city", "region"} and not topic:
            return Side(place.name, kind, place.country, place.start, place.end)
        if self.roles["country"].fullmatch(head):
            return Side(place.name, "country", place.country, place.start, place.end)
        name = " ".join(part for part in (place.name, topic, head) if part)
        return Side(name, kind, place.country, place.start, place.end)

    def named(self, text: str) -> tuple[Side, ...]:
        """Read a whole string as an enumeration of parties, or as one."""
        reading = self.before(text)
        if reading is not None:
            return reading[0]
        side = self.side(text, 0, len(text))
        return (side,) if side and self.evident(skeleton(text)) else ()


def joints(plain: str) -> list[tuple[int, int]]:
    """Where the words between two ``мен`` stand."""
    edges = [0, *[p for m in JOINT.finditer(plain) for p in (m.start(), m.end())], len(plain)]
    return [(a, b) for a, b in list(pairwise(edges))[::2]]


@cache
def parties() -> Parties:
    """The grammar of parties, built once."""
    return Parties(lexicon("kk"), gazetteer("kk"))
