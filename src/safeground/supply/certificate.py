"""Certificates of "at most so much": checked from the arrays alone.

This module decides whether a bound on deliveries holds. It imports nothing else of ``supply`` when it runs
but the arrays' shape, what arrays and prices must be (``certificate_arrays``), their file and the words, so
whoever reads these lines, and trusts them, need not trust the solver. ``docs/supply-proof.md`` works an
example by hand.

The bound
---------
Give a unit of commodity k that is used up at node n the value v[n, k], and put prices, all >= 0, on what is
scarce: p[n, k, t] on a unit at a node in a period, and per truck on each gate, inspection point, arc and
fleet in each period. Follow a unit from where it comes from to where it is used: its value is what its
place's price was at first, plus every rise of the price on its way, plus value less price where it is used.
A rise that the prices of the capacities on the way pay for costs those capacities; the rest of a rise can be
had by no more units than can do that step at all. So for any prices whatsoever, with (x)⁺ = max(0, x) and
U_k units in a truck,

    Σ v·used  ≤  Σ p[n, k, 0]·initial  +  Σ price·trucks  (gates, inspection, arcs, fleets)
               + Σ most entering · (p[gate] − (gate price + inspection price) / U_k)⁺
               + Σ most moving   · (p[head, later] − p[tail] − (arc price + fleet price) / U_k)⁺
               + Σ most kept     · (p[n, k, t+1] − p[n, k, t])⁺
               + Σ need          · (v − p)⁺.

This is weak duality (Gale, Kuhn & Tucker 1951). What can enter, move or be kept at most is the array's own
limit, and never more than all need of that commodity: a plan stays one when whatever is never used up is
left out of it, and then no step is done by more than is used up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.supply.certificate_arrays import arrays_sha256, check_arrays, check_prices, refuse
from safeground.supply.certificate_file import FORMAT_VERSION, SupplyCertificate
from safeground.supply.certificate_words import NOTHING, NOTHING_AT_LEAST, sentence, sentence_at_least
from safeground.supply.problem import arc_units, total_need, trucks_per_unit

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    FloatArray = npt.NDArray[np.float64]

__all__ = [
    "FORMAT_VERSION",
    "MARGIN",
    "SupplyCertificate",
    "SupplyProof",
    "Terms",
    "arrays_sha256",
    "check",
    "evaluate",
]

MARGIN: Final = 1e-9
"""A bound refutes only where it is below the need by more than this share of it."""

_ROUNDING: Final = 2.0**-48  # of the sizes added up; covers every rounding in a term, with room to spare


@dataclass(frozen=True, slots=True)
class Terms:
    """The sums of a bound, in values.

    Parameters
    ----------
    stocks, gates, inspection, arcs, fleets
        Of what is there at the start, and of trucks through each capacity; rows as in the problem's
        arrays, periods last.
    entering, moving, kept, used
        Rises of the price that no capacity in trucks pays for: at gates by commodity, on arcs by commodity,
        in storage, and of value over price where need is met.
    """

    stocks: FloatArray
    gates: FloatArray
    inspection: FloatArray
    arcs: FloatArray
    fleets: FloatArray
    entering: FloatArray
    moving: FloatArray
    kept: FloatArray
    used: FloatArray

    def each(self) -> tuple[FloatArray, ...]:
        """Return the arrays of terms, in the order of the bound."""
        first = (self.stocks, self.gates, self.inspection, self.arcs, self.fleets)
        return (*first, self.entering, self.moving, self.kept, self.used)


@dataclass(frozen=True, slots=True)
class SupplyProof:
    """What a certificate proves.

    Parameters
    ----------
    bound
        At most so much value can be delivered and used; rounding is allowed for.
    needed
        The value of all need in the arrays; the least need where one was given.
    share
        ``bound`` by ``needed``, at most 1.
    refuted
        True where the bound shows that not all of ``needed`` can be met.
    sentence
        The same in words.
    terms
        The sums of the bound.
    """

    bound: float
    needed: float
    share: float
    refuted: bool
    sentence: str
    terms: Terms


def check(
    problem: SupplyProblem, certificate: SupplyCertificate, *, needed_at_least: float | None = None
) -> SupplyProof:
    """Check a certificate against the arrays, and say what it proves.

    Parameters
    ----------
    problem, certificate
        The arrays and what is to be checked on them.
    needed_at_least
        Where the arrays hold the most that each place may need: what all places together need at the least,
        in the unit of the one commodity whose units the certificate counts. The bound is held against it.

    Raises
    ------
    CertificateRefused
        If it is of another version or for other arrays, an array has a wrong type or shape or a value on
        which the bound would not hold, a price is negative or not finite, no need has a value, or a capacity
        without limit has a price. If a least need is given: if that is no amount or more than all need in the
        arrays, or the certificate does not count the units of one commodity.
    """
    if certificate.version != FORMAT_VERSION:
        refuse(f"it is of version {certificate.version}; this checker knows version {FORMAT_VERSION}")
    check_arrays(problem)
    check_prices(problem, certificate)
    if certificate.problem_sha256 != arrays_sha256(problem):
        refuse("it was made for other arrays: the hash differs")
    with np.errstate(over="ignore", invalid="ignore"):  # what is beyond any float is refused below
        bound, terms = _bound(problem, certificate)
    if math.isinf(bound):
        refuse("a capacity without limit has a price, or a term is beyond any number")
    needed = _sum(certificate.value[:, :, None] * problem.need) * (1 - _ROUNDING)
    if needed <= 0:
        refuse("no need has a value")
    counted = _counted(problem, certificate)
    if needed_at_least is not None:
        if counted is None:
            refuse("a least need stands beside it, but it does not count the units of one commodity")
        needed = _least(problem.unit[counted], needed, needed_at_least)
    share = min(1.0, bound / needed * (1 + _ROUNDING))
    refuted = bound < needed * (1 - MARGIN)
    if not refuted:
        said = NOTHING if needed_at_least is None else NOTHING_AT_LEAST
    elif needed_at_least is None or counted is None:
        said = sentence(problem, counted, bound, share, MARGIN)
    else:
        said = sentence_at_least(problem, counted, bound, needed, share, MARGIN)
    return SupplyProof(bound, needed, share, refuted, said, terms)


def _counted(problem: SupplyProblem, certificate: SupplyCertificate) -> int | None:
    """Return the commodity whose units, and nothing else, the values count wherever it is needed."""
    needing = problem.need.sum(axis=2) > 0
    rated = np.unique(np.nonzero(needing & (certificate.value > 0))[1])
    if len(rated) != 1:
        return None
    k = int(rated[0])
    return k if (certificate.value[needing[:, k], k] == 1.0).all() else None


def _least(unit: str, needed: float, least: float) -> float:
    """Return the least need, after refusing one that the arrays do not bear."""
    if not 0 < least < math.inf:
        refuse(f"the least need beside it, {least:g} {unit}, is no amount")
    if least > needed * (1 + MARGIN):
        refuse(
            f"the least need beside it, {least:g} {unit}, is more than all in its arrays, {needed:g} {unit}"
        )
    return min(least, needed)


def evaluate(problem: SupplyProblem, certificate: SupplyCertificate) -> float:
    """Return the bound that the same values and prices give for other arrays of the same shape.

    Prices stay valid when capacities, stocks or need change, so the effect of an assumption is read off
    without solving again. Infinite where a capacity without limit has a price.

    Raises
    ------
    CertificateRefused
        If an array or price is refused, as in ``check``; the hash is not looked at.
    """
    check_arrays(problem)
    check_prices(problem, certificate)
    with np.errstate(over="ignore", invalid="ignore"):
        return _bound(problem, certificate)[0]


def _bound(problem: SupplyProblem, certificate: SupplyCertificate) -> tuple[float, Terms]:
    """Return the bound, with what rounding may have taken from it added, and its terms."""
    p, per_unit, most = certificate.price, trucks_per_unit(problem), total_need(problem)[:, None]
    last = problem.periods
    at_gate = p[problem.gate]
    through = certificate.gate_price + _of(certificate.inspection_price, problem.inspection_of_gate)
    entering = np.minimum(problem.gate_units, most)
    gate_cost = through[:, None, :] * per_unit[:, None]

    later = np.arange(last) + problem.transit[:, None]
    in_time = later < last
    there = np.take_along_axis(p[problem.head], np.minimum(later, last - 1)[:, None, :], axis=2)
    moving = np.minimum(arc_units(problem), most) * in_time[:, None, :]
    driving = certificate.arc_price + _driving(problem, certificate.fleet_price)
    arc_cost = driving[:, None, :] * per_unit[:, None]
    here = p[problem.tail]

    kept = np.minimum(problem.storage[:, :, None], most)
    terms = Terms(
        stocks=p[:, :, 0] * problem.initial,
        gates=_priced(problem.gate_trucks, certificate.gate_price),
        inspection=_priced(problem.inspection_trucks, certificate.inspection_price),
        arcs=_priced(problem.arc_trucks, certificate.arc_price),
        fleets=_priced(problem.fleet_trucks, certificate.fleet_price),
        entering=entering * np.maximum(0.0, at_gate - gate_cost),
        moving=moving * np.maximum(0.0, there - here - arc_cost),
        kept=kept * np.maximum(0.0, np.diff(p, axis=2)),
        used=problem.need * np.maximum(0.0, certificate.value[:, :, None] - p),
    )
    total = math.fsum(_sum(part) for part in terms.each())
    # A difference of two floats has its right sign; where more are added, each may be off by a share of it.
    doubt = _sum(entering * np.where(gate_cost > 0, at_gate + gate_cost, 0.0))
    doubt += _sum(moving * np.where(arc_cost > 0, there + here + arc_cost, 0.0))
    return total * (1 + _ROUNDING) + doubt * _ROUNDING * (2 + _longest(problem)), terms


def _driving(problem: SupplyProblem, fleet_price: FloatArray) -> FloatArray:
    """Return what a trip that starts on each arc in each period costs its fleet, shape (A, T)."""
    cost = np.zeros((len(problem.tail), problem.periods))
    if not fleet_price.size:
        return cost
    of_fleet = _of(fleet_price, problem.fleet_of_arc)
    for later in range(_longest(problem)):
        driven = problem.truck_periods > later
        cost[driven, : problem.periods - later] += of_fleet[driven, later:]
    return cost * problem.truck_share[:, None]


def _longest(problem: SupplyProblem) -> int:
    return int(min(problem.truck_periods.max(initial=1), problem.periods))


def _of(price: FloatArray, index: npt.NDArray[np.int64]) -> FloatArray:
    """Return the rows that an index names; zeros for -1."""
    if not price.size:
        return np.zeros((len(index), 1))
    rows: FloatArray = np.concatenate([price, np.zeros((1, price.shape[1]))])[index]
    return rows


def _priced(trucks: FloatArray, price: FloatArray) -> FloatArray:
    """Return trucks times price; what has no price costs nothing, even without limit."""
    price = price.reshape(trucks.shape)
    return np.where(price > 0, trucks, 0.0) * price


def _sum(values: FloatArray) -> float:
    """Add up without rounding on the way; infinite where the sum is beyond any float."""
    flat = values.ravel()
    flat = flat[flat != 0]
    if not np.isfinite(flat).all():
        return math.inf
    try:
        return math.fsum(flat.tolist())
    except OverflowError:
        return math.inf
