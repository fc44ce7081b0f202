"""When a pause expires, as it was known at a moment: a chain of steps, from a plan, from claims or from both.

A step says until when the pause was to last, and when that was announced and published, each as exactly as it
is known. An expiry that has passed without a further step leaves the state unknown: it is not said to be
over, and not said to hold. What is reported of its end is a claim and stands beside it, with its hedge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from safeground.ledger.knowing import by, out_between
from safeground.ledger.moments import Moment, instant, moment
from safeground.ledger.queries import Known
from safeground.ledger.store import source_name
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from safeground.ledger.claim import Claim
    from safeground.ledger.knowing import Certainty, KnownBy
    from safeground.ledger.state import Standing

EXPIRY_MEASURES = ("pause_expiry", "pause_expiry_before_extension")
BEFORE_EXTENSION = "pause_expiry_before_extension"
"""An expiry that an extension replaced: it was known until that extension was."""
START_MEASURE = "pause_start"
ANNOUNCED_MEASURE = "extension_announced"
END_MEASURES = ("pause_ended", "pause_collapsed", "truce_collapsed", "hostilities_resumed")
"""Measures of claims that a pause ended; each keeps its own word."""

PauseState = Literal["not begun", "in force", "between hours", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Until when a pause was to last, as one announcement has it.

    Parameters
    ----------
    until
        The expiry, as exactly as it was stated.
    announced, published
        When that was said and when it came out; None where nobody says.
    begins
        From when on it prolongs the pause, where that is stated.
    by
        Who announced it: as many as said the same.
    claims
        Ids of the claims that say so; empty where only the plan does.
    source
        Id of the plan's source; None where it comes from claims.
    inferred
        Whether the expiry was not stated but worked out from other words.
    replaced
        Whether the source tells of it as of the expiry before an extension.
    planned
        Whether a plan states it; claims may say otherwise.
    restricted
        Whether its source must not be named in public.
    recorded
        When it was written down: known then at the latest.
    """

    until: Moment
    announced: Moment | None = None
    published: Moment | None = None
    begins: datetime | None = None
    by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    source: str | None = None
    inferred: bool = False
    replaced: bool = False
    planned: bool = False
    restricted: bool = False
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A step in the chain.

    Parameters
    ----------
    step
        The step.
    margin_h
        From its announcement to the expiry before it, at least and at most [h]; negative where the expiry had
        passed. None for the first, and where nobody says when it was announced.
    kind
        ``gap``: announced after the expiry before it. ``overlap``: begins before it. ``rival``: the same
        announcement as the link before it, told with another expiry. ``unclear``: days do not tell.
    """

    step: Step
    margin_h: tuple[float, float] | None
    kind: Literal["first", "in time", "gap", "overlap", "rival", "unclear", "not known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryKnown:
    """When a pause expires, as known at a moment.

    Parameters
    ----------
    at, known_by
        The moment, and by what: announcement (``said``) or publication.
    stands
        The expiry last announced by then, surely; several where one announcement is told in two ways.
    perhaps
        Other expiries that may have been known by then: their day has no hour.
    announcements
        Claims that an extension was announced.
    ended
        Claims that the pause ended, collapsed or that hostilities resumed.
    state
        ``in force`` only by what was announced, ``between hours`` outside the daily hours of a tactical
        pause; ``unknown`` after the expiry and where an end is reported.
    """

    at: datetime
    known_by: KnownBy
    stands: tuple[Step, ...]
    perhaps: tuple[Step, ...]
    announcements: tuple[Known, ...]
    ended: tuple[Known, ...]
    state: PauseState


def steps_of_claims(claims: Iterable[Standing]) -> tuple[Step, ...]:
    """Return what claims say of one pause's expiry, a step each; other claims are passed over.

    Of claims that had been corrected or taken back, the caller keeps none.
    """
    return tuple(
        _step(one, until)
        for one in claims
        if one.claim.measure in EXPIRY_MEASURES and (until := _until(one.claim)) is not None
    )


def known_expiry(
    steps: Iterable[Step],
    claims: Iterable[Standing],
    at: datetime,
    *,
    known_by: KnownBy = "published",
    start: datetime | None = None,
) -> ExpiryKnown:
    """Return when a pause expires as known at a moment.

    Parameters
    ----------
    steps
        Of the plan, of claims or of both.
    claims
        Those about this pause, for announcements and for its end; none that had been taken back.
    at
        The moment asked.
    known_by
        ``published``, or ``said`` for what was announced whether or not it was published.
    start
        When the pause began; None where not stated.
    """
    known = [(one, _known(one, known_by, at)) for one in steps]
    sure = merged(one for one, how in known if how == "certain")
    stands = _last(sure, known_by)
    perhaps = tuple(
        one
        for one in merged(step for step, how in known if how == "possible")
        if not any(_same(one.until, other.until) for other in sure)
    )
    heard = ((one, _told(one, known_by, at)) for one in claims)
    told = [Known(one, how, "certain") for one, how in heard if how != "no"]
    ended = tuple(one for one in told if one.standing.claim.measure in END_MEASURES)
    return ExpiryKnown(
        at=at,
        known_by=known_by,
        stands=stands,
        perhaps=perhaps,
        announcements=tuple(one for one in told if one.standing.claim.measure == ANNOUNCED_MEASURE),
        ended=ended,
        state=_state(stands, ended, at, start),
    )


def announced_by(steps: Iterable[Step], at: datetime) -> tuple[Step, ...]:
    """Return the steps that had been announced by a moment, surely or perhaps."""
    return tuple(one for one in steps if by(*_window(one, "said"), at) != "no")


def chain(steps: Iterable[Step]) -> tuple[Link, ...]:
    """Return the announced expiries one after the other, each with its distance to the one before."""
    links: list[Link] = []
    before: Step | None = None
    for step in sorted(merged(steps), key=lambda one: (one.until.earliest, one.until.latest)):
        link = _link(before, step)
        links.append(link)
        if link.kind != "rival":
            before = step
    return tuple(links)


def merged(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps with those of one expiry as one: the most exact time, everybody who says it.

    A coarse time that holds several exact ones goes with the latest of them.
    """
    found: list[Step] = []
    for step in sorted(steps, key=lambda one: (_width(one.until), one.announced is None)):
        holds = [i for i, one in enumerate(found) if _same(one.until, step.until)]
        if holds:
            i = max(holds, key=lambda k: found[k].until.earliest)
            found[i] = _both(found[i], step)
        else:
            found.append(step)
    return tuple(sorted(found, key=lambda one: one.until.earliest))


