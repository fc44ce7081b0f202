"""What *kept* found, as the public edition may show it: answers, and counts by public claims only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from safeground.ledger.exporting.edition import public_claim
from safeground.questions.counts import hull
from safeground.questions.terms import answer_day, missing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.ledger.pauses import Step
    from safeground.ledger.state import Standing
    from safeground.questions.kept_account import (
        CommitmentAccount,
        KeptAccount,
        PauseAccount,
        TermAccount,
        TermDay,
        TimelineRow,
    )

BY_CLAIMS = frozenset({"count", "late", "end", "statement"})
"""Marks that stand for a claim and for nothing that the plan states."""


def public_kept(account: KeptAccount) -> KeptAccount:
    """Return the account without restricted claims, and without who stands behind restricted sources.

    Days are counted again from the counts that are left, so that none of the others can be worked out.
    """
    promises = (_commitment(one) for one in account.commitments if one.id not in _hidden(account))
    return replace(
        account,
        pauses=tuple(_pause(one) for one in account.pauses),
        terms=tuple(_term(one) for one in account.terms),
        commitments=tuple(promises),
        rows=tuple(_row(one) for one in account.rows if not (one.restricted and one.kind in BY_CLAIMS)),
        unanswered=_public(account.unanswered),
        expectations=_public(account.expectations),
        claims={one.claim.id: one for one in _public(account.claims.values())},
    )


def _hidden(account: KeptAccount) -> frozenset[str]:
    return frozenset(
        name for name, standing in account.claims.items() if standing.claim.sensitivity == "restricted"
    )


def _public(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    return tuple(
        replace(
            one, claim=public_claim(one.claim), corrections=[], retractions=[], disputes=[], reviews=[], links=[]
        )
        for one in standings
        if one.claim.sensitivity == "public"
    )


def _pause(account: PauseAccount) -> PauseAccount:
    known = replace(
        account.known,
        stands=tuple(map(_step, account.known.stands)),
        perhaps=tuple(map(_step, account.known.perhaps)),
        announcements=(),
        ended=(),
    )
    return replace(
        account,
        chain=tuple(replace(link, step=_step(link.step)) for link in account.chain),
        known=known,
        ended=_public(account.ended),
    )


def _step(step: Step) -> Step:
    return replace(step, by=(), claims=(), source=None) if step.restricted else step


def _term(account: TermAccount) -> TermAccount:
    days = tuple(map(_day, account.days))
    counts = tuple(one for one in account.counts if not one.restricted)
    partly = len(counts) < len(account.counts) or any(
        len(day.counts) < len(before.counts) for day, before in zip(days, account.days, strict=True)
    )
    return replace(
        account,
        days=days,
        counts=counts,
        done=None if partly else account.done,
        short=None if partly else account.short,
        supports=_public(account.supports),
        contradicts=_public(account.contradicts),
    )


def _day(day: TermDay) -> TermDay:
    counts = tuple(one for one in day.counts if not one.restricted)
    if len(counts) == len(day.counts):
        return day
    unit = day.due.unit if day.due is not None else day.counts[0].amount.unit
    done = hull(counts, unit)
    short = None if day.due is None or done is None else missing_of(day.due, done)
    return replace(
        day, counts=counts, done=done, short=short, answer=answer_day(day.due, done, over=day.over)
    )


def _commitment(account: CommitmentAccount) -> CommitmentAccount:
    account = replace(
        account, supports=_public(account.supports), contradicts=_public(account.contradicts)
    )
    if not account.restricted:
        return account
    parts = tuple(replace(one, reason="") if one.part == "who" else one for one in account.parts)
    return replace(account, speaker=None, told_by=(), also_said_by=(), claims=(), parts=parts)


def _row(row: TimelineRow) -> TimelineRow:
    return replace(row, by=None, claims=()) if row.restricted else row
