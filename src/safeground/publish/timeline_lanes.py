"""Lanes of the timeline: all claims on one subject and measure, side by side, with what differs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from safeground.publish.timeline_words import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.publish.timeline_rows import Row


@dataclass(frozen=True, slots=True)
class Lane:
    """Claims on one measure of one subject, those that repeat another right below it."""

    measure: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """What differs between its rival claims, and how many independent sources there are."""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """All lanes of one subject."""

    name: str
    lanes: tuple[Lane, ...]


def subjects(rows: Sequence[Row]) -> tuple[Subject, ...]:
    """Return the subjects by name, their measures by name, the claims in the order given."""
    order = {row.number: index for index, row in enumerate(rows)}

    def place(row: Row) -> tuple[str, str, str, str, int, bool, int]:
        subject, measure = row.claim.subject, row.claim.measure
        head = order[row.number if row.repeat_of is None else row.repeat_of]
        return (
            subject.casefold(), subject, measure.casefold(), measure, head, row.repeat_of is not None,
            order[row.number],
        )  # fmt: skip

    placed = sorted(rows, key=place)
    return tuple(
        Subject(
            name,
            tuple(
                Lane(spaced(measure), tuple(lane), ())
                for measure, lane in groupby(own, key=lambda row: row.claim.measure)
            ),
        )
        for name, own in groupby(placed, key=lambda row: row.claim.subject)
    )
