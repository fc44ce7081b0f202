"""What was in force where an incident was, at the time when it was: areas, pauses, corridors, sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import shapely

from safeground.ledger.moments import moment
from safeground.plan.area_periods import states, turns
from safeground.plan.opening import openings, zone_of
from safeground.questions.areas_in_time import KINDS, ground_in_force, is_schematic
from safeground.questions.sure_ground import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.sites import Site
    from safeground.ledger.notifications import Book
    from safeground.ledger.queries import Certainty
    from safeground.plan.area_periods import AreaState
    from safeground.plan.model import AreaKind, Corridor
    from safeground.plan.pause_words import Pause
    from safeground.plan.places import LoadedPlan
    from safeground.questions.incidents import Incident

NEAR_M = 100.0
"""Within so many metres an incident is at a corridor or a site, where the user states no other distance."""
Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class NearSite:
    """Restricted: a site that an incident was at, with how its notifications stood with each recipient."""

    site: str
    certainty: Certainty
    notified: tuple[tuple[str, str], ...]
    """Recipient and state; ``draft`` with nobody where it was written and not sent; empty where none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An incident with what was in force there and then.

    Parameters
    ----------
    incident
        The incident.
    areas
        Id of each area in force that it was or may have been in.
    kinds
        For each kind of area, whether it was in one that was in force.
    outside
        Whether it was outside all of them.
    pauses
        Id of each pause that it was or may have been in, by what was announced.
    corridors
        Id of each corridor that it was or may have been at; whether that was open then (``unknown``: no
        hours).
    sites
        The sites that it was or may have been at.
    """

    incident: Incident
    areas: tuple[tuple[str, Certainty], ...]
    kinds: dict[AreaKind, Certainty]
    outside: Certainty
    pauses: tuple[tuple[str, Certainty], ...]
    corridors: tuple[tuple[str, Certainty, str], ...]
    sites: tuple[NearSite, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time, end not included, in which the areas in force stay the same."""

    start: datetime | None
    end: datetime | None
    ground: dict[AreaKind, Ground]
    areas: dict[str, Ground]
    """Each area in force by itself."""


def join(
    loaded: LoadedPlan,
    found: Sequence[Incident],
    *,
    sites: Sequence[Site] = (),
    notified: Book | None = None,
    near_m: float = NEAR_M,
) -> tuple[Joined, ...]:
    """Join each incident to what was in force there and then, as far as had been published by then.

    Parameters
    ----------
    loaded, found
        The plan with its places, and the incidents.
    sites, notified
        The register of sites, and the notifications of the ledger.
    near_m
        How far from a corridor or a site an incident is still at it [m].
    """
    parts = stretches(loaded)
    return tuple(_join(loaded, one, parts, sites, notified, near_m) for one in found)


def stretches(loaded: LoadedPlan) -> tuple[Stretch, ...]:
    """Return the times between which nothing begins or ends, each with what was in force and published."""
    times = turns(loaded.plan)
    early = times[0] - timedelta(days=1) if times else datetime(1970, 1, 1, tzinfo=UTC)
    ends: list[datetime | None] = [None, *times, None]
    found = []
    for start, end in pairwise(ends):
        at = early if start is None else start
        now = states(loaded.plan, at, at)
        grounds = {kind: ground_in_force(loaded, now, kind) for kind in KINDS}
        for ground in grounds.values():
            shapely.prepare([ground.certain, ground.possible])
        areas = {one.area.id: _of_area(loaded, one) for one in now if one.status in ("in force", "unknown")}
        found.append(Stretch(start, end, grounds, areas))
    return tuple(found)


def _of_area(loaded: LoadedPlan, state: AreaState) -> Ground:
    drawn = loaded.areas.get(state.area.id)
    if drawn is None or is_schematic(loaded, state.area):
        return Ground(undrawn=frozenset((state.area.id,)))
    sure = state.sureness == "certain" and state.status == "in force"
    return Ground(drawn, drawn) if sure else Ground(possible=drawn)


def pause_spans(loaded: LoadedPlan, pause: Pause, start: datetime, end: datetime) -> tuple[Span, ...]:
    """Return when a pause was in force by what was announced, within a time.

    From its start to its expiry, and on to the end of each extension; one that was announced after the expiry
    before it prolongs from its announcement, so the gap stays. Where no expiry is stated there is no end. A
    pause with daily hours is in force within these only.
    """
    spans: list[Span] = [(pause.start, pause.expiry)]
    zone = pause.zone or loaded.plan.time_zone or "UTC"
    for one in pause.extensions:
        before = spans[-1][1]
        begins = one.from_ or before or pause.start
        if one.announced is not None:
            begins = max(begins, moment(one.announced, zone).earliest)
        spans.append((begins, one.until))
    if pause.hours is None:
        return tuple(spans)
    within: list[Span] = []
    for first, last in spans:
        stop = end if last is None else min(last, end)
        horizon_s = max((stop - first).total_seconds(), 0.0)
        for hours in openings(pause.hours, zone=ZoneInfo(zone), start=first, horizon_s=horizon_s):
            opens = first + timedelta(seconds=max(hours.open_s[0], 0.0))
            within.append((opens, min(first + timedelta(seconds=hours.close_s[1]), stop)))
    return tuple((a, b) for a, b in within if b is None or (b > start and a < b))


