"""What the batches of one source for one day come to: parts are added, a whole holds its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.quantity import Range, total
from safeground.questions.readings import readings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from safeground.ledger.state import Standing
    from safeground.questions.readings import Doubt

    Batches = Mapping[tuple[datetime, datetime] | None, Sequence[tuple[Standing, Range]]]


def in_every_reading(batches: Batches, unit: str, doubts: Mapping[str, Doubt]) -> tuple[Range, bool]:
    """Return between what and what a source's count lies, and whether it surely counts at all."""
    told = {one.claim.id: amount for of in batches.values() for one, amount in of}
    if doubts.keys().isdisjoint(told):
        return _added(batches, unit), True
    ways = readings(told, doubts)
    if ways is None:
        # Never less than its least figure, never more than all of them.
        least = min(amount.low for amount in told.values())
        return Range(least, total(list(told.values()), unit).high, unit), not told.keys() <= doubts.keys()
    found, sure = [], True
    for held in ways:
        those = {span: [one for one in of if one[0].claim.id in held] for span, of in batches.items()}
        those = {span: of for span, of in those.items() if of}
        if those:
            found.append(_added(those, unit))
        sure = sure and bool(those)
    return Range(min(one.low for one in found), max(one.high for one in found), unit), sure


def largest(batches: Batches) -> list[tuple[datetime, datetime] | None]:
    """Return the times that lie in no other: what lies in another is a part of it."""
    return [span for span in batches if not any(_within(span, other) for other in batches if other != span)]


def _added(batches: Batches, unit: str) -> Range:
    spans = largest(batches)
    ranges = [_either([amount for _, amount in batches[span]], unit) for span in spans]
    if len(ranges) == 1:
        return ranges[0]
    if all(not _meet(one, other) for i, one in enumerate(spans) for other in spans[:i]):
        return total(ranges, unit)
    # Times that cross: they may be parts of one another or not.
    return Range(max(one.low for one in ranges), total(ranges, unit).high, unit)


def _either(ranges: Sequence[Range], unit: str) -> Range:
    best = ranges[0].best if len(ranges) == 1 else None
    return Range(min(one.low for one in ranges), max(one.high for one in ranges), unit, best)


def _within(span: tuple[datetime, datetime] | None, other: tuple[datetime, datetime] | None) -> bool:
    if span is None:
        return True
    return other is not None and other[0] <= span[0] and span[1] <= other[1]


def _meet(one: tuple[datetime, datetime] | None, other: tuple[datetime, datetime] | None) -> bool:
    return one is None or other is None or (one[0] < other[1] and other[0] < one[1])
