"""The words of a plan file on what was promised for a time: pauses, their terms, and promises of any kind.

Part of ``model``, which they are keys of.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from safeground.plan.words import Number, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.plan.model import Plan


class Counted(Words, frozen=True, kw_only=True):
    """What in the ledger counts how far a term is kept: claims on one subject, measure and track."""

    subject: str
    measure: str
    track: str | None = None
    state: str | None = None
    source: str | None = None


class Ratio(Words, frozen=True, kw_only=True):
    """So many of this for each that was done of another term."""

    to: str
    times: Number


class Term(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One thing that is due, by itself: what is due on one track is never added to another's."""

    id: str
    words: str
    """As reported."""
    track: str | None = None
    promisor: str | None = None
    speaker: str | None = None
    per_day: Number | None = None
    total: Number | None = None
    hours: str | None = None
    """Daily hours in which something is to hold, ``09:00-16:00``."""
    ratio: Ratio | None = None
    from_: datetime | None = None
    until: datetime | None = None
    unit: str | None = None
    counted_by: Counted | None = None
    claim: str | None = None
    source: str | None = None


class Extension(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One extension of a pause: until when, announced when and by whom."""

    until: datetime
    from_: datetime | None = None
    announced: str | None = None
    """As exactly as it is known: a day, an hour or a minute."""
    published: str | None = None
    by: str | None = None
    claim: str | None = None
    source: str | None = None


class Pause(Words, frozen=True, kw_only=True):
    """A time in which parties said that they would hold back: start, expiry, extensions, terms."""

    id: str
    called: str | None = None
    """The parties' own word, kept: "humanitarian pause", "truce"."""
    parties: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    start: datetime
    expiry: datetime | None = None
    announced: str | None = None
    published: str | None = None
    zone: str | None = None
    extensions: tuple[Extension, ...] = ()
    hours: str | None = None
    """Daily hours of a tactical pause; none: the whole day."""
    subject: str | None = None
    """How the ledger calls it, where that is not its id."""
    terms: tuple[Term, ...] = ()
    claim: str | None = None
    source: str | None = None


class SitePromise(Words, frozen=True, kw_only=True):
    """What a commitment promises of sites, in a form that a map can check."""

    no_site_in: str
    """Id of the area."""
    classes: tuple[str, ...] = ()
    """Site classes meant; empty: every protected class."""


class Commitment(Words, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A promise: by whom, told by whom, in which words."""

    id: str
    promisor: str
    words: str
    speaker: str | None = None
    told_by: str | None = None
    """A third party through whom alone it is known."""
    acts: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    from_: datetime | None = None
    until: datetime | None = None
    also_said_by: tuple[str, ...] = ()
    sites: SitePromise | None = None
    terms: tuple[Term, ...] = ()
    claim: str | None = None
    source: str | None = None


def holders_of(plan: Plan) -> tuple[tuple[str, tuple[Pause | Commitment, ...]], ...]:
    """Return the lists of a plan whose entries have terms, each with its key."""
    return ("pauses", plan.pauses), ("commitments", plan.commitments)


def terms_of(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], Term, Pause | Commitment]]:
    """Yield every term of a plan with its path and with the pause or the promise that it is of."""
    for key, holders in holders_of(plan):
        for i, holder in enumerate(holders):
            yield from (((key, i, "terms", j), term, holder) for j, term in enumerate(holder.terms))
