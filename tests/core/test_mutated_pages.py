"""Broken pages: whatever is done to a page, reading it ends soon, in facts with their words or in an error with a name.

``INGEST_MUTATIONS=100000`` for the whole drill (half an hour on two cores). A mutant that behaves as none
before joins the pages that are mutated next, so that the search goes where something happens; after ``WALK`` pages it
begins anew, since pages that are mutated for ever only get longer.
"""

from __future__ import annotations

import os
import random
import re
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import pytest

import ingest_kazinform
from ingest import Communique, Listing, Page, Ref, Skip
from ingest.errors import ContractError, IngestError
from ingest.reader import stages_of
from ingest.stages import Stages
from replica import articles

MUTATIONS = int(os.environ.get("INGEST_MUTATIONS", "600"))
WALK = 2_500
"""Pages after which the search begins again with whole ones."""
SEED = int(os.environ.get("INGEST_SEED", "20261125"))
SLOWEST = 5.0
"""Seconds of processor time after which a page counts as hanging: far more than any needs."""
PAGES = Path(__file__).parents[1] / "kazinform" / "pages"
SAMPLES = Path(ingest_kazinform.__file__).parent / "samples"
ODD = [
    "\u200b",
    "\u202e",
    "\u0301",
    "\ufeff",
    "\u00ad",
    "\u2028",
    "\U0001f1f0",
    "İ",
    "ß",
    "ﬁ",
    "\u0660",
    "«",
    "“",
    "'",
    '"',
    "(",
    "—",
]
WORDS = [
    " and ", ", ", " between ", " signed ", " Memorandum of Understanding ", " agreements ", " the Government of ", " on ",
    " Ministry of ", " of the Republic of ", " Kazakhstan", "; ", ": ", " - ", " 14 documents ", " July 32, 2026 ", " on cooperation in ",
    " State Visit ", " exchanged ", " 1. ", " for 2026-2030 ", " Қазақстан ", " подписали ", " 中国 ",
]  # fmt: skip


def bases() -> list[bytes]:
    files = [*sorted(SAMPLES.rglob("*.html")), *sorted(PAGES.glob("*.html"))]
    return [file.read_bytes() for file in files] + [
        one.page().encode() for one in articles(8, layouts=("G1", "G2", "G3", "AMP"))
    ]


def some(body: bytes, chance: random.Random) -> tuple[int, int]:
    a, b = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    return a, min(b, a + chance.choice([1, 8, 64, 1024]))


def in_text(body: bytes, chance: random.Random, piece: str) -> bytes:
    """Put something between two words of the running text."""
    places = [match.start() for match in re.finditer(rb"(?<=\w) (?=\w)", body)]
    at = chance.choice(places) if places else 0
    return body[:at] + piece.encode("utf-8", "surrogatepass") + body[at:]


def cut(body: bytes, chance: random.Random) -> bytes:
    a, b = some(body, chance)
    return body[:a] + body[b:]


def double(body: bytes, chance: random.Random) -> bytes:
    a, b = some(body, chance)
    return body[:b] + body[a:b] * chance.choice([1, 2, 50]) + body[b:]


def noise(body: bytes, chance: random.Random) -> bytes:
    a, _ = some(body, chance)
    return body[:a] + chance.randbytes(chance.choice([1, 4, 32])) + body[a:]


def swap(body: bytes, chance: random.Random) -> bytes:
    (a, b), (c, d) = sorted([some(body, chance), some(body, chance)])
    return body if b > c else body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:]


def truncate(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)] + chance.choice([b"", b"</html>"])


def retag(body: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"</?(p|div|li|ul|h1|time|blockquote|figcaption|span)\b", body))
    if not tags:
        return body
    tag = chance.choice(tags)
    return body[: tag.start(1)] + chance.choice([b"li", b"p", b"table", b"script", b"svg", b"br"]) + body[tag.end(1) :]


def nest(body: bytes, chance: random.Random) -> bytes:
    depth = chance.choice([3, 200, 3000])
    a, _ = some(body, chance)
    return body[:a] + b"<div>" * depth + body[a:]


def odd(body: bytes, chance: random.Random) -> bytes:
    return in_text(body, chance, chance.choice(ODD) * chance.choice([1, 3, 300]))


def words(body: bytes, chance: random.Random) -> bytes:
    piece = "".join(chance.choice(WORDS) for _ in range(chance.choice([1, 3, 12])))
    return in_text(body, chance, piece * chance.choice([1, 1, 1, 40]))


def spaceless(body: bytes, chance: random.Random) -> bytes:
    a, b = some(body, chance)
    return body[:a] + body[a:b].replace(b" ", b"") + body[b:]


