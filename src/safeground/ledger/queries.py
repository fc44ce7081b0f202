"""What was known of what: claims about a subject, as a moment would have had them.

Every question takes two times. *Known at*: what had been published, said or recorded by then. *Valid at*:
what it was about. ``knowing.py`` has the rules. Nothing that was asked for is dropped silently: what is not
in the answer is counted in it, with the reason, and erased events are counted without anything else being
left of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.ledger.answers import Answer, Known, LeftOut, Query
from safeground.ledger.events import ClaimCorrected, ClaimRecorded
from safeground.ledger.knowing import (
    Certainty,
    KnownBy,
    about,
    by,
    disputes,
    out_between,
    speaks_of,
    superseded,
)
from safeground.ledger.moments import instant, moment
from safeground.ledger.state import standings
from safeground.ledger.store import source_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import Entry
    from safeground.ledger.state import Standing
    from safeground.ledger.store import Ledger

__all__ = [
    "Answer",
    "Certainty",
    "Known",
    "KnownBy",
    "LeftOut",
    "Query",
    "about",
    "ask",
    "out_between",
]

NOT_YET = {
    "published": "not published by then",
    "said": "not said by then",
    "recorded": "not recorded by then",
}
OTHER_TIME = "about another time"
EARLIER = "about an earlier time"
OTHER_PAGE = "on other pages"


def ask(ledger: Ledger, query: Query) -> Answer:
    """Return the claims that answer, certainly or possibly, with a count of those that do not."""
    with ledger.snapshot():
        return select(load(ledger, narrowed(ledger, query)), query, erased=ledger.erased())


def narrowed(ledger: Ledger, query: Query) -> tuple[Entry, ...]:
    """Return the entries that can answer, by what the ledger's index knows: not times, words or places."""
    return ledger.claims(subject=query.subject, measure=query.measure, kinds=query.kinds, source=query.source)


def load(ledger: Ledger, entries: Iterable[Entry]) -> dict[str, Standing]:
    """Return the claims of entries with all that touches them, and the claims that those events lead to."""
    have = list(entries)
    asked: set[str] = set()
    while True:
        events = (entry.event for entry in have)
        held = [event for event in events if isinstance(event, ClaimRecorded | ClaimCorrected)]
        new = {event.claim.id for event in held} - asked
        if not new:
            return standings(have)
        asked |= new
        before = {event.corrects for event in held if isinstance(event, ClaimCorrected)} - asked
        have += ledger.touching(sorted(new))
        have += ledger.claims(ids=sorted(before)) if before else ()


def select(found: dict[str, Standing], query: Query, *, erased: int = 0) -> Answer:
    """Return the answer from claims that were loaded, with all that touches them."""
    answers: list[Known] = []
    left: dict[str, list[str]] = {}
    for name, standing in found.items():
        if not asks_for(query, standing.claim):
            continue
        one = _known(found, standing, query)
        reason = _reason(one, query)
        if reason:
            left.setdefault(reason, []).append(name)
        else:
            answers.append(one)
    answers.sort(key=lambda one: _order(one, query), reverse=query.newest_first)
    end = None if query.limit is None else query.skip + query.limit
    page = answers[query.skip : end]
    shown = {one.id for one in page}
    if other := [one.id for one in answers if one.id not in shown]:
        left[OTHER_PAGE] = other
    return Answer(
        query=query,
        found=tuple(page),
        left_out=tuple(LeftOut(reason, tuple(ids)) for reason, ids in left.items()),
        erased=erased,
    )


def asks_for(query: Query, claim: Claim) -> bool:
    """Return whether a claim is of what a query asks for, whatever the times."""
    asked = (
        (query.subject, claim.subject),
        (query.measure, claim.measure),
        (query.source, source_name(claim)),
        (query.track, claim.track),
        (query.place, claim.place.name if claim.place else None),
    )
    if not all(want in (None, have) for want, have in asked):
        return False
    if query.kinds and claim.kind not in query.kinds:
        return False
    return query.text is None or query.text.casefold() in _texts(claim).casefold()


def _texts(claim: Claim) -> str:
    parts = (
        claim.id, claim.subject, claim.measure, claim.state, claim.hedge, claim.definition, claim.track,
        source_name(claim), claim.promisor, claim.addressee, *claim.reported_by,
        claim.place.name if claim.place else None, claim.note,
    )  # fmt: skip
    return "\n".join(part for part in parts if part)


def _known(found: dict[str, Standing], standing: Standing, query: Query) -> Known:
    at, known_by = query.known_until, query.known_by
    valid: Certainty = "certain"
    after = False
    if query.valid_at is not None:
        valid, after = speaks_of(standing.claim, query.valid_at)
    return Known(
        standing,
        by(*out_between(standing, known_by), at),
        valid,
        after,
        superseded(found, standing, known_by, at),
        disputes(standing, known_by, at),
        tuple(
            link
            for link in standing.links
            if known_by != "recorded" or at is None or instant(link.recorded_us) <= at
        ),
    )


def _reason(one: Known, query: Query) -> str:
    if one.known == "no":
        return NOT_YET[query.known_by]
    if one.superseded.certainty == "certain" and not query.superseded:
        return one.superseded.why.partition(";")[0]
    if one.valid == "no":
        return EARLIER if one.after else OTHER_TIME
    return ""


def _order(one: Known, query: Query) -> tuple[bool, float, int]:
    claim, number = one.claim, one.standing.number
    if query.order == "recorded":
        return False, 0, number
    if query.order == "valid":
        stated = claim.valid.from_ or claim.valid.to
        if stated is None:
            return not query.newest_first, 0, number
        return query.newest_first, moment(stated, claim.zone).earliest.timestamp(), number
    return False, out_between(one.standing, query.known_by)[1].timestamp(), number
