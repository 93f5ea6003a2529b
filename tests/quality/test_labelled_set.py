"""What was once read from the labelled set stays read: the floors may rise, never fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluation import Labelled, Score, confidence_table, load, predicted, score

FOLDER = Path(__file__).parent
OPEN_SET = Path(__file__).parents[3] / "shared" / "quality" / "open"
FLOORS = {
    "en": {"instr_f1": 0.97, "type_acc": 0.99, "party_country_f1_e2e": 0.93, "party_name_f1_e2e": 0.86, "city_acc": 0.95, "start_acc": 0.98, "attr_exact": 0.88},
    "ru": {"instr_f1": 0.97, "type_acc": 0.99, "party_country_f1_e2e": 0.94, "party_name_f1_e2e": 0.89, "city_acc": 0.97, "start_acc": 0.98, "attr_exact": 0.93},
    "kk": {"instr_f1": 0.95, "type_acc": 0.99, "party_country_f1_e2e": 0.92, "party_name_f1_e2e": 0.84, "city_acc": 0.95, "start_acc": 0.97, "attr_exact": 0.90},
}  # fmt: skip
SURE, RIGHT, REACHED = 0.9, 0.95, 0.7


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return score([(one, predicted(one)) for one in load(FOLDER)])


@pytest.mark.parametrize("language", FLOORS)
def test_no_language_is_read_worse_than_before(scores: dict[str, Score], language: str) -> None:
    table = scores[language].table()
    assert {name: table[name] for name, floor in FLOORS[language].items() if (table[name] or 0) < floor} == {}


def test_next_to_nothing_is_invented(scores: dict[str, Score]) -> None:
    table = scores["ALL"].table()
    assert (table["neg_fp_instruments"] or 0) <= 1
    assert (table["background_leaked"] or 0) <= 1
    assert (table["background_extra"] or 0) <= 5


def test_a_high_confidence_means_something(scores: dict[str, Score]) -> None:
    level, _, share, right = confidence_table(scores["ALL"])[0]
    assert (level, (right or 0) >= RIGHT, (share or 0) >= REACHED) == (f">= {SURE}", True, True)


def labelled(name: str) -> Labelled:
    article = json.loads((FOLDER / "articles" / name).read_text(encoding="utf-8"))
    return Labelled(name, article, json.loads((FOLDER / "gold" / name).read_text(encoding="utf-8")))


def test_a_label_scores_full_marks_against_itself() -> None:
    perfect = score([(one, one.gold) for one in load(FOLDER)])["ALL"]
    rates = {name: value for name, value in perfect.table().items() if isinstance(value, float)}
    assert {name: value for name, value in rates.items() if value < 1.0} == {}
    assert perfect.differences == []


def test_what_is_damaged_is_counted() -> None:
    one = labelled("352.json")
    broken = json.loads(json.dumps(one.gold))
    broken["instruments"][0]["title"] = "Приказ о назначении"
    broken["instruments"][1]["type"] = "treaty"
    broken["event"]["start"] = "2001-01-01"
    table = score([(one, broken)])["ALL"].table()
    assert (table["gold_instruments"], table["start_acc"]) == (len(one.gold["instruments"]), 0.0)
    assert table["type_acc"] == 1 - 1 / (len(one.gold["instruments"]) - 1)


def test_the_open_articles_are_read_whole() -> None:
    if not OPEN_SET.is_dir():
        pytest.skip("the open labelled articles are not here")
    table = score([(one, predicted(one)) for one in load(OPEN_SET)])["ALL"].table()
    assert (table["instr_f1"], table["neg_fp_instruments"], table["background_leaked"]) == (1.0, 0, 0)
