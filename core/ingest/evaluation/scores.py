"""Precision, recall and the rest, per language: instruments, parties, event, attribution, background.

Instruments are paired one to one by the words of their titles; a pair needs a likeness of 0.85. What a label calls
optional is never missed. Only documents of the main event count for precision and recall; what was set aside as
background is judged apart. Party figures come over paired instruments and end to end (``_e2e``: those of missed
documents are missed, those of invented ones invented).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ingest.evaluation.labelled import Labelled
from ingest.evaluation.likeness import (
    SAME_PARTY,
    agency,
    assignment,
    city,
    clean,
    dice,
    party_likeness,
    words,
)

SAME, NEAR, SAME_PERSON = 0.85, 0.60, 0.45
PARTY_COUNTS = ("name_right", "name_extra", "name_missed", "country_right", "country_extra", "country_missed")
LEVELS = ((0.9, 1.01), (0.8, 0.9), (0.7, 0.8), (0.0, 0.7))

Label = dict[str, Any]


@dataclass
class Score:
    """The counts of some articles, the differences found in them, and each reading's confidence and verdict."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    readings: list[tuple[float, bool]] = field(default_factory=list)

    def table(self) -> dict[str, float | int | None]:
        """The figures by name; None where nothing was there to be judged."""
        c = self.counts
        precision, recall, f1 = _prf(c["right"], c["extra"], c["missed"])
        return {
            "docs": c["docs"],
            "neg_docs": c["negatives"],
            "gold_instruments": c["right"] + c["missed"],
            "instr_p": precision,
            "instr_r": recall,
            "instr_f1": f1,
            "near_miss_0.60-0.85": c["near"],
            "type_acc": _share(c["type_right"], c["right"]),
            "mode_acc": _share(c["mode_right"], c["right"]),
            "party_country_f1": self._party("", "country") if c["right"] else None,
            "party_country_f1_e2e": self._party("e2e_", "country"),
            "party_name_f1": self._party("", "name") if c["right"] else None,
            "party_name_f1_e2e": self._party("e2e_", "name"),
            "event_type_acc": _share(c["kind_right"], c["docs"]),
            "city_acc": _share(c["city_right"], c["city"]),
            "country_acc": _share(c["country_right_of_event"], c["country"]),
            "start_acc": _share(c["start_right"], c["start"]),
            "end_acc": _share(c["end_right"], c["end"]),
            "people_f1": _prf(c["people_right"], c["people_extra"], c["people_missed"])[2],
            "attr_exact": _share(c["attribution_exact"], c["docs"]),
            "attr_f1": _prf(c["attribution_right"], c["attribution_extra"], c["attribution_missed"])[2],
            "neg_fp_instruments": c["negative_extra"],
            "neg_docs_with_fp": c["negative_wrong"],
            "background_gold": c["background"],
            "background_leaked": c["leaked"],
            "background_found": c["background_found"],
            "background_extra": c["background_extra"],
            "background_demoted": c["demoted"],
        }

    def _party(self, prefix: str, what: str) -> float:
        return _prf(*(self.counts[f"{prefix}{what}_{count}"] for count in ("right", "extra", "missed")))[2]


def _prf(right: int, extra: int, missed: int) -> tuple[float, float, float]:
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(right: int, of: int) -> float | None:
    return right / of if of else None


def score(articles: list[tuple[Labelled, Label]]) -> dict[str, Score]:
    """Scores by language, and of ALL; ``articles`` with what was read from each, in the shape of a label."""
    found: dict[str, Score] = {}
    total = Score()
    for one, read in articles:
        own = Score()
        _judge(one.name, one.gold, read, own)
        for into in (found.setdefault(one.gold["language"], Score()), total):
            into.counts.update(own.counts)
            into.differences += own.differences
            into.readings += own.readings
    return {**dict(sorted(found.items())), "ALL": total}


def confidence_table(whole: Score) -> list[tuple[str, int, float | None, float | None]]:
    """By level of confidence: how many documents were read with it, their share of all, how many of them are right.

    Right is a document of the label with its type and the countries of its parties.
    """
    rows = []
    for low, high in LEVELS:
        verdicts = [right for confidence, right in whole.readings if low <= confidence < high]
        name = f">= {low:.1f}" if low else f"<  {high:.1f}"
        rows.append(
            (name, len(verdicts), _share(len(verdicts), len(whole.readings)), _share(sum(verdicts), len(verdicts)))
        )
    return rows


def _main(label: Label) -> list[Label]:
    return [one for one in label.get("instruments") or [] if one.get("is_main_event", True)]


def _aside(label: Label) -> list[Label]:
    return [one for one in label.get("instruments") or [] if not one.get("is_main_event", True)]


def _judge(name: str, gold: Label, read: Label, into: Score) -> None:
    into.counts["docs"] += 1
    _judge_instruments(name, gold, read, into)
    _judge_background(name, gold, read, into)
    _judge_event(name, gold["event"], read.get("event") or {}, into)
    wanted = {agency(source) for source in gold.get("attribution") or []}
    given = {agency(source) for source in read.get("attribution") or []}
    into.counts["attribution_exact"] += wanted == given
    _count_sets(into.counts, "attribution", wanted, given)
    if wanted != given:
        into.differences.append((name, "ATTR", f"{sorted(wanted)} <- {sorted(given)}"))


def _count_sets(counts: Counter[str], name: str, wanted: set[str], given: set[str]) -> None:
    counts[f"{name}_right"] += len(wanted & given)
    counts[f"{name}_extra"] += len(given - wanted)
    counts[f"{name}_missed"] += len(wanted - given)


