"""Checks of the arrays that say when arcs are open and when everybody has to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from safeground.errors import FaultList

    IntArray = npt.NDArray[np.int64]
    FloatArray = npt.NDArray[np.float64]


class Checks(Protocol):
    """What these checks need of ``array_checks.ArrayChecks``."""

    faults: FaultList
    given: Mapping[str, npt.ArrayLike]
    unusable: set[str]

    def integers(self, name: str) -> IntArray:
        """Return a row of whole numbers >= 0."""

    def numbers(self, name: str, *, least: float = 0.0, exclusive: bool = False) -> FloatArray:
        """Return a row of finite numbers."""

    def one_row(self, name: str, kinds: str, expected: str) -> npt.NDArray[Any]:
        """Return the array if it is one row of a fitting type."""

    def limits(self, name: str) -> FloatArray:
        """Return a row of numbers in which NaN and infinity mean no limit."""

    def each(
        self, name: str, array: npt.NDArray[Any], wrong: npt.NDArray[np.bool_], expected: str, fix: str
    ) -> None:
        """Note wrong values as one fault."""

    def same_length(self, name: str, array: npt.NDArray[Any], other: str, model: npt.NDArray[Any]) -> None:
        """Note a length that differs."""


class WindowChecks:
    """Opening windows and halts of a problem with so many arcs."""

    def __init__(self, checks: Checks, arcs: int) -> None:
        self.checks = checks
        self.arcs = arcs

    def windows(self) -> dict[str, Any]:
        """Return the windows, sorted by arc and time; meaningless where a fault was noted."""
        checks = self.checks
        names = ("window_arc", "window_open_s", "window_close_s")
        if not self._whole(names, ("window_quota",)):
            return {}
        arc, opens, closes = checks.integers(names[0]), checks.numbers(names[1]), self._closes()
        given = "window_quota" in checks.given
        quota = checks.limits("window_quota") if given else np.full(len(arc), np.inf)
        for name, array in (*zip(names[1:], (opens, closes), strict=True), ("window_quota", quota)):
            checks.same_length(name, array, names[0], arc)
        expected = f"less than {self.arcs}, the number of arcs"
        checks.each(names[0], arc, arc >= self.arcs, expected, "Correct the index.")
        if {len(opens), len(closes), len(quota)} != {len(arc)} or checks.unusable & {*names, "window_quota"}:
            return {}
        wrong = closes <= opens
        checks.each(
            names[2], closes, wrong, "a time after the window opens", "Correct it, or leave the row out."
        )
        order = np.lexsort((opens, arc))
        sooner = np.zeros(len(arc), np.bool_)
        overlaps = (np.diff(arc[order]) == 0) & (opens[order][1:] < closes[order][:-1])
        sooner[order[1:][overlaps]] = True
        expected = "a time from which no other window of the arc is open"
        checks.each(names[1], opens, sooner, expected, "Join windows that overlap.")
        return {
            "window_arc": arc[order],
            "window_open_s": opens[order],
            "window_close_s": closes[order],
            "window_quota": quota[order],
        }

    def halts(self) -> dict[str, Any]:
        """Return the halts, sorted by time; meaningless where a fault was noted."""
        checks = self.checks
        names = ("halt_from_s", "halt_until_s")
        if not self._whole(names):
            return {}
        begins, ends = checks.numbers(names[0]), checks.numbers(names[1])
        checks.same_length(names[1], ends, names[0], begins)
        if len(begins) != len(ends) or checks.unusable & set(names):
            return {}
        checks.each(names[1], ends, ends <= begins, "a time after the halt begins", "Correct it.")
        order = np.argsort(begins, kind="stable")
        sooner = np.zeros(len(begins), np.bool_)
        sooner[order[1:][begins[order][1:] < ends[order][:-1]]] = True
        checks.each(
            names[0], begins, sooner, "a time at which no other halt goes on", "Join halts that overlap."
        )
        return {"halt_from_s": begins[order], "halt_until_s": ends[order]}

    def _closes(self) -> FloatArray:
        """Return when the windows close; infinity is never, and what is not stated is a fault."""
        row = self.checks.one_row("window_close_s", "iuf", "numbers")
        closes: FloatArray = np.array(row, np.float64)
        wrong = ~(closes >= 0)  # true for NaN
        expected = "0 or more; infinity for never"
        self.checks.each("window_close_s", closes, wrong, expected, "Correct window_close_s.")
        return closes

    def _whole(self, names: tuple[str, ...], others: tuple[str, ...] = ()) -> bool:
        """Return whether these arrays are given, and note those that lack where some are, or ``others``."""
        checks = self.checks
        given = [name for name in (*names, *others) if name in checks.given]
        lacking = [name for name in names if name not in checks.given]
        if given and lacking:
            found, expected = f"{given[0]} without {lacking[0]}", f"all of {', '.join(names)}, or none"
            checks.faults.add(lacking[0], found, expected, f"Give {lacking[0]} too.")
        return not lacking
