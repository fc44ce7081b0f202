"""Problems whose answers are worked out by hand, and checks of a bracket: for users' tests and for ours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from safeground.flow.certificate import check
from safeground.flow.problem import Problem
from safeground.flow.replay import replay

if TYPE_CHECKING:
    from safeground.flow.bracket import Bracket

Start = Literal["corner", "edge"]
_CLOSE = 1e-6


def grid_town(n: int, persons: float = 100.0, start: Start = "corner") -> Problem:
    """Return a town of n × n crossings, everybody bound for the far edge.

    Crossing (row, column) is node ``row * n + column``. Neighbours are joined by a street, both ways, that
    takes 1 s and lets 1 person a second pass, both ways together. People have arrived at any crossing of
    the last column. They start

    - ``corner``: at crossing (0, 0). Two streets leave it. The one along the row brings the first person
      to the far edge after n − 1 s, the other goes a row down first: n s. Nobody can do better, and both
      ways, along the first row and along the second, share no street. So by T exactly
      max(0, T − (n − 1)) + max(0, T − n) can have arrived, and all P at the root of that:
      n − 1 + P where P ≤ 1, else n − ½ + P / 2.
    - ``edge``: in equal parts at the n crossings of the first column. The n streets from the first column
      to the second are a cut that nobody passes twice, each n − 1 s before the far edge; and each row can
      be walked by its own people. So by T exactly n · max(0, T − (n − 1)) can have arrived, and all P
      at n − 1 + P / n.

    ``grid_town_arrivals`` and ``grid_town_least_s`` return these numbers.

    Parameters
    ----------
    n
        Crossings in a row and in a column, 2 or more.
    persons
        P, persons in all.
    start
        Where they start.

    Raises
    ------
    ValueError
        If n is below 2 or the persons are not above 0.
    """
    _require(n, persons)
    node = np.arange(n * n).reshape(n, n)
    west, east = node[:, :-1].ravel(), node[:, 1:].ravel()
    north, south = node[:-1].ravel(), node[1:].ravel()
    one, other = np.concatenate([west, north]), np.concatenate([east, south])
    source = node[0, :1] if start == "corner" else node[:, 0]
    return Problem.from_arrays(
        tail=np.concatenate([one, other]),
        head=np.concatenate([other, one]),
        transit_s=np.ones(2 * len(one)),
        capacity_per_s=np.ones(2 * len(one)),
        source=source,
        persons=np.full(len(source), persons / len(source)),
        sink=node[:, -1],
        street_id=np.tile(np.arange(len(one)), 2),
        file="grid town",
    )


def grid_town_arrivals(n: int, by_s: float, persons: float = 100.0, start: Start = "corner") -> float:
    """Return how many can have arrived in the grid town by a time, exactly.

    Examples
    --------
    >>> grid_town_arrivals(4, 13.0)
    19.0
    """
    _require(n, persons)
    if start == "corner":
        return min(persons, max(0.0, by_s - (n - 1)) + max(0.0, by_s - n))
    return min(persons, n * max(0.0, by_s - (n - 1)))


def grid_town_least_s(n: int, persons: float = 100.0, start: Start = "corner") -> float:
    """Return the least time by which all can have arrived in the grid town, exactly.

    Examples
    --------
    >>> grid_town_least_s(4)
    53.5
    >>> grid_town_least_s(4, start="edge")
    28.0
    """
    _require(n, persons)
    if start == "corner":
        return n - 1 + persons if persons <= 1 else n - 0.5 + persons / 2
    return n - 1 + persons / n


def assert_bracket_holds(problem: Problem, bracket: Bracket) -> None:
    """Check everything in a bracket that can be checked without solving.

    Its certificates are put to the checker and must prove its bounds, its schedules are carried out on
    the problem's arrays and must keep theirs, and its numbers must agree with one another.

    Raises
    ------
    AssertionError
        If something in it does not hold.
    CertificateRefused, ScheduleRefused
        If a certificate or a schedule is not even well formed.
    """
    _assert_lower(problem, bracket)
    _assert_upper(problem, bracket)
    if bracket.deadline_s is not None:
        _assert_deadline(problem, bracket)
    _assert_rising("proven", bracket.proven_s, bracket.proven_persons)
    _assert_rising("schedule", bracket.schedule_s, bracket.schedule_persons)


def _assert_lower(problem: Problem, bracket: Bracket) -> None:
    if bracket.certificate is None:
        _hold(bracket.lower_s == 0, f"lower_s is {bracket.lower_s} and no certificate shows it")
        return
    proof = check(problem, bracket.certificate)
    _hold(proof.refuted, f"the certificate does not refute: {proof.sentence}")
    _hold(
        _same(proof.persons, bracket.persons), f"persons {bracket.persons}, the checker has {proof.persons}"
    )
    missing = _same(proof.unreachable_persons, bracket.unreachable_persons)
    _hold(missing, f"unreachable_persons {bracket.unreachable_persons}, not {proof.unreachable_persons}")
    if math.isfinite(bracket.lower_s):
        proven = proof.horizon_s
        _hold(bracket.lower_s <= proven * (1 + _CLOSE), f"lower_s {bracket.lower_s}, proven are {proven}")


def _assert_upper(problem: Problem, bracket: Bracket) -> None:
    if bracket.upper_s is None or bracket.schedule is None:
        _hold(
            bracket.upper_s is None and bracket.schedule is None, "upper_s without schedule, or the reverse"
        )
        _hold(bool(bracket.no_upper), "upper_s is missing without a reason")
        return
    last = replay(problem, bracket.schedule).last_arrival_s
    _hold(last <= bracket.upper_s * (1 + _CLOSE), f"upper_s {bracket.upper_s}, the last arrives at {last}")
    _hold(bracket.lower_s <= bracket.upper_s, f"lower_s {bracket.lower_s} is above upper_s {bracket.upper_s}")
    if bracket.gap is not None and bracket.lower_s > 0:
        gap = bracket.upper_s / bracket.lower_s - 1
        _hold(math.isclose(bracket.gap, gap, abs_tol=_CLOSE), f"gap {bracket.gap}, it is {gap}")


def _assert_deadline(problem: Problem, bracket: Bracket) -> None:
    upper, lower = bracket.arrivals_upper, bracket.arrivals_lower
    if upper is not None and upper < bracket.persons * (1 - _CLOSE):
        _hold(bracket.deadline_certificate is not None, f"arrivals_upper {upper} and no certificate shows it")
    if bracket.deadline_certificate is not None and upper is not None:
        proof = check(problem, bracket.deadline_certificate)
        _hold(proof.horizon_s == bracket.deadline_s, f"the deadline certificate is for {proof.horizon_s} s")
        most = min(proof.arrivals_bound, proof.persons)
        _hold(most <= upper * (1 + _CLOSE), f"arrivals_upper {upper}, proven are {most}")
    if bracket.deadline_schedule is not None and lower is not None:
        done = replay(problem, bracket.deadline_schedule, everybody=False)
        enough = done.arrived_persons >= lower * (1 - _CLOSE) - _CLOSE
        _hold(enough, f"arrivals_lower {lower}, {done.arrived_persons} arrive")
        last, deadline = done.last_arrival_s, bracket.deadline_s or 0.0
        _hold(last <= deadline * (1 + _CLOSE), f"the deadline schedule's last arrival is at {last}")
    if lower is not None and upper is not None:
        _hold(
            lower <= upper * (1 + _CLOSE) + _CLOSE, f"arrivals_lower {lower} is above arrivals_upper {upper}"
        )


def _assert_rising(name: str, times: np.ndarray, persons: np.ndarray) -> None:
    _hold(times.shape == persons.shape, f"the {name} curve has as many times as persons")
    _hold(bool((np.diff(times) >= 0).all()), f"the {name} curve goes back in time")
    _hold(bool((np.diff(persons) >= -_CLOSE).all()), f"the {name} curve falls")


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE)


def _hold(holds: bool, message: str) -> None:
    if not holds:
        raise AssertionError(message)


def _require(n: int, persons: float) -> None:
    if n < 2 or not 0 < persons < math.inf:
        msg = f"a grid town needs n of 2 or more and persons above 0, not {n} and {persons}"
        raise ValueError(msg)
