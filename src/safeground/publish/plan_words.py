"""What the plan states, in words for a page, and what it does not state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.formats.projection import area_m2
from safeground.plan.model import Conditions
from safeground.publish.figures import day, ltr, moment
from safeground.publish.map import badges
from safeground.quantity import Range
from safeground.units import M2_PER_KM2
from safeground.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from markupsafe import Markup

    from safeground.assess import Assessment
    from safeground.plan.model import Area, AreaSize, Notice, Plan, Source
    from safeground.publish.figures import Figures
    from safeground.remarks import Remark

KIND_WORDS = {
    "ordered": "ordered to leave",
    "destination": "destination",
    "closed": "closed",
    "return": "to return to",
}
CONDITION_WORDS = (
    ("Agreed by all parties", "all_parties_agree"),
    ("Essentials for survival", "essentials"),
    ("Free movement and return", "free_movement_and_return"),
    ("Supervision", "supervision"),
)
MEANS_WORDS = {"out": "out of the area", "arrived": "arrived at the destination"}


@dataclass(frozen=True, slots=True)
class FirstLine:
    """What, in which state, as of when; and what a reader must know before anything else."""

    what: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """People that a notice moves."""

    notice: str
    persons: Markup


@dataclass(frozen=True, slots=True)
class Size:
    """A size that somebody reports."""

    km2: Markup
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as the plan states it."""

    letter: str
    name: str
    kind: str
    designation: str | None
    size: str | None
    blocks: int
    sizes: tuple[Size, ...]
    conditions: tuple[tuple[str, str], ...]
    is_ordered: bool
    is_destination: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice, term by term; None where nothing is stated."""

    name: str
    terms: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A notice's deadline."""

    notice: str
    stated: bool
    text: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What was done to an input."""

    kind: str
    file: str
    text: str
    count: str
    persons: Markup | str


def first_line(plan: Plan) -> FirstLine:
    """Return the report's first line."""
    where = f" {plan.territory}." if plan.territory else ""
    what = f"A plan {plan.status}, examined as of {moment(plan.as_of)}.{where}"
    warnings = [text for text in (_age(plan), _grade(plan)) if text]
    if plan.schematic:
        warnings.append("The plan’s own outlines are schematic.")
    return FirstLine(what, tuple(warnings))


def _age(plan: Plan) -> str | None:
    if not plan.ground.people:
        return "No layer of people is stated."
    newest = max(layer.as_of for layer in plan.ground.people)
    days = (plan.as_of.date() - newest).days
    limit = plan.assumptions.people_older_than_days
    if days <= limit:
        return None
    return f"The newest count of people is of {day(newest)}: {days:,} days old, more than {limit}."


def _grade(plan: Plan) -> str | None:
    if plan.ground.streets is None:
        return "No streets are stated."
    if plan.ground.streets.grade == "schematic":
        return "Streets are schematic, so whether people can reach the destination is unknown."
    return None


def costs(assessment: Assessment, figures: Figures) -> tuple[Cost, ...]:
    """Return the people each notice orders to leave, once a notice."""
    ordered = {outcome.notice: outcome.ordered for outcome in assessment.outcomes}
    shown = [Cost(notice, figures.say(persons)) for notice, persons in ordered.items()]
    return tuple(shown[:3])


def area_rows(assessment: Assessment) -> tuple[AreaRow, ...]:
    """Return the plan's areas, in its order."""
    loaded = assessment.loaded
    letters = badges(loaded.plan.areas)
    return tuple(
        AreaRow(
            letter=letters[area.id],
            name=area.id,
            kind=KIND_WORDS[area.kind],
            designation=designation(area),
            size=_size(assessment, area),
            blocks=len(loaded.blocks_of_area.get(area.id, ())),
            sizes=tuple(_reported(size) for size in area.sizes),
            conditions=_conditions(area),
            is_ordered=area.kind == "ordered",
            is_destination=area.kind == "destination",
        )
        for area in loaded.plan.areas
    )


