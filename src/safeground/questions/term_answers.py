"""Whether a term is kept, from what is due and what was counted; and what a term without an answer lacks.

``met`` needs the least of every rival count, ``not met`` the most; a day that is not over is never *not met*,
and a day that nobody counts for certain is unknown.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from safeground.questions import counts
from safeground.questions.finding import gravest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.plan.pause_words import Term
    from safeground.quantity import Range
    from safeground.questions.due import Span
    from safeground.questions.finding import Answer
    from safeground.questions.kept_account import Count, TermDay

_OVER: Final = 1 + 1e-12
"""A count of all days, shared out to days and added up again, is not to come out below itself."""


def answer_day(due: Range | None, done: Range | None, *, over: bool) -> Answer:
    """Return whether what was done is what is due.

    Parameters
    ----------
    due, done
        None where not known.
    over
        Whether the time for it had passed.
    """
    if due is None or done is None:
        return "unknown"
    if done.low >= due.high:
        return "met"
    if not over:
        return "unknown"
    return "not_met" if done.high < due.low else "depends"


def answer_by_day(
    term: Term, span: Span, days: Sequence[TermDay], averages: Sequence[Count]
) -> tuple[Answer, str | None]:
    """Return the answer to a term that is due by day, and what an unknown one lacks.

    Parameters
    ----------
    term, span
        The term, and when it is due.
    days
        What is due and done on each.
    averages
        Counts of an average a day over all of them.
    """
    inside = [one for one in days if not one.outside]
    if any(one.answer == "not_met" for one in inside):
        return "not_met", None
    silent = [one for one in inside if one.done is None]
    below = [one for one in averages if one.amount.high * len(inside) * _OVER < _least(inside)]
    held = [one for one in below if one.amount.high * len(inside) * _OVER >= _counted(inside)]
    if len(held) == len(averages) and silent and any(one.sure for one in held):
        # An average below what is due on the days leaves a day below it, unless counts say more of them.
        return "not_met", None
    if not inside:
        return "unknown", _nothing_counted(term) if span.begin is not None and span.begin <= span.at else (
            "from when on it is due: not stated, or later than the plan's as_of"
        )
    if any(one.sure for one in below) and len(held) < len(below) and silent:
        return "depends", None
    if silent:
        return "unknown", _not_counted(term, silent, inside)
    if any(one.due is None for one in inside):
        return "unknown", f"what is due on {_dates([one for one in inside if one.due is None])}"
    running = [one for one in inside if one.answer == "unknown"]
    if running:
        return "unknown", f"the count of {_dates(running)} when the day is over"
    if span.begin is None or span.end is None or span.end > span.at:
        return "unknown", "the days to come: the time for it is not over, or its end is not stated"
    return ("depends" if below else gravest([one.answer for one in inside])), None


def _least(days: Sequence[TermDay]) -> float:
    """Return the least that is due on days together; nothing of a last day that is not whole."""
    return sum(one.due.low for one in days if one.due is not None)


def _counted(days: Sequence[TermDay]) -> float:
    """Return the most that is surely done on days together by somebody's counts of each."""
    return sum(max((count.amount.low for count in one.counts), default=0.0) for one in days)


def answer_total(
    term: Term,
    span: Span,
    due: Range,
    done: Range | None,
    days: Sequence[TermDay],
    rival: Sequence[Count],
) -> tuple[Answer, str | None]:
    """Return the answer to a term that is due in all, and what an unknown one lacks.

    Parameters
    ----------
    term, span
        The term, and when it is due.
    due, done
        In all; None where nobody counts for certain.
    days
        What is done on each.
    rival
        Counts of the whole.
    """
    last = span.end
    answer = answer_day(due, done, over=last is not None and last <= span.at)
    if answer in ("met", "not_met"):
        return answer, None
    inside = [one for one in days if not one.outside]
    silent = [one for one in inside if one.done is None]
    if done is None:
        return "unknown", _were_out() if rival else _not_counted(term, silent, inside)
    if last is None or last > span.at:
        return "unknown", "the count when the time for it is over"
    if math.isinf(done.high) and silent:
        return "unknown", _not_counted(term, silent, ())
    return "depends", None


def _not_counted(term: Term, silent: Sequence[TermDay], inside: Sequence[TermDay]) -> str:
    """Return what is missing on days that nobody surely counts: a count, or when it was out."""
    doubtful = [one for one in silent if one.counts]
    if not doubtful:
        if len(silent) == len(inside):
            return _nothing_counted(term)
        return f"a count for {_dates(silent)}; {_who_could_say(term)}"
    missing = _were_out(doubtful)
    if nobody := [one for one in silent if not one.counts]:
        missing += f"; and a count for {_dates(nobody)}; {_who_could_say(term)}"
    return missing


def _were_out(days: Sequence[TermDay] = ()) -> str:
    of = f" for {_dates(days)}" if days else ""
    return f"whether the counts{of} were out at the moment asked: the hour is not stated"


def _nothing_counted(term: Term) -> str:
    if term.counted_by is None:
        return "which claims count it: the term names none (counted_by)"
    counted = term.counted_by
    track = counted.track if counted.track is not None else term.track
    of_track = "" if track is None else f", track {track}"
    return (
        f"a count: no claim that was known is on {counted.subject}, {counted.measure}{of_track}, "
        f"in {counts.unit_of(term)}; {_who_could_say(term)}"
    )


def _who_could_say(term: Term) -> str:
    return "who was to do it, who received it, or a monitor could say"


def _dates(days: Sequence[TermDay]) -> str:
    shown = [f"{one.day.day} {one.day:%B %Y}" for one in days[:7]]
    more = "" if len(days) <= 7 else f" and {len(days) - 7} more days"
    return ", ".join(shown) + more
