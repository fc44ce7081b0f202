"""Whether a pause lasted until the expiry that was known, by claims of its end and a clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.plan.opening import hours_of_day
from safeground.questions.counts import when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.ledger.moments import Moment
    from safeground.ledger.pauses import ExpiryKnown, Step
    from safeground.plan.pause_words import Pause
    from safeground.questions.finding import Answer

_DAY_MIN = 24 * 60


def lasted(known: ExpiryKnown, has_expiry: bool) -> tuple[Answer | None, str | None]:
    """Return whether a pause lasted until its expiry, with the datum that an unknown answer lacks.

    *Met* needs one claim of its end at least and every such claim to place it at the expiry or later; *not
    met* every claim to place it before. Silence proves neither.

    Parameters
    ----------
    known
        The expiry as known, and the claims of an end.
    has_expiry
        Whether any expiry was stated; without one there is nothing to last until.
    """
    if not known.stands:
        return ("unknown", "when the announced expiry became known") if has_expiry else (None, None)
    first = min(one.until.earliest for one in held_against(known))
    last = max(one.until.latest for one in held_against(known))
    ends = list(_ends(known))
    if not ends:
        if known.at < last:
            return "unknown", "how it ends: the expiry is still to come"
        return "unknown", "a statement of when it ended; the parties, mediators or monitors could say"
    if all(end is not None and end.latest < first for end in ends):
        return "not_met", None
    if known.at >= last and all(end is not None and end.earliest >= last for end in ends):
        return "met", None
    if known.at < last and not any(end is not None and end.latest < first for end in ends):
        return "unknown", "how it ends: the expiry is still to come"
    return "depends", None


def _ends(known: ExpiryKnown) -> Iterable[Moment | None]:
    return (when(one.standing.claim) for one in known.ended)


def in_hours(known: ExpiryKnown, pause: Pause, zone: str) -> ExpiryKnown:
    """Return what is known with the state of a tactical pause: in force within its daily hours only."""
    if known.state != "in force" or pause.hours is None:
        return known
    local = known.at.astimezone(ZoneInfo(zone))
    minutes = local.hour * 60 + local.minute
    for span in hours_of_day(pause.hours):
        if span.begin_min <= minutes < span.end_min or minutes + _DAY_MIN < span.end_min:
            return known
    return replace(known, state="between hours")


def held_against(known: ExpiryKnown) -> tuple[Step, ...]:
    """Return the expiry that is asked about: the one that the plan states, else all that are told."""
    return tuple(one for one in known.stands if one.planned) or known.stands
