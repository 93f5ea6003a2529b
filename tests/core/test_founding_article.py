"""A communiqué with a document in the lead and a list below comes out whole, with the words that say so."""

from __future__ import annotations

import re

import pytest

import ingest
from ingest.records import Communique
from ingest.stages import spans


@pytest.fixture
def communique(article: str) -> Communique:
    return ingest.read(article, source="kazinform")


def test_types_modes_and_parties(communique: Communique) -> None:
    rows = [(i.type, i.mode, [(p.country, p.kind) for p in i.parties]) for i in communique.instruments]
    assert rows == [
        ("declaration", "signed", [("KZ", "country"), ("FI", "country")]),
        ("agreement", "exchanged", [("KZ", "government"), ("FI", "government")]),
        ("memorandum", "exchanged", [("KZ", "ministry"), ("FI", "ministry")]),
        ("action_plan", "exchanged", [("KZ", "ministry"), ("FI", "ministry")]),
    ]


def test_shared_heads_are_written_out(communique: Communique) -> None:
    names = [party.name for instrument in communique.instruments[1:] for party in instrument.parties]
    assert names == [
        "Government of Kazakhstan",
        "Government of Finland",
        "Ministry of Ecology and Natural Resources of Kazakhstan",
        "Ministry of the Environment of Finland",
        "Ministry of Foreign Affairs of Kazakhstan",
        "Ministry of Foreign Affairs of Finland",
    ]


def test_subject_and_period(communique: Communique) -> None:
    assert communique.instruments[1].subject == "air services"
    assert communique.instruments[2].subject == "forest monitoring"
    assert communique.instruments[3].period == "2026/2027"


def test_without_a_year_the_days_stay_without_one(communique: Communique) -> None:
    event = communique.event
    assert event is not None
    assert (event.kind, event.city, event.country) == ("state_visit", "Helsinki", "FI")
    assert (event.start, event.end) == ("--05-12", "--05-13")
    assert (communique.published_at, communique.precision) == ("", "none")
    assert communique.missing["published_at"] == "not_stated"


def test_a_day_of_publication_gives_the_year(article: str) -> None:
    event = ingest.read(article, source="kazinform", published="2026-05-12").event
    assert event is not None
    assert (event.start, event.end) == ("2026-05-12", "2026-05-13")


def test_people_and_sources(communique: Communique) -> None:
    main = [(p.name, p.role, p.country) for p in communique.people if p.in_main_event]
    assert main == [("Kassym-Jomart Tokayev", "President", "KZ"), ("Alexander Stubb", "President", "FI")]
    assert [a.name for a in communique.attributions] == ["Kazinform", "Akorda"]


def test_what_is_recalled_stays_in_the_background(communique: Communique) -> None:
    assert [event.city for event in communique.background] == ["Brussels"]
    assert "Jussi Halla-aho" not in [p.name for p in communique.people if p.in_main_event]


def test_every_span_is_verbatim(communique: Communique) -> None:
    for span in spans(communique):
        assert communique.quote(span).strip() == communique.quote(span) != ""
    for instrument in communique.instruments:
        assert communique.quote(instrument.spans[0]) == instrument.title


def test_a_page_without_address_is_known_by_its_bytes(communique: Communique) -> None:
    assert re.fullmatch(r"urn:sha256:[0-9a-f]{64}", communique.url)
    assert communique.key == communique.url


def test_reading_is_pure(article: str) -> None:
    assert ingest.read(article, source="kazinform") == ingest.read(article, source="kazinform")
