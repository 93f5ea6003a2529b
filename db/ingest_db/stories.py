"""Stories: one communiqué in several languages, its documents matched, and where the languages disagree."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

LANGUAGES = ("en", "ru", "kk", "kk-Latn", "zh")
"""The order in which a story's title and the numbers of its documents are chosen."""
SAME_COUNTRIES = 0.6
SAME_COUNT = 0.6
SAME_TYPES = 0.5
SAME_DOCUMENT = 1.6
DUE = "SELECT id FROM documents WHERE story_due"
SISTERS = """
SELECT d.id FROM events e JOIN documents d ON d.id = e.document_id
WHERE e.main AND e.starts_on BETWEEN date(?, '-1 day') AND date(?, '+1 day') AND d.language != ? AND d.instrument_count > 0
ORDER BY d.uid
"""
ARTICLE = """
SELECT d.id, d.uid, d.language, d.title, d.published_at, e.kind, e.starts_on, e.ends_on, e.country_id, e.city_id, e.city, d.story_id
FROM documents d LEFT JOIN events e ON e.document_id = d.id AND e.main WHERE d.id = ?
"""
INSTRUMENTS = """
SELECT i.id, t.slug, i.period, group_concat(DISTINCT p.body_id), group_concat(DISTINCT c.code), i.title
FROM instruments i JOIN instrument_types t ON t.id = i.type_id LEFT JOIN instrument_parties p ON p.instrument_id = i.id
LEFT JOIN countries c ON c.id = p.country_id WHERE i.document_id = ? AND i.in_main_event GROUP BY i.id ORDER BY i.ordinal
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """A document of the main event, as far as another language's can be told by it."""

    id: int
    type: str
    period: str | None
    bodies: frozenset[str]
    countries: frozenset[str]
    title: str


@dataclass(frozen=True, slots=True)
class Article:
    """A stored document with its main event and what was signed in it."""

    id: int
    uid: str
    language: str
    title: str
    published_at: str
    kind: str | None
    starts_on: str | None
    ends_on: str | None
    country: int | None
    city: int | None
    city_name: str | None
    story: int | None
    signed: tuple[Signed, ...]

    @property
    def countries(self) -> frozenset[str]:
        """The countries of all parties."""
        return frozenset(code for one in self.signed for code in one.countries)


