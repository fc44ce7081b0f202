"""From below and from above: the least time by which all can arrive, and how many can by a deadline.

The lower bound is a certificate that the checker has accepted, the upper bound a schedule. Layers of
time get narrower, level after level, until the two are as near to each other as asked, or time is up.
"""

from __future__ import annotations

import math
import resource
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from safeground.flow.certificate import evaluate
from safeground.flow.curves import proven_curve
from safeground.flow.deadline import DeadlineSearch
from safeground.flow.levels import NO_TIME, TOO_LATE, Levels
from safeground.flow.lower import Cutter
from safeground.flow.moving_clock import (
    MovingClock,
    certificate_in_real_time,
    curve_in_real_time,
    in_moving_time,
    labels_in_real_time,
    schedule_in_moving_time,
    schedule_in_real_time,
)
from safeground.flow.network import build_network
from safeground.flow.resumed import former_of
from safeground.flow.rooms import crowded_out
from safeground.flow.schedule import arrival_curve, empty_schedule
from safeground.flow.search import Clock, CutSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from safeground.flow.certificate import Certificate
    from safeground.flow.problem import Problem
    from safeground.flow.resumed import Former, Solved
    from safeground.flow.schedule import Schedule

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]

Side = Literal["both", "lower", "upper"]

NOT_ASKED: Final = "no schedule was asked for"
_DEADLINE_SHARE: Final = 0.35


@dataclass(frozen=True, slots=True)
class Bracket:
    """Bounds on the least time by which all can arrive, with what shows them.

    Parameters
    ----------
    lower_s
        By this time not all can have arrived, as ``certificate`` proves [s]; infinite where they never
        all can, for want of room: then the certificate holds for its horizon and, with that horizon
        replaced, for any.
    upper_s
        By this time all arrive in ``schedule`` [s]; None where ``no_upper`` says why there is none.
    no_upper
        Why there is no schedule.
    gap
        ``upper_s / lower_s - 1``; None where one of them is missing or not finite.
    persons, unreachable_persons
        Who can reach a sink at all, who cannot (these are in no bound).
    unreachable
        Sources without a route, shape (s,).
    certificate
        For ``lower_s``; None where that is 0.
    schedule
        For ``upper_s``.
    source_set
        Sources whose people are behind the certificate's cut, shape (s,).
    proven_s, proven_persons
        Upper bound on arrivals by time.
    schedule_s, schedule_persons
        Arrivals in the schedule by time, piecewise linear.
    deadline_s, arrivals_upper, arrivals_lower
        The deadline that was asked about, the most that can arrive by it as ``deadline_certificate``
        proves, and how many do in ``deadline_schedule``.
    seconds, peak_mb
        What it took, and the most memory that the process has had.
    """

    lower_s: float
    upper_s: float | None
    no_upper: str | None
    gap: float | None
    persons: float
    unreachable_persons: float
    unreachable: BoolArray
    certificate: Certificate | None
    schedule: Schedule | None
    source_set: BoolArray
    proven_s: FloatArray
    proven_persons: FloatArray
    schedule_s: FloatArray
    schedule_persons: FloatArray
    deadline_s: float | None
    arrivals_upper: float | None
    arrivals_lower: float | None
    deadline_certificate: Certificate | None
    deadline_schedule: Schedule | None
    seconds: float
    peak_mb: float


