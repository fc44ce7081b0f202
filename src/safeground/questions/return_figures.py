"""Who is displaced, since when, how often moved, and what an order adds: figures of *return*.

Figures are of the area that people left: where they are now stands in no finding.
"""

from __future__ import annotations

import math
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.journey.coverage import WHOLE
from safeground.quantity import Range
from safeground.questions.displaced import place_of
from safeground.questions.displacement.account import hull
from safeground.questions.finding import Figure, Finding, HeldAgainst
from safeground.questions.reach_words import listed, share
from safeground.wording import number, people_words, rounded, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan
    from safeground.plan.return_words import Return
    from safeground.questions.displacement.account import Displacement, PlaceDays, Where
    from safeground.questions.finding import Answer
    from safeground.questions.told_to_move import Told

CAVEAT = (
    "Told to move, moved and arrived are counted apart, and none stands for another. Claims are ranges that "
    "balance; what no claim bounds is open, not zero."
)
DIGITS = 2
"""Significant digits of what anyone may read; ends are rounded outwards."""


def figure_findings(
    loaded: LoadedPlan, area: str, words: Return | None, displacement: Displacement | None
) -> tuple[Finding, ...]:
    """Return the figures of an area that people left, by the place of displacement that it is."""
    own = place_of(loaded, area)
    where = None
    if displacement is not None and own is not None:
        where = next(place for place in displacement.places if place.id == own)
    if displacement is None or where is None:
        return (
            _finding(
                loaded, area, "displaced", "unknown",
                f"{area}: how many left it and are not back is not known: the plan names no claims of it.",
                missing="claims of who left and came back; displacement tracking could say",
            ),
        )  # fmt: skip
    found = [_displaced(loaded, area, words, displacement, where), _days(loaded, area, displacement, where)]
    found.append(_person_days(loaded, area, displacement, where))
    times = hull([one.times_moved for one in displacement.readings if one.times_moved is not None])
    if times is not None and where == displacement.places[0]:
        found.append(_times_moved(loaded, area, times, displacement))
    return tuple(found)


def added_findings(loaded: LoadedPlan, told: Mapping[str, Told]) -> tuple[Finding, ...]:
    """Return what each order adds: people told to move, and their days away where an end is stated.

    Parameters
    ----------
    loaded
        The plan.
    told
        Notice → whom it tells to move, where they are counted.
    """
    return tuple(_added(loaded, notice, told.get(notice.id)) for notice in loaded.plan.notices)


def _added(loaded: LoadedPlan, notice: Notice, told: Told | None) -> Finding:
    if told is None:
        text = f"{notice.id}: how many people it tells to move is not counted, so what it adds is not known."
        missing = f"people in {listed(notice.areas)}: {_uncounted(loaded, notice)}"
        return _finding(loaded, notice.id, "adds", "unknown", text, missing=missing, source=notice.source)
    ordered = told.people
    words = f"{notice.id} tells {people_words(ordered)} to move, those who have moved before among them"
    if told.covered is not None and told.covered < WHOLE:
        words += f", counted on {share(told.covered)} of the ground"
    days = _days_away(loaded, notice)
    if days is None:
        text = f"{words}. How long they are to be away is not stated: each day adds as many person-days."
        figure = Figure(label="people whom the order tells to move", range=ordered)
        since = "" if notice.issued is not None else "when the order was issued, and "
        missing = f"{since}until when people are to be away; the issuer of the order could say"
    else:
        away = ordered.times(days, "person_days")
        text = f"{words}; until the day stated for going back that is {_person_day_words(away)} away, "
        text += "if all of them go and all are back by then."
        figure = Figure(label="person-days that the order adds", range=away)
        missing = "how many follow the order: displacement tracking could say"
    return _finding(
        loaded, notice.id, "adds", "unknown", text, figure=figure, missing=missing, source=notice.source
    )


