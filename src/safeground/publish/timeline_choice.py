"""Which claims a timeline shows: those that answer, and of many those that became known last.

The ledger is read in parts, so that a page of a million claims' ledger needs no more memory than the page.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.ledger.events import ClaimCorrected
from safeground.ledger.knowing import out_between
from safeground.ledger.moments import moment
from safeground.ledger.queries import load, select
from safeground.ledger.rivals import with_linked
from safeground.ledger.rows import claim_of
from safeground.ledger.state import standings
from safeground.publish.timeline_public import public_standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from safeground.ledger.events import Entry
    from safeground.ledger.queries import Known, Query
    from safeground.ledger.state import Standing
    from safeground.ledger.store import Ledger

PART: Final = 5_000
"""How many claims are looked at together."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The claims on a page, and how many are not."""

    claims: tuple[Known, ...]
    found: dict[str, Standing]
    """The claims with all that happened to them, and those that they belong to."""
    not_public: int
    outside: int
    """Neither about the range asked for, nor said or published in it."""
    older: int
    """Left out because a page holds no more."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Left out by the times of the query: why, and how many."""


def choose(
    ledger: Ledger,
    query: Query,
    since: datetime | None,
    until: datetime | None,
    *,
    most: int,
    public: bool,
) -> Chosen:
    """Return the claims of a page, of one state of the ledger.

    Parameters
    ----------
    ledger, query
        Where the claims are, and which of them; its times are applied.
    since, until
        Only claims about this range, or said or published in it.
    most
        How many at most; those that became known last.
    public
        Whether only claims that are marked public are taken.
    """
    kept: list[tuple[tuple[float, int], str]] = []
    left: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    with ledger.snapshot():
        entries = ledger.each_claim(
            subject=query.subject, measure=query.measure, kinds=query.kinds, source=query.source
        )
        for own, part in _parts(ledger, entries):
            shown = own if not public else {one for one in own if part[one].claim.sensitivity == "public"}
            answer = select(part, query)
            left.update({one.reason: len(shown.intersection(one.ids)) for one in answer.left_out})
            for one in answer:
                if one.id in shown and touches(one, since, until):
                    kept.append((_known_last(one, query), one.id))
                elif one.id in own:
                    counts["outside" if one.id in shown else "not public"] += 1
            if len(kept) > most + PART:
                counts["older"] += len(kept) - most
                kept = _newest(kept, most)
        ids = {name for _, name in _newest(kept, most)}
        counts["older"] += len(kept) - len(ids)
        found = with_linked(ledger, load(ledger, _claims(ledger, sorted(ids))), ids)
    if public:
        found = public_standings(found)
    claims = tuple(one for one in select(found, query) if one.id in ids)
    return Chosen(
        claims, found, counts["not public"], counts["outside"], counts["older"], tuple((+left).items())
    )


def touches(one: Known, since: datetime | None, until: datetime | None) -> bool:
    """Whether a claim is about a range, or was said or published in it; one without any time is kept."""
    claim = one.standing.claim
    spans = [
        (claim.valid.from_, claim.valid.to),
        (claim.said.from_ or claim.said.to, claim.said.to or claim.said.from_),
        (claim.published, claim.published),
    ]
    stated = [span for span in spans if span != (None, None)]
    return not stated or any(
        (until is None or first is None or moment(first, claim.zone).earliest <= until)
        and (since is None or last is None or moment(last, claim.zone).latest >= since)
        for first, last in stated
    )


def _parts(ledger: Ledger, entries: Iterator[Entry]) -> Iterator[tuple[set[str], dict[str, Standing]]]:
    """Yield claims in parts: the ids of each, and the claims with those that they mend."""
    while part := list(itertools.islice(entries, PART)):
        found = standings(part)
        own = set(found)
        missing = _mended(part) - own
        while missing:
            # What was misread was known before: since when, only the reading before it tells.
            more = _claims(ledger, sorted(missing))
            part += more
            missing = _mended(more) - own - missing
            found = standings(part)
        yield own, found


def _mended(entries: Iterable[Entry]) -> set[str]:
    events = (entry.event for entry in entries)
    return {one.corrects for one in events if isinstance(one, ClaimCorrected) and one.by == "recorder"}


def _claims(ledger: Ledger, ids: Sequence[str]) -> list[Entry]:
    return [one for one in ledger.claims(ids=ids) if one.event and claim_of(one.event)] if ids else []


def _known_last(one: Known, query: Query) -> tuple[float, int]:
    return out_between(one.standing, query.known_by)[1].timestamp(), one.standing.number


def _newest(kept: list[tuple[tuple[float, int], str]], most: int) -> list[tuple[tuple[float, int], str]]:
    return sorted(kept)[max(0, len(kept) - most) :]