def bracket(
    problem: Problem,
    *,
    gap: float = 0.02,
    seconds: float = 60.0,
    deadline_s: float | None = None,
    side: Side = "both",
    beside: Sequence[Schedule] = (),
    after: Solved | None = None,
    progress: Callable[[str], None] | None = None,
) -> Bracket:
    """Bracket the least time by which all who can reach a sink can have arrived.

    Parameters
    ----------
    problem
        What to solve.
    gap
        Stop when ``upper_s / lower_s - 1`` is at most this.
    seconds
        Stop about then, with the best there is.
    deadline_s
        Also bound how many can arrive by then.
    side
        Only the proof (``lower``), only a schedule (``upper``, the proof is whatever comes with it), or
        both.
    beside
        Schedules of others on the same arcs: this one gets what they leave. The proof takes no account of
        them, as others can only hinder.
    after
        A problem with the same nodes and its bracket, to start from: where little has changed, a street
        closed (its arcs left out) or a figure, this takes a fraction of the time. The bounds are for
        ``problem`` alone, whatever it is.
    progress
        Told what is reached, one line at a time.

    Raises
    ------
    ValueError
        If gap, seconds or deadline are negative or not numbers, or ``after`` has other nodes.
    """
    for name, value in (("gap", gap), ("seconds", seconds), ("deadline_s", deadline_s or 0.0)):
        if not value >= 0:
            msg = f"{name} must be 0 or more, not {value}"
            raise ValueError(msg)
    if after is not None and after.problem.nodes != problem.nodes:
        msg = f"after has {after.problem.nodes} nodes, the problem {problem.nodes}: number them alike"
        raise ValueError(msg)
    clock = MovingClock.of(problem)
    moving = None if deadline_s is None else float(clock.moving(np.array([deadline_s]))[0])
    others = [schedule_in_moving_time(other, clock) for other in beside]
    former = None
    if after is not None and after.bracket.schedule is not None:
        former = after, schedule_in_moving_time(after.bracket.schedule, MovingClock.of(after.problem))
    found = _bracket(in_moving_time(problem), gap, seconds, moving, side, others, former, progress or _silent)
    return found if not len(problem.halt_from_s) else _in_real_time(found, problem, clock, deadline_s)


def _bracket(
    problem: Problem,
    gap: float,
    seconds: float,
    deadline_s: float | None,
    side: Side,
    beside: Sequence[Schedule],
    after: tuple[Solved, Schedule] | None,
    say: Callable[[str], None],
) -> Bracket:
    """Bracket a problem without halts."""
    began = time.monotonic()
    network = build_network(problem, beside)
    share = 1.0 if deadline_s is None else 1 - _DEADLINE_SHARE
    clock = Clock(began + share * seconds)
    search = CutSearch(Cutter(problem, network), clock)
    former = None if after is None else former_of(*after, problem, network)
    levels = None
    schedule, no_upper = None, NOT_ASKED if side == "lower" else NO_TIME
    shortage = crowded_out(network)
    if shortage is not None and search.never(*shortage):
        persons, room = network.people[shortage[0]].sum(), network.room[shortage[1]].sum()
        no_upper = f"{persons:,.0f} persons can only reach refuges that hold {room:,.0f}"
    elif not network.people.any():
        schedule = empty_schedule()
    else:
        if former is not None:
            search.resume(former)
        if search.lower_s <= 0:
            former = None
            search.begin()
        say(f"not all can arrive before {search.lower_s:,.0f} s")
        no_upper = TOO_LATE if math.isinf(search.lower_s) else no_upper
    # Where arcs have windows, cuts of flows in layers prove most: levels for a proof alone, too.
    if network.people.any() and (side != "lower" or search.timed is not None):
        levels = Levels(problem, search, clock, say)
        if search.lower_s < math.inf:
            _refine(levels, former, gap)
            schedule, no_upper = levels.schedule, levels.no_upper or no_upper
    dated = None
    if deadline_s is not None:
        clock.stop_at = began + seconds
        dated = DeadlineSearch(search, deadline_s)
        dated.take_cuts()
        released = problem.release_s[problem.persons > 0].max(initial=0.0) < deadline_s
        if schedule is not None and schedule.horizon_s <= deadline_s and released:
            dated.take_schedule(schedule)
        elif levels is not None:
            dated.refine(levels, gap)
    if side == "lower" and levels is not None and search.lower_s < math.inf:
        schedule, no_upper = None, NOT_ASKED
    return _result(problem, search, schedule, no_upper, dated, side, began)


def _refine(levels: Levels, former: Former | None, gap: float) -> None:
    """Solve levels from a former solution, and where that does not do from the start."""
    if former is not None:
        if levels.resume(former, gap) or levels.clock.is_up():
            return
        levels.search.begin()
    levels.refine(gap)