def designation(area: Area) -> str | None:
    """Return who designated an area as what, in the issuer's own words."""
    if area.called and area.designated_by:
        return f"designated by {area.designated_by} as “{area.called}”"
    if area.called:
        return f"called “{area.called}”; by whom is not stated"
    return f"designated by {area.designated_by}" if area.designated_by else None


def _size(assessment: Assessment, area: Area) -> str | None:
    geometry = assessment.loaded.areas.get(area.id)
    if geometry is None or geometry.is_empty:
        return None
    return f"{number(area_m2(geometry) / M2_PER_KM2)} km²"


def _reported(size: AreaSize) -> Size:
    km2 = Range.of(size.km2, "km2")
    said = number(km2.low) if km2.is_exact else f"{number(km2.low)} to {number(km2.high)}"
    return Size(ltr(f"{said} km²"), size.source, size.note)


def _conditions(area: Area) -> tuple[tuple[str, str], ...]:
    if area.kind != "destination":
        return ()
    conditions = area.conditions or Conditions()
    return tuple((title, getattr(conditions, name)) for title, name in CONDITION_WORDS)


def notice_rows(plan: Plan) -> tuple[NoticeRow, ...]:
    """Return every notice, with what it states and what it does not."""
    return tuple(NoticeRow(notice.id, _terms(notice)) for notice in plan.notices)


def _terms(notice: Notice) -> tuple[tuple[str, str | None], ...]:
    return (
        ("Issued by", notice.issuer),
        ("Issued", None if notice.issued is None else moment(notice.issued)),
        ("By way of", ", ".join(notice.channels) or None),
        ("Languages", ", ".join(notice.languages or tuple(notice.text)) or None),
        ("To leave", ", ".join(notice.areas) or None),
        ("Deadline", None if notice.deadline is None else moment(notice.deadline)),
        ("It means", None if notice.deadline_means is None else MEANS_WORDS[notice.deadline_means]),
        ("To go to", ", ".join(notice.to) or None),
        ("Corridors", ", ".join(notice.corridors) or None),
        ("Until", notice.end),
        ("To those who stay", notice.stays),
        ("Whom to ask", notice.contact),
        *((("Withdrawn", moment(notice.withdrawn)),) if notice.withdrawn is not None else ()),
        *((("Changes", notice.changes),) if notice.changes is not None else ()),
    )


def deadlines(plan: Plan) -> tuple[Deadline, ...]:
    """Return each notice's deadline with what it means."""
    return tuple(
        Deadline(notice.id, notice.deadline is not None, _deadline_text(notice)) for notice in plan.notices
    )


def _deadline_text(notice: Notice) -> str:
    means = (
        "what it means is not stated" if notice.deadline_means is None else MEANS_WORDS[notice.deadline_means]
    )
    return f"{moment(notice.deadline)}, {means}"


def streets_source(plan: Plan) -> str | None:
    """Return the streets' source with its licence line."""
    streets = plan.ground.streets
    if streets is None or streets.source is None:
        return None
    source = next((source for source in plan.sources if source.id == streets.source), None)
    return streets.source if source is None else (source.licence or source.title)


def source_rows(plan: Plan) -> tuple[Source, ...]:
    """Return the sources, each once as it reads: sources held back read alike."""
    seen: dict[tuple[str, str | None, date | datetime | None, str | None], Source] = {}
    for source in plan.sources:
        seen.setdefault((source.title, source.publisher, source.published, source.licence), source)
    return tuple(seen.values())


def remark_rows(remarks: Sequence[Remark], figures: Figures) -> tuple[RemarkRow, ...]:
    """Return what was done to the inputs, in the order left out, repaired, inferred, warning."""
    order = ("left out", "repaired", "inferred", "warning")
    rows = sorted(remarks, key=lambda remark: order.index(remark.kind))
    return tuple(
        RemarkRow(
            remark.kind,
            remark.file,
            remark.text,
            "not counted" if remark.count is None else f"{remark.count:,}",
            "not counted" if remark.persons is None else figures.say(Range.exact(remark.persons, "persons")),
        )
        for remark in rows
    )
