"""The way back to an area on the network: the engine of the way out, from where people were sent.

Only what leads back is examined. Nobody is told to go, and when people set out is theirs to say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from safeground.errors import InputError
from safeground.ground.people import PeopleLayer
from safeground.journey.examine import examine
from safeground.plan.model import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.ground.beside_streets import BesideStreets
    from safeground.journey.outcome import Outcome
    from safeground.journey.placed import Placed
    from safeground.plan.places import LoadedPlan
    from safeground.plan.return_words import Return
    from safeground.quantity import Range


@dataclass(frozen=True, slots=True)
class WayBack:
    """What was found of the way back to an area.

    Parameters
    ----------
    area
        The area.
    start
        The areas from which people come; empty where nobody says.
    outcome
        What the engine found; None where it could not look.
    no_way
        Why no mapped street leads back, where none does.
    by_claims
        Whether claims say how many go back, and not the order.
    nobody
        Whether nobody is away.
    hidden
        Those of the areas that are not drawn: people may come from there, so the others alone show nothing.
    """

    area: str
    start: tuple[str, ...]
    outcome: Outcome | None
    no_way: str | None = None
    by_claims: bool = False
    nobody: bool = False
    hidden: tuple[str, ...] = ()


def way_back(
    loaded: LoadedPlan,
    placed: Placed,
    words: Return,
    people: Range | None,
    *,
    beside: BesideStreets | None = None,
    gap: float = 0.02,
    seconds: float = 60.0,
    progress: Callable[[str], None] = lambda _: None,
) -> WayBack:
    """Return what can be proven and scheduled of the way back to an area.

    Parameters
    ----------
    loaded, placed
        The plan, and its conditions on the streets.
    words
        What is said on going back: from where, by which corridors, from when and by when.
    people
        Who goes back at most and at least; None, nobody or no upper end: the engine cannot look.
    beside, gap, seconds, progress
        As for ``examine``.
    """
    start = starts_of(loaded, words)
    hidden = tuple(one for one in (*start, words.area) if one not in loaded.areas)
    if not start or hidden or people is None:
        return WayBack(words.area, start, None, hidden=hidden)
    if people.high <= 0 or math.isinf(people.high):
        return WayBack(words.area, start, None, nobody=people.high <= 0)
    begins = words.begins or loaded.plan.as_of
    notice = Notice(
        id=_name(loaded, words.area),
        areas=start,
        to=(words.area,),
        issued=begins,
        deadline=_by(loaded, words, begins),
        deadline_means="arrived",
        corridors=words.corridors,
        only_by_corridors=words.only_by_corridors,
        source=words.source,
    )
    layer = _away(loaded, start, people)
    try:
        found = examine(
            loaded, placed.streets, (layer,), notice, "arrived",
            placed=placed, beside=beside, gap=gap, seconds=seconds, progress=progress,
        )  # fmt: skip
    except InputError as error:
        return WayBack(words.area, start, None, "; ".join(fault.found for fault in error.faults))
    return WayBack(words.area, start, found)


def starts_of(loaded: LoadedPlan, words: Return) -> tuple[str, ...]:
    """Return the areas from which people come back: as stated, else where the area's notices send them."""
    if words.from_:
        return tuple(dict.fromkeys(words.from_))
    sent = (one.to for one in loaded.plan.notices if words.area in one.areas)
    return tuple(dict.fromkeys(area for to in sent for area in to if area != words.area))


def _by(loaded: LoadedPlan, words: Return, begins: datetime) -> datetime | None:
    """Return the end of the day by which all can be back; None where none is stated.

    None, too, where that day is over and nobody states from when people could go: they may have gone before.
    """
    if words.until is None:
        return None
    zone = loaded.plan.as_of.tzinfo if loaded.plan.time_zone is None else ZoneInfo(loaded.plan.time_zone)
    end = datetime.combine(words.until + timedelta(days=1), time(), zone)
    return None if words.begins is None and end <= begins else end


def _name(loaded: LoadedPlan, area: str) -> str:
    """Return a name for the way back that no notice of the plan has: its proofs are kept by it."""
    name = f"{area}-back"
    while any(one.id == name for one in loaded.plan.notices):
        name += "-again"
    return name


def _away(loaded: LoadedPlan, start: tuple[str, ...], people: Range) -> PeopleLayer:
    """Return the people somewhere in these areas: nobody says where in them."""
    cells = np.empty(1, object)
    cells[0] = shapely.union_all([loaded.areas[one] for one in start])
    return PeopleLayer(
        kind="displaced",
        as_of=loaded.plan.as_of.date(),
        source="claims of displacement, or the order",
        file=loaded.path.name,
        cells=cells,
        low=np.array([people.low]),
        high=np.array([people.high]),
        split="counted",
        unit=np.array([""]),
        remarks=(),
    )
