"""The linter's job: notices + what is there → flaws, each with where it is and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from safeground.characters import shown
from safeground.clock import Clock
from safeground.errors import FaultList
from safeground.examination import Effort, examine_notices, place_on_streets
from safeground.ground.of_plan import read_ground
from safeground.memo import Memo
from safeground.questions.flaw import SEVERITIES
from safeground.questions.surroundings import least_times, meant, surroundings
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.people import PeopleLayer
    from safeground.plan.notice_set import NoticeSet
    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading
    from safeground.quantity import Range
    from safeground.questions.clear_case import Surroundings
    from safeground.questions.flaw import Flaw
    from safeground.questions.scorecard import Line

    Rule = Callable[[Published, TextReading, Surroundings], Iterator[Flaw]]

ENGINE_SECONDS = 10.0
"""For each notice: a refutation is found early, and a schedule is not asked for here."""
ENGINE_GAP = 0.05
NEAR_DEG = 0.02
"""Around the notices, for reading people: those outside count in no flaw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintResult:
    """All that was found; ``publish.lint_write`` writes it, and nothing else is needed for that.

    Parameters
    ----------
    title
        The plan's, or the names of what was read.
    found
        The notices with what they were held against.
    around
        The same as the rules saw it.
    readings
        Notice id → what was read in its texts.
    flaws
        The gravest first; of one severity, in the order of the notices and rules.
    scorecards
        Notice id → the fourteen lines of its score card, as far as rules and the notice fill them.
    rules
        Names of the rules that looked.
    remarks
        What was inferred, repaired or left out anywhere on the way.
    seconds
        Wall time by step.
    """

    title: str
    found: NoticeSet
    around: Surroundings
    readings: Mapping[str, TextReading]
    flaws: tuple[Flaw, ...]
    scorecards: Mapping[str, tuple[Line, ...]]
    rules: tuple[str, ...]
    remarks: tuple[Remark, ...]
    seconds: Mapping[str, float]

    @property
    def notices(self) -> tuple[Published, ...]:
        """The notices in the order of their issue."""
        return self.found.notices

    @property
    def hashes(self) -> Mapping[str, str]:
        """Input file → SHA-256."""
        return self.found.hashes


