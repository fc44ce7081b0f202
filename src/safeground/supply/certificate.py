"""Certificates of "at most so much": checked from the arrays alone.

This module decides whether a bound on deliveries holds. It imports nothing else of ``supply`` when it runs
but the arrays' shape, so whoever reads these lines, and trusts them, need not trust the solver.
``docs/supply-proof.md`` works an example by hand.

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

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec
import numpy as np

from safeground.errors import CertificateRefused
from safeground.supply.problem import arc_units, total_need, trucks_per_unit

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.problem import SupplyProblem

    FloatArray = npt.NDArray[np.float64]

FORMAT_VERSION: Final = 1
MARGIN: Final = 1e-9
"""A bound refutes only where it is below the need by more than this share of it."""

_ROUNDING: Final = 2.0**-48  # of the sizes added up; covers every rounding in a term, with room to spare
_LARGEST: Final = 1e100  # of prices and values; no product of one with an amount is beyond any float
_PRICES: Final = ("value", "price", "gate_price", "inspection_price", "arc_price", "fleet_price")
_NAMES: Final = ("commodity", "unit", "node", "gate_name", "inspection_name", "arc_name", "fleet_name")
_HASHED: Final = (
    ("period_h", "<f8", "T"),
    ("units_per_truck", "<f8", "K"),
    ("gate", "<i8", "G"),
    ("gate_units", "<f8", "GKT"),
    ("gate_trucks", "<f8", "GT"),
    ("inspection_of_gate", "<i8", "G"),
    ("inspection_trucks", "<f8", "IT"),
    ("tail", "<i8", "A"),
    ("head", "<i8", "A"),
    ("transit", "<i8", "A"),
    ("arc_stage", "<i8", "A"),
    ("arc_trucks", "<f8", "AT"),
    ("limit_arc", "<i8", "L"),
    ("limit_commodity", "<i8", "L"),
    ("limit_units", "<f8", "LT"),
    ("fleet_of_arc", "<i8", "A"),
    ("truck_share", "<f8", "A"),
    ("truck_periods", "<i8", "A"),
    ("fleet_trucks", "<f8", "FT"),
    ("initial", "<f8", "NK"),
    ("storage", "<f8", "NK"),
    ("need", "<f8", "NKT"),
)
_BELOW: Final = (
    ("gate", "N", 0),
    ("inspection_of_gate", "I", -1),
    ("tail", "N", 0),
    ("head", "N", 0),
    ("limit_arc", "A", 0),
    ("limit_commodity", "K", 0),
    ("fleet_of_arc", "F", -1),
    ("transit", None, 0),
    ("truck_periods", None, 1),
)
_FINITE: Final = ("initial", "need", "truck_share")


class _Stored(msgspec.Struct, forbid_unknown_fields=True):
    """A certificate as JSON."""

    version: int
    problem_sha256: str
    value: list[list[float]]
    price: list[list[list[float]]]
    gate_price: list[list[float]]
    inspection_price: list[list[float]]
    arc_price: list[list[float]]
    fleet_price: list[list[float]]


@dataclass(frozen=True, slots=True)
class SupplyCertificate:
    """Values and prices that bound what can be delivered.

    Parameters
    ----------
    version, problem_sha256
        Of the format, and of the arrays it was made for.
    value
        What a unit used at a node counts, shape (N, K).
    price
        Of a unit at a node in a period, in values, shape (N, K, T).
    gate_price, inspection_price, arc_price, fleet_price
        Of a truck in a period, shapes (G, T), (I, T), (A, T), (F, T).
    """

    version: int
    problem_sha256: str
    value: FloatArray
    price: FloatArray
    gate_price: FloatArray
    inspection_price: FloatArray
    arc_price: FloatArray
    fleet_price: FloatArray

    def to_json(self) -> bytes:
        """Return the certificate as JSON; every number reads back as the same float.

        Raises
        ------
        ValueError
            If a number is not finite, which JSON cannot say.
        """
        arrays = {name: getattr(self, name) for name in _PRICES}
        if not all(np.isfinite(array).all() for array in arrays.values()):
            msg = "a certificate holds finite numbers only"
            raise ValueError(msg)
        lists = {name: array.tolist() for name, array in arrays.items()}
        return msgspec.json.encode(_Stored(self.version, self.problem_sha256, **lists)) + b"\n"

    @classmethod
    def from_json(cls, data: bytes | str) -> SupplyCertificate:
        """Read a certificate.

        Raises
        ------
        CertificateRefused
            If the data is not JSON, lacks a field or has another one, or has rows of unequal length.
        """
        try:
            stored = msgspec.json.decode(data, type=_Stored)
            arrays = {name: np.array(getattr(stored, name), np.float64) for name in _PRICES}
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            msg = f"This cannot be read as a certificate: {error}."
            raise CertificateRefused(msg) from error
        return cls(stored.version, stored.problem_sha256, **arrays)


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
        The value of all need.
    share
        ``bound`` by ``needed``, at most 1.
    refuted
        True where the bound shows that not all need can be met.
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


def arrays_sha256(problem: SupplyProblem) -> str:
    """Return the hash of a problem's names and arrays, as ``docs/supply-proof.md`` defines it."""
    digest = hashlib.sha256(f"safeground supply {FORMAT_VERSION}\n".encode())
    for name in _NAMES:
        digest.update(name.encode() + b"\n" + msgspec.json.encode(list(getattr(problem, name))) + b"\n")
    for name, kind, _ in _HASHED:
        array = np.asarray(getattr(problem, name))
        digest.update(f"{name} {kind} {list(array.shape)}\n".encode())
        digest.update(np.ascontiguousarray(array, np.dtype(kind)).tobytes())
    return digest.hexdigest()


