"""Places that claims join, and those that have nothing in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from safeground.questions.displacement.statements import Statement


def groups(
    places: Iterable[str], within: Mapping[str, str], stated: Iterable[Statement], *, coupled: bool
) -> tuple[tuple[str, ...], ...]:
    """Return the places in groups that nothing joins: each is a system of its own.

    Parameters
    ----------
    places, within, stated
        As for ``balance``.
    coupled
        Whether it is known how many were on the way before the first day. Where not, those who arrive may
        have been on the way already: who sets out bounds no arrival, and places have nothing in common.
    """
    root = {place: place for place in places}

    def find(place: str) -> str:
        while root[place] != place:
            place = root[place]
        return place

    found = list(stated)
    named = [(one.left, one.entered) for one in found]
    # A count of all who set out for a place, or arrive from one, has parts in several places.
    several = {one.entered for one in found if one.counted == "moved" and one.left is None}
    several |= {one.left for one in found if one.counted != "moved" and one.entered is None}
    joined = [pair for pair in named if coupled or several & set(pair)]
    for one, other in (*within.items(), *joined):
        if one is not None and other is not None:
            first, second = sorted((find(one), find(other)))
            root[second] = first
    together: dict[str, list[str]] = {}
    for place in sorted(root):
        together.setdefault(find(place), []).append(place)
    return tuple(map(tuple, together.values()))


def concerns(one: Statement, places: Collection[str]) -> bool:
    """Return whether a statement bounds people of some of these places."""
    if one.counted == "moved":
        return one.left in places if one.left is not None else one.entered in places
    if one.counted == "displaced":
        return one.left in places
    return one.entered in places if one.entered is not None else one.left in places
