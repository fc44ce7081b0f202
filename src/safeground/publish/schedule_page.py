"""``schedule.html``: a schedule as a page to read, with a map for each step. Restricted, only when asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import shapely
from markupsafe import Markup

import safeground
from safeground.journey.readable_schedule import FEW_PERSONS, STEP_H
from safeground.publish import schedule_words as words
from safeground.publish.deadlines import TARGET_WORDS, time_words
from safeground.publish.embedding import policy_hash
from safeground.publish.figures import Figures
from safeground.publish.map import KIND_WORDS, badges, draw_map
from safeground.publish.page import environment
from safeground.publish.schedule_map import SIZES, ScheduleDrawing, largest, unit_place
from safeground.questions.finding import REACH_CAVEAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.assess import Assessment
    from safeground.journey.outcome import Outcome
    from safeground.journey.readable_schedule import Ints, ReadableSchedule
    from safeground.publish.map import MapDrawing
    from safeground.publish.schedule_words import Step

SHOWN: Final = 40
"""Streets in the tables of the page; the CSV file has all of them."""
GROUPS: Final = ("Set out, at least", "Pass, at least", "Wait, at most")


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its count in each step."""

    number: int
    sign: str
    """Which sign it has on the map: ``leave``, ``pass`` or ``wait``."""
    name: str
    persons: tuple[str, ...]
    in_all: str
    """Empty but for people who set out."""
    short: str
    """Its name beside the map, on which it is seen where it lies."""