def lint(
    paths: Sequence[Path],
    *,
    blocks: Path | None = None,
    names: Path | None = None,
    people: Path | None = None,
    territory: Path | None = None,
    zone: str | None = None,
    rules: Sequence[Rule] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> LintResult:
    """Read notices and look for what misleads, contradicts itself or is missing.

    Of a plan with streets and people it is also proven, in a short time, whether its deadlines leave the time
    that leaving needs.

    Parameters
    ----------
    paths
        Plans, folders of notices, single notices, tables: as ``plan.read_notices`` takes them.
    blocks, names, people, territory
        Files to hold them against, instead of those that the notices name.
    zone
        IANA name of the zone of times without an offset.
    rules
        Other rules than ``questions.clear_rules.RULES``.
    progress
        Told each step as it begins.

    Raises
    ------
    InputError
        Everything that is wrong with the notices or the files beside them.
    """
    from safeground.plan.read_notices import Beside, read_notices
    from safeground.plan.reading.of_notices import readings
    from safeground.questions import clear
    from safeground.questions.clear_rules import RULES

    clock = Clock(progress)
    with clock.step("reading the notices"):
        found = read_notices(paths, Beside(blocks, names, people, territory, zone))
    layers, least_h, remarks = _measured(found, clock)
    around = surroundings(found, layers, least_h)
    with clock.step("reading the texts"):
        read = readings(found)
    with clock.step("looking for flaws"):
        if rules is None:
            flaws = clear.examine(found.notices, read, around)
        else:
            flaws = _found_by(rules, found.notices, read, around)
    plan = found.plan
    return LintResult(
        title=", ".join(path.name for path in paths) if plan is None else plan.plan.plan,
        found=found,
        around=around,
        readings=read,
        flaws=tuple(map(_shown, flaws)),
        scorecards={} if rules is not None else _cards(found, read, around, flaws),
        rules=tuple(getattr(rule, "name", rule.__name__) for rule in (RULES if rules is None else rules)),
        remarks=tuple(dict.fromkeys((*found.remarks, *remarks))),
        seconds=clock.seconds,
    )


def _found_by(
    rules: Sequence[Rule],
    notices: Sequence[Published],
    readings: Mapping[str, TextReading],
    around: Surroundings,
) -> tuple[Flaw, ...]:
    flaws = [
        flaw for notice in notices for rule in rules for flaw in rule(notice, readings[notice.id], around)
    ]
    return tuple(sorted(flaws, key=lambda flaw: SEVERITIES.index(flaw.severity)))


def _cards(
    found: NoticeSet, readings: Mapping[str, TextReading], around: Surroundings, flaws: tuple[Flaw, ...]
) -> dict[str, tuple[Line, ...]]:
    from safeground.questions.scorecard import score_cards

    areas = () if found.plan is None else found.plan.plan.areas
    conditions = {area.id: area.conditions for area in areas if area.conditions is not None}
    cards = score_cards(found.notices, readings, around, flaws, (), conditions)
    return {
        notice: tuple(
            msgspec.structs.replace(
                line, statement=shown(line.statement), evidence=tuple(map(shown, line.evidence))
            )
            for line in lines
        )
        for notice, lines in cards.items()
    }


def _shown(flaw: Flaw) -> Flaw:
    """Return the flaw with the signs of a notice written out that are not seen."""
    return msgspec.structs.replace(
        flaw,
        what=shown(flaw.what),
        where=shown(flaw.where),
        mend=shown(flaw.mend),
        evidence=tuple(map(shown, flaw.evidence)),
    )


def _measured(
    found: NoticeSet, clock: Clock
) -> tuple[tuple[PeopleLayer, ...], dict[str, Range], tuple[Remark, ...]]:
    """Return the people who count, the least times that are proven, and what was remarked."""
    plan = found.plan
    if plan is None or not _own_people(found):
        layers, remarks = _people(found, clock)
        return layers, {}, remarks
    if plan.plan.ground.streets is None or not plan.plan.ground.people:
        layers, remarks = _people(found, clock)
        text = "Whether deadlines leave enough time was not examined: the plan has no streets, or no people."
        return layers, {}, (*remarks, Remark("left out", plan.path.name, text, len(plan.plan.notices)))
    asked = {(one.id, meant(one)) for one in plan.plan.notices if one.deadline and one.issued}
    ground = read_ground(plan, Memo(), clock)
    outcomes = examine_notices(
        plan,
        ground,
        place_on_streets(plan, ground),
        Memo(),
        clock,
        Effort(ENGINE_GAP, ENGINE_SECONDS, schedule=False),
        asked=asked,
    )
    remarks = (*ground.remarks, *(remark for outcome in outcomes for remark in outcome.remarks))
    left = [one.id for one in plan.plan.notices if (one.id, meant(one)) not in asked]
    if left:
        text = (
            f"No time of issue or no deadline, so none was held against the time needed: {', '.join(left)}."
        )
        remarks = (*remarks, Remark("left out", plan.path.name, text, len(left)))
    return ground.layers, least_times(outcomes, plan.plan.notices), remarks


def _own_people(found: NoticeSet) -> bool:
    """Whether people are counted by the plan's own layers alone."""
    plan = found.plan
    return plan is not None and tuple(one.spec for one in found.people) == plan.plan.ground.people


def _people(found: NoticeSet, clock: Clock) -> tuple[tuple[PeopleLayer, ...], tuple[Remark, ...]]:
    from safeground.ground.people import count_layers, read_people, replaced_remarks

    near = _near(found)
    if not found.people or near is None:
        return (), _uncounted(found)
    faults = FaultList()
    layers: list[PeopleLayer] = []
    for one in found.people:
        with clock.step(f"reading people from {one.spec.file}"), faults.noted():
            layers.append(read_people(one.spec, one.folder, near))
    faults.raise_if_any()
    remarks = [remark for layer in layers for remark in layer.remarks]
    return count_layers(layers), (*remarks, *replaced_remarks(layers))


def _uncounted(found: NoticeSet) -> tuple[Remark, ...]:
    if not found.people:
        return ()
    text = "Nothing says where the notices' blocks and drawings are, so no people were counted."
    return tuple(Remark("left out", one.spec.file, text) for one in found.people)


def _near(found: NoticeSet) -> BaseGeometry | None:
    """Return where people count: all that has a place."""
    import shapely

    places: list[BaseGeometry] = [one.drawn for one in found.notices if one.drawn is not None]
    if found.blocks is not None:
        places += list(found.blocks.geometry)
    if found.names is not None:
        places += [name.geometry for name in found.names.names if name.geometry is not None]
    if found.territory is not None:
        places.append(found.territory)
    bounds = [shapely.box(*place.bounds) for place in places if not place.is_empty]
    if not bounds:
        return None
    return shapely.box(*shapely.unary_union(bounds).bounds).buffer(NEAR_DEG)
