"""The account of *supply* as it may be published: each row as all claims give it, or not answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from safeground.publish.agreement import MISSING
from safeground.publish.agreement_kept import agreed_term, reach
from safeground.questions.supply_levels import level_of

if TYPE_CHECKING:
    from safeground.questions.supply_account import (
        CounterAccount,
        CrossingAccount,
        PromiseAccount,
        SupplyAccount,
    )


def agreed_supply(whole: SupplyAccount, public: SupplyAccount) -> SupplyAccount:
    """Return the account of public claims without what all claims give otherwise.

    Parameters
    ----------
    whole, public
        What *supply* found from all claims, and from those that are public: of the same plan and outcome.
    """
    return replace(
        public,
        crossings=tuple(map(_crossing, whole.crossings, public.crossings)),
        counters=tuple(map(_counter, whole.counters, public.counters)),
        promises=tuple(map(_promise, whole.promises, public.promises)),
    )


def _crossing(whole: CrossingAccount, public: CrossingAccount) -> CrossingAccount:
    """Return a crossing without claims where somebody else's last word is another."""
    if set(whole.levels) == set(public.levels) and _of_another_time(whole) == _of_another_time(public):
        return public
    return replace(public, claims=(), last=(), levels=(), other=(), withheld=True)


def _of_another_time(one: CrossingAccount) -> set[str]:
    return {level_of(standing.claim) for standing in one.other}


def _counter(whole: CounterAccount, public: CounterAccount) -> CounterAccount:
    """Return a counter; of days that are counted otherwise, too, no count."""
    same = {day: reach(whole.days.get(day, ())) == reach(counts) for day, counts in public.days.items()}
    return replace(public, days={day: counts if same[day] else () for day, counts in public.days.items()})


def _promise(whole: PromiseAccount, public: PromiseAccount) -> PromiseAccount:
    counted = tuple(
        (name, definition, agreed_term(of_all, of_public))
        for (name, definition, of_public), (_, _, of_all) in zip(public.counted, whole.counted, strict=True)
    )
    same = whole.answer == public.answer
    if same and whole.missing == public.missing:
        return replace(public, counted=counted)
    return replace(public, counted=counted, answer=public.answer if same else "unknown", missing=MISSING)