@dataclass(frozen=True, slots=True)
class Group:
    """Places at which people do one thing in a step, those that have a number on the map."""

    title: str
    rows: tuple[tuple[Row, str], ...]
    """Each with its count in this step."""
    more: int
    """How many further places there are, of those that the page tells of."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A step of the animation: its map, and the same in words."""

    step: Step
    svg: Markup | None
    set_out: str
    arrived: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What the page says of one outcome."""

    notice: str
    target: str
    no_schedule: str = ""
    """Why there is nothing to tell."""
    step_h: int = STEP_H
    within_one_step: bool = False
    upper: str = ""
    no_upper: str = ""
    """Why the schedule does not move everybody."""
    late: str = ""
    """The stated deadline, where the schedule ends after it."""
    set_out_in_all: str = ""
    steps: tuple[Step, ...] = ()
    base: Markup | None = None
    """The map that every step is drawn on, and the lines that steps refer to."""
    frames: tuple[Frame, ...] = ()
    departures: tuple[Row, ...] = ()
    streets: tuple[Row, ...] = ()
    streets_more: int = 0
    crowds: tuple[Row, ...] = ()
    crowds_more: int = 0


def schedule_html(assessment: Assessment) -> str:
    """Return the page, which fetches nothing; without its script it is a list of maps."""
    plan = assessment.loaded.plan
    pages = environment(Figures("restricted"), plan)
    source = "" if pages.loader is None else pages.loader.get_source(pages, "schedule.js")[0]
    kinds: set[str] = set()
    accounts = tuple(
        _account(assessment, outcome, f"schedule-{number}", kinds)
        for number, outcome in enumerate(assessment.outcomes, 1)
    )
    letters = badges(plan.areas)
    context: dict[str, Any] = {
        "version": safeground.__version__,
        "plan": plan,
        "account": words.ACCOUNT,
        "who_is_missing": words.WHO_IS_MISSING,
        "rule": words.RULE,
        "alone": words.ALONE,
        "few": words.FEW,
        "few_persons": f"{FEW_PERSONS:,}",
        "shortest_h": STEP_H,
        "accounts": accounts,
        "areas": [(letters[area.id], area.id, KIND_WORDS[area.kind]) for area in plan.areas],
        "kinds": kinds,
        "reach_caveat": REACH_CAVEAT,
        "script": Markup(source),
        "script_hash": policy_hash(source),
    }
    return pages.get_template("schedule.html").render(**context)


def _account(assessment: Assessment, outcome: Outcome, ident: str, kinds: set[str]) -> Account:
    """Return what is said of an outcome; ``kinds`` gathers the signs that its map uses."""
    schedule, target = outcome.readable_schedule, TARGET_WORDS[outcome.target]
    if schedule is None:
        why = outcome.no_upper or "none was found in the time given"
        return Account(outcome.notice, target, why)
    tables = _tables(schedule)
    outcome = _held(assessment, outcome)
    steps = words.steps(outcome, schedule)
    base = _base(assessment, outcome, schedule, ident)
    drawing = None
    if base is not None:
        kinds.update(base.kinds)
        drawing = ScheduleDrawing(base.frame, assessment.loaded, schedule, ident)
    departures, streets, crowds = tables
    return Account(
        notice=outcome.notice,
        target=target,
        step_h=schedule.step_h,
        within_one_step=schedule.within_one_step,
        upper="" if outcome.upper_h is None else time_words(outcome, outcome.upper_h, dated=True),
        no_upper=outcome.no_upper or "",
        late=_late(outcome),
        set_out_in_all=words.persons(schedule.set_out_in_all),
        steps=steps,
        base=None if base is None or drawing is None else base.svg + drawing.definitions(),
        frames=_frames(schedule, steps, tables, drawing, f"{ident}-map-all"),
        departures=departures,
        streets=streets[:SHOWN],
        streets_more=max(0, len(streets) - SHOWN),
        crowds=crowds,
        crowds_more=schedule.crowds_left_out,
    )


def _held(assessment: Assessment, outcome: Outcome) -> Outcome:
    """Return the outcome with its deadline only if that is what the deadline means."""
    notice = next(notice for notice in assessment.loaded.plan.notices if notice.id == outcome.notice)
    if outcome.target == (notice.deadline_means or "out"):
        return outcome
    return replace(outcome, deadline=None, deadline_h=None)


def _base(
    assessment: Assessment, outcome: Outcome, schedule: ReadableSchedule, ident: str
) -> MapDrawing | None:
    """Return the map around the people and the streets that a schedule loads; else around the area."""
    loaded = assessment.loaded
    around: list[BaseGeometry] = [stretch.line for stretch in schedule.stretches]
    if around:
        around += [unit_place(loaded, unit) for unit in schedule.departures]
        around += [shapely.Point(crowd.lon, crowd.lat) for crowd in schedule.crowds]
    else:
        notice = next(notice for notice in loaded.plan.notices if notice.id == outcome.notice)
        around += [loaded.areas[area] for area in notice.areas if area in loaded.areas]
    return draw_map(assessment, "public", ident=f"{ident}-map", sizes=SIZES, around=around)


def _tables(schedule: ReadableSchedule) -> tuple[tuple[Row, ...], tuple[Row, ...], tuple[Row, ...]]:
    departures = tuple(
        _row(number, "leave", words.unit_name(unit), unit.persons, words.persons(unit.in_all))
        for number, unit in enumerate(schedule.departures, 1)
    )
    streets = tuple(
        _row(number, "pass", words.street_name(street), street.persons)
        for number, street in enumerate(schedule.streets, 1)
    )
    crowds = tuple(
        _row(
            number,
            "wait",
            words.crowd_name(crowd),
            crowd.persons,
            short=words.crowd_name(crowd, placed=False),
        )
        for number, crowd in enumerate(schedule.crowds, 1)
    )
    return departures, streets, crowds


def _row(number: int, sign: str, name: str, persons: Ints, in_all: str = "", short: str = "") -> Row:
    said = tuple(words.persons(count) for count in persons.tolist())
    return Row(number, sign, name, said, in_all, short or name)


def _frames(
    schedule: ReadableSchedule,
    steps: Sequence[Step],
    tables: tuple[tuple[Row, ...], ...],
    drawing: ScheduleDrawing | None,
    base: str,
) -> tuple[Frame, ...]:
    frames = []
    for index, step in enumerate(steps):
        label = f"Map of step {step.number} of {len(steps)}, {step.words}. The table with it says the same."
        frames.append(
            Frame(
                step=step,
                svg=None if drawing is None else drawing.step(index, base, label),
                set_out=words.persons(int(schedule.set_out[index])),
                arrived=words.persons(int(schedule.arrived[index])),
                groups=_groups(schedule, tables, index),
            )
        )
    return tuple(frames)


def _groups(schedule: ReadableSchedule, tables: tuple[tuple[Row, ...], ...], index: int) -> tuple[Group, ...]:
    counts = (
        [unit.persons for unit in schedule.departures],
        [street.persons for street in schedule.streets],
        [crowd.persons for crowd in schedule.crowds],
    )
    groups = []
    for title, table, persons in zip(GROUPS, tables, counts, strict=True):
        shown = largest(persons, index)
        more = sum(count[index] > 0 for count in persons) - len(shown)
        if shown:
            groups.append(Group(title, tuple((table[k], table[k].persons[index]) for k in shown), int(more)))
    return tuple(groups)


def _late(outcome: Outcome) -> str:
    deadline_h, upper_h = outcome.deadline_h, outcome.upper_h
    if deadline_h is None or upper_h is None or upper_h <= deadline_h:
        return ""
    return time_words(outcome, deadline_h, dated=True)