def _uncounted(loaded: LoadedPlan, notice: Notice) -> str:
    """Return why nobody counts those whom a notice tells to move, and who could."""
    hidden = [one for one in notice.areas if one not in loaded.areas]
    if hidden:
        return f"{listed(hidden)} {'is' if len(hidden) == 1 else 'are'} not drawn; the issuer could draw it"
    return (
        "no layer of people counts them, and how many were somewhere before is not how many the order tells; "
        "a statistics office or a displacement tracking round could say"
    )


def _days_away(loaded: LoadedPlan, notice: Notice) -> Range | None:
    """Return the days from a notice's issue to those stated for going back; None where one is not stated."""
    ends = {one.area: one.until for one in loaded.plan.returns}
    until = [ends.get(area) for area in notice.areas]
    known = [day for day in until if day is not None]
    if notice.issued is None or not known or len(known) < len(until):
        return None
    zone = ZoneInfo(loaded.plan.time_zone) if loaded.plan.time_zone else notice.issued.tzinfo
    start = notice.issued.astimezone(zone).date()
    days = [float(max(0, (day - start).days)) for day in known]
    return Range(min(days), max(days), "days")


def _displaced(
    loaded: LoadedPlan, area: str, words: Return | None, displacement: Displacement, where: Where
) -> Finding:
    day, since = displacement.days.last, displacement.days.first
    gone = _hull(displacement, where, lambda place: place.gone[-1])
    until = None if words is None else words.until
    text = (
        f"{area}: left since {since} and not back by the end of {day}: {_people(gone)}; "
        f"{_both(displacement, where)}{_against(displacement)}."
    )
    answer: Answer = "unknown"
    missing: str | None = "by when people can be back: no day is stated; the issuer of the order could say"
    held = None
    if until is not None:
        held = HeldAgainst(text=f"all back by {until}", source=words.source or area if words else area)
        answer, missing = _held_against(loaded, until, displacement, where)
        if answer == "not_met" and until < day:
            # No number: few people would stand in it beside a greater figure of a later day.
            text = f"{text.removesuffix('.')}; some were still away at the end of {until}."
    return _finding(
        loaded, area, "displaced", answer, text,
        figure=Figure(label="people who left and are not back", range=gone), missing=missing, held=held,
    )  # fmt: skip


def _held_against(
    loaded: LoadedPlan, until: date, displacement: Displacement, where: Where
) -> tuple[Answer, str | None]:
    """Hold who was away at the end of the day stated against nobody; who left later decides nothing."""
    days = displacement.days
    zone = ZoneInfo(loaded.plan.time_zone) if loaded.plan.time_zone else loaded.plan.as_of.tzinfo
    if loaded.plan.as_of < datetime.combine(until + timedelta(days=1), time(), zone):
        return "unknown", f"how it is at the end of {until}: that day is not over"
    if until > days.last:
        return "unknown", f"how it was on {until}: the days examined end on {days.last}"
    if until < days.first:
        return "unknown", f"how it was on {until}: the days examined begin on {days.first}"
    at = days.number(until)
    if _hull(displacement, where, lambda one: one.gone[at]).low > 0:
        return "not_met", None
    away = _hull(displacement, where, lambda one: one.displaced[at])
    if away.low > 0:
        return "not_met", None
    if away.high <= 0:
        return "met", None
    missing = "whether anybody was still away, whenever they left: no claim makes it certain"
    return "unknown", f"{missing}; displacement tracking could say"


def _days(loaded: LoadedPlan, area: str, displacement: Displacement, where: Where) -> Finding:
    certain = [one.places[where.id].certain_since for one in displacement.readings]
    known = [day for day in certain if day is not None]
    if len(known) < len(certain):
        return _finding(
            loaded, area, "days", "unknown",
            f"{area}: since when people have been displaced from it no claim makes certain.",
            missing="a claim of when people left; displacement tracking could say",
        )  # fmt: skip
    least = (displacement.days.last - max(known)).days
    text = (
        f"{area}: some people had left it by the end of {max(known)}, {_days_words(least)} before "
        f"{displacement.days.last}; who left earlier, or came back, claims may not say."
    )
    return _finding(
        loaded, area, "days", "unknown", text,
        figure=Figure(label="days since people left", range=Range(float(least), math.inf, "days")),
        missing="after how many days displacement is taken to last: nobody states it",
    )  # fmt: skip


