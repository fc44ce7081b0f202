"""The command ``areas``: what was in force at a minute, and what two minutes differ by."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import TYPE_CHECKING

from safeground.commands.terminal import asked_moment
from safeground.errors import FaultList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.ground.people import PeopleLayer
    from safeground.plan.places import LoadedPlan
    from safeground.remarks import Remark

FAR_DEG = 0.05
"""Around the areas: cells that lie partly in them are read whole."""


def areas(
    plan: Path,
    *,
    at: str,
    known_at: str | None = None,
    against: str | None = None,
    known_against: str | None = None,
    out: Path | None = None,
) -> int:
    """Say which areas were in force at a minute, as far as was published, and what changed between two.

    Parameters
    ----------
    plan
        The plan file.
    at
        The moment, with offset: `2023-12-04T12:00+02:00`.
    known_at
        Leave out what was published later than this; the moment itself where not given.
    against
        An earlier moment to compare with.
    known_against
        The same for the earlier moment; the earlier moment itself where not given.
    out
        Folder for tables and layers, restricted and public apart.
    """
    from safeground.characters import shown
    from safeground.plan.load import load_plan
    from safeground.publish.areas_in_time import (
        OF_WORDS,
        at_lines,
        change_lines,
        status_line,
        write_areas,
    )
    from safeground.questions.areas_in_time import areas_at, areas_between
    from safeground.whole_folder import refuse_foreign

    moments = _moments(at=at, known_at=known_at, against=against, known_against=known_against)
    if out is not None:
        refuse_foreign(out)
    loaded = load_plan(plan)
    layers, remarks = people_layers(loaded)
    found = areas_at(loaded, layers, moments["at"] or loaded.plan.as_of, moments["known_at"])
    change = None
    if moments["against"] is not None:
        before = areas_at(loaded, layers, moments["against"], moments["known_against"])
        change = areas_between(loaded, layers, before, found)
    lines = [status_line(loaded.plan)]
    lines += [f"{one.kind}: {one.file}: {one.text}" for one in remarks]
    lines += at_lines(found)
    if change is not None:
        lines += ["", *change_lines(change)]
    for line in [*lines, "", OF_WORDS]:
        print(shown(line))
    if out is not None:
        write_areas(loaded, layers, found, change, out)
        print(f"Restricted: {out / 'restricted'}\nPublic:     {out / 'public'}")
    return 0


def people_layers(loaded: LoadedPlan) -> tuple[Sequence[PeopleLayer], list[Remark]]:
    """Read the layers of people that count, around the plan's areas.

    Raises
    ------
    InputError
        Everything that is wrong with the layers' files.
    """
    import shapely

    from safeground.ground.people import count_layers, read_people, replaced_remarks

    if not loaded.areas:
        return (), []
    region = shapely.box(*shapely.total_bounds(list(loaded.areas.values()))).buffer(FAR_DEG)
    faults = FaultList()
    layers: list[PeopleLayer] = []
    for spec in loaded.plan.ground.people:
        with faults.noted():
            layers.append(read_people(spec, loaded.path.parent, region))
    faults.raise_if_any()
    remarks = [remark for layer in layers for remark in layer.remarks]
    return count_layers(layers), [*remarks, *replaced_remarks(layers)]


def _moments(**given: str | None) -> dict[str, datetime | None]:
    """Return times with offsets; every wrong one is a fault, and so is a known time of no moment."""
    faults = FaultList()
    found: dict[str, datetime | None] = {}
    for name, text in given.items():
        option = f"--{name.replace('_', '-')}"
        found[name] = None
        if text is None:
            continue
        with faults.noted():
            found[name] = asked_moment(option, text)
    if given["known_against"] is not None and given["against"] is None:
        faults.add("--known-against", "no --against", "both, or neither", "Add --against.")
    faults.raise_if_any()
    return found
