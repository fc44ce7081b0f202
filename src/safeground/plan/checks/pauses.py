"""Whether pauses, their extensions and their terms can be meant as they stand.

What reality may hold (an extension that was announced after the expiry) is remarked; what no clock can
hold is a fault. A term that nothing counts is no fault: the question answers *unknown*.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.ledger.claims_file import ENDINGS
from safeground.ledger.moments import moment
from safeground.plan.checks.rule import unknown_names
from safeground.plan.gazetteer import repeated
from safeground.plan.pause_words import Pause, holders_of, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.plan.pause_words import Commitment, Extension, Term
    from safeground.remarks import Remark

    Path = tuple[str | int, ...]

_DUES = ("per_day", "total", "hours", "ratio")


def pauses_have_a_zone(stated: Stated) -> Iterator[Fault]:
    """Days, and hours of a day, mean something in a zone only."""
    plan = stated.plan
    for i, pause in enumerate(plan.pauses):
        if pause.zone is None and plan.time_zone is None:
            yield stated.fault(
                ("pauses", i, "zone"),
                f"{pause.id} without a zone, and a plan without time_zone",
                "the name of a time zone: Asia/Gaza, Europe/Kyiv",
                "Add `zone`, or `time_zone` at the top of the plan: what is due by day is due in local days.",
            )
        elif pause.zone is not None and _is_no_zone(pause.zone):
            yield stated.fault(
                ("pauses", i, "zone"),
                repr(pause.zone),
                "a name of the IANA time zone database: Asia/Gaza, Europe/Kyiv",
                "Look up the name for the territory.",
            )
    for path, term, holder in terms_of(plan):
        if not isinstance(holder, Pause) and plan.time_zone is None and term.total is None:
            yield stated.fault(
                path,
                f"{term.id}, which is due by day, in a plan without time_zone",
                "`time_zone` at the top of the plan",
                "Add it: what is due by day is due in local days.",
            )


def pauses_expire_after_they_start(stated: Stated) -> Iterator[Fault]:
    """A pause ends after it began."""
    for i, pause in enumerate(stated.plan.pauses):
        if pause.expiry is not None and pause.expiry <= pause.start:
            yield stated.fault(
                ("pauses", i, "expiry"),
                f"an expiry ({pause.expiry.isoformat()}) that is not after the start "
                f"({pause.start.isoformat()})",
                "expiry after start",
                "Correct one of the two.",
            )
    dated: list[tuple[Path, Commitment | Term]] = []
    dated += ((("commitments", i), one) for i, one in enumerate(stated.plan.commitments))
    dated += ((path, term) for path, term, _ in terms_of(stated.plan))
    for path, one in dated:
        if one.from_ is not None and one.until is not None and one.until <= one.from_:
            yield stated.fault(
                (*path, "until"),
                f"an end ({one.until.isoformat()}) that is not after the begin ({one.from_.isoformat()})",
                "until after from",
                "Correct one of the two.",
            )


def extensions_prolong_something(stated: Stated) -> Iterator[Fault]:
    """Only a pause with an expiry can be prolonged."""
    for i, pause in enumerate(stated.plan.pauses):
        if pause.extensions and pause.expiry is None:
            yield stated.fault(
                ("pauses", i, "extensions"),
                f"an extension of {pause.id}, which states no expiry",
                "`expiry`: when the pause was first to end",
                "Add it; where nobody stated it, begin the pause at the extension.",
            )


def extensions_end_after_they_begin(stated: Stated) -> Iterator[Fault]:
    """An extension ends later than the expiry that it prolongs, and than its own begin."""
    for path, before, extension in _extensions(stated):
        begins = extension.from_ or before
        if extension.until <= max(begins, before):
            yield stated.fault(
                (*path, "until"),
                f"an extension until {extension.until.isoformat()}, which ends before it begins "
                f"({max(begins, before).isoformat()})",
                "an end after the expiry that it prolongs",
                "Correct the time; put the extensions in the order in which they were announced.",
            )


def extensions_do_not_overlap(stated: Stated) -> Iterator[Fault]:
    """An extension begins where the pause would have ended, not before."""
    for path, before, extension in _extensions(stated):
        if extension.from_ is not None and extension.from_ < before:
            yield stated.fault(
                (*path, "from"),
                f"an extension from {extension.from_.isoformat()}, before the pause would have ended "
                f"({before.isoformat()})",
                "extensions that do not overlap",
                "Write when it was announced as `announced`, or correct the time.",
            )


def announced_times_are_times(stated: Stated) -> Iterator[Fault]:
    """When something was announced or published may be a day, an hour or a minute."""
    for path, text in _announced(stated):
        try:
            moment(text, stated.plan.time_zone or "UTC")
        except ValueError as error:
            yield stated.fault(
                path,
                str(error),
                "a time, as exactly as it is known: 2026-03-04, 2026-03-04T06 or 2026-03-04T06:00+02:00",
                "Leave it out where nobody says.",
            )


def late_extensions_leave_a_gap(stated: Stated) -> Iterator[Remark]:
    """Between an expiry and an extension that was announced after it, nothing was known to hold."""
    for path, before, extension in _extensions(stated):
        late = extension.announced
        try:
            after = late is not None and moment(late, stated.plan.time_zone or "UTC").earliest > before
        except ValueError:
            continue
        if after:
            text = (
                f"An extension was announced ({late}) after the expiry that it prolongs "
                f"({before.isoformat()}): in between it was not known whether the pause held."
            )
            yield stated.warning((*path, "announced"), text)


def terms_state_one_due(stated: Stated) -> Iterator[Fault]:
    """A term is due by day, in all, in hours, or as a ratio: one of these."""
    for path, term, _ in terms_of(stated.plan):
        dues = [key for key in _DUES if getattr(term, key) is not None]
        if len(dues) > 1:
            yield stated.fault(
                (*path, dues[1]),
                f"{' and '.join(dues)} of one term",
                f"one of {', '.join(_DUES)}",
                "Make each a term of its own.",
            )


def terms_have_a_unit(stated: Stated) -> Iterator[Fault]:
    """A number that is due has a unit."""
    for path, term, _ in terms_of(stated.plan):
        if term.unit is None and term.hours is None and any(getattr(term, key) is not None for key in _DUES):
            yield stated.fault(
                (*path, "unit"),
                f"{term.id}, whose number has no unit",
                "a unit: people, trucks, litres, h",
                "Add `unit`: counts in another unit are not held against it.",
            )


def hours_are_counted_by_a_state(stated: Stated) -> Iterator[Fault]:
    """Hours are counted by claims of one state: hours in which a way was closed do not count as open."""
    for path, term, _ in terms_of(stated.plan):
        if term.hours is not None and term.counted_by is not None and term.counted_by.state is None:
            yield stated.fault(
                (*path, "counted_by"),
                f"{term.id}, whose hours are counted by claims of any state",
                "the state that counts: open, held",
                "Add `state` to `counted_by`, as the claims write it.",
            )


def terms_have_names_of_their_own(stated: Stated) -> Iterator[Fault]:
    """The terms of a pause or promise have ids that differ, and so have pauses and promises."""
    plan = stated.plan
    for key, holders in holders_of(plan):
        for i, holder in enumerate(holders):
            for double in repeated(term.id for term in holder.terms):
                yield stated.fault(
                    (key, i, "terms"), f"the id {double} again", "ids of terms that differ", "Rename one."
                )
    both = {one.id for one in plan.pauses} & {one.id for one in plan.commitments}
    for i, one in enumerate(plan.commitments):
        if one.id in both:
            yield stated.fault(
                ("commitments", i, "id"),
                f"the id {one.id}, which a pause has, too",
                "ids that differ",
                "Rename one.",
            )


def ratios_name_another_term(stated: Stated) -> Iterator[Fault]:
    """A ratio is to a term of the same pause or promise that is counted itself."""
    for path, term, holder in terms_of(stated.plan):
        if term.ratio is None:
            continue
        others = {one.id: one for one in holder.terms if one.id != term.id}
        yield from unknown_names(
            stated, (*path, "ratio", "to"), [term.ratio.to], list(others), "other term", indexed=False
        )
        other = others.get(term.ratio.to)
        if other is not None and other.ratio is not None:
            yield stated.fault(
                (*path, "ratio", "to"),
                f"{other.id}, which is a ratio itself",
                "a term that is due or counted by itself",
                "Name the term that both hang on.",
            )


def pauses_name_areas_of_the_plan(stated: Stated) -> Iterator[Fault]:
    """Where a pause holds is an area of the plan."""
    known = [area.id for area in stated.plan.areas]
    for i, pause in enumerate(stated.plan.pauses):
        yield from unknown_names(stated, ("pauses", i, "areas"), pause.areas, known, "area")


def ledger_is_a_ledger(stated: Stated) -> Iterator[Fault]:
    """Claims are read from a ledger or from a table of claims."""
    name = stated.plan.ledger
    if name is not None and not name.lower().endswith(ENDINGS):
        yield stated.fault(
            ("ledger",),
            repr(name),
            f"a file that ends in {' or '.join(ENDINGS)}",
            "Name a ledger, or a table with one claim a row.",
        )


def _extensions(stated: Stated) -> Iterator[tuple[Path, datetime, Extension]]:
    """Yield each extension with its path and the expiry before it."""
    for i, pause in enumerate(stated.plan.pauses):
        if pause.expiry is None:
            continue
        ends = chain((pause.expiry,), (one.until for one in pause.extensions))
        for j, ((before, _), extension) in enumerate(zip(pairwise(ends), pause.extensions, strict=True)):
            yield ("pauses", i, "extensions", j), before, extension


def _announced(stated: Stated) -> Iterator[tuple[Path, str]]:
    for i, pause in enumerate(stated.plan.pauses):
        holders: list[tuple[Path, Pause | Extension]] = [(("pauses", i), pause)]
        holders += [(("pauses", i, "extensions", j), one) for j, one in enumerate(pause.extensions)]
        for path, holder in holders:
            for key in ("announced", "published"):
                text = getattr(holder, key)
                if text is not None:
                    yield (*path, key), text


def _is_no_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return True
    return False
