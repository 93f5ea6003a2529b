"""When to ask again: for a page that failed, and for one that is stored and may have been edited. Pure arithmetic."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(minutes=15)
GROWTH = 4
LONGEST_PAUSE = timedelta(days=7)
SHARE_OF_AGE = 0.25
"""A stored page is asked for again once this share of its age has passed since it was last looked at."""
BLIND_PAUSE = timedelta(days=1)
"""A page whose server gives no validators costs a whole answer: it is looked at once a day at the most."""


def next_attempt(attempts: int, now: datetime) -> datetime:
    """When to try again what failed so many times: the next run at once, then pauses of 15 min, 1 h, 4 h … 7 days."""
    if attempts <= 1:
        return now
    growth: int = GROWTH ** min(attempts - 2, 10)
    return now + min(FIRST_PAUSE * growth, LONGEST_PAUSE)


def look_again(first: datetime, last: datetime, now: datetime, *, cheap: bool) -> bool:
    """Say whether a stored page may be asked for again, in case it was edited without its listing saying so.

    A page that is an hour old is due after a quarter of an hour, one of four days after a day: most silent edits are
    made soon after publication. ``cheap``: the server gave validators, so an unchanged page costs an answer without
    a body.
    """
    pause = (last - first) * SHARE_OF_AGE
    return now - last >= (pause if cheap else max(pause, BLIND_PAUSE))
