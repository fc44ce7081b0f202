"""Numbers in cells of tables that may be ranges: ``120`` or ``120-150``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safeground.formats.tables import parse_number

if TYPE_CHECKING:
    from safeground.errors import FaultList

_RANGE = re.compile(r"(\d[\d.]*(?:[eE][+-]?\d+)?)\s*[-–]\s*(\d[\d.]*(?:[eE][+-]?\d+)?)")


def parse_counts(text: str) -> tuple[float, float] | None:
    """Return the ends of a count or a range of counts; None for an empty cell.

    Raises
    ------
    ValueError
        Text, negative numbers, NaN, ends out of order.

    Examples
    --------
    >>> parse_counts("120"), parse_counts("120-150"), parse_counts("")
    ((120.0, 120.0), (120.0, 150.0), None)
    """
    between = _RANGE.fullmatch(text.strip())
    low, high = (parse_number(part) for part in between.groups()) if between else (parse_number(text),) * 2
    if low is None or high is None:
        return None
    if low < 0:
        msg = f"{text!r}, which is negative"
        raise ValueError(msg)
    if low > high:
        msg = f"{text!r}, which has its greater end first"
        raise ValueError(msg)
    return low, high


def counts_or_fault(text: str, place: str, what: str, faults: FaultList) -> tuple[float, float] | None:
    """Return what ``parse_counts`` does; note a fault and return None where it cannot."""
    try:
        return parse_counts(text)
    except ValueError as error:
        expected = f"{what}: a number of 0 or more, or a range such as 120-150"
        faults.add(place, str(error), expected, "Correct the cell, or leave it empty where unknown.")
        return None
