"""The movement problem as arrays, and its file.

A directed street graph with transit times and capacities; people at sources; sinks where they are
counted as arrived. Several sinks may be entries of one refuge, which is one absorbing node with room
or without. The file is documented in ``docs/problem-file.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from safeground.array_file import NO_SUCH_ARRAY, Kind, note_unknown, note_version, read_arrays
from safeground.errors import FaultList, InputError
from safeground.flow.array_checks import ArrayChecks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from safeground.array_file import Arrays

    IntArray = npt.NDArray[np.int64]
    FloatArray = npt.NDArray[np.float64]

FORMAT_VERSION: Final = 2
REQUIRED: Final = ("tail", "head", "transit_s", "capacity_per_s", "source", "persons", "sink")
OPTIONAL: Final = (
    "release_s",
    "refuge_of_sink",
    "refuge_room",
    "street_id",
    "window_arc",
    "window_open_s",
    "window_close_s",
    "window_quota",
    "halt_from_s",
    "halt_until_s",
)

_KIND: Final = Kind(
    "a problem file (.npz)",
    damaged=("a damaged file ({error})", "a whole .npz file", "Write or copy it again."),
    no_archive=(
        "a file that is no .npz, or is cut off",
        "a problem file (.npz, a zip of arrays)",
        "Write it with numpy.savez.",
    ),
    each=True,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Arrays of one movement problem; ``from_arrays`` checks them.

    Parameters
    ----------
    nodes
        Number of nodes; every index below lies in ``[0, nodes)``.
    tail, head
        Arcs, shape (m,).
    transit_s
        Time to pass each arc [s], finite and >= 0, shape (m,).
    capacity_per_s
        Persons that can enter each arc a second, finite and > 0, shape (m,).
    source
        Node of each source, shape (s,); a node may stand more than once.
    persons
        Persons at each source, finite and >= 0, shape (s,).
    release_s
        Time from which each source's people can move [s], shape (s,); 0 where not given.
    sink
        Nodes where people have arrived, shape (k,).
    refuge_of_sink
        Index of the refuge that each sink is an entry of, shape (k,); all 0 where not given.
    refuge_room
        Persons that each refuge can hold, shape (r,); infinite where it has no limit.
    street_id
        Arcs with the same id share one width, shape (m,); two directions of a street do.
    window_arc
        Arc that each opening window is of, shape (w,), sorted by arc and time; an arc named here can be
        entered only within its windows, an arc not named always.
    window_open_s, window_close_s
        Entry from open on and before close [s], shape (w,); the windows of one arc do not overlap, and the
        close may be infinite.
    window_quota
        Persons that may enter in each window at most, shape (w,); infinite where there is no quota.
    halt_from_s, halt_until_s
        Times in which everybody stops where they are, as in a curfew [s], shape (h,), sorted and disjoint:
        nobody enters an arc, and who is on one goes on afterwards.
    """

    nodes: int
    tail: IntArray
    head: IntArray
    transit_s: FloatArray
    capacity_per_s: FloatArray
    source: IntArray
    persons: FloatArray
    sink: IntArray
    release_s: FloatArray = field(default_factory=lambda: np.empty(0))
    refuge_of_sink: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    refuge_room: FloatArray = field(default_factory=lambda: np.empty(0))
    street_id: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    window_arc: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    window_open_s: FloatArray = field(default_factory=lambda: np.empty(0))
    window_close_s: FloatArray = field(default_factory=lambda: np.empty(0))
    window_quota: FloatArray = field(default_factory=lambda: np.empty(0))
    halt_from_s: FloatArray = field(default_factory=lambda: np.empty(0))
    halt_until_s: FloatArray = field(default_factory=lambda: np.empty(0))

    @classmethod
    def from_arrays(
        cls,
        *,
        tail: npt.ArrayLike,
        head: npt.ArrayLike,
        transit_s: npt.ArrayLike,
        capacity_per_s: npt.ArrayLike,
        source: npt.ArrayLike,
        persons: npt.ArrayLike,
        sink: npt.ArrayLike,
        nodes: int | None = None,
        release_s: npt.ArrayLike | None = None,
        refuge_of_sink: npt.ArrayLike | None = None,
        refuge_room: npt.ArrayLike | None = None,
        street_id: npt.ArrayLike | None = None,
        window_arc: npt.ArrayLike | None = None,
        window_open_s: npt.ArrayLike | None = None,
        window_close_s: npt.ArrayLike | None = None,
        window_quota: npt.ArrayLike | None = None,
        halt_from_s: npt.ArrayLike | None = None,
        halt_until_s: npt.ArrayLike | None = None,
        file: str | Path = "",
    ) -> Problem:
        """Check arrays and fill in what may be left out.

        Parameters
        ----------
        tail, head, transit_s, capacity_per_s, source, persons, sink
            As in the class; indices of any integer type, numbers of any real type.
        nodes
            Number of nodes; one more than the largest index where not given.
        release_s
            Everybody can move from 0 s where not given.
        refuge_of_sink
            All sinks are entries of one refuge where not given.
        refuge_room
            No limits where not given; NaN or infinity is no limit.
        street_id
            Every arc is a street of its own where not given.
        window_arc, window_open_s, window_close_s, window_quota
            Every arc is always open where not given; NaN or infinity is no quota. In any order.
        halt_from_s, halt_until_s
            Nobody ever has to stop where not given.
        file
            Name to show in faults.

        Raises
        ------
        InputError
            With every fault that was found.

        Examples
        --------
        >>> line = Problem.from_arrays(
        ...     tail=[0], head=[1], transit_s=[60], capacity_per_s=[2], source=[0], persons=[100], sink=[1]
        ... )
        >>> line.nodes, line.refuge_room.tolist()
        (2, [inf])
        """
        given = {
            "tail": tail,
            "head": head,
            "transit_s": transit_s,
            "capacity_per_s": capacity_per_s,
            "source": source,
            "persons": persons,
            "sink": sink,
            "release_s": release_s,
            "refuge_of_sink": refuge_of_sink,
            "refuge_room": refuge_room,
            "street_id": street_id,
            "window_arc": window_arc,
            "window_open_s": window_open_s,
            "window_close_s": window_close_s,
            "window_quota": window_quota,
            "halt_from_s": halt_from_s,
            "halt_until_s": halt_until_s,
        }
        checks = ArrayChecks(
            FaultList(file), {name: array for name, array in given.items() if array is not None}
        )
        checked = checks.run(nodes)
        checks.faults.raise_if_any()
        return cls(**checked)