def check(problem: SupplyProblem, certificate: SupplyCertificate) -> SupplyProof:
    """Check a certificate against the arrays, and say what it proves.

    Raises
    ------
    CertificateRefused
        If it is of another version or for other arrays, an array has a wrong type or shape or a value on
        which the bound would not hold, a price is negative or not finite, no need has a value, or a capacity
        without limit has a price.
    """
    if certificate.version != FORMAT_VERSION:
        _refuse(f"it is of version {certificate.version}; this checker knows version {FORMAT_VERSION}")
    _check_arrays(problem)
    _check_prices(problem, certificate)
    if certificate.problem_sha256 != arrays_sha256(problem):
        _refuse("it was made for other arrays: the hash differs")
    with np.errstate(over="ignore", invalid="ignore"):  # what is beyond any float is refused below
        bound, terms = _bound(problem, certificate)
    if math.isinf(bound):
        _refuse("a capacity without limit has a price, or a term is beyond any number")
    needed = _sum(certificate.value[:, :, None] * problem.need) * (1 - _ROUNDING)
    if needed <= 0:
        _refuse("no need has a value")
    refuted = bound < needed * (1 - MARGIN)
    share = min(1.0, bound / needed * (1 + _ROUNDING))
    return SupplyProof(
        bound, needed, share, refuted, _sentence(problem, certificate, bound, share, refuted), terms
    )


def evaluate(problem: SupplyProblem, certificate: SupplyCertificate) -> float:
    """Return the bound that the same values and prices give for other arrays of the same shape.

    Prices stay valid when capacities, stocks or need change, so the effect of an assumption is read off
    without solving again. Infinite where a capacity without limit has a price.

    Raises
    ------
    CertificateRefused
        If an array or price is refused, as in ``check``; the hash is not looked at.
    """
    _check_arrays(problem)
    _check_prices(problem, certificate)
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


