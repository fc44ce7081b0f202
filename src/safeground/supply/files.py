"""Files of a supply problem and of a delivery plan: ``.npz``, without Python objects."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from safeground.array_file import NO_SUCH_ARRAY, Kind, note_unknown, note_version, read_arrays
from safeground.errors import FaultList
from safeground.supply.balance import DeliveryPlan
from safeground.supply.problem import SupplyProblem

if TYPE_CHECKING:
    import numpy.typing as npt

FORMAT_VERSION: Final = 1
_NAMES: Final = frozenset(
    {"commodity", "unit", "node", "gate_name", "inspection_name", "arc_name", "fleet_name"}
)
_PROBLEM: Final = tuple(field.name for field in dataclasses.fields(SupplyProblem))
_PLAN: Final = tuple(field.name for field in dataclasses.fields(DeliveryPlan))


def write_problem(problem: SupplyProblem, path: Path) -> None:
    """Write a problem file with every array; equal problems give equal bytes."""
    _write(path, {name: getattr(problem, name) for name in _PROBLEM})


def read_problem(path: Path) -> SupplyProblem:
    """Read a problem file.

    Raises
    ------
    InputError
        If it is not there, is no ``.npz`` or damaged, holds Python objects, lacks an array, has one that this
        format does not have, or its arrays are wrong.
    """
    arrays = _read(Path(path), _PROBLEM, "a supply problem")
    given: dict[str, Any] = {
        name: [str(one) for one in array.ravel()] if name in _NAMES else array
        for name, array in arrays.items()
    }
    for kind, names in _TOGETHER:
        if not len(arrays[kind]):
            for name in names:
                del given[name]
    return SupplyProblem.from_arrays(file=path, **given)


_TOGETHER: Final = (
    ("inspection_name", ("inspection_of_gate", "inspection_trucks", "inspection_name")),
    ("limit_arc", ("limit_arc", "limit_commodity", "limit_units")),
    ("fleet_name", ("fleet_of_arc", "fleet_trucks", "fleet_name")),
)
"""Arrays that are left out together where the first is empty, as ``from_arrays`` has them."""


def write_plan(plan: DeliveryPlan, path: Path) -> None:
    """Write a delivery plan."""
    _write(path, {name: getattr(plan, name) for name in _PLAN})


def read_plan(path: Path) -> DeliveryPlan:
    """Read a delivery plan.

    Raises
    ------
    InputError
        As ``read_problem``, or if an array is none of numbers.
    """
    arrays = _read(Path(path), _PLAN, "a delivery plan")
    faults = FaultList(path)
    for name, array in arrays.items():
        if array.dtype.kind not in "iuf":
            faults.add(name, f"values of type {array.dtype}", "numbers", f"Store {name} as numbers.")
    faults.raise_if_any()
    return DeliveryPlan(**{name: np.array(array, np.float64) for name, array in arrays.items()})


def _write(path: Path, arrays: dict[str, Any]) -> None:
    stored: dict[str, Any] = {}
    for name, array in arrays.items():
        stored[name] = np.array(array, np.str_) if name in _NAMES else array
    with Path(path).open("wb") as file:
        np.savez_compressed(file, version=np.int64(FORMAT_VERSION), **stored)


def _read(path: Path, names: tuple[str, ...], what: str) -> dict[str, npt.NDArray[Any]]:
    """Return the named arrays of a file that holds them and no others."""
    faults = FaultList(path)
    expected = f"{what}: a whole .npz file of plain arrays"
    damaged = ("what cannot be read ({error})", expected, "Write or copy it again.")
    arrays = read_arrays(path, Kind(f"{what} (.npz)", damaged), faults)
    faults.raise_if_any()
    note_version(arrays, faults, first=FORMAT_VERSION, last=FORMAT_VERSION)
    arrays.pop("version", None)
    for name in names:
        if name not in arrays:
            faults.add(name, "no such array", NO_SUCH_ARRAY, f"Add {name}.")
    note_unknown(arrays, names, faults)
    faults.raise_if_any()
    return arrays