def read_problem(path: Path) -> Problem:
    """Read a problem file (``docs/problem-file.md``).

    Raises
    ------
    InputError
        If it is not there, is no ``.npz``, is cut off, holds Python objects, lacks an array, holds one
        that this version does not use, or its arrays are wrong.
    """
    faults = FaultList(path)
    arrays = read_arrays(Path(path), _KIND, faults)
    faults.raise_if_any()
    note_version(arrays, faults, first=1, last=FORMAT_VERSION)  # version 1 had no windows and halts
    faults.raise_if_any()
    _check_names(arrays, faults)
    nodes = _take_nodes(arrays, faults)
    kept = {name: arrays[name] for name in (*REQUIRED, *OPTIONAL) if name in arrays}
    if all(name in kept for name in REQUIRED):
        try:
            problem = Problem.from_arrays(nodes=nodes, file=path, **kept)
        except InputError as error:
            faults.extend(error)
    faults.raise_if_any()
    return problem


def write_problem(problem: Problem, path: Path) -> None:
    """Write a problem file, with every optional array filled in; equal problems give equal bytes."""
    arrays: dict[str, Any] = {name: getattr(problem, name) for name in (*REQUIRED, *OPTIONAL)}
    named = (problem.tail, problem.head, problem.source, problem.sink)
    if problem.nodes > 1 + max(int(array.max(initial=-1)) for array in named):
        arrays["nodes"] = np.int64(problem.nodes)
    with Path(path).open("wb") as file:
        np.savez_compressed(file, version=np.int64(FORMAT_VERSION), **arrays)


def _check_names(arrays: Arrays, faults: FaultList) -> None:
    """Note arrays that lack, and arrays that would be ignored."""
    for name in REQUIRED:
        if name not in arrays:
            near = get_close_matches(name, [other for other in arrays if other not in OPTIONAL], 1)
            hint = f" The file has {near[0]!r}: is it meant?" if near and near[0] not in REQUIRED else ""
            faults.add(name, "no such array", NO_SUCH_ARRAY, f"Add {name}.{hint}")
    known = (*REQUIRED, *OPTIONAL, "version", "nodes")
    note_unknown(arrays, known, faults, else_="; it would be ignored")


def _take_nodes(arrays: Mapping[str, npt.NDArray[Any]], faults: FaultList) -> int | None:
    """Return the number of nodes if the file gives it."""
    if "nodes" not in arrays:
        return None
    nodes = arrays["nodes"]
    if nodes.size != 1 or nodes.dtype.kind not in "iu":
        faults.add(
            "nodes", f"{nodes.tolist()!r:.60}", "one whole number", "Give the number of nodes, or nothing."
        )
        return None
    return int(nodes.reshape(-1)[0])