def _check_arrays(problem: SupplyProblem) -> None:
    """Refuse arrays on which the bound would not hold."""
    count = {
        "K": len(problem.commodity),
        "N": len(problem.node),
        "T": len(problem.period_h),
        "G": len(problem.gate_name),
        "A": len(problem.arc_name),
        "I": len(problem.inspection_name),
        "L": len(problem.limit_arc),
        "F": len(problem.fleet_name),
    }
    if len(problem.unit) != count["K"] or not count["T"]:
        _refuse("the commodities' units differ in number, or there is no period")
    for name, kind, where in _HASHED:
        array = getattr(problem, name)
        if array.dtype.newbyteorder("<") != np.dtype(kind):
            _refuse(f"the array {name} is not of 64-bit numbers of type {kind}")
        if array.shape != tuple(count[axis] for axis in where):
            _refuse(f"the array {name} has the shape {array.shape}")
        if kind == "<f8" and (np.isnan(array).any() or (array < 0).any()):
            _refuse(f"the array {name} holds a value that is negative or not a number")
    for name in _FINITE:
        if not np.isfinite(getattr(problem, name)).all():
            _refuse(f"the array {name} holds a value that is not finite")
    if (problem.units_per_truck == 0).any():
        _refuse("the array units_per_truck holds a 0")
    for name, of, least in _BELOW:
        array = getattr(problem, name)
        if (array < least).any() or (array >= (2**40 if of is None else count[of])).any():
            _refuse(f"the array {name} holds a value out of range")


def _check_prices(problem: SupplyProblem, certificate: SupplyCertificate) -> None:
    """Refuse values and prices of a wrong shape, negative or not finite."""
    last = (problem.periods,)
    shapes = {
        "value": problem.initial.shape,
        "price": problem.need.shape,
        "gate_price": (len(problem.gate), *last),
        "inspection_price": problem.inspection_trucks.shape,
        "arc_price": (len(problem.tail), *last),
        "fleet_price": problem.fleet_trucks.shape,
    }
    for name, shape in shapes.items():
        array = getattr(certificate, name)
        if array.shape != shape and not array.size == math.prod(shape) == 0:
            _refuse(f"{name} has the shape {array.shape}; these arrays need {shape}")
        if array.dtype != np.float64 or not ((array >= 0) & (array <= _LARGEST)).all():
            _refuse(f"{name} holds what is no finite number from 0 on (to {_LARGEST:g})")


def _sentence(
    problem: SupplyProblem, certificate: SupplyCertificate, bound: float, share: float, refuted: bool
) -> str:
    """Say the proof; the bound rounded up (less the allowance for rounding), the need down."""
    rated = np.unique(np.nonzero(problem.need.sum(axis=2) * certificate.value)[1])
    if not refuted:
        return "For these arrays this certificate refutes nothing: its bound is not below the need."
    k = int(rated[0])
    needing = problem.need[:, k].sum(axis=1) > 0
    tenths = max(0, math.ceil((share - MARGIN) * 1000))
    percent = f"{tenths / 10:g} %"
    if len(rated) == 1 and (certificate.value[needing, k] == 1.0).all():
        unit, what = problem.unit[k], problem.commodity[k]
        needed = math.floor(_sum(problem.need[:, k]))
        most = max(0, math.ceil(bound - MARGIN * needed))
        amounts = f"{most:,} {unit} of the {needed:,} {unit}" if most < needed else f"{percent}"
        shown = f" ({percent})" if most < needed and tenths < 1000 else ""
        said = f"at most {amounts} of {what} needed can be supplied in time{shown}."
        return f"For these arrays it is proven: {said}"
    if tenths >= 1000:
        return (
            "For these arrays it is proven: not all of the need, weighted as stated, can be supplied in time."
        )
    return (
        f"For these arrays it is proven: at most {percent} of the need, weighted as stated, can be supplied "
        f"in time; however it is shared, somebody gets no more than {percent} of theirs."
    )


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


def _refuse(why: str) -> NoReturn:
    msg = f"The certificate is refused: {why}."
    raise CertificateRefused(msg)
