"""The look-up job: a plan and a place → what is recorded of it, in words. Reads; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.errors import FaultList, InputError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from shapely import Point
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.places import LoadedPlan
    from safeground.publish.notices.lookup_things import Thing
    from safeground.publish.notices.outputs import Backdrop
    from safeground.publish.notices.phrases import Language

MARGIN_M = 1000.0
"""A point this far outside everything that the plan's files draw is off their territory."""
MOST_CANDIDATES = 8


def look_up(
    plan_path: Path,
    *,
    time: datetime,
    at: str | None = None,
    block: str | None = None,
    place: str | None = None,
    language: Language = "en",
) -> str:
    """Return what applies at one place by the notices of a plan.

    Parameters
    ----------
    plan_path
        The plan file.
    time
        The time that is asked for, with offset.
    at, block, place
        ``lon,lat`` in degrees; a block's id; the name of a place, a street or a block. One of them.
    language
        Of the answer.

    Raises
    ------
    InputError
        A wrong plan; not just one place; a point off the territory or with its coordinates swapped; a block
        or a name that is not there, with the nearest; a name of several places, with all of them.
    """
    from safeground.announce import backdrop
    from safeground.plan.load import load_plan
    from safeground.publish.notices.applies import Spot, applies
    from safeground.publish.notices.from_plan import bulletins
    from safeground.publish.notices.lookup_text import answer_text
    from safeground.publish.notices.phrases import phrases

    given = {"--at": at, "--block": block, "--place": place}
    asked = [option for option, text in given.items() if text is not None]
    faults = FaultList()
    if len(asked) != 1:
        found = " and ".join(asked) or "none of them"
        faults.add("", found, "one of --at, --block and --place", "Give one.")
        faults.raise_if_any()
    loaded = load_plan(plan_path)
    around = backdrop(loaded)
    geometry: BaseGeometry
    if at is not None:
        title, geometry = _point(at, loaded)
    elif block is not None:
        id_, geometry = _block(block, loaded)
        title = phrases("lookup")["block-id"][language].format(block=id_)
    else:
        title, geometry = _named(place or "", loaded, around)
    made = bulletins(loaded, around.streets, around.sites, status="Exercise", at=time)
    answer = applies(made, Spot(geometry=geometry), time)
    return answer_text(answer, title, loaded.plan, loaded.path.name, language)


def _point(text: str, loaded: LoadedPlan) -> tuple[str, Point]:
    import shapely

    faults = FaultList()
    expected = "lon,lat in degrees: 34.30,31.34"
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        faults.add("--at", repr(text), expected, "Write the longitude first, then the latitude.")
        raise InputError(faults.faults) from None
    extent = _extent(loaded)
    if not _on_earth(lon, lat) or not extent.covers(shapely.Point(lon, lat)):
        west, south, east, north = (round(edge, 3) for edge in extent.bounds)
        inside = f"a point in longitude {west:g} to {east:g}, latitude {south:g} to {north:g}"
        if extent.covers(shapely.Point(lat, lon)):
            faults.add("--at", f"{text}, latitude first", inside, f"Swap them: --at {lat:g},{lon:g}")
        else:
            fix = "Check the point. What the plan does not cover it says nothing of."
            faults.add("--at", f"{text}, off the plan's territory", inside, fix)
    faults.raise_if_any()
    return f"{lon:g},{lat:g}", shapely.Point(lon, lat)


def _on_earth(lon: float, lat: float) -> bool:
    return -180 <= lon <= 180 and -90 <= lat <= 90


def _extent(loaded: LoadedPlan) -> BaseGeometry:
    """Return the bounds of all that the plan's files draw, widened."""
    import shapely

    from safeground.publish.notices.lookup_things import widened

    drawn = [*loaded.areas.values()]
    if loaded.gazetteer is not None:
        drawn.extend(loaded.gazetteer.geometry)
    if loaded.names is not None:
        drawn.extend(name.geometry for name in loaded.names.names if name.geometry is not None)
    if loaded.territory is not None:
        drawn.append(loaded.territory)
    return widened(shapely.box(*shapely.total_bounds(drawn)), MARGIN_M)


def _block(text: str, loaded: LoadedPlan) -> tuple[str, BaseGeometry]:
    blocks = loaded.gazetteer
    faults = FaultList()
    if blocks is None:
        fix = "Ask by --at or --place, or name a file of blocks in the plan (ground.blocks)."
        faults.add("--block", text, "a plan that names its blocks", fix)
        raise InputError(faults.faults)
    try:
        ids = blocks.expand([text])
    except InputError as error:
        for fault in error.faults:
            faults.add("--block", fault.found, fault.expected, fault.fix, file=fault.file)
        raise InputError(faults.faults) from None
    if len(ids) != 1:
        faults.add("--block", f"{text}, which is {len(ids)} blocks", "one block", "Ask for each by itself.")
        raise InputError(faults.faults)
    geometry: BaseGeometry = blocks.geometry[blocks.ids.index(ids[0])]
    return ids[0], geometry


def _named(text: str, loaded: LoadedPlan, around: Backdrop) -> tuple[str, BaseGeometry]:
    from safeground.publish.notices.lookup_find import find

    faults = FaultList()
    found = find(_things(loaded, around), text)
    equal = [thing for nearness, thing in found if nearness == "equal"]
    if not found:
        fix = "Check the spelling, or ask by --at or --block. Not to be found says nothing about the place."
        faults.add("--place", repr(text), "the name of a place, a street or a block of the plan", fix)
    elif len(equal) != 1:
        candidates = equal or [thing for _, thing in found]
        names = "; ".join(map(_said, candidates[:MOST_CANDIDATES]))
        more = len(candidates) - MOST_CANDIDATES
        rest = f"; and {more} more" if more > 0 else ""
        what = "which is the name of several" if equal else "which is no name in full"
        faults.add("--place", f"{text!r}, {what}", "the name of one", f"Candidates: {names}{rest}.")
    elif equal[0].geometry is None:
        faults.add("--place", f"{text!r}, which nobody drew", "a drawn place", "Ask by --at or --block.")
    faults.raise_if_any()
    geometry = equal[0].geometry
    assert geometry is not None
    return equal[0].spellings[0], geometry


def _things(loaded: LoadedPlan, around: Backdrop) -> list[Thing]:
    from safeground.publish.notices.lookup_things import street_lines, things

    streets = around.streets
    return things(loaded.gazetteer, {} if streets is None else street_lines(streets), loaded.names)


def _said(thing: Thing) -> str:
    within = f" in {thing.within}" if thing.within else ""
    return f"{' / '.join(thing.spellings)} ({thing.kind}{within})"