MUTATORS: list[Callable[[bytes, random.Random], bytes]] = [
    cut, double, noise, swap, truncate, retag, nest, odd, words, words, words, spaceless,
]  # fmt: skip


@contextmanager
def soon(seconds: float) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"not read within {seconds} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def behaviour(stages: Stages, body: bytes) -> tuple[object, ...]:
    """How a page reads: its error and where it was raised, or the shape of its facts. Raises for what may not happen."""
    ref = Ref(key="en/x-1a2b3c", url="https://qazinform.com/news/x-1a2b3c", language="en")
    page = Page(
        ref=ref, url=ref.url, body=body, media_type="text/html", status=200, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    try:
        with soon(SLOWEST):
            document = stages.parse(page)
            communique = stages.normalise(page, document)
    except ContractError:
        raise
    except (ValueError, IngestError, Skip, Listing) as error:
        return type(error).__name__, traceback.extract_tb(error.__traceback__)[-1].lineno
    check(communique)
    kinds = sorted({one.type for one in communique.instruments})
    return (
        document.layout,
        len(communique.instruments),
        len(communique.people),
        len(communique.problems),
        tuple(kinds),
    )


def check(communique: Communique) -> None:
    """Every fact points at its words (that the spans lie inside is checked by the stages)."""
    for one in communique.instruments:
        assert one.spans, one
        assert one.title.strip(), one
        assert all(party.span is not None or party.implied for party in one.parties), one
    if communique.event is not None and communique.event.kind != "statement":
        assert communique.event.spans, communique.event


@pytest.mark.parametrize("part", range(4))
def test_a_mutated_page_is_read_or_refused_by_name(
    part: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    stages, chance = stages_of("kazinform"), random.Random(SEED + part)
    whole = bases()
    seen = {behaviour(stages, body) for body in whole}
    slowest, pool = 0.0, list(whole)
    for number in range(MUTATIONS // 4):
        if number % WALK == 0:
            pool = list(whole)
        body = chance.choice(pool)
        for _ in range(chance.choice([1, 1, 2, 5])):
            body = chance.choice(MUTATORS)(body, chance)[:400_000] or b"<"
        began = time.perf_counter()
        try:
            shape = behaviour(stages, body)
        except BaseException as error:
            kept = tmp_path / f"mutant-{number}.html"
            kept.write_bytes(body)
            error.add_note(f"the page is kept in {kept}")
            raise
        slowest = max(slowest, time.perf_counter() - began)
        if shape not in seen and len(body) < 100_000:
            seen.add(shape)
            pool.append(body)
    record_property("behaviours", len(seen))
    record_property("slowest", slowest)


def read(inner: str, head: str = "<html amp>", headline: str = "Kazakhstan and Oman sign agreement") -> Communique:
    stages = stages_of("kazinform")
    body = f"<!doctype html>{head}<head></head><body><h1>{headline}</h1>{inner}</body></html>"
    ref = Ref(key="en/x-1a2b3c", url="https://qazinform.com/news/x-1a2b3c", language="en")
    page = Page(
        ref=ref,
        url=ref.url,
        body=body.encode(),
        media_type="text/html",
        status=200,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    with soon(SLOWEST):
        return stages.normalise(page, stages.parse(page))


SIGNED = "Kazakhstan and Oman signed an Agreement on air services in Astana."


def test_a_page_that_nests_without_end_is_read() -> None:
    deep = "<div>" * 3000 + "Akorda" + "</div>" * 3000
    assert [one.title for one in read(f"<p>{SIGNED}</p>{deep}").instruments] == ["Agreement on air services"]


def test_a_sentence_without_end_is_read() -> None:
    endless = f"{SIGNED} They " + "signed and exchanged and " * 800 + "left."
    assert read(f"<p>{endless}</p>").instruments[0].title == "Agreement on air services"


def test_a_headline_as_long_as_a_page_is_read() -> None:
    everywhere = "Talks of Kazakhstan, Oman and Jordan on Mongolia " * 2500
    signed = "The ministers of Kazakhstan, Oman and Jordan signed an Agreement on air services."
    assert [one.title for one in read(f"<p>{signed}</p>", headline=everywhere).instruments] == [
        "Agreement on air services"
    ]


def test_capitals_without_end_are_read() -> None:
    shouted = "Memorandum between " + "ABCDEFGHIJ" * 12 + "; and " + "KLMNOPQRST" * 12 + "; on trade"
    assert read(f"<p>{SIGNED}</p><p>The following documents were signed:</p><p>- {shouted}</p>").instruments
