"""The account of *kept* as it may be published: each row as all claims give it, or not answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from safeground.publish.agreement import MISSING
from safeground.questions.kept_rows import timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safeground.ledger.pauses import ExpiryKnown, Link
    from safeground.ledger.state import Standing
    from safeground.questions.finding import Answer
    from safeground.questions.kept_account import (
        CommitmentAccount,
        Count,
        KeptAccount,
        PauseAccount,
        TermAccount,
        TermDay,
    )

Held = TypeVar("Held", "TermAccount", "CommitmentAccount")


def agreed_kept(whole: KeptAccount, public: KeptAccount) -> KeptAccount:
    """Return the account of public claims without what all claims give otherwise.

    Parameters
    ----------
    whole, public
        What *kept* found from all claims, and from those that are public.
    """
    pause_of = {one.pause.id: one for one in whole.pauses}
    term_of = {(one.of, one.term.id): one for one in whole.terms}
    promise_of = {one.id: one for one in whole.commitments}
    pauses = tuple(_pause(pause_of[one.pause.id], one) for one in public.pauses)
    terms = tuple(
        _evidence(term_of[key], agreed_term(term_of[key], one))
        for one in public.terms
        if (key := (one.of, one.term.id)) in term_of
    )
    return replace(
        public,
        pauses=pauses,
        terms=terms,
        commitments=tuple(
            _evidence(promise_of[one.id], one) for one in public.commitments if one.id in promise_of
        ),
        rows=timeline(pauses, terms, public.at),
    )


def agreed_term(whole: TermAccount, public: TermAccount) -> TermAccount:
    """Return a term with only the days, totals and counts that all claims give, too."""
    of_all = {one.day: one for one in whole.days}
    days = tuple(_day(of_all[one.day], one) for one in public.days if one.day in of_all)
    same = (whole.answer, whole.missing) == (public.answer, public.missing)
    in_all = (whole.due, whole.done, whole.short) == (public.due, public.done, public.short)
    counts = reach(whole.counts) == reach(public.counts)
    averages = reach(whole.averages) == reach(public.averages)
    # What only some of the claims count is held back with the total: it would stand in for it.
    totals = in_all and counts and averages and all(not one.withheld for one in days)
    if same and totals and len(days) == len(public.days) == len(whole.days):
        return public
    return replace(
        public,
        days=days,
        due=public.due if whole.due == public.due else None,
        done=None,
        short=None,
        counts=public.counts if counts else (),
        averages=public.averages if averages else (),
        answer=_answer(whole.answer, public.answer),
        missing=public.missing if same else MISSING,
        unused=(),
        withheld=True,
    )


def reach(counts: Iterable[Count]) -> tuple[float, float] | None:
    """Return the least and the most that anybody counts."""
    amounts = [one.amount for one in counts]
    if not amounts:
        return None
    return min(one.low for one in amounts), max(one.high for one in amounts)


def _answer(whole: Answer | None, public: Answer | None) -> Answer | None:
    return public if whole == public else "unknown"


def _day(whole: TermDay, public: TermDay) -> TermDay:
    same = (
        (whole.due, whole.done, whole.short, whole.answer, whole.outside)
        == (public.due, public.done, public.short, public.answer, public.outside)
        and reach(whole.counts) == reach(public.counts)
    )  # fmt: skip
    if same:
        return public
    return replace(
        public,
        due=public.due if whole.due == public.due else None,
        counts=(),
        done=None,
        short=None,
        answer="unknown",
        outside=whole.outside,
        withheld=True,
    )


def _pause(whole: PauseAccount, public: PauseAccount) -> PauseAccount:
    clock = _chain(whole.chain) == _chain(public.chain) and _known(whole.known) == _known(public.known)
    ended = _ids(whole.ended) == _ids(public.ended)
    if clock and ended and whole.answer == public.answer:
        return public
    known = public.known
    if not clock:
        known = replace(known, stands=(), perhaps=(), announcements=(), state="unknown")
    if not ended:
        known = replace(known, ended=())
    return replace(
        public,
        chain=public.chain if clock else (),
        known=known,
        ended=public.ended if ended else (),
        answer=_answer(whole.answer, public.answer),
        missing=public.missing if whole.missing == public.missing else MISSING,
        withheld=True,
    )


def _chain(chain: Sequence[Link]) -> list[tuple[object, ...]]:
    return [(one.step.until, one.step.announced, one.kind, one.margin_h) for one in chain]


def _known(known: ExpiryKnown) -> tuple[object, ...]:
    return (
        known.state,
        {one.until for one in known.stands},
        {one.until for one in known.perhaps},
        _ids(one.standing for one in known.announcements),
    )


def _evidence(whole: Held, public: Held) -> Held:
    """Return it marked where evidence stands for or against it that is not public: one side is no account."""
    same = _ids(whole.supports) == _ids(public.supports) and _ids(whole.contradicts) == _ids(
        public.contradicts
    )
    return public if same else replace(public, withheld=True)


def _ids(claims: Iterable[Standing]) -> set[str]:
    return {one.claim.id for one in claims}