def _person_days(loaded: LoadedPlan, area: str, displacement: Displacement, where: Where) -> Finding:
    away = _hull(displacement, where, lambda place: place.person_days)
    text = (
        f"{area}: person-days away until {displacement.days.last} of those who left since "
        f"{displacement.days.first}: {_person_day_words(away)}{_against(displacement)}."
    )
    return _finding(
        loaded, area, "person-days", "unknown", text,
        figure=Figure(label="person-days away", range=away),
        missing="after how many days displacement is taken to last: nobody states it",
    )  # fmt: skip


def _times_moved(loaded: LoadedPlan, area: str, times: Range, displacement: Displacement) -> Finding:
    said = f"at least {number(times.low)}" if math.isinf(times.high) else say(times).removesuffix(" times")
    text = (
        f"Over all places, those who moved since {displacement.days.first} moved {said} times each on "
        "average. Some moved once, some often: an average does not say who."
    )
    return _finding(
        loaded, area, "times-moved", "unknown", text,
        figure=Figure(label="times moved, on average", range=times),
        missing="how often each person moved; a survey of displaced people could say",
    )  # fmt: skip


def _hull(displacement: Displacement, where: Where, pick: Callable[[PlaceDays], Range]) -> Range:
    found = hull([pick(one.places[where.id]) for one in displacement.readings])
    assert found is not None
    return found


def _both(displacement: Displacement, where: Where) -> str:
    moved = _hull(displacement, where, lambda place: place.moved[-1])
    returned = _hull(displacement, where, lambda place: place.returned[-1])
    ordered = len(displacement.ordered.get(where.id, ()))
    text = f"moved out until then (each move counts): {_people(moved)}; came back: {_people(returned)}"
    if ordered:
        text += f"; told to move: as {ordered} {'claim says' if ordered == 1 else 'claims say'}"
    return text


def _against(displacement: Displacement) -> str:
    """Say which claims cannot hold together; figures then reach over the readings of each source."""
    if not displacement.conflicts:
        return ""
    sets = "; ".join(" and ".join(one) for one in displacement.conflicts)
    return (
        f" (claims that cannot hold together: {sets}; figures reach from the lowest to the highest reading)"
    )


def _people(people: Range) -> str:
    """Say people; a number of which no claim holds either end is said to be open."""
    if people.low <= 0 and math.isinf(people.high):
        return "a number that no claim bounds"
    return people_words(people)


def _person_day_words(away: Range) -> str:
    if away.low <= 0 and math.isinf(away.high):
        return "a number that no claim bounds"
    low, high = rounded(away.low, DIGITS, math.floor), rounded(away.high, DIGITS, math.ceil)
    return say(
        Range(low, high, "person_days") if low > 0 else Range(-math.inf, high, "person_days"), digits=DIGITS
    )


def _days_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def _finding(
    loaded: LoadedPlan,
    subject: str,
    what: str,
    answer: Answer,
    statement: str,
    *,
    figure: Figure | None = None,
    missing: str | None = None,
    held: HeldAgainst | None = None,
    source: str | None = None,
) -> Finding:
    evidence = [item for item in (source, loaded.plan.ledger, loaded.path.name) if item]
    return Finding(
        id=f"return.{subject}.{what}",
        question="return",
        subject=subject,
        answer=answer,
        statement=statement,
        held_against=held,
        figure=figure,
        missing=missing,
        evidence=tuple(dict.fromkeys(evidence)),
        caveat=CAVEAT,
    )
