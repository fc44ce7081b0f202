"""``displacement.csv``: people by place and day as claims allow; restricted, with HXL tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeground.formats.hxl_table import hxl_table, number_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.questions.displacement.account import Displacement

COUNTS: Final = {
    "present": "#population+present",
    "gone": "#affected+left+since_first_day",
    "displaced": "#affected+displaced",
    "moved": "#movement+out",
    "arrived": "#movement+in",
    "returned": "#movement+returned",
}
COLUMNS: Final = (
    ("place", "#loc+name"),
    ("day", "#date"),
    ("reading", "#meta+reading"),
    *(
        (f"{name}_{end}", f"{tag}+{sign}")
        for name, tag in COUNTS.items()
        for end, sign in (("low", "min"), ("high", "max"))
    ),
)


def displacement_csv(displacement: Displacement) -> str:
    """Return a row for each place, day and reading; an end that no claim bounds is an empty cell."""
    return hxl_table(COLUMNS, _rows(displacement))


def _rows(displacement: Displacement) -> Iterator[list[str]]:
    for reading in displacement.readings:
        for place, days in reading.places.items():
            for number in range(len(displacement.days)):
                row = [place, displacement.days.day(number).isoformat(), reading.name]
                for name in COUNTS:
                    one = getattr(days, name)[number]
                    row += [number_cell(one.low), number_cell(one.high)]
                yield row
