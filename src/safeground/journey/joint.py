"""Several orders and other movements on the same streets at the same time: one schedule after the other.

Whoever is due first goes first, and each of the others gets what those before leave of every street's
width, so all these schedules together can be carried out. Movements that the plan states beside its notices
go before all of them, at their greatest number. That others hinder can only lower what a schedule brings;
the proofs take no account of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.conditions import conditions_of
from safeground.journey.examine import setting_of
from safeground.journey.figures import Figures
from safeground.journey.movement import contracted_alike, put_on_same_streets
from safeground.journey.others import others_on_the_streets
from safeground.journey.outcome import Joint
from safeground.journey.pieces import Lines
from safeground.journey.problems import schedule_persons, schedule_problem
from safeground.journey.setting import Setting
from safeground.journey.starts import Zones
from safeground.plan.model import Notice
from safeground.quantity import Range
from safeground.units import SECONDS_PER_HOUR
from safeground.wording import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    import numpy.typing as npt

    from safeground.flow.schedule import Schedule
    from safeground.formats.projection import LocalProjection
    from safeground.ground.people import PeopleLayer
    from safeground.journey.movement import Movement
    from safeground.journey.others import Others
    from safeground.journey.outcome import Target
    from safeground.journey.placed import Placed
    from safeground.journey.problems import Built
    from safeground.plan.places import LoadedPlan

    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Party:
    """One who moves: its map, and the moment from which its times count."""

    name: str
    setting: Setting
    start: datetime
    target: Target | None
    """None for a movement that is no notice's."""


def sharing(loaded: LoadedPlan) -> tuple[Notice, ...]:
    """Return the notices with a deadline that share the streets with others, the first due first.

    Two share them where the time from issue to deadline of one overlaps that of the other; a movement shares
    them with every notice whose deadline it does not begin after.
    """
    plan = loaded.plan
    dated = [one for one in plan.notices if one.issued is not None and one.deadline is not None]
    dated = [one for one in dated if one.deadline_means != "arrived" or one.to]

    def together(one: Notice, other: Notice) -> bool:
        assert one.issued is not None
        assert other.issued is not None
        assert one.deadline is not None
        assert other.deadline is not None
        return one.id != other.id and one.issued < other.deadline and other.issued < one.deadline

    def crossed(one: Notice) -> bool:
        assert one.deadline is not None
        return any(other.begins is None or other.begins < one.deadline for other in plan.movements)

    found = [one for one in dated if crossed(one) or any(together(one, other) for other in dated)]
    return tuple(sorted(found, key=lambda one: (one.deadline, one.id)))


def joint_schedules(
    loaded: LoadedPlan,
    placed: Placed,
    layers: Sequence[PeopleLayer],
    *,
    gap: float = 0.02,
    seconds: float = 60.0,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Joint, ...]:
    """Schedule the notices that share streets, one after the other; empty where none do.

    Parameters
    ----------
    loaded
        The plan with its places.
    placed
        Its streets under its conditions.
    layers
        The people; layers that another replaces already taken out.
    gap, seconds
        For each schedule: when the engine may stop, and when it must.
    progress
        Told each step as it begins.

    Raises
    ------
    InputError
        As ``examine``.
    """
    notices = sharing(loaded)
    if not notices or not layers or placed.streets.grade == "schematic":
        return ()
    progress("putting everybody on the same streets")
    parties = _parties(loaded, placed, layers, notices)
    movements = contracted_alike(put_on_same_streets([party.setting for party in parties]))
    done: list[_Done] = []
    result: list[Joint] = []
    failed: str | None = None
    together = tuple(party.name for party in parties)
    for party, movement in zip(parties, movements, strict=True):
        before = tuple(one.party.name for one in done)
        upper_h, why = None, failed
        if failed is None:
            progress(f"looking for a schedule of {party.name} beside {', '.join(before) or 'nobody'}")
            upper_h, why = _schedule(party, movement, done, gap, seconds)
            failed = None if why is None else f"{party.name}, which goes before it, has none: {why}"
        if party.target is not None:
            result.append(Joint(party.name, party.target, before, together, upper_h, why))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class _Done:
    """A party with its schedule."""

    party: _Party
    built: Built
    ahead: Bools
    """Which arcs go along their contracted street, not against it."""
    schedule: Schedule