def _join(
    loaded: LoadedPlan,
    one: Incident,
    parts: Sequence[Stretch],
    sites: Sequence[Site],
    notified: Book | None,
    near_m: float,
) -> Joined:
    held = [(part, how) for part in parts if (how := one.during(part.start, part.end)) != "no"]
    kinds: dict[AreaKind, Certainty] = {}
    for kind in KINDS:
        inside = [one.spot.inside(part.ground[kind]) for part, _ in held]
        kinds[kind] = _all_or_some(inside)
    within = set(kinds.values())
    outside: Certainty = "no" if "certain" in within else "possible" if "possible" in within else "certain"
    return Joined(
        incident=one,
        areas=_areas(one, [part for part, _ in held]),
        kinds=kinds,
        outside=outside,
        pauses=tuple(
            (pause.id, how) for pause in loaded.plan.pauses if (how := _in_pause(loaded, pause, one)) != "no"
        ),
        corridors=tuple(
            (corridor.id, how, _hours(loaded, corridor, one))
            for corridor in loaded.plan.corridors
            if corridor.id in loaded.corridors
            and one.spot.shape is not None
            and (how := one.spot.within_m(loaded.corridors[corridor.id], near_m)) != "no"
        ),
        sites=_sites(one, sites, notified, near_m),
    )


def _areas(one: Incident, parts: Sequence[Stretch]) -> tuple[tuple[str, Certainty], ...]:
    ids = dict.fromkeys(area for part in parts for area in part.areas)
    none = Ground()
    how = {
        area: _all_or_some([one.spot.inside(part.areas.get(area, none)) for part in parts]) for area in ids
    }
    return tuple((area, sure) for area, sure in how.items() if sure != "no")


def _all_or_some(found: Sequence[Certainty]) -> Certainty:
    if not found or all(how == "no" for how in found):
        return "no"
    return "certain" if all(how == "certain" for how in found) else "possible"


def _in_pause(loaded: LoadedPlan, pause: Pause, one: Incident) -> Certainty:
    """Return whether an incident was in a pause: in its time, and in its areas where it names any."""
    first, last = one.earliest or pause.start, one.latest or loaded.plan.as_of
    spans = pause_spans(loaded, pause, first - timedelta(days=1), last + timedelta(days=1))
    how: list[Certainty] = [one.during(start, end) for start, end in spans]
    time: Certainty = "certain" if "certain" in how else "possible" if "possible" in how else "no"
    if time == "no" or not pause.areas:
        return time
    surveyed = {
        area.id: loaded.areas[area.id]
        for area in loaded.plan.areas
        if area.id in pause.areas and area.id in loaded.areas and not is_schematic(loaded, area)
    }
    whole = shapely.union_all(list(surveyed.values()))
    place = one.spot.inside(Ground(whole, whole, frozenset(pause.areas) - surveyed.keys()))
    return "no" if place == "no" else "certain" if time == place == "certain" else "possible"


def _hours(loaded: LoadedPlan, corridor: Corridor, one: Incident) -> str:
    if corridor.open is None or one.earliest is None or one.latest is None:
        return "unknown"
    start = one.earliest - timedelta(days=1)
    horizon_s = (one.latest - start).total_seconds() + 1
    found = openings(corridor.open, zone=zone_of(loaded.plan, start), start=start, horizon_s=horizon_s)
    first, last = ((time - start).total_seconds() for time in (one.earliest, one.latest))
    if any(span.shortest_s[0] <= first and last < span.shortest_s[1] for span in found):
        return "open"
    if any(span.longest_s[0] <= last and first < span.longest_s[1] for span in found):
        return "possibly open"
    return "closed"


def _sites(
    one: Incident, sites: Sequence[Site], notified: Book | None, near_m: float
) -> tuple[NearSite, ...]:
    if one.spot.shape is None:
        return ()
    found = []
    for site in sites:
        how = one.spot.within_m(shapely.Point(site.lon, site.lat), near_m, site.position_uncertainty_m)
        if how != "no":
            found.append(NearSite(site.id, how, _notified(notified, site.id, one)))
    return tuple(found)


def _notified(notified: Book | None, site: str, one: Incident) -> tuple[tuple[str, str], ...]:
    if notified is None or one.latest is None:
        return ()
    first, last = one.earliest or one.latest, one.latest
    then, after = (notified.of_site_by_recipient(site, time) for time in (first, last))
    return tuple(
        (recipient, state if state == later else f"{state}, later {later}")
        for (recipient, state), (_, later) in zip(then, after, strict=True)
    )
