"""Topics are told by what a document is about, and by its parties only where nothing else tells."""

from __future__ import annotations

import pytest

from ingest_db.topics import topics_of

AGRICULTURE = "Ministry of Food, Agriculture and Light Industry of Mongolia"


def test_the_name_of_a_ministry_brings_in_no_other_topic() -> None:
    title = f"Memorandum between the Ministry of Agriculture of Kazakhstan and the {AGRICULTURE} on livestock breeding"
    assert topics_of(title, "en") == ["agriculture", "industry"]
    assert topics_of(title, "en", ["Ministry of Agriculture of Kazakhstan", AGRICULTURE]) == ["agriculture"]


def test_the_parties_tell_the_topic_where_nothing_else_does() -> None:
    assert topics_of(f"Memorandum with the {AGRICULTURE}", "en", [AGRICULTURE]) == ["agriculture", "industry"]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Меморандум о сотрудничестве в области племенного животноводства", ["agriculture"]),
        ("Меморандум между Атырауской областью и Астраханской областью", ["regions"]),
        ("Соглашение о создании портала услуг", []),
    ],
)
def test_words_that_only_begin_alike_tell_nothing(title: str, found: list[str]) -> None:
    assert topics_of(title, "ru") == found
