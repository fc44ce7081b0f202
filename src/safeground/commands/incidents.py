"""The command ``incidents``: what was reported to have happened, and what was in force there and then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter

from safeground.commands.terminal import asked_moment
from safeground.errors import FaultList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.ground.sites import Site
    from safeground.ledger.notifications import Book
    from safeground.ledger.state import Standing
    from safeground.plan.places import LoadedPlan
    from safeground.questions.incident_counts import Phase
    from safeground.questions.incidents import Incident
    from safeground.remarks import Remark


def incidents(
    plan: Path,
    *,
    ledger: Path | None = None,
    phases: Path | None = None,
    by_pause: Annotated[bool, Parameter(negative=())] = False,
    types: str = "",
    known_at: str | None = None,
    near_m: float = 100.0,
    out: Path | None = None,
) -> int:
    """Join reported incidents to the areas, pauses, corridors and sites of a plan, and count them by phase.

    A coarse place is possibly inside an area, never inside it; a coarse time possibly during. Both are
    counted apart. Never for people killed or wounded.

    Parameters
    ----------
    plan
        The plan file.
    ledger
        The ledger with the incidents; the plan's own where not given.
    phases
        Table (CSV) of phases: name, from, to. Without it, one phase from the first incident to the last.
    by_pause
        Instead: the time with a pause in force, as announced, and the time with none.
    types
        Only these types, separated by commas: `strike,shelling`.
    known_at
        Leave out what was published later than this, with offset.
    near_m
        How far from a corridor or a site an incident is still at it, in metres.
    out
        Folder for the tables and the chart, restricted and public apart.
    """
    from safeground.characters import shown
    from safeground.plan.load import load_plan
    from safeground.publish.incidents import count_lines, write_incidents
    from safeground.questions.incident_counts import count
    from safeground.questions.incident_joins import join, stretches
    from safeground.questions.incidents import incidents as read
    from safeground.whole_folder import refuse_foreign

    chosen, known = _options(types, known_at, near_m, phases, by_pause)
    if out is not None:
        refuse_foreign(out)
    loaded = load_plan(plan)
    claims, notified, doubts, file = _claims(loaded, ledger)
    found, remarks = read(loaded, claims, known_at=known, types=chosen, file=file)
    sites, more = _sites(loaded)
    parts = stretches(loaded)
    joined = join(loaded, found, sites=sites, notified=notified, near_m=near_m)
    counted = count(loaded, joined, _phases(loaded, found, phases, by_pause=by_pause), parts)
    for remark in (*doubts, *remarks, *more):
        number = "" if remark.count is None else f" ({remark.count:,})"
        print(shown(f"{remark.kind}: {remark.file}: {remark.text}{number}"))
    reports = sum(len(one.reports) for one in found)
    print(f"incidents: {len(found):,}, told of in {reports:,} claims")
    zone = ZoneInfo(loaded.plan.time_zone or "UTC")
    for line in count_lines(counted, zone):
        print(shown(line))
    if out is not None:
        write_incidents(joined, counted, zone, out)
        print(f"Restricted: {out / 'restricted'}\nPublic:     {out / 'public'}")
    return 0


def _options(
    types: str, known_at: str | None, near_m: float, phases: Path | None, by_pause: bool
) -> tuple[tuple[str, ...], datetime | None]:
    from safeground.questions.incident_types import TYPES, counts_people

    faults = FaultList()
    chosen = tuple(word.strip() for word in types.split(",") if word.strip())
    for word in chosen:
        if counts_people(word):
            expected = "a type of incident: there are no rates of people killed, wounded or missing"
            faults.add("--types", repr(word), expected, f"One of {', '.join(TYPES)}.")
        elif word not in TYPES:
            faults.add("--types", repr(word), f"one of {', '.join(TYPES)}", "Correct the word.")
    known = None
    if known_at is not None:
        with faults.noted():
            known = asked_moment("--known-at", known_at)
    if not 0 <= near_m < float("inf"):
        faults.add("--near-m", str(near_m), "metres, 0 or more", "Correct it.")
    if phases is not None and by_pause:
        faults.add("--by-pause", "--phases too", "one of the two", "Leave one out.")
    faults.raise_if_any()
    return chosen, known


def _claims(
    loaded: LoadedPlan, given: Path | None
) -> tuple[Mapping[str, Standing], Book, tuple[Remark, ...], str]:
    """Return the claims, the notifications beside them, what was remarked, and the name of their file."""
    from safeground.ledger.claims_file import LEDGER_ENDING, Wanted, read_claims
    from safeground.ledger.notification_events import KINDS
    from safeground.ledger.notifications import Book, book
    from safeground.ledger.store import Ledger

    faults = FaultList(loaded.path)
    own = loaded.plan.ledger
    if given is None and own is None:
        fix = "Give one: --ledger reports.ledger, or name it in the plan (ledger)."
        faults.add("ledger", "none", "a ledger with the incidents", fix)
        faults.raise_if_any()
    path = given or loaded.path.parent / str(own)
    plan, events = loaded.plan, Wanted(kinds=("event",))
    claims, remarks = read_claims(path, recorded=plan.as_of, zone=plan.time_zone, wanted=events)
    if path.suffix.lower() != LEDGER_ENDING:
        return claims, Book(), remarks, path.name
    with Ledger(path, read_only=True) as ledger:
        return claims, book(ledger.of_kinds(KINDS)), remarks, path.name


def _sites(loaded: LoadedPlan) -> tuple[tuple[Site, ...], tuple[Remark, ...]]:
    from safeground.ground.sites import read_sites

    if loaded.plan.ground.sites is None:
        return (), ()
    return read_sites(loaded.path.parent / loaded.plan.ground.sites)


def _phases(
    loaded: LoadedPlan, found: Sequence[Incident], file: Path | None, *, by_pause: bool
) -> tuple[Phase, ...]:
    from safeground.questions.incident_counts import Phase, phases_by_pause

    if file is not None:
        return _phases_of(file, loaded.plan.time_zone)
    zone = ZoneInfo(loaded.plan.time_zone or "UTC")
    starts = [one.earliest for one in found if one.earliest is not None]
    ends = [one.latest for one in found if one.latest is not None and one.earliest is not None]
    if not starts or not ends:
        return ()
    first = min(starts).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    last = max(ends).astimezone(zone)
    day = last.replace(hour=0, minute=0, second=0, microsecond=0)
    end = datetime.combine(day.date() + timedelta(days=1), day.time(), zone)
    start, end = first.astimezone(UTC), end.astimezone(UTC)
    if by_pause:
        return phases_by_pause(loaded, start, end)
    return (Phase("first to last incident", ((start, end),)),)


def _phases_of(file: Path, zone: str | None) -> tuple[Phase, ...]:
    """Return the phases of a table: a day as an end is that day too."""
    from safeground.formats.tables import read_table
    from safeground.ledger.moments import moment
    from safeground.questions.incident_counts import Phase

    table, faults = read_table(file, required=("name", "from", "to")), FaultList(file)
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for i in range(len(table)):
        ends = []
        for column in ("from", "to"):
            text = table.columns[column][i]
            try:
                found = moment(text, zone or "")
            except ValueError as error:
                fix = "Correct it; a time without an offset needs the plan's time_zone."
                faults.add(f"{table.row_place(i)}, column {column}", str(error), "a day or a time", fix)
                continue
            exact = found.earliest == found.latest
            after = found.latest if exact else found.latest + timedelta(microseconds=1)
            ends.append(found.earliest if column == "from" else after)
        if len(ends) == 2 and ends[1] <= ends[0]:
            faults.add(
                table.row_place(i), "an end that is not after its start", "from before to", "Swap them."
            )
        elif len(ends) == 2:
            spans.setdefault(table.columns["name"][i], []).append((ends[0], ends[1]))
    for name, held in spans.items():
        held.sort()
        if any(one[1] > other[0] for one, other in pairwise(held)):
            faults.add(name, "spans that overlap", "each time once", "Correct the spans of this phase.")
    faults.raise_if_any()
    return tuple(Phase(name, tuple(held)) for name, held in spans.items())