def _both(exact: Step, other: Step) -> Step:
    return replace(
        exact,
        announced=_first(exact.announced, other.announced),
        published=_first(exact.published, other.published),
        begins=exact.begins or other.begins,
        by=tuple(dict.fromkeys((*exact.by, *other.by))),
        claims=tuple(dict.fromkeys((*exact.claims, *other.claims))),
        source=exact.source or other.source,
        inferred=exact.inferred and other.inferred,
        replaced=exact.replaced and other.replaced,
        planned=exact.planned or other.planned,
        restricted=exact.restricted or other.restricted,
        recorded=min(exact.recorded, other.recorded),
    )


def _first(one: Moment | None, other: Moment | None) -> Moment | None:
    """Return the more exact of two times for one announcement; of equally exact ones the earlier."""
    both = [moment for moment in (one, other) if moment is not None]
    return min(both, key=lambda moment: (_width(moment), moment.earliest), default=None)


def _last(sure: Sequence[Step], known_by: KnownBy) -> tuple[Step, ...]:
    """Return the expiry that was announced last: of a plan's own chain its last link."""
    own = max((one.until.earliest for one in sure if one.planned), default=None)
    open_ended = [one for one in sure if not one.replaced and (not one.planned or one.until.earliest == own)]
    if not open_ended:
        return tuple(sure)
    # Announcements are told apart by when they were made, also where publication is what is asked.
    windows = [_window(one, "said" if one.announced is not None else known_by) for one in open_ended]
    last = max(first or one.recorded for (first, _), one in zip(windows, open_ended, strict=True))
    return tuple(one for (_, end), one in zip(windows, open_ended, strict=True) if end >= last)


