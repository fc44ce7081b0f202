"""Incidents: what was reported to have happened, joined to what was in force there and then.

An incident is one or several claims of kind ``event`` that are linked as duplicates; it counts once. Its
place and its time are as coarse as they were stated. A coarse place is *possibly* inside an area, never
inside it, unless all of it is; a coarse time is *possibly* during. What holds certainly and what only
possibly is counted apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from safeground.ledger.folding import same_again
from safeground.ledger.knowing import by, out_between, superseded
from safeground.ledger.moments import moment
from safeground.ledger.store import source_name
from safeground.questions.incident_places import Spot, merged, spot
from safeground.questions.incident_types import INCIDENT, counts_people, type_of
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from safeground.ledger.claim import Claim
    from safeground.ledger.queries import Certainty
    from safeground.ledger.state import Standing
    from safeground.plan.places import LoadedPlan
    from safeground.questions.incident_types import IncidentType


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident, however often it was reported.

    Parameters
    ----------
    id
        Of its first claim.
    type
        Of that claim.
    reports, sources
        Ids of all its claims; who stated them, each once. How many of them are independent nobody says here.
    earliest, latest
        The first and the last instant that it can have been; None where there is no first or last one.
    spot
        Where it was, as far as was stated. Restricted.
    disputed
        Whether somebody says that a report of it is wrong.
    """

    id: str
    type: IncidentType
    reports: tuple[str, ...]
    sources: tuple[str, ...]
    earliest: datetime | None
    latest: datetime | None
    spot: Spot
    disputed: bool

    def during(self, start: datetime | None, end: datetime | None) -> Certainty:
        """Return whether it was in a time, end not included; None is without an end."""
        first, last = self.earliest, self.latest
        if (end is not None and first is not None and first >= end) or (
            start is not None and last is not None and last < start
        ):
            return "no"
        after = start is None or (first is not None and first >= start)
        before = end is None or (last is not None and last < end)
        return "certain" if after and before else "possible"


def incidents(
    loaded: LoadedPlan,
    claims: Mapping[str, Standing],
    *,
    known_at: datetime | None = None,
    types: Sequence[str] = (),
    file: str = "",
) -> tuple[tuple[Incident, ...], tuple[Remark, ...]]:
    """Return the incidents that claims tell of, and what was left out.

    Parameters
    ----------
    loaded
        The plan, for the places that names and blocks mean.
    claims
        Id → claim with what happened to it.
    known_at
        Leave out what was published later.
    types
        Only these; all where empty.
    file
        Name of the ledger, for remarks.
    """
    events = {id_: one for id_, one in claims.items() if one.claim.kind == "event"}
    people = {id_ for id_, one in events.items() if counts_people(one.claim.measure)}
    stands = {id_: one for id_, one in events.items() if id_ not in people and _stands(claims, one, known_at)}
    typed = {id_: kind for id_, one in stands.items() if (kind := type_of(one.claim)) is not None}
    remarks = _left_out(events, stands, typed, len(people), file)
    found = []
    for group in _groups(claims, typed):
        made = _incident(loaded, [stands[id_] for id_ in group], typed)
        if not types or made.type in types:
            found.append(made)
    unplaced = sum(one.spot.shape is None for one in found)
    if unplaced:
        text = "Incidents whose place is not known as precisely as the plan can draw it count in totals only."
        remarks.append(Remark("left out", file, text, unplaced))
    assumed = sum(one.spot.assumed_exact for one in found)
    if assumed:
        text = "Incidents with a point's coordinates and no stated uncertainty were taken as lying there."
        remarks.append(Remark("inferred", file, text, assumed))
    return tuple(sorted(found, key=_order)), tuple(remarks)


def window(claim: Claim) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last instant at which the event of a claim can have been."""
    valid = claim.valid
    first = valid.from_
    last = valid.to or valid.from_
    if last is None:
        last = claim.said.to or claim.said.from_ or claim.published
    start = None if first is None else moment(first, claim.zone).earliest
    return start, None if last is None else moment(last, claim.zone).latest


def _incident(loaded: LoadedPlan, reports: Sequence[Standing], typed: Mapping[str, IncidentType]) -> Incident:
    reports = sorted(reports, key=lambda one: one.number)
    windows = [window(one.claim) for one in reports]
    first = max((start for start, _ in windows if start is not None), default=None)
    last = min((end for _, end in windows if end is not None), default=None)
    if first is not None and last is not None and first > last:  # they contradict: any of them can be right
        starts, ends = zip(*windows, strict=True)
        first = None if None in starts else min(one for one in starts if one is not None)
        last = None if None in ends else max(one for one in ends if one is not None)
    return Incident(
        id=reports[0].claim.id,
        type=typed[reports[0].claim.id],
        reports=tuple(one.claim.id for one in reports),
        sources=tuple(dict.fromkeys(source_name(one.claim) for one in reports)),
        earliest=first,
        latest=last,
        spot=merged([spot(loaded, one.claim) for one in reports]),
        disputed=any(one.disputed or one.contradicts for one in reports),
    )


def _groups(claims: Mapping[str, Standing], counted: Iterable[str]) -> list[list[str]]:
    """Return the claims that are the same, by whatever links or mendings lead from one to the other."""
    same = same_again(claims)
    groups: dict[frozenset[str], list[str]] = {}
    for id_ in counted:
        groups.setdefault(same[id_], []).append(id_)
    return list(groups.values())


def _stands(claims: Mapping[str, Standing], one: Standing, known_at: datetime | None) -> bool:
    """Return whether a claim counts: surely out by then, and not surely replaced or taken back by then."""
    out = by(*out_between(one, "published"), known_at)
    return out == "certain" and superseded(claims, one, "published", known_at).certainty != "certain"


def _left_out(
    events: Mapping[str, Standing],
    stands: Mapping[str, Standing],
    typed: Mapping[str, IncidentType],
    people: int,
    file: str,
) -> list[Remark]:
    remarks = []
    if people:
        text = "Events of people killed, wounded or missing were left out: no rates are made of them."
        remarks.append(Remark("left out", file, text, people))
    replaced = len(events) - people - len(stands)
    if replaced:
        text = "Events that were corrected, taken back or not published by then were not counted."
        remarks.append(Remark("left out", file, text, replaced))
    other = Counter(one.claim.measure for id_, one in stands.items() if id_ not in typed)
    if other:
        named = ", ".join(f"{name} ({count})" for name, count in other.most_common(8))
        text = f"Events of no type of incident: {named}. To count one, record it as measure {INCIDENT}."
        remarks.append(Remark("left out", file, text, other.total()))
    return remarks


def _order(one: Incident) -> tuple[bool, datetime | float, str]:
    time = one.earliest or one.latest
    return time is None, 0.0 if time is None else time.timestamp(), one.id


def days_between(start: datetime, end: datetime) -> Iterable[tuple[datetime, datetime]]:
    """Yield the whole local days of a time, each with its first instant and the next day's, in its zone."""
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    if day < start:
        day = _next(day)
    while (after := _next(day)) <= end:
        yield day, after
        day = after


def _next(day: datetime) -> datetime:
    """Return the next day's first instant; the clocks may be changed in between."""
    return datetime.combine(day.date() + timedelta(days=1), day.timetz().replace(tzinfo=None), day.tzinfo)
