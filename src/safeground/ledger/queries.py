"""What was known of what: claims about a subject, as a moment would have had them.

Every question takes two times. *Known at*: what had been published, said or recorded by then. *Valid at*:
what it was about. ``knowing.py`` has the rules. Nothing that was asked for is dropped silently: what is not
in the answer is counted in it, with the reason, and erased events are counted without anything else being
left of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

from safeground.ledger.events import ClaimCorrected, ClaimRecorded
from safeground.ledger.knowing import (
    STANDS,
    Certainty,
    KnownBy,
    Superseded,
    about,
    by,
    disputes,
    out_between,
    speaks_of,
    superseded,
)
from safeground.ledger.moments import Moment, instant, moment
from safeground.ledger.state import standings
from safeground.ledger.store import source_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from safeground.ledger.claim import Claim
    from safeground.ledger.events import ClaimDisputed, Entry
    from safeground.ledger.state import Link, Standing
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

Order = Literal["known", "valid", "recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of the ledger; what is None or empty is not asked.

    Parameters
    ----------
    subject, measure, kinds, source, track
        Exact, as recorded.
    place
        Exact name of the place.
    text
        Words that a claim must hold in any of its texts, letters large or small.
    valid_at
        The moment that claims must be about; a ``Moment`` asks for a whole hour, day or month.
    known_at, known_by
        The moment by which they must have been published, said or recorded; of a ``Moment`` its end.
    superseded
        Whether claims that had been corrected or taken back by then are in the answer, marked.
    order
        By when they became known, by the time that they are about (undated last), or as recorded.
    newest_first
        Turns the order.
    skip, limit
        Which part of the answer is wanted.
    """

    subject: str | None = None
    measure: str | None = None
    kinds: tuple[str, ...] = ()
    source: str | None = None
    place: str | None = None
    track: str | None = None
    text: str | None = None
    valid_at: datetime | Moment | None = None
    known_at: datetime | Moment | None = None
    known_by: KnownBy = "published"
    superseded: bool = False
    order: Order = "known"
    newest_first: bool = False
    skip: int = 0
    limit: int | None = None

    @property
    def known_until(self) -> datetime | None:
        """The instant by which claims must have been known."""
        return self.known_at.latest if isinstance(self.known_at, Moment) else self.known_at


@dataclass(frozen=True, slots=True)
class Known:
    """A claim with how surely it answers.

    Parameters
    ----------
    standing
        The claim and all that happened to it, whenever that was.
    known
        Whether it was out by the moment asked.
    valid
        Whether it is about the moment asked.
    after
        Whether the moment asked lies after what it speaks of: nobody said that it ended, nor that it lasts.
    superseded
        Whether it had been corrected or taken back by then.
    disputed
        Who had said by then that it is wrong.
    links
        How it was linked with others; of a ledger as of its recording, only those recorded by then.
    """

    standing: Standing
    known: Certainty
    valid: Certainty
    after: bool = False
    superseded: Superseded = STANDS
    disputed: tuple[tuple[ClaimDisputed, Certainty], ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.standing.claim

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.standing.claim.id

    @property
    def is_certain(self) -> bool:
        """Whether it surely answers: it was out, it is about the moment, and it surely stood."""
        return self.known == self.valid == "certain" and self.superseded.certainty == "no"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Claims that were asked for and are not in the answer, with the reason.

    Parameters
    ----------
    reason
        In words.
    ids
        Of the claims.
    """

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Sequence[Known]):
    """The claims that answer, and what became of the others; a sequence of ``Known``.

    Parameters
    ----------
    query
        What was asked.
    found
        Those that answer, certainly or possibly, in the order asked.
    left_out
        The others that were asked for.
    erased
        How many events of the whole ledger were erased: whether they would answer cannot be known.
    """

    query: Query
    found: tuple[Known, ...]
    left_out: tuple[LeftOut, ...]
    erased: int

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, index: int) -> Known: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Known, ...]: ...
    def __getitem__(self, index: int | slice) -> Known | tuple[Known, ...]:
        return self.found[index]

    @property
    def certain(self) -> tuple[Known, ...]:
        """Those that surely answer."""
        return tuple(one for one in self.found if one.is_certain)

    @property
    def possible(self) -> tuple[Known, ...]:
        """Those that may answer."""
        return tuple(one for one in self.found if not one.is_certain)


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
