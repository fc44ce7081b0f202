"""Checks of a problem's arrays: every fault in one pass, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from safeground.flow.window_checks import WindowChecks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from safeground.errors import FaultList

    IntArray = npt.NDArray[np.int64]
    FloatArray = npt.NDArray[np.float64]

LARGEST: Final = 1e15
"""Above it a float no longer counts persons or milliseconds one by one."""


class ArrayChecks:
    """One pass over the arrays that notes every fault and keeps what is right."""

    def __init__(self, faults: FaultList, given: Mapping[str, npt.ArrayLike]) -> None:
        self.faults = faults
        self.given = given
        self.unusable: set[str] = set()

    def run(self, nodes: int | None) -> dict[str, Any]:
        """Return the arguments of ``Problem``; meaningless where a fault was noted."""
        tail, head, source, sink = (self.integers(name) for name in ("tail", "head", "source", "sink"))
        transit = self.numbers("transit_s")
        capacity = self.numbers("capacity_per_s", least=0.0, exclusive=True)
        persons = self.numbers("persons")
        for name, array in (("head", head), ("transit_s", transit), ("capacity_per_s", capacity)):
            self.same_length(name, array, "tail", tail)
        self.same_length("persons", persons, "source", source)
        release = self.numbers("release_s") if "release_s" in self.given else np.zeros(len(source))
        self.same_length("release_s", release, "source", source)
        street = self.integers("street_id") if "street_id" in self.given else np.arange(len(tail))
        self.same_length("street_id", street, "tail", tail)
        self.somebody(source, persons)
        self.sinks(sink)
        refuge, room = self.refuges(sink)
        count = self.node_count(nodes, {"tail": tail, "head": head, "source": source, "sink": sink})
        times = WindowChecks(self, len(tail))
        return (
            times.windows()
            | times.halts()
            | {
                "nodes": count,
                "tail": tail,
                "head": head,
                "transit_s": transit,
                "capacity_per_s": capacity,
                "source": source,
                "persons": persons,
                "sink": sink,
                "release_s": release,
                "refuge_of_sink": refuge,
                "refuge_room": room,
                "street_id": street,
            }
        )

    def one_row(self, name: str, kinds: str, expected: str) -> npt.NDArray[Any]:
        """Return the array if it is one row of a fitting type; else note it and return an empty one."""
        try:
            array = np.asarray(self.given[name])
            found = f"an array of shape {array.shape}" if array.ndim != 1 else ""
        except ValueError:
            found = "rows of unequal length"
        if not found and array.size and array.dtype.kind not in kinds:
            found = f"values of type {array.dtype}"
        if found:
            self.unusable.add(name)
            self.faults.add(name, found, f"one row of {expected}", f"Store {name} so.")
            return np.empty(0)
        return array

    def integers(self, name: str) -> IntArray:
        """Return a row of whole numbers >= 0."""
        array = self.one_row(name, "iu", "whole numbers of an integer type")
        if array.dtype.kind == "u" and array.size:
            array = np.minimum(array.astype(np.uint64), np.uint64(np.iinfo(np.int64).max))
        self.each(name, array, array < 0, "0 or more", "Count from 0.")
        return np.ascontiguousarray(array, np.int64)

    def numbers(self, name: str, *, least: float = 0.0, exclusive: bool = False) -> FloatArray:
        """Return a row of finite numbers from ``least`` on."""
        array = self.one_row(name, "iuf", "numbers")
        values = np.ascontiguousarray(array, np.float64)
        finite = np.abs(values) <= LARGEST  # false for NaN
        self.each(name, values, ~finite, "a finite number", "Fill it in, or leave the row out.")
        low = values <= least if exclusive else values < least
        expected = f"more than {least:g}" if exclusive else f"{least:g} or more"
        self.each(name, values, finite & low, expected, f"Correct {name}.")
        return values

    def limits(self, name: str) -> FloatArray:
        """Return a row of numbers from 0 on in which NaN and infinity mean no limit."""
        values = np.array(self.one_row(name, "iuf", "numbers"), np.float64)
        values[np.isnan(values)] = np.inf
        self.each(name, values, values < 0, "0 or more; NaN for no limit", f"Correct {name}.")
        return values

    def each(
        self, name: str, array: npt.NDArray[Any], wrong: npt.NDArray[np.bool_], expected: str, fix: str
    ) -> None:
        """Note wrong values as one fault: the first, and how many more."""
        places = np.flatnonzero(wrong)
        if len(places):
            more = f" (and {len(places) - 1} more like it)" if len(places) > 1 else ""
            self.faults.add(f"{name}[{places[0]}]", f"{array[places[0]]}{more}", expected, fix)

    def same_length(self, name: str, array: npt.NDArray[Any], other: str, model: npt.NDArray[Any]) -> None:
        """Note a length that differs, unless either array was already found wrong in its type."""
        if len(array) != len(model) and not self.unusable & {name, other}:
            expected = f"{len(model)} values, one for each of {other}"
            self.faults.add(
                name, f"{len(array)} values", expected, f"Give {name} and {other} the same length."
            )

    def somebody(self, source: IntArray, persons: FloatArray) -> None:
        """Note a problem without people."""
        if len(source) == 0 and "source" not in self.unusable:
            self.faults.add("source", "no source", "at least one", "Say where people start.")
        elif len(persons) and len(persons) == len(source) and not np.any(persons != 0):
            self.faults.add(
                "persons", "0 persons in all", "somebody who moves", "Give the persons at each source."
            )

    def sinks(self, sink: IntArray) -> None:
        """Note missing and doubled sinks."""
        if len(sink) == 0 and "sink" not in self.unusable:
            self.faults.add("sink", "no sink", "at least one", "Say at which nodes people have arrived.")
        seen, count = np.unique(sink, return_counts=True)
        for node in seen[count > 1][:1]:
            expected = "each node once"
            more = f" (and {int((count > 1).sum()) - 1} more nodes)" if (count > 1).sum() > 1 else ""
            self.faults.add("sink", f"node {node} more than once{more}", expected, "Name each sink once.")

    def refuges(self, sink: IntArray) -> tuple[IntArray, FloatArray]:
        """Return the refuge of each sink and the room of each refuge."""
        if "refuge_of_sink" not in self.given:
            if "refuge_room" in self.given:
                found, expected = "refuge_room without refuge_of_sink", "both, or neither"
                self.faults.add("refuge_room", found, expected, "Say which refuge each sink belongs to.")
            return np.zeros(len(sink), np.int64), np.full(1, np.inf)
        refuge = self.integers("refuge_of_sink")
        self.same_length("refuge_of_sink", refuge, "sink", sink)
        if "refuge_room" not in self.given:
            expected = "refuges numbered from 0, no more than there are sinks"
            self.each("refuge_of_sink", refuge, refuge >= max(len(sink), 1), expected, "Number them from 0.")
            return refuge, np.full(min(int(refuge.max(initial=0)), len(sink)) + 1, np.inf)
        room = self.limits("refuge_room")
        if "refuge_room" in self.unusable:
            return refuge, np.full(1, np.inf)
        expected = f"less than {len(room)}, the number of values of refuge_room"
        self.each("refuge_of_sink", refuge, refuge >= len(room), expected, "Correct the index.")
        return refuge, room

    def node_count(self, nodes: int | None, indices: Mapping[str, IntArray]) -> int:
        """Return the number of nodes, after holding every index against it."""
        largest = max(int(array.max(initial=-1)) for array in indices.values())
        count = largest + 1 if nodes is None else nodes
        # Labels are held for every node: a node numbered 10^12 is a slip, not a street.
        most = max(1000 * sum(len(array) for array in indices.values()), 1_000_000)
        if nodes is not None and not 1 <= nodes <= most:
            self.faults.add("nodes", str(nodes), f"1 to {most}", "Give the number of nodes.")
        elif nodes is None and count > most:
            expected = "nodes numbered from 0 without large holes"
            self.faults.add("nodes", f"node {largest}", expected, "Number the nodes from 0 up.")
        else:
            for name, array in indices.items():
                expected = f"less than {count}, the number of nodes"
                self.each(name, array, array >= count, expected, "Correct the index or the number of nodes.")
        return count
