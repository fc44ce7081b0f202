"""Each claimant's last word on how something is at a moment: of claims that hold then, the last published.

A claim holds at a moment that lies in its valid time. Without an end it holds from its begin on, until the
same claimant says otherwise of a later time; where only an end is stated, by which a status was so, from that
on; without either, since it was out. A day without an hour counts from its first minute to its last. What was
so only before, or will be so later, is no word on the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safeground.ledger.knowing import out_between
from safeground.ledger.moments import moment
from safeground.ledger.store import source_name
from safeground.questions.supply_levels import OF_WHAT_SHALL_BE, level_of, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from safeground.ledger.claim import Claim
    from safeground.ledger.state import Standing

    Span = tuple[datetime, datetime]

_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LastWords:
    """The last words of claimants, in the order in which they were out.

    Parameters
    ----------
    now
        Those that hold at the moment asked. Several of one claimant stand side by side where they say
        different things and nothing tells which was the last.
    other
        Of another time: the last words of claimants of whom none holds.
    """

    now: tuple[Standing, ...] = ()
    other: tuple[Standing, ...] = ()


def last_words(claims: Sequence[Standing], at: datetime, doubtful: Collection[str] = ()) -> LastWords:
    """Return each claimant's last word at a moment; what somebody said before is no rival of it.

    What is asked, promised or expected is no word on how something is.

    Parameters
    ----------
    claims
        Those that were known at the moment, perhaps.
    at
        The moment.
    doubtful
        Ids of those that may not have been known: they take the place of none.
    """
    by_source: dict[str, list[Standing]] = {}
    for one in sorted(claims, key=lambda standing: standing.number):
        if one.claim.kind not in OF_WHAT_SHALL_BE:
            by_source.setdefault(source_name(one.claim), []).append(one)
    now: list[Standing] = []
    other: list[Standing] = []
    for said in by_source.values():
        sure = [one for one in said if one.claim.id not in doubtful]
        holding = [one for one in said if holds(one.claim, at) and not _ended(one, sure, at)]
        (now if holding else other).extend(_last(holding or said, doubtful))
    return LastWords(*(tuple(sorted(part, key=_order)) for part in (now, other)))


def holds(claim: Claim, at: datetime) -> bool:
    """Return whether a claim that was out at a moment tells of that moment."""
    begin = moment(claim.valid.from_, claim.zone) if claim.valid.from_ else None
    end = moment(claim.valid.to, claim.zone) if claim.valid.to else None
    if claim.valid.window and end is not None:
        # It began, or was, at one moment of the window.
        return end.earliest <= at and (claim.kind != "event" or at <= end.latest)
    if begin is None and end is not None:
        # True by then, since when is not stated; an event was over then.
        return end.earliest <= at and (claim.kind != "event" or at <= end.latest)
    return (begin is None or begin.earliest <= at) and (end is None or at <= end.latest)


def _ended(one: Standing, said: Sequence[Standing], at: datetime) -> bool:
    """Return whether its claimant later said otherwise of a later time: then nobody says that it lasts."""
    return (one.claim.valid.to is None or one.claim.valid.window) and any(
        _out(one)[1] < _out(other)[0]
        and _begin(one)[1] < _begin(other)[0] <= at
        and plain(level_of(one.claim)) != plain(level_of(other.claim))
        for other in said
    )


def _last(said: Sequence[Standing], doubtful: Collection[str]) -> tuple[Standing, ...]:
    """Return what was said last: all that is not surely before something else, the same word once."""
    sure = [one for one in said if one.claim.id not in doubtful]
    open_ = [one for one in said if not any(_before(one, later) for later in sure)] or said
    return tuple({plain(level_of(one.claim)): one for one in open_}.values())


def _before(one: Standing, other: Standing) -> bool:
    out, again = _out(one), _out(other)
    if out[1] < again[0] or again[1] < out[0]:
        return out[1] < again[0]
    # Out at the same time, as far as that is stated: the later begin is the later state.
    return _begin(one)[1] < _begin(other)[0]


def _out(one: Standing) -> Span:
    first, last = out_between(one, "published")
    return first or _FIRST, last


def _begin(one: Standing) -> Span:
    text = one.claim.valid.from_ or one.claim.valid.to
    if text is None:
        return _out(one)
    found = moment(text, one.claim.zone)
    return found.earliest, found.latest


def _order(one: Standing) -> tuple[datetime, datetime, int]:
    return _out(one)[1], _begin(one)[0], one.number