class Stories:
    """Keeps the stories of one database. The caller opens and commits the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read: dict[int, Article] = {}

    def renew(self) -> set[int]:
        """Tell the stories of all documents that changed since the last time, and of those they belong with: give all."""
        self._read.clear()
        due = [row[0] for row in self._connection.execute(f"{DUE} ORDER BY uid")]
        seen: set[int] = set()
        for document in due:
            if document not in seen:
                together = self._together(document)
                seen |= together
                self._tell(together)
        self._connection.execute("UPDATE documents SET story_due = 0 WHERE story_due")
        self._connection.execute(
            "DELETE FROM stories WHERE NOT EXISTS (SELECT 1 FROM documents WHERE story_id = stories.id)"
        )
        return seen

    def _article(self, document: int) -> Article:
        if document not in self._read:
            row = self._connection.execute(ARTICLE, [document]).fetchone()
            signed = tuple(
                Signed(row[0], row[1], row[2], _parts(row[3]), _parts(row[4]), row[5])
                for row in self._connection.execute(INSTRUMENTS, [document])
            )
            self._read[document] = Article(*row, signed)  # type: ignore[call-arg]
        return self._read[document]

    def _together(self, document: int) -> set[int]:
        """A document with all that may tell the same story, directly or through another one."""
        found, waiting = {document}, [document]
        while waiting:
            article = self._article(waiting.pop())
            near = [] if not article.starts_on or not article.signed else self._sisters(article)
            for other in near:
                if other not in found and _likeness(article, self._article(other)) is not None:
                    found.add(other)
                    waiting.append(other)
        return found

    def _sisters(self, article: Article) -> list[int]:
        days = [article.starts_on, article.starts_on, article.language]
        return [row[0] for row in self._connection.execute(SISTERS, days)]

    def _tell(self, documents: set[int]) -> None:
        """Put documents into stories: the most alike first, one of each language in a story."""
        articles = sorted((self._article(one) for one in documents), key=lambda one: one.uid)
        old = {one.story for one in articles if one.story is not None}
        for story in sorted(old):
            self._connection.execute("UPDATE documents SET story_id = NULL WHERE story_id = ?", [story])
            self._connection.execute("DELETE FROM stories WHERE id = ?", [story])
        groups: dict[str, list[Article]] = {one.uid: [one] for one in articles}
        pairs = [
            (likeness, a.uid, b.uid)
            for a, b in combinations(articles, 2)
            if a.language != b.language and (likeness := _likeness(a, b)) is not None
        ]
        for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            left, right = groups[one], groups[other]
            if left is right or {a.language for a in left} & {b.language for b in right}:
                continue
            left += right
            for moved in right:
                groups[moved.uid] = left
        for group in {id(group): group for group in groups.values() if len(group) > 1}.values():
            self._write(
                sorted(group, key=lambda one: LANGUAGES.index(one.language) if one.language in LANGUAGES else 9)
            )

    def _write(self, group: list[Article]) -> None:
        numbers = _matched(group)
        disagreements = [*_events_disagree(group), *_documents_disagree(group, numbers)]
        first = min(group, key=lambda one: (one.published_at, one.uid))
        cursor = self._connection.execute(
            "INSERT INTO stories (title, languages, starts_on, disagreement_count, uid) VALUES (?, ?, ?, ?, ?)",
            [
                group[0].title,
                " ".join(one.language for one in group),
                group[0].starts_on,
                len(disagreements),
                first.uid,
            ],
        )
        story = cursor.lastrowid
        for one in group:
            self._connection.execute("UPDATE documents SET story_id = ? WHERE id = ?", [story, one.id])
        self._connection.executemany(
            "INSERT INTO story_instruments (story_id, number, instrument_id) VALUES (?, ?, ?)",
            [(story, number, instrument) for instrument, number in numbers.items()],
        )
        self._connection.executemany(
            "INSERT INTO story_disagreements (story_id, concerns, message, number) VALUES (?, ?, ?, ?)",
            [(story, concerns, message, number) for concerns, message, number in disagreements],
        )


def _parts(joined: str | None) -> frozenset[str]:
    return frozenset(joined.split(",")) if joined else frozenset()


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _likeness(one: Article, other: Article) -> float | None:
    """How alike two articles are; None where they tell different stories."""
    if not one.signed or not other.signed or (one.country and other.country and one.country != other.country):
        return None
    countries = _share(one.countries, other.countries)
    counts = min(len(one.signed), len(other.signed)) / max(len(one.signed), len(other.signed))
    a, b = Counter(signed.type for signed in one.signed), Counter(signed.type for signed in other.signed)
    types = 2 * sum((a & b).values()) / (len(one.signed) + len(other.signed))
    if countries < SAME_COUNTRIES or counts < SAME_COUNT or types < SAME_TYPES:
        return None
    return (
        countries
        + counts
        + types
        + (one.starts_on == other.starts_on)
        + 0.5 * bool(one.city and one.city == other.city)
    )


def _matched(group: list[Article]) -> dict[int, int]:
    """Number the documents of a story; those of other languages get the number of the one they are the same as."""
    numbers = {one.id: number for number, one in enumerate(group[0].signed, start=1)}
    places = {number: [(one, number - 1)] for number, one in enumerate(group[0].signed, start=1)}
    for article in group[1:]:
        scored = sorted(
            (
                (-max(_same(known, one, abs(at - place)) for known, at in those), place, number, one.id)
                for place, one in enumerate(article.signed)
                for number, those in places.items()
            ),
        )
        taken: set[int] = set()
        for score, _, number, identity in scored:
            if -score >= SAME_DOCUMENT and identity not in numbers and number not in taken:
                numbers[identity] = number
                taken.add(number)
        for place, one in enumerate(article.signed):
            number = numbers.setdefault(one.id, len(places) + 1)
            places.setdefault(number, []).append((one, place))
    return numbers


def _same(one: Signed, other: Signed, apart: int) -> float:
    """How likely two documents are one: type, parties, years, and the order both languages keep."""
    score = 1.0 * (one.type == other.type) + 1.2 * _share(one.bodies, other.bodies)
    score += 0.6 * _share(one.countries, other.countries) + 0.3 * (
        one.period is not None and one.period == other.period
    )
    return score - 0.1 * min(apart, 5) - 0.6 * (one.period is not None and other.period not in {None, one.period})


def _events_disagree(group: list[Article]) -> Iterator[tuple[str, str, int | None]]:
    for concerns, values in (
        ("event.kind", {one.language: one.kind for one in group}),
        ("event.start", {one.language: one.starts_on for one in group}),
        ("event.end", {one.language: one.ends_on for one in group}),
        ("event.city", {one.language: one.city_name for one in group if one.city}),
        ("instruments", {one.language: str(len(one.signed)) for one in group}),
    ):
        told = {language: value for language, value in values.items() if value is not None}
        if concerns == "event.city":
            different = len({one.city for one in group if one.city}) > 1
        else:
            different = len(set(told.values())) > 1
        if different:
            yield concerns, "; ".join(f"{language}: {value}" for language, value in told.items()), None


def _documents_disagree(group: list[Article], numbers: dict[int, int]) -> Iterator[tuple[str, str, int | None]]:
    by_number: dict[int, dict[str, Signed]] = {}
    for article in group:
        for one in article.signed:
            by_number.setdefault(numbers[one.id], {})[article.language] = one
    for number, said in sorted(by_number.items()):
        if len(said) < len(group):
            only = ", ".join(said)
            yield "instrument", f"only in {only}: {next(iter(said.values())).title}", number
        if len({one.type for one in said.values()}) > 1:
            yield "instrument.type", "; ".join(f"{language}: {one.type}" for language, one in said.items()), number
        if len({one.countries for one in said.values()}) > 1:
            told = (f"{language}: {', '.join(sorted(one.countries)) or '-'}" for language, one in said.items())
            yield "instrument.countries", "; ".join(told), number