def _window(step: Step, known_by: KnownBy) -> tuple[datetime | None, datetime]:
    """Return between when and when a step became known."""
    own, other = (step.announced, step.published) if known_by == "said" else (step.published, step.announced)
    if known_by == "recorded":
        return step.recorded, step.recorded
    if own is not None:
        return own.earliest, own.latest
    if known_by == "said":
        return None, step.recorded if other is None else other.latest
    return (None if other is None else other.earliest), step.recorded


def _known(step: Step, known_by: KnownBy, at: datetime) -> Certainty:
    if step.replaced and known_by == "said":
        return "certain"
    return by(*_window(step, known_by), at)


def _told(standing: Standing, known_by: KnownBy, at: datetime) -> Certainty:
    """Return whether an event was known: not before it can have happened, whenever it was told."""
    begin = standing.claim.valid.from_
    ahead = begin is not None and moment(begin, standing.claim.zone).earliest > at
    return "no" if ahead else by(*out_between(standing, known_by), at)


def _state(
    stands: Sequence[Step], ended: Sequence[Known], at: datetime, start: datetime | None
) -> PauseState:
    if start is not None and at < start:
        return "not begun"
    if ended or not stands or any(at >= one.until.earliest for one in stands):
        return "unknown"
    return "in force"


def _link(before: Step | None, step: Step) -> Link:
    if before is None:
        return Link(step, None, "first")
    if step.announced is None:
        return Link(step, None, "not known")
    if before.announced is not None and not before.replaced and _touch(before.announced, step.announced):
        return Link(step, None, "rival")
    low_h = (before.until.earliest - step.announced.latest).total_seconds() / SECONDS_PER_HOUR
    high_h = (before.until.latest - step.announced.earliest).total_seconds() / SECONDS_PER_HOUR
    if step.begins is not None and step.begins < before.until.earliest:
        return Link(step, (low_h, high_h), "overlap")
    return Link(step, (low_h, high_h), "in time" if low_h >= 0 else "gap" if high_h < 0 else "unclear")


def _touch(one: Moment, other: Moment) -> bool:
    return one.earliest <= other.latest and other.earliest <= one.latest


def _same(exact: Moment, coarse: Moment) -> bool:
    """Return whether a coarse time can mean an exact one."""
    return coarse.earliest <= exact.earliest and exact.latest <= coarse.latest


def _width(moment: Moment) -> timedelta:
    return moment.latest - moment.earliest


def _step(standing: Standing, until: Moment) -> Step:
    claim = standing.claim
    said = claim.said.from_ or claim.said.to
    return Step(
        until=until,
        announced=None if said is None else _span(said, claim.said.to or said, claim.zone),
        published=None if claim.published is None else moment(claim.published, claim.zone),
        by=(source_name(claim),),
        claims=(claim.id,),
        inferred=claim.valid.basis == "inferred",
        replaced=claim.measure == BEFORE_EXTENSION,
        restricted=claim.sensitivity == "restricted",
        recorded=instant(standing.recorded_us),
    )


def _until(claim: Claim) -> Moment | None:
    if claim.state is not None:
        try:
            return moment(claim.state, claim.zone)
        except ValueError:
            pass
    last = claim.valid.to or claim.valid.from_
    return None if last is None else _span(claim.valid.from_ or last, last, claim.zone)


def _span(first: str, last: str, zone: str) -> Moment:
    begin, end = moment(first, zone), moment(last, zone)
    return begin if first == last else Moment(begin.earliest, end.latest, end.precision)
