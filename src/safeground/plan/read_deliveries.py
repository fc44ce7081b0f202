"""Deliveries in a table beside the plan: a row a delivery, as the plan's ``delivered`` states them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import FaultList
from safeground.formats.tables import parse_number, read_table
from safeground.formats.yaml_file import Entry, Mapping, Scalar
from safeground.plan.delivery_rows import ROWS_SHOWN, DeliveryRows
from safeground.plan.notice_files import LARGEST_TABLE_BYTES, refuse_larger
from safeground.plan.notice_times import dashed
from safeground.plan.supply_words import Delivered, same_delivery
from safeground.plan.times import Times
from safeground.remarks import Remark
from safeground.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.formats.tables import Table
    from safeground.plan.checks.rule import Stated
    from safeground.plan.words import Number


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What a table of deliveries says, and what was left out of it."""

    delivered: tuple[Delivered, ...]
    remarks: tuple[Remark, ...]


def read_deliveries(name: str, stated: Stated) -> Deliveries:
    """Read a table of deliveries, held against the plan's words.

    Parameters
    ----------
    name
        The file (CSV, XLSX), relative to the plan's folder. Columns ``to``, ``commodity``, ``amount`` or
        ``low`` and ``high``, ``unit``, ``at``, and where there are any ``territory`` and ``source``.
    stated
        The plan, which has supplies. Times without an offset are in its zone.

    Raises
    ------
    InputError
        A file that cannot be read; names that the plan does not have; amounts, units and times that are
        none; a delivery that stands twice, here or here and in the plan; no row of the plan's territory.
    """
    path = stated.folder / name
    refuse_larger(path, LARGEST_TABLE_BYTES, "a table of deliveries")
    return _Reader(path, read_table(path), stated).read()


