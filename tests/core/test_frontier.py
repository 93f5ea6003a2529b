"""Failures are tried again more and more rarely; stored pages are looked at less and less often, and never for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.frontier import BLIND_PAUSE, LONGEST_PAUSE, look_again, next_attempt

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def test_the_next_run_tries_a_first_failure_and_later_pauses_grow_to_a_week() -> None:
    pauses = [next_attempt(number, NOW) - NOW for number in range(1, 10)]
    assert pauses[:5] == [timedelta(0), *(timedelta(minutes=minutes) for minutes in (15, 60, 240, 960))]
    assert pauses[-1] == LONGEST_PAUSE


@given(st.integers(1, 10_000))
def test_pauses_never_shrink(attempts: int) -> None:
    assert next_attempt(attempts, NOW) <= next_attempt(attempts + 1, NOW) <= NOW + LONGEST_PAUSE


def test_a_page_looked_at_once_may_be_looked_at_again_at_once_if_that_is_cheap() -> None:
    assert look_again(NOW, NOW, NOW, cheap=True)
    assert not look_again(NOW, NOW, NOW + timedelta(hours=5), cheap=False)
    assert look_again(NOW, NOW, NOW + BLIND_PAUSE, cheap=False)


def test_hourly_runs_look_at_a_page_ever_more_rarely() -> None:
    last, looks = NOW, []
    for hour in range(1, 24 * 30):
        now = NOW + timedelta(hours=hour)
        if look_again(NOW, last, now, cheap=True):
            looks.append(hour)
            last = now
    assert looks[:3] == [1, 2, 3]
    assert len(looks) < 40
    pauses = [after - before for before, after in pairwise(looks)]
    assert pauses == sorted(pauses)
