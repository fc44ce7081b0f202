"""A plan → one bulletin a notice: only what may be public, and nothing filled in but the message's end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.characters import shown
from safeground.errors import FaultList
from safeground.formats.projection import LocalProjection
from safeground.ground.edge_streets import streets_along
from safeground.publish.notices.bulletin import Bulletin, Place, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.condition_words import Window
    from safeground.plan.model import Area, Corridor, Notice, Source
    from safeground.plan.places import LoadedPlan
    from safeground.publish.notices.bulletin import Message, Status

MESSAGE_H = 24
"""A message ends so long after the deadline (or whatever last time is stated) where the order's own end is no
time: an alert that nobody renews must not stand on walls and in phones for good. It says nothing on when the
order ends; who keeps it in force publishes again."""
LANDMARKS_M = 100.0
"""A public place this near an area's edge stands beside it."""
MOST_LANDMARKS = 6


def bulletins(
    loaded: LoadedPlan,
    streets: Streets | None,
    sites: Iterable[Site] | None,
    *,
    status: Status,
    at: datetime,
) -> tuple[Bulletin, ...]:
    """Return what is published of each notice, in the plan's order.

    Parameters
    ----------
    loaded
        The plan with its places.
    streets
        For the names along edges and routes; None, or schematic ones, name none.
    sites
        Only those marked ``public`` are named, as landmarks.
    status
        ``Exercise``, or ``Actual`` where the issuer says so.
    at
        The time of publishing, from which a message's end counts where the plan states no time at all.

    Raises
    ------
    InputError
        A notice with no area, or an area that nobody drew: an alert without its area goes to everybody.
    """
    _refuse_undrawn(loaded)
    named = streets if streets is not None and streets.grade != "schematic" else None
    public = [site for site in sites or () if site.sensitivity == "public" and site.name]
    areas = {area.id: area for area in loaded.plan.areas}
    corridors = {corridor.id: corridor for corridor in loaded.plan.corridors}
    used = dict.fromkeys(id_ for notice in loaded.plan.notices for id_ in (*notice.areas, *notice.to))
    places = {id_: _place(loaded, areas[id_], named, public) for id_ in used}
    return tuple(
        Bulletin(
            id=shown(notice.id),
            message=_message(notice),
            status=status,
            areas=tuple(places[area] for area in notice.areas),
            to=tuple(places[area] for area in notice.to),
            ways=tuple(_way(loaded, corridors[one], named) for one in notice.corridors),
            issuer=_line(notice.issuer),
            issued=notice.issued,
            starts=notice.starts,
            deadline=notice.deadline,
            deadline_means=notice.deadline_means,
            end=_line(notice.end),
            expires=message_end(notice, at),
            channels=_lines(notice.channels),
            languages=_lines(notice.languages),
            text={language: _text(text) for language, text in loaded.texts.get(notice.id, {}).items()},
            stays=_line(notice.stays),
            contact=_line(notice.contact),
            changes=_chain(notice, loaded.plan.notices),
            source=_public_source(notice, loaded.plan.sources),
            ends=notice.ends,
            withdrawn=notice.withdrawn,
        )
        for notice in loaded.plan.notices
    )


def message_end(notice: Notice, at: datetime) -> datetime:
    """Return when the message of a notice ends: as its end is stated, else ``MESSAGE_H`` after its last time.

    A notice that was taken back is told for ``MESSAGE_H`` after that.
    """
    if notice.withdrawn is not None:
        return notice.withdrawn + timedelta(hours=MESSAGE_H)
    if notice.ends is not None:
        return notice.ends
    last = notice.deadline or notice.starts or notice.issued or at
    return last + timedelta(hours=MESSAGE_H)


def _refuse_undrawn(loaded: LoadedPlan) -> None:
    faults = FaultList(loaded.path.name)
    if not loaded.plan.notices:
        faults.add("notices", "none", "at least one notice", "State the notice that is to be published.")
    fix = "Draw it (geometry), or list its blocks; without it nothing is published."
    for i, notice in enumerate(loaded.plan.notices):
        if not notice.areas:
            faults.add(f"notices[{i}].areas", "no area", "the area that the notice is for", fix)
        for key, ids in (("areas", notice.areas), ("to", notice.to)):
            for area in ids:
                if area not in loaded.areas or loaded.areas[area].is_empty:
                    faults.add(f"notices[{i}].{key}", f"{area}, which nobody drew", "a polygon", fix)
    faults.raise_if_any()


def _message(notice: Notice) -> Message:
    if notice.withdrawn is not None:
        return "Cancel"
    return "Alert" if notice.changes is None else "Update"


def _chain(notice: Notice, notices: Sequence[Notice]) -> tuple[str, ...]:
    """Return what a notice changes, the oldest first; one that was taken back takes back itself."""
    by_id = {one.id: one for one in notices}
    found = [notice.id] if notice.withdrawn is not None else []
    earlier = notice.changes
    while earlier is not None and earlier not in found and earlier != notice.id:
        found.append(earlier)
        earlier = by_id[earlier].changes if earlier in by_id else None
    return tuple(map(shown, reversed(found)))


def _place(loaded: LoadedPlan, area: Area, streets: Streets | None, sites: Sequence[Site]) -> Place:
    geometry = loaded.areas[area.id]
    return Place(
        id=shown(area.id),
        kind=area.kind,
        called=_line(area.called),
        designated_by=_line(area.designated_by),
        geometry=geometry,
        blocks=tuple(loaded.blocks_of_area.get(area.id, ())),
        listed=_lines(area.blocks),
        streets=() if streets is None else _lines(streets_along(streets, geometry.boundary)),
        landmarks=_landmarks(geometry, sites),
        valid_from=area.valid_from,
        valid_to=area.valid_to,
    )


def _landmarks(geometry: BaseGeometry, sites: Sequence[Site]) -> tuple[str, ...]:
    """Return names of public places in an area or beside it, those inside first."""
    if not sites:
        return ()
    plane = LocalProjection.from_bounds(*geometry.bounds)
    area = plane.project(geometry)
    points = shapely.points(*plane.xy([site.lon for site in sites], [site.lat for site in sites]))
    away_m = np.atleast_1d(shapely.distance(area, points)).tolist()
    near = sorted((m, site.name) for site, m in zip(sites, away_m, strict=True) if m <= LANDMARKS_M)
    return _lines(dict.fromkeys(name for _, name in near))[:MOST_LANDMARKS]


def _way(loaded: LoadedPlan, corridor: Corridor, streets: Streets | None) -> Way:
    line = loaded.corridors.get(corridor.id)
    return Way(
        id=shown(corridor.id),
        line=line,
        open=_hours(corridor.open),
        streets=() if streets is None or line is None else _lines(streets_along(streets, line)),
    )


def _hours(stated: str | tuple[Window, ...] | None) -> tuple[str, ...]:
    if stated is None:
        return ()
    if isinstance(stated, str):
        return _lines(part.strip() for part in stated.split(","))
    return tuple(
        f"{one.from_.isoformat(timespec='minutes')} – {one.until.isoformat(timespec='minutes')}"
        for one in stated
    )


def _public_source(notice: Notice, sources: Sequence[Source]) -> Source | None:
    return next((one for one in sources if one.id == notice.source and one.sensitivity == "public"), None)


def _line(text: str | None) -> str | None:
    return None if text is None else shown(" ".join(text.split()))


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(shown(" ".join(text.split())) for text in texts)


def _text(text: str) -> str:
    return "\n".join(shown(line.replace("\t", " ")) for line in text.splitlines())