class _Reader:
    def __init__(self, path: Path, table: Table, stated: Stated) -> None:
        self.table = table
        self.stated = stated
        self.plan = stated.plan
        self.faults = FaultList(path)
        zone = self.plan.time_zone
        entries = () if zone is None else (Entry("time_zone", Scalar(zone, False, 0), 0),)
        self.times = Times(Mapping(entries, 0), table.file, self.faults)
        self.rows = DeliveryRows(table, self.faults)

    def read(self) -> Deliveries:
        self.faults.raise_if_any()
        rows = self._rows_of_the_territory()
        self.faults.raise_if_any()
        supply = self.plan.supply
        stores = [one.id for one in supply.stores] if supply is not None else []
        units = {one.id: one.unit for one in supply.commodities} if supply is not None else {}
        self._names(rows, "to", stores, "store")
        self._names(rows, "commodity", list(units), "commodity")
        self._units(rows, units)
        self._sources(rows)
        amounts = {i: self._amount(i) for i in rows}
        times = {i: self._time(i) for i in rows}
        found = {i: self._delivered(i, amount, times[i]) for i, amount in amounts.items()}
        delivered = {i: one for i, one in found.items() if one is not None}
        self._each_once(delivered)
        self.faults.raise_if_any()
        # When what came is as little public as the deliveries themselves.
        times_read = (replace(one, restricted=True) for one in self.times.remarks(ROWS_SHOWN))
        return Deliveries(tuple(delivered.values()), (*self.rows.remarks, *times_read))

    def _rows_of_the_territory(self) -> list[int]:
        """Return the rows of the plan's territory; say which are of another, or that it cannot be told."""
        rows = list(range(len(self.table)))
        if "territory" not in self.rows.column:
            return rows
        groups = self.rows.grouped(rows, "territory")
        unnamed = groups.pop("", [])
        own = _names_of(self.plan.territory or "")
        others = {name: where for name, where in groups.items() if not _names_of(name) & own}
        if not own and len({frozenset(_names_of(name)) for name in groups}) > 1:
            self.faults.add(
                f"column {self.rows.column['territory']}",
                f"rows of several territories ({self._told(groups)}) in a plan that does not name its own",
                "`territory` at the top of the plan",
                "Add it, so that rows of another territory can be left out.",
            )
            return rows
        if not own:
            if groups:
                text = f"The plan names no `territory`; rows of {', '.join(groups)} were taken as of its own."
                count = len(rows) - len(unnamed)
                self.rows.remarks.append(Remark("warning", self.table.file, text, count))
            return rows
        left = [i for where in others.values() for i in where]
        if len(left) == len(rows):
            self.faults.add(
                f"column {self.rows.column['territory']}",
                f"only rows of another territory: {self._told(others)}",
                f"rows of {self.plan.territory}, the plan's territory",
                "Name the table of this territory, or spell the territory alike in both.",
            )
        elif left:
            text = (
                f"Rows of another territory than {self.plan.territory} were left out: {self._told(others)}."
            )
            self.rows.remarks.append(Remark("left out", self.table.file, text, len(left)))
        if unnamed:
            text = f"Rows without a territory were taken as of the plan's: {self.rows.named(unnamed)}."
            self.rows.remarks.append(Remark("inferred", self.table.file, text, len(unnamed)))
        gone = set(left)
        return [i for i in rows if i not in gone]

    def _told(self, groups: dict[str, list[int]]) -> str:
        return "; ".join(f"{name} ({self.rows.named(where)})" for name, where in groups.items())

    def _names(self, rows: Sequence[int], column: str, known: Sequence[str], what: str) -> None:
        for name, where in self.rows.grouped(rows, column).items():
            if name in known:
                continue
            near = get_close_matches(name, known, n=1, cutoff=0.5) if name else []
            self.faults.add(
                f"{self.rows.named(where)}, column {self.rows.column[column]}",
                f"{name!r}, which is no {what} of the plan" if name else "nothing",
                f"one of {', '.join(dict.fromkeys(known))}"
                if known
                else f"{with_article(what)} of the plan, which has none",
                f"Did you mean {near[0]}?" if near else f"Correct the name, or add the {what} to the plan.",
            )

    def _units(self, rows: Sequence[int], units: dict[str, str]) -> None:
        for commodity, where in self.rows.grouped(rows, "commodity").items():
            expected = units.get(commodity)
            groups = self.rows.grouped(where, "unit")
            if expected is None or groups.keys() == {expected}:
                continue
            shown = [f"{unit or 'no unit'} ({self.rows.named(held)})" for unit, held in groups.items()]
            wrong = sorted(i for unit, held in groups.items() if unit != expected for i in held)
            self.faults.add(
                f"column {self.rows.column['unit']}",
                f"{commodity} in {' and in '.join(shown)}",
                f"{commodity} in {expected}, as in the plan: units are not mixed within a column",
                f"State {self.rows.named(wrong)} in {expected}: nothing is converted without a figure.",
            )

    def _sources(self, rows: Sequence[int]) -> None:
        known = [one.id for one in self.plan.sources] + [one.id for one in self.plan.notices]
        groups = self.rows.grouped(rows, "source")
        groups.pop("", None)
        if self.plan.sources:
            self._names([i for where in groups.values() for i in where], "source", known, "source")
        elif free := sorted(groups.keys() - set(known)):
            text = f"The plan has no `sources` that say more on: {', '.join(free)}."
            self.rows.remarks.append(Remark("warning", self.table.file, text, len(free)))

    def _amount(self, i: int) -> Number | None:
        """Return a row's amount, ``(low, high)`` where it is a range; None where it is none, and noted."""
        before = len(self.faults)
        one, low, high = (self._number(i, name) for name in ("amount", "low", "high"))
        if len(self.faults) > before:
            return None
        place = self.table.row_place(i)
        if one is not None and low is None and high is None:
            return one
        if one is None and low is not None and high is not None:
            if low <= high:
                return low if low == high else (low, high)
            self.faults.add(place, f"{low:g} to {high:g}", "low, then high", "Swap the two.")
            return None
        stated = {"an amount": one, "low": low, "high": high}
        shown = " and ".join(name for name, value in stated.items() if value is not None) or "no amount"
        fix = "Write one of the two; where nobody knows how much it was, delete the row and say so in a note."
        self.faults.add(place, shown, "an amount, or both low and high", fix)
        return None

    def _number(self, i: int, name: str) -> float | None:
        fix = "Correct the cell."
        try:
            value = parse_number(self.rows.cell(i, name))
        except ValueError as error:
            self.faults.add(self.rows.place(i, name), str(error), "a number", fix)
            return None
        if value is not None and (value < 0 or not math.isfinite(value)):
            self.faults.add(self.rows.place(i, name), f"{value:g}", "0 or more", fix)
            return None
        return value

    def _time(self, i: int) -> datetime | None:
        text, place = dashed(self.rows.cell(i, "at")), self.rows.place(i, "at")
        return self.times.read(text, place)

    def _delivered(self, i: int, amount: Number | None, at: datetime | None) -> Delivered | None:
        if amount is None or at is None:
            return None
        return Delivered(
            to=self.rows.cell(i, "to"),
            commodity=self.rows.cell(i, "commodity"),
            amount=amount,
            unit=self.rows.cell(i, "unit"),
            at=at,
            source=self.rows.cell(i, "source") or None,
        )

    def _each_once(self, delivered: dict[int, Delivered]) -> None:
        """Note a delivery that stands in two rows, or in a row and in the plan."""
        in_plan = self.plan.supply.delivered if self.plan.supply is not None else ()
        file = Path(self.stated.lines.file).name
        first: dict[object, str] = {}
        for k, one in enumerate(in_plan):
            first.setdefault(
                same_delivery(one), f"{file}, {self.stated.lines.place('supply', 'delivered', k)}"
            )
        for i, one in delivered.items():
            place = self.table.row_place(i)
            if same_delivery(one) in first:
                self.faults.add(
                    place,
                    f"the delivery of {one.commodity} to {one.to} at {one.at.isoformat()} again",
                    f"it once (it stands in {first[same_delivery(one)]})",
                    "Delete one; state two deliveries of one time as their sum.",
                )
            first.setdefault(same_delivery(one), place)


def _names_of(territory: str) -> set[str]:
    """Return the names of a territory, which may be several where they are disputed; case aside."""
    return {" ".join(part.split()).casefold() for part in re.split(r"[,;/]", territory) if part.strip()}
