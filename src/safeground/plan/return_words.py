"""The words of a plan file on going back: conditions, choice, the way; and on displacement as it was claimed.

Part of ``model``, which they are keys of.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from safeground.plan.words import Number, Stated, Words

COUNTS: Final = (
    "people_present", "displaced_people_present", "people_moved", "people_arrived", "people_returned",
    "people_displaced",
)  # fmt: skip
ORDERED: Final = "people_ordered"
AREA_STATUS: Final = "area_status"
MEASURES: Final = (*COUNTS, ORDERED, AREA_STATUS)
"""Measures of claims that *return* reads whatever place they are of."""


class Measurable(Words, frozen=True, kw_only=True):
    """What a condition comes to, so that claims can show whether it holds."""

    subject: str
    """Exactly as claims name it."""
    measure: str
    at_least: float | None = None
    at_most: float | None = None
    unit: str | None = None
    state: str | None = None
    """The state that claims must give, where it is no number: ``open``."""


class ReturnCondition(Words, frozen=True, kw_only=True):
    """Something that must be so before people may go back, in the words of whoever set it."""

    id: str
    words: str
    stated_by: str | None = None
    holds_if: Measurable | None = None
    """Not stated: nothing measures it, so nobody can tell whether it is met."""
    evidence: tuple[str, ...] = ()
    """Ids of claims that speak for or against it where nothing measures it."""
    source: str | None = None


class Return(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What is said on going back to an area."""

    area: str
    conditions: tuple[ReturnCondition, ...] = ()
    choice: Stated = "not stated"
    """Whether it is said that people choose themselves, not only that they may."""
    begins: datetime | None = None
    """From when people may go back, where a time is stated."""
    until: date | None = None
    """The day by which all can be back, where one is stated."""
    from_: tuple[str, ...] = ()
    """Areas from which the way back is examined; empty: where its notices send people."""
    corridors: tuple[str, ...] = ()
    """Routes named for the way back."""
    only_by_corridors: bool | None = None
    told_by: str | None = None
    """How people are told that they may go back, in the issuer's words."""
    at_home: tuple[str, ...] = ()
    """Measures of claims on services and damage there: ``homes_destroyed``."""
    source: str | None = None


class DisplacedPlace(Words, frozen=True, kw_only=True):
    """A place that claims of displacement speak of."""

    id: str
    called: tuple[str, ...] = ()
    """What claims call it besides its id."""
    area: str | None = None
    """The area of the plan that it is."""
    within: str | None = None
    """The place that it is part of."""
    people_before: Number | None = None
    """People present before the first day."""
    source: str | None = None


class Displaced(Words, frozen=True, kw_only=True):
    """Which claims of displacement are of which places, and over which days."""

    first_day: date
    last_day: date | None = None
    """Not stated: the day of the plan's ``as_of``."""
    places: tuple[DisplacedPlace, ...]
    about: float | None = None
    """Share of a number by which "about" is taken to reach; not stated: such claims have no ends."""
    on_the_way: Number | None = None
    """People on each way between two places before the first day."""