def _schedule(
    party: _Party, movement: Movement, done: list[_Done], gap: float, seconds: float
) -> tuple[float | None, str | None]:
    """Schedule one party beside those done, and add it to them; return its time, or why it has none."""
    from safeground.flow.bracket import bracket
    from safeground.flow.replay import replay

    figures, conditions = movement.setting.figures, movement.setting.conditions
    persons = schedule_persons(movement, figures)
    without = float(persons[movement.worst_node < 0].sum())
    if without > 0 or not len(movement.ends.schedule_node):
        return None, f"{number(without)} people have no way at the least figures"
    if conditions.no_schedule is not None:
        return None, conditions.no_schedule
    built = schedule_problem(movement, figures)
    ahead = built.problem.tail == movement.schedule_contracted.tail[built.street]
    beside = [_seen_by(party, built, ahead, other) for other in done]
    found = bracket(built.problem, gap=gap, seconds=seconds, beside=beside)
    if found.schedule is None or found.upper_s is None:
        return None, found.no_upper
    if found.upper_s > conditions.counts_until_s:
        return None, "none is found as far ahead as curfews are written out"
    replay(built.problem, found.schedule, beside=beside)
    done.append(_Done(party, built, ahead, found.schedule))
    return found.upper_s / SECONDS_PER_HOUR, None


def _seen_by(party: _Party, built: Built, ahead: Bools, other: _Done) -> Schedule:
    """Return another's schedule on the arcs and by the time of a party.

    Where the party has no arc the other's way along a street, its own way counts: they share the width.
    Streets that the party cannot use are left out.
    """
    from safeground.flow.schedule import Schedule

    rows = other.schedule
    way = ahead.astype(np.int64)
    arc = np.full((max(built.street.max(initial=-1), other.built.street.max(initial=-1)) + 1, 2), -1)
    arc[built.street, 1 - way] = np.arange(len(way))
    arc[built.street, way] = np.arange(len(way))
    seen = arc[other.built.street[rows.arc], other.ahead[rows.arc].astype(np.int64)]
    start = rows.start_s + (other.party.start - party.start).total_seconds()
    end = start + rows.duration_s
    kept = (seen >= 0) & (end > 0)
    begin, end = np.maximum(start[kept], 0.0), end[kept]
    persons = rows.persons[kept] * ((end - begin) / rows.duration_s[kept])
    return Schedule(seen[kept], begin, end - begin, persons, float(end.max(initial=0.0)))


def _parties(
    loaded: LoadedPlan, placed: Placed, layers: Sequence[PeopleLayer], notices: Sequence[Notice]
) -> list[_Party]:
    """Return those who move, in the order in which they go."""
    from safeground.formats.projection import LocalProjection

    figures = Figures.of(loaded.plan.assumptions)
    plane = LocalProjection.around(
        shapely.union_all([loaded.areas[area] for one in notices for area in one.areas])
    )
    parties = []
    first = min(one.issued for one in notices if one.issued is not None)
    for others in others_on_the_streets(loaded, first):
        begin = first + timedelta(seconds=max(others.begin_s or 0.0, 0.0))
        setting = _setting_of_others(loaded, placed, others, begin, figures, plane)
        parties.append(_Party(others.name, setting, begin, None))
    for notice in notices:
        assert notice.issued is not None
        target: Target = notice.deadline_means or "out"
        setting = setting_of(loaded, placed, layers, notice, target, figures, plane)
        parties.append(_Party(notice.id, setting, notice.issued, target))
    return parties


def _setting_of_others(
    loaded: LoadedPlan,
    placed: Placed,
    others: Others,
    begin: datetime,
    figures: Figures,
    plane: LocalProjection,
) -> Setting:
    """Return the map of a movement: as many as may move, from anywhere in its area, without delay."""
    notice = Notice(id=others.name, areas=(), issued=begin)
    start, goal = plane.project(others.start), np.empty(1, object)
    goal[0] = plane.project(others.goal)
    zone = np.empty(1, object)
    zone[0] = start
    most = np.array([others.persons.high])
    return Setting(
        streets=placed.streets,
        conditions=conditions_of(loaded, placed, notice, figures),
        figures=replace(figures, start_delay=replace(figures.start_delay, range=Range.exact(0.0, "h"))),
        plane=plane,
        lines=Lines.of(placed.streets, plane),
        ordered=start,
        destinations=goal,
        barriers=None,
        zones=Zones(zone, most, most, {}, ()),
    )
