"""Claims and plans about what was promised, made in a line each."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from safeground.ledger.claim import Amount, ByRole, Claim, Named, Period
from safeground.ledger.events import ClaimRecorded, ClaimsLinked, Entry
from safeground.ledger.moments import microseconds
from safeground.ledger.state import standings
from safeground.ledger.store import tag
from safeground.plan.model import Ground, Plan
from safeground.plan.pause_words import Counted, Pause, Term

ZONE = "Europe/Kyiv"
AS_OF = datetime(2026, 3, 20, 10, tzinfo=UTC)


def amount(value, unit="people", *, low=None, high=None, qualifier="exact", by_convention=False):
    exact = qualifier == "exact"
    return Amount(
        qualifier=qualifier,
        value=value,
        low=value if exact else low,
        high=value if exact else high,
        unit=unit,
        by_convention=by_convention,
    )


def claim(name, day, value=None, *, by="OCHA", to=None, measure="released", track=None, **rest):
    """A count of one day, or of days until ``to``; without a value a claim with a state."""
    rest.setdefault("kind", "figure" if value is not None else "event")
    rest.setdefault("published", to or day)
    rest.setdefault("subject", "pause")
    rest.setdefault("sensitivity", "public")
    figure = value if value is None or isinstance(value, Amount) else amount(float(value))
    return Claim(
        id=name,
        measure=measure,
        amount=figure,
        track=track,
        valid=Period(from_=day, to=to or day, basis="stated"),
        zone=ZONE,
        stated_by=by if isinstance(by, ByRole) else Named(name=by),
        recorder="test",
        **rest,
    )


def ledger(*claims, links=(), later=()):
    """Id → standing; ``links`` are (claim, relation, other), ``later`` further events."""
    events = [ClaimRecorded(claim=one) for one in claims]
    events += [
        ClaimsLinked(claim=one, other=other, relation=how, reason="test", recorder="test")
        for one, how, other in links
    ]
    events += later
    us = microseconds(AS_OF)
    return standings(
        Entry(number=k, recorded_us=us, event=event, kind=tag(event), hash=b"")
        for k, event in enumerate(events, 1)
    )


def term(name="hostages", **rest):
    rest.setdefault("unit", None if "hours" in rest else "people")
    rest.setdefault("counted_by", Counted(subject="pause", measure="released"))
    return Term(id=name, words="as agreed", **rest)


def pause(*terms, start="2026-03-01T07:00+02:00", expiry="2026-03-04T07:00+02:00", **rest):
    return Pause(
        id="pause",
        start=datetime.fromisoformat(start),
        expiry=None if expiry is None else datetime.fromisoformat(expiry),
        terms=terms,
        **rest,
    )


def plan(*pauses, as_of=AS_OF, **rest):
    made = Plan(
        plan="Pause",
        status="in force",
        as_of=as_of,
        time_zone=ZONE,
        ground=Ground(),
        areas=(),
        pauses=pauses,
    )
    return msgspec.structs.replace(made, **rest)
