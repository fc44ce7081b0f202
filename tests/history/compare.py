"""What was counted beside what is proven: one-sided, since a crowd can always be slower than its bound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING

from tests.history.problems import capacity_per_s, problem_of

from safeground.flow.bracket import bracket
from safeground.flow.certificate import check
from safeground.flow.replay import replay
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from tests.history.case import Case, Observation
    from tests.history.problems import End

GAP = 0.005
SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One observation and the bounds for its time.

    Parameters
    ----------
    proven
        At most so many can have arrived by its end, as a certificate shows.
    streets, streets_narrowest
        The same if any number of people stood ready: what the hours and the streets alone let pass, at
        the greatest widths and at the least.
    schedule
        So many arrive in a schedule in which nothing helps. Compared, never scored.
    breaks_below_per_h
        The count would be above ``streets`` if the links from where people were let fewer pass an hour, and
        the links after them in proportion.
    """

    seen: Observation
    hours: str
    proven: float
    streets: float
    streets_narrowest: float
    schedule: float
    breaks_below_per_h: float | None

    @property
    def holds(self) -> bool | None:
        """Whether the count is at most the proven maximum; None where nobody stated a number."""
        return None if self.seen.persons is None else self.seen.persons[1] <= self.proven


def compare(case: Case) -> tuple[Compared, ...]:
    """Hold every observation of a case that is to be held against the proven maximum."""
    return tuple(_compared(case, seen) for seen in case.observed if seen.held)


def _compared(case: Case, seen: Observation) -> Compared:
    streets = proven_arrivals(case, seen, "widest", anybody=True)
    breaks_below_per_h = None
    if seen.persons is not None:
        starts = {group.place for group in case.people}
        first = [capacity_per_s(link, "widest") for link in case.links if link.tail in starts]
        breaks_below_per_h = SECONDS_PER_HOUR * sum(first) * seen.persons[1] / streets
    return Compared(
        seen,
        _hours_in_words(case, seen),
        proven_arrivals(case, seen, "widest"),
        streets,
        proven_arrivals(case, seen, "narrowest", anybody=True),
        _scheduled_arrivals(case, seen),
        breaks_below_per_h,
    )


def proven_arrivals(case: Case, seen: Observation, end: End, *, anybody: bool = False) -> float:
    """Return the most that can have arrived by an observation's end, by a certificate that was checked.

    ``anybody``: more people stand ready than the streets can ever let pass.
    """
    problem = problem_of(case, seen, end)
    if anybody:
        crowd = 10 * float(problem.capacity_per_s.sum()) * seen.horizon_s
        problem = problem_of(case, seen, end, crowd)
    found = bracket(problem, deadline_s=seen.horizon_s, side="lower", seconds=SECONDS)
    assert found.deadline_certificate is not None
    bound = check(problem, found.deadline_certificate).arrivals_bound
    return min(bound, found.persons)


def _scheduled_arrivals(case: Case, seen: Observation) -> float:
    problem = problem_of(case, seen, "worst")
    found = bracket(problem, deadline_s=seen.horizon_s, gap=GAP, seconds=SECONDS)
    if found.deadline_schedule is None or found.arrivals_lower is None:
        return 0.0
    replay(problem, found.deadline_schedule, everybody=False)
    return found.arrivals_lower


def _hours_in_words(case: Case, seen: Observation) -> str:
    """Say the hours that were stated; of several days their number and the sum."""
    hours = case.hours(seen)
    if not case.windows:
        return "not limited"
    open_h = sum((one.closes - one.opens).total_seconds() for one in hours) / SECONDS_PER_HOUR
    if len(hours) == 1:
        return f"{hours[0].opens:%H:%M}–{hours[0].closes:%H:%M} ({open_h:g} h)"
    return f"{len(hours)} windows ({open_h:g} h)"


def table(rows: tuple[Compared, ...]) -> str:
    """Return the comparison as a Markdown table; bounds are rounded up, the schedule down."""
    head = (
        "when", "open", "counted or claimed", "stated by", "fact", "proven maximum", "share of it",
        "streets alone", "at their narrowest", "breaks below, persons an hour", "schedule",
    )  # fmt: skip
    lines = [head, ("---",) * len(head), *(_cells(row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(row: Compared) -> tuple[str, ...]:
    seen = row.seen
    return (
        _when(seen),
        row.hours,
        _counted(seen),
        seen.stated_by,
        seen.fact,
        _rounded_up(row.proven),
        _share(row),
        _rounded_up(row.streets),
        _rounded_up(row.streets_narrowest),
        "" if row.breaks_below_per_h is None else _rounded_up(row.breaks_below_per_h),
        f"{math.floor(row.schedule):,}",
    )


def _rounded_up(persons: float) -> str:
    """Say a bound in whole persons; what only rounding put above one is not another."""
    return f"{math.ceil(persons * (1 - 1e-9)):,}"


def _when(seen: Observation) -> str:
    """Say the day or the days; with clock times where these are not whole."""
    if seen.begins.time() != time() or seen.until.time() != time():
        return f"{seen.begins:%Y-%m-%d %H:%M} to {seen.until:%Y-%m-%d %H:%M}"
    first, last = f"{seen.begins:%Y-%m-%d}", f"{seen.until - timedelta(days=1):%Y-%m-%d}"
    return first if first == last else f"{first} to {last}"


def _counted(seen: Observation) -> str:
    said = f" ({seen.qualifier})" if seen.qualifier else ""
    if seen.persons is None:
        return f"unknown{said}"
    low, high = seen.persons
    return (f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}") + said


def _share(row: Compared) -> str:
    if row.seen.persons is None:
        return ""
    share = f"{row.seen.persons[1] / row.proven:.4f}"
    return share if row.holds else f"{share}: broken"
