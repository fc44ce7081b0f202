"""Units in which claims count people, one vocabulary: of everybody, of some of them, and of none.

A number of families, of loads or of percent is no number of people, and "1.2 million" is not 1.2 of them:
nothing is converted that nobody stated.
"""

from __future__ import annotations

from typing import Final, Literal

Counts = Literal["everybody", "some"]

_EVERYBODY: Final = ("people", "person", "persons", "individual", "individuals")
_SOME: Final = (
    "civilians", "displaced", "displaced individuals", "displaced people", "displaced persons", "evacuees",
    "idp", "idp individuals", "idps", "inhabitants", "internally displaced",
    "internally displaced individuals", "internally displaced people", "internally displaced persons",
    "refugees", "residents", "returnees",
)  # fmt: skip
PEOPLE_UNITS: Final[dict[str, Counts]] = {
    **dict.fromkeys(_EVERYBODY, "everybody"),
    **dict.fromkeys(_SOME, "some"),
}
"""Unit → whom it counts. Of ``some`` there may be others besides, so only the low end bounds people."""


def counted_in(unit: str) -> Counts | None:
    """Return whom a unit counts; None where it is not one of people.

    Examples
    --------
    >>> counted_in("Persons"), counted_in("internally_displaced_people"), counted_in("households")
    ('everybody', 'some', None)
    """
    return PEOPLE_UNITS.get(" ".join(unit.replace("_", " ").replace("-", " ").split()).casefold())
