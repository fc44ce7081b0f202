"""``schedule.csv``: who sets out, passes and waits in each step, with HXL tags. Restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeground.formats.hxl_table import hxl_table
from safeground.journey.readable_schedule import FEW_PERSONS
from safeground.publish.schedule_words import ACCOUNT, crowd_name, moment, persons, street_name, unit_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.assess import Assessment
    from safeground.journey.outcome import Outcome
    from safeground.journey.readable_schedule import Ints, ReadableSchedule

COLUMNS: Final = (
    ("notice", "#meta+notice"),
    ("target", "#meta+target"),
    ("what", "#activity+type"),
    ("where", "#loc+name"),
    ("from", "#date+start"),
    ("until", "#date+end"),
    ("from_h", "#date+start+hours"),
    ("until_h", "#date+end+hours"),
    ("persons", "#affected+text"),
    ("at_least", "#affected+min"),
    ("at_most", "#affected+max"),
    ("sensitivity", "#meta+sensitivity"),
    ("account", "#meta+caveat"),
)
EVERYWHERE: Final = "all together"


def schedule_csv(assessment: Assessment) -> str:
    """Return the table: header, HXL tag row, a row a place and step; UTF-8 with a byte-order mark for Excel.

    ``persons`` is as the page says it. ``at_least`` and ``at_most`` are the ends of what it stands for; the
    upper end of a count that is rounded down is not reached.
    """
    readable = ((one, one.readable_schedule) for one in assessment.outcomes)
    return hxl_table(
        COLUMNS,
        (row for one, schedule in readable if schedule is not None for row in _rows(one, schedule)),
    )


def _rows(outcome: Outcome, schedule: ReadableSchedule) -> Iterator[list[str]]:
    series: list[tuple[str, str, Ints]] = [
        ("set out", EVERYWHERE, schedule.set_out),
        ("arrive", EVERYWHERE, schedule.arrived),
    ]
    series += [("set out", unit_name(unit, len(unit.blocks)), unit.persons) for unit in schedule.departures]
    series += [("pass", street_name(street), street.persons) for street in schedule.streets]
    series += [("wait", crowd_name(crowd), crowd.persons) for crowd in schedule.crowds]
    for what, where, counts in series:
        for index, count in enumerate(counts.tolist()):
            edges = schedule.edge_h(index), schedule.edge_h(index + 1)
            moments = (moment(outcome, edge) for edge in edges)
            yield [
                outcome.notice,
                outcome.target,
                what,
                where,
                *("" if at is None else at.isoformat() for at in moments),
                *(str(edge) for edge in edges),
                persons(count),
                *(str(end) for end in _ends(what, count)),
                "RESTRICTED",
                ACCOUNT,
            ]


def _ends(what: str, count: int) -> tuple[int, int]:
    """Return between which counts a figure stands."""
    if count < FEW_PERSONS:
        return 0, FEW_PERSONS
    return (max(FEW_PERSONS, count - FEW_PERSONS), count) if what == "wait" else (count, count + FEW_PERSONS)
