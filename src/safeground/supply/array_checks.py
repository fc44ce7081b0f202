"""Checks of a supply problem's arrays: every fault in one pass, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from safeground.errors import FaultList

    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

LARGEST: Final = 1e15
"""Above it a float no longer counts units one by one."""
_LEAST_LOAD: Final = 1e-6
_MOST_CELLS: Final = 200_000_000
_UNITS_CHECKED: Final = ("need", "initial", "storage", "gate_units")


class ArrayChecks:
    """One pass over what was given that notes every fault and keeps what is right."""

    def __init__(self, faults: FaultList, given: Mapping[str, Any], units_of: Mapping[str, Any]) -> None:
        self.faults = faults
        self.given = given
        self.units_of = units_of
        self.count: dict[str, int] = {}

    def run(self) -> dict[str, Any]:
        """Return the arguments of ``SupplyProblem``; meaningless where a fault was noted."""
        kept: dict[str, Any] = self._sizes()
        if len(self.faults):
            return kept
        kept |= self._commodities() | self._gates() | self._arcs() | self._limits() | self._fleets()
        for name, where, missing in (
            ("initial", "NK", 0.0),
            ("storage", "NK", np.inf),
            ("need", "NKT", None),
        ):
            kept[name] = self._numbers(name, where, finite=name != "storage", missing=missing)
        if not len(self.faults):
            self._fits(kept["initial"], kept["storage"], kept["node"], kept["commodity"])
            if not kept["need"].any():
                self.faults.add("need", "0 everywhere", "need at some node", "Say who needs what.")
        return kept

    def _sizes(self) -> dict[str, Any]:
        """Return the names of commodities and nodes and the periods, after counting everything."""
        names = {name: self._names(name) for name in ("commodity", "node")}
        hours = np.array(self._row("period_h"), np.float64)
        bad = ~(hours > 0) | ~np.isfinite(hours)
        for at in np.flatnonzero(bad)[:1]:
            self.faults.add(f"period_h[{at}]", f"{hours[at]}", "hours, more than 0", "Correct period_h.")
        if not len(hours):
            self.faults.add(
                "period_h", "no period", "at least one", "Give the length of each period in hours."
            )
        self.count = {
            "K": len(names["commodity"]),
            "N": len(names["node"]),
            "T": len(hours),
            "G": len(self._row("gate")),
            "A": len(self._row("tail")),
            "I": self._leading("inspection_trucks"),
            "L": len(self._row("limit_arc")),
            "F": self._leading("fleet_trucks"),
        }
        cells = self.count["K"] * self.count["T"] * max(self.count["N"], self.count["A"], self.count["G"])
        if cells > _MOST_CELLS:
            self.faults.add(
                "node",
                f"{cells:,} nodes or arcs by commodity and period",
                f"at most {_MOST_CELLS:,}",
                "Use longer periods, or fewer places.",
            )
        return {"commodity": names["commodity"], "node": names["node"], "period_h": hours}

    def _commodities(self) -> dict[str, Any]:
        unit = self._names("unit", "K", unique=False)
        for name, units in self.units_of.items():
            if name not in _UNITS_CHECKED:
                expected = f"one of {', '.join(_UNITS_CHECKED)}"
                self.faults.add("units_of", repr(name), expected, "Correct the name.")
                continue
            for k, (found, expected) in enumerate(zip(units, unit, strict=False)):
                if found != expected:
                    what = self.given["commodity"][k]
                    self.faults.add(
                        f"{name}, {what}",
                        f"the unit {found}",
                        f"{expected}, the unit of {what}",
                        "Convert it before, by a figure that you can name.",
                    )
            if len(units) != len(unit):
                self.faults.add(
                    f"units_of {name}",
                    f"{len(units)} units",
                    f"{len(unit)}, one a commodity",
                    "Give them all.",
                )
        carried = self._numbers("units_per_truck", "K", finite=False)
        self._each(
            "units_per_truck", carried, carried < _LEAST_LOAD, "more than 0; inf where no truck is needed"
        )
        return {"unit": unit, "units_per_truck": carried}

    def _gates(self) -> dict[str, Any]:
        gate = self._index("gate", "G", "N")
        if self.count["G"] == 0 and "initial" not in self.given:
            self.faults.add(
                "gate", "no gate and no stock", "one or the other", "Say where supplies come from."
            )
        self._both("inspection_of_gate", "inspection_trucks")
        inspected = self._index("inspection_of_gate", "G", "I", none=True)
        node = self.given["node"]
        named = [f"gate at {node[n]}" if n < len(node) else "" for n in gate.tolist()]
        return {
            "gate": gate,
            "gate_name": self._names("gate_name", "G", made=named),
            "gate_units": self._numbers("gate_units", "GKT", finite=False, missing=np.inf),
            "gate_trucks": self._numbers("gate_trucks", "GT", finite=False),
            "inspection_of_gate": inspected,
            "inspection_name": self._names("inspection_name", "I", made=self._numbered("inspection", "I")),
            "inspection_trucks": self._numbers("inspection_trucks", "IT", finite=False, missing=np.inf),
        }

    def _arcs(self) -> dict[str, Any]:
        tail, head = self._index("tail", "A", "N"), self._index("head", "A", "N")
        node = self.given["node"]
        named = [
            f"{node[u]} to {node[v]}" if max(u, v) < len(node) else ""
            for u, v in zip(tail.tolist(), head.tolist(), strict=False)
        ]
        stage = self._index("arc_stage", "A", None, missing=0)
        self._each("arc_stage", stage, stage > 2, "0 (road), 1 (collection) or 2 (delivery)")
        return {
            "tail": tail,
            "head": head,
            "arc_name": self._names("arc_name", "A", made=named, unique=False),
            "transit": self._index("transit", "A", None),
            "arc_stage": stage,
            "arc_trucks": self._numbers("arc_trucks", "AT", finite=False),
        }

    def _limits(self) -> dict[str, Any]:
        self._both("limit_arc", "limit_commodity")
        self._both("limit_arc", "limit_units")
        return {
            "limit_arc": self._index("limit_arc", "L", "A"),
            "limit_commodity": self._index("limit_commodity", "L", "K"),
            "limit_units": self._numbers("limit_units", "LT", finite=False, missing=np.inf),
        }

    def _fleets(self) -> dict[str, Any]:
        self._both("fleet_of_arc", "fleet_trucks")
        share = self._numbers("truck_share", "A", missing=1.0)
        self._each("truck_share", share, (share == 0) | (share > 1), "more than 0, at most 1")
        lasting = self._index("truck_periods", "A", None, missing=1)
        self._each("truck_periods", lasting, lasting < 1, "1 or more")
        return {
            "fleet_of_arc": self._index("fleet_of_arc", "A", "F", none=True),
            "fleet_name": self._names("fleet_name", "F", made=self._numbered("fleet", "F")),
            "truck_share": share,
            "truck_periods": lasting,
            "fleet_trucks": self._numbers("fleet_trucks", "FT", finite=False, missing=np.inf),
        }

    def _fits(self, initial: FloatArray, storage: FloatArray, node: Any, commodity: Any) -> None:
        """Note a stock that is more than its store holds."""
        for n, k in np.argwhere(initial > storage)[:1]:
            self.faults.add(
                f"initial, {node[n]}, {commodity[k]}",
                f"a stock of {initial[n, k]}",
                f"at most its storage, {storage[n, k]}",
                "Correct one of them.",
            )

    def _names(
        self, name: str, where: str = "", *, made: list[str] | None = None, unique: bool = True
    ) -> tuple[str, ...]:
        """Return names, each once, as many as there must be."""
        given = self.given.get(name, made if made is not None else ())
        names = (
            tuple(str(one) for one in np.asarray(given).tolist()) if not isinstance(given, str) else (given,)
        )
        if name not in self.given and made is None:
            self.faults.add(name, "nothing", "names", f"Give {name}.")
        if where and len(names) != self.count[where]:
            self._length(name, len(names), where)
        twice = (
            {one for one in names if names.count(one) > 1} if unique and len(set(names)) < len(names) else ()
        )
        if name in self.given:
            for one in sorted(twice)[:1]:
                self.faults.add(name, f"{one!r} more than once", "each name once", "Name each thing once.")
            if any(not one.strip() for one in names):
                self.faults.add(name, "an empty name", "a name", "Name it.")
        return names

    def _numbered(self, what: str, where: str) -> list[str]:
        return [f"{what} {at + 1}" for at in range(self.count[where])]

    def _row(self, name: str) -> npt.NDArray[Any]:
        """Return one row of numbers as it was given; empty where it was not, or is none."""
        array = self._array(name)
        if array.ndim != 1:
            self.faults.add(name, f"an array of shape {array.shape}", "one row", f"Store {name} so.")
            return np.empty(0)
        return array

    def _leading(self, name: str) -> int:
        array = self._array(name)
        return array.shape[0] if array.ndim else 0

    def _array(self, name: str) -> npt.NDArray[Any]:
        """Return what was given as an array of numbers; empty where it is none."""
        if name not in self.given:
            return np.empty(0)
        try:
            array = np.asarray(self.given[name])
        except ValueError:
            array = np.array("rows of unequal length")
        if array.dtype.kind not in "iuf" and array.size:
            found = f"values of type {array.dtype}" if array.ndim else str(array)
            self.faults.add(name, found, "numbers", f"Store {name} as numbers.")
            return np.empty(0)
        return array

    def _index(
        self, name: str, where: str, of: str | None, *, none: bool = False, missing: int | None = None
    ) -> IntArray:
        """Return a row of whole numbers from 0 on (from -1 where none may be meant), below a count."""
        if name not in self.given:
            if none or missing is not None or self.count[where] == 0:
                return np.full(self.count[where], -1 if none else missing or 0, np.int64)
            self.faults.add(name, "nothing", "whole numbers", f"Give {name}.")
            return np.zeros(self.count[where], np.int64)
        array = self._array(name)
        if array.ndim != 1 or len(array) != self.count[where]:
            self._length(name, array.shape if array.ndim != 1 else len(array), where)
            return np.zeros(self.count[where], np.int64)
        if array.size and array.dtype.kind == "f":
            self.faults.add(
                name, f"values of type {array.dtype}", "whole numbers of an integer type", f"Store {name} so."
            )
            return np.zeros(self.count[where], np.int64)
        least = -1 if none else 0
        below = 2**40 if of is None else self.count[of]
        expected = f"{least} or more" if of is None else f"{least} to {below - 1}, of {_COUNTED[of]}"
        self._each(name, array, (array < least) | (array >= below), expected)
        return np.ascontiguousarray(array, np.int64)

    def _numbers(
        self, name: str, where: str, *, finite: bool = True, missing: float | None = None
    ) -> FloatArray:
        """Return numbers from 0 on in the shape that is named, the periods filled in where all are alike."""
        shape = tuple(self.count[axis] for axis in where)
        if name not in self.given:
            if missing is None and all(shape):
                self.faults.add(name, "nothing", "numbers; inf for no limit", f"Give {name}.")
            return np.full(shape, missing or 0.0)
        values = np.array(self._array(name), np.float64)
        if where.endswith("T") and values.shape == shape[:-1]:
            values = np.repeat(values[..., None], shape[-1], axis=-1)
        if values.shape != shape:
            self._length(name, values.shape, where)
            return np.zeros(shape)
        unknown = "a number; what is unknown must be taken at one end of its range"
        self._each(name, values, np.isnan(values), unknown)
        self._each(name, values, values < 0, "0 or more")
        large = np.abs(values) > LARGEST
        self._each(
            name, values, large & (np.isinf(values) if finite else ~np.isinf(values)), "a finite number"
        )
        if finite:
            self._each(name, values, large & ~np.isinf(values), f"at most {LARGEST:g}")
        return np.ascontiguousarray(values)

    def _each(self, name: str, array: npt.NDArray[Any], wrong: npt.NDArray[np.bool_], expected: str) -> None:
        """Note wrong values as one fault: the first, and how many more."""
        places = np.argwhere(wrong)
        if len(places):
            more = f" (and {len(places) - 1} more like it)" if len(places) > 1 else ""
            at = "".join(f"[{i}]" for i in places[0])
            self.faults.add(f"{name}{at}", f"{array[tuple(places[0])]}{more}", expected, f"Correct {name}.")

    def _length(self, name: str, found: Any, where: str) -> None:
        expected = " × ".join(f"{self.count[axis]} {_COUNTED[axis]}" for axis in where)
        shown = f"shape {found}" if isinstance(found, tuple) else f"{found} values"
        self.faults.add(name, shown, expected, f"Give {name} in that shape.")

    def _both(self, one: str, other: str) -> None:
        if (one in self.given) != (other in self.given):
            there, lacks = (one, other) if one in self.given else (other, one)
            self.faults.add(lacks, f"{there} without {lacks}", "both, or neither", f"Give {lacks}.")


_COUNTED: Final = {
    "K": "commodities",
    "N": "nodes",
    "T": "periods",
    "G": "gates",
    "A": "arcs",
    "I": "inspection points",
    "L": "limits",
    "F": "fleets",
}
