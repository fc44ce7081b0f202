"""How an answer goes with time: certain, possible or no, and from which minute on.

A page that asks again for another moment must answer as the ledger does. So the ledger is asked at every
minute at which its answer can turn, and the page holds the turns.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from safeground.ledger.knowing import about as is_about
from safeground.ledger.knowing import by, out_between, superseded
from safeground.ledger.moments import instant, moment
from safeground.publish.timeline_axis import EPOCH, minute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from safeground.ledger.claim import Claim
    from safeground.ledger.queries import Certainty, KnownBy
    from safeground.ledger.state import Standing

Course = tuple[tuple[int | None, "Certainty"], ...]
"""From which minute since 1970 on (None: from the beginning) an answer holds, in order."""


def course(answer: Callable[[datetime], Certainty], turns: Iterable[datetime]) -> Course:
    """Return the course of an answer that turns at these instants or right after them, and nowhere else."""
    minutes = sorted({minute(turn) + after for turn in turns for after in (0, 1)})
    if not minutes:
        return ((None, answer(EPOCH)),)
    found: list[tuple[int | None, Certainty]] = [(None, answer(_at(minutes[0] - 1)))]
    for at in minutes:
        said = answer(_at(at))
        if said != found[-1][1]:
            found.append((at, said))
    return tuple(found)


def known(standing: Standing, known_by: KnownBy) -> Course:
    """Return whether a claim was known by a minute."""
    first, last = out_between(standing, known_by)
    return course(lambda at: by(first, last, at), [last] if first is None else [first, last])


@lru_cache(maxsize=20_000)
def about(claim: Claim) -> Course:
    """Return whether a claim is about a minute."""
    texts = claim.valid.from_, claim.valid.to, claim.published, claim.said.to
    stated = [moment(text, claim.zone) for text in texts if text]
    return course(
        lambda at: is_about(claim, at), [end for one in stated for end in (one.earliest, one.latest)]
    )


def struck(found: Mapping[str, Standing], standing: Standing, known_by: KnownBy) -> Course | None:
    """Return whether a claim had been corrected or taken back by a minute; None: it never was."""
    if not standing.corrections and not standing.retractions:
        return None
    turns: set[datetime] = set()
    for one in standing.corrections:
        turns.add(instant(one.recorded_us))
        instead = found.get(one.event.claim.id)
        if instead is not None:
            turns |= {time for time in out_between(instead, known_by) if time is not None}
            turns |= {instant(back.recorded_us) for back in instead.retractions}
    for back in standing.retractions:
        turns.add(instant(back.recorded_us))
        if back.event.published is not None:
            published = moment(back.event.published, back.event.zone)
            turns |= {published.earliest, published.latest}
    return course(lambda at: superseded(found, standing, known_by, at).certainty, turns)


def _at(at: int) -> datetime:
    return EPOCH + timedelta(minutes=at)