def _judge_instruments(  # noqa: C901 - pairs, misses and inventions belong together
    name: str, gold: Label, read: Label, into: Score
) -> None:
    counts, wanted, given = into.counts, _main(gold), _main(read)
    likeness = [[dice(words(a["title"]), words(b.get("title"))) for b in given] for a in wanted]
    weights = [
        [
            (likeness[i][j] if likeness[i][j] >= NEAR else 0.0) + 0.001 * _parties(a, b)["name_right"]
            for j, b in enumerate(given)
        ]
        for i, a in enumerate(wanted)
    ]
    pairs: dict[int, int] = {}
    for i, j in assignment(weights):
        if likeness[i][j] >= (NEAR if wanted[i].get("optional") else SAME):
            pairs[i] = j
        elif likeness[i][j] >= NEAR:
            counts["near"] += 1
    for i, a in enumerate(wanted):
        b = given[pairs[i]] if i in pairs else None
        if a.get("optional"):
            continue
        if b is None:
            counts["missed"] += 1
            into.differences.append((name, "MISS", a["title"]))
            counts.update({f"e2e_{key}": n for key, n in _parties(a, {}).items()})
            continue
        _judge_pair(name, a, b, into)
    spare = [b for j, b in enumerate(given) if j not in pairs.values()]
    for b in spare:
        counts["extra"] += 1
        counts["leaked"] += any(dice(words(a["title"]), words(b.get("title"))) >= NEAR for a in _aside(gold))
        counts.update({f"e2e_{key}": n for key, n in _parties({}, b).items()})
        into.differences.append((name, "EXTRA", str(b.get("title"))))
        into.readings.append((float(b.get("confidence", 0.0)), False))
    if not wanted:
        counts["negatives"] += 1
        counts["negative_extra"] += len(spare)
        counts["negative_wrong"] += bool(spare)


def _judge_pair(name: str, a: Label, b: Label, into: Score) -> None:
    counts = into.counts
    parties = _parties(a, b)
    right_type = clean(a["type"]) == clean(b.get("type"))
    counts["right"] += 1
    counts["type_right"] += right_type
    counts["mode_right"] += clean(a.get("signed_or_exchanged")) == clean(b.get("signed_or_exchanged"))
    counts.update(parties)
    counts.update({f"e2e_{key}": n for key, n in parties.items()})
    if not right_type:
        into.differences.append((name, "TYPE", f"{a['type']} <- {b.get('type')}: {a['title']}"))
    if parties["name_missed"] or parties["name_extra"] or parties["country_missed"] or parties["country_extra"]:
        shown = ["; ".join(f"{p.get('name')} ({p.get('country')})" for p in one.get("parties") or []) for one in (a, b)]
        into.differences.append((name, "PARTY", f"{shown[0]} <- {shown[1]}"))
    right = right_type and not parties["country_missed"] and not parties["country_extra"]
    into.readings.append((float(b.get("confidence", 0.0)), right))


def _parties(a: Label, b: Label) -> Counter[str]:
    wanted, given = a.get("parties") or [], b.get("parties") or []
    likeness = [[party_likeness(p, q) for q in given] for p in wanted]
    right = sum(likeness[i][j] >= SAME_PARTY for i, j in assignment(likeness))
    codes = [{p["country"] for p in side if p.get("country")} for side in (wanted, given)]
    counts = Counter(name_right=right, name_extra=len(given) - right, name_missed=len(wanted) - right)
    _count_sets(counts, "country", *codes)
    return counts


def _judge_background(name: str, gold: Label, read: Label, into: Score) -> None:
    counts, wanted = into.counts, [words(one["title"]) for one in _aside(gold)]
    counts["background"] += len(wanted)
    for one in _aside(read):
        title = words(one.get("title"))
        if any(dice(known, title) >= NEAR for known in wanted):
            counts["background_found"] += 1
        elif any(dice(words(known["title"]), title) >= NEAR for known in _main(gold)):
            counts["demoted"] += 1
            into.differences.append((name, "BG-DEMOTED", str(one.get("title"))))
        else:
            counts["background_extra"] += 1
            into.differences.append((name, "BG-EXTRA", str(one.get("title"))))


def _judge_event(name: str, wanted: Label, given: Label, into: Score) -> None:
    counts = into.counts
    counts["kind_right"] += clean(wanted.get("type")) == clean(given.get("type"))
    place, read_place = wanted.get("place") or {}, given.get("place") or {}
    checks = (
        ("city", place.get("city"), city(place.get("city")) == city(read_place.get("city")), read_place.get("city")),
        ("country", place.get("country"), place.get("country") == read_place.get("country"), read_place.get("country")),
        ("start", wanted.get("start"), _same_day(wanted.get("start"), given.get("start")), given.get("start")),
        ("end", wanted.get("end"), _same_day(wanted.get("end"), given.get("end")), given.get("end")),
    )
    for what, label, right, reading in checks:
        if label:
            counts[what] += 1
            counts["country_right_of_event" if what == "country" else f"{what}_right"] += right
            if not right:
                into.differences.append((name, what.upper(), f"{label} <- {reading}"))
    people, read_people = wanted.get("people") or [], given.get("people") or []
    likeness = [[_names(a.get("name"), b.get("name")) for b in read_people] for a in people]
    right = sum(likeness[i][j] >= SAME_PERSON for i, j in assignment(likeness))
    counts.update(people_right=right, people_extra=len(read_people) - right, people_missed=len(people) - right)


def _same_day(label: str | None, reading: str | None) -> bool:
    if not label or not reading:
        return False
    return reading[-5:] == label[2:] if label.startswith("--") else reading == label


def _names(one: object, other: object) -> float:
    a, b = words(one), words(other)
    return 0.9 * sum((a & b).values()) / (min(sum(a.values()), sum(b.values())) or 1)
