"""What arrays and prices must be for a bound to hold, and the hash that ties the one to the other.

Part of the checker: with ``certificate`` and ``certificate_file`` these are the lines to read and trust.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec
import numpy as np

from safeground.errors import CertificateRefused
from safeground.supply.certificate_file import FORMAT_VERSION

if TYPE_CHECKING:
    from safeground.supply.certificate_file import SupplyCertificate
    from safeground.supply.problem import SupplyProblem

_LARGEST: Final = 1e100  # of prices and values; no product of one with an amount is beyond any float
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


def check_arrays(problem: SupplyProblem) -> None:
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
        refuse("the commodities' units differ in number, or there is no period")
    for name, kind, where in _HASHED:
        array = getattr(problem, name)
        if array.dtype.newbyteorder("<") != np.dtype(kind):
            refuse(f"the array {name} is not of 64-bit numbers of type {kind}")
        if array.shape != tuple(count[axis] for axis in where):
            refuse(f"the array {name} has the shape {array.shape}")
        if kind == "<f8" and (np.isnan(array).any() or (array < 0).any()):
            refuse(f"the array {name} holds a value that is negative or not a number")
    for name in _FINITE:
        if not np.isfinite(getattr(problem, name)).all():
            refuse(f"the array {name} holds a value that is not finite")
    if (problem.units_per_truck == 0).any():
        refuse("the array units_per_truck holds a 0")
    for name, of, least in _BELOW:
        array = getattr(problem, name)
        if (array < least).any() or (array >= (2**40 if of is None else count[of])).any():
            refuse(f"the array {name} holds a value out of range")


def check_prices(problem: SupplyProblem, certificate: SupplyCertificate) -> None:
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
            refuse(f"{name} has the shape {array.shape}; these arrays need {shape}")
        if array.dtype != np.float64 or not ((array >= 0) & (array <= _LARGEST)).all():
            refuse(f"{name} holds what is no finite number from 0 on (to {_LARGEST:g})")


def refuse(why: str) -> NoReturn:
    """Raise the refusal of a certificate."""
    msg = f"The certificate is refused: {why}."
    raise CertificateRefused(msg)