def _result(
    problem: Problem,
    search: CutSearch,
    schedule: Schedule | None,
    no_upper: str,
    dated: DeadlineSearch | None,
    side: Side,
    began: float,
) -> Bracket:
    """Put together what was found."""
    network, lower = search.network, search.lower_s
    upper = schedule.horizon_s if schedule is not None else None
    gap = None
    if upper is not None and (lower > 0 or upper == 0):
        gap = upper / lower - 1 if lower > 0 else 0.0
    times, arrived = arrival_curve(problem, schedule) if schedule is not None else (np.zeros(0), np.zeros(0))
    known = [upper or 0.0, dated.deadline_s if dated else 0.0, float(network.to_sink_s.max())]
    known += [cut.horizon_s for cut in search.cuts if cut.horizon_s < math.inf]
    proven_s, proven = proven_curve(search.cuts, network.persons, 1.1 * max(known) or 1.0, search.rising)
    source_set = np.zeros(len(problem.source), np.bool_)
    if search.certificate is not None:
        source_set = search.certificate.labels_s[problem.source] <= problem.release_s
        source_set &= network.start_of >= 0
    scheduled = dated is not None and side != "lower"
    return Bracket(
        lower_s=lower,
        upper_s=upper,
        no_upper=no_upper if upper is None else None,
        gap=gap,
        persons=network.persons,
        unreachable_persons=network.unreachable_persons,
        unreachable=network.start_of < 0,
        certificate=search.certificate,
        schedule=schedule,
        source_set=source_set,
        proven_s=proven_s,
        proven_persons=proven,
        schedule_s=times,
        schedule_persons=arrived,
        deadline_s=dated.deadline_s if dated else None,
        arrivals_upper=dated.upper if dated else None,
        arrivals_lower=dated.lower if dated and scheduled else None,
        deadline_certificate=dated.certificate if dated else None,
        deadline_schedule=dated.schedule if dated and scheduled else None,
        seconds=time.monotonic() - began,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _in_real_time(found: Bracket, problem: Problem, clock: MovingClock, deadline_s: float | None) -> Bracket:
    """Return a bracket by the moving clock in real time."""
    lower, certificate = found.lower_s, found.certificate
    if certificate is not None:
        certificate = certificate_in_real_time(certificate, problem, clock)
        lower = lower if certificate is None or math.isinf(lower) else certificate.horizon_s
    upper = found.upper_s
    if upper is not None:
        there = np.isin(problem.source, problem.sink) & (problem.persons > 0)
        upper = float(max(clock.first(np.array([upper]))[0], problem.release_s[there].max(initial=0.0)))
    gap = None
    if upper is not None and (lower > 0 or upper == 0):
        gap = upper / lower - 1 if lower > 0 else 0.0
    proven = curve_in_real_time(clock, found.proven_s, found.proven_persons)
    scheduled = curve_in_real_time(clock, found.schedule_s, found.schedule_persons)
    scheduled = _released_in_halts(problem, clock, *scheduled)
    dated, arrivals = found.deadline_certificate, found.arrivals_upper
    if dated is not None and deadline_s is not None:
        # Who is released at a sink in a halt has arrived then, of which the moving clock knows nothing.
        dated = labels_in_real_time(dated, problem, clock, deadline_s)
        arrivals = evaluate(problem, dated.labels_s, dated.refuge_labels_s, deadline_s)
    plan, dated_plan = found.schedule, found.deadline_schedule
    return replace(
        found,
        lower_s=lower if certificate is not None else 0.0,
        upper_s=upper,
        gap=gap,
        certificate=certificate,
        schedule=None if plan is None else schedule_in_real_time(plan, clock, upper),
        proven_s=proven[0],
        proven_persons=proven[1],
        schedule_s=scheduled[0],
        schedule_persons=scheduled[1],
        deadline_s=deadline_s,
        arrivals_upper=arrivals,
        deadline_certificate=dated,
        deadline_schedule=None
        if dated_plan is None
        else schedule_in_real_time(dated_plan, clock, deadline_s),
    )


def _released_in_halts(
    problem: Problem, clock: MovingClock, time_s: FloatArray, persons: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Count who starts at a sink from their release on, which by the moving clock is when the halt begins."""
    released, since = problem.release_s, clock.first(clock.moving(problem.release_s))
    there = np.isin(problem.source, problem.sink) & (problem.persons > 0) & (released > since)
    for source in np.flatnonzero(there) if len(time_s) else ():
        ends = np.array([np.nextafter(released[source], 0.0), released[source]])
        arrived = np.interp(ends, time_s, persons)
        place = np.searchsorted(time_s, ends, side="right")
        time_s, persons = np.insert(time_s, place, ends), np.insert(persons, place, arrived)
        early = (time_s >= since[source]) & (time_s < released[source])
        persons = np.maximum.accumulate(np.where(early, persons - problem.persons[source], persons).clip(0.0))
    return time_s, persons


def _silent(_: str) -> None:
    """Say nothing."""
