"""The findings on crossings, promises, stocks and open questions in words that anyone may read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from safeground.ledger.store import source_name
from safeground.quantity import Range
from safeground.questions.finding import Figure, Finding, HeldAgainst
from safeground.questions.kept_words import done_of_due
from safeground.questions.reach_words import moment
from safeground.questions.sources import HELD_BACK
from safeground.questions.supply_levels import LEVELS, SHUT
from safeground.questions.supply_need_words import SUPPLY_CAVEAT
from safeground.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Continues
    from safeground.questions.finding import Answer
    from safeground.questions.kept_account import TermAccount
    from safeground.questions.supply_account import (
        CrossingAccount,
        PromiseAccount,
        StockAccount,
        SupplyAccount,
    )
    from safeground.questions.supply_names import Naming

STOCK_CAVEAT: Final = (
    "A stock runs dry then if nothing else comes or goes. A warning at its time is no outcome."
)
TELLS: Final[tuple[tuple[Answer, str, str], ...]] = (
    ("not_met", "runs dry within the days examined", "run dry within the days examined"),
    ("unknown", "cannot be told", "cannot be told"),
    ("depends", "may run dry", "may run dry"),
    ("met", "lasts", "last"),
)

SURE_LEVELS: Final[tuple[tuple[Answer, frozenset[str], str], ...]] = (
    ("not_met", SHUT, "closed or not usable by everybody's last word"),
    ("met", frozenset({"usable"}), "usable by everybody's last word"),
)


def crossing_finding(plan: Plan, one: CrossingAccount, account: SupplyAccount) -> Finding:
    """Return the finding on a crossing: each claimant's last word by itself."""
    crossing = one.crossing
    name = crossing.name or crossing.id
    answer, head, missing = _by_levels(name, one)
    told = "; ".join(account.naming.words(standing) for standing in one.last)
    statement = f"{name}, {head}: {told}." if told else f"{name}: {head}."
    if one.other:
        statement += f" Said of another time: {'; '.join(map(account.naming.words, one.other))}."
    return Finding(
        id=f"supply.crossing.{crossing.id}",
        question="supply",
        subject=name,
        answer=answer,
        statement=statement,
        held_against=HeldAgainst(text=f"{name} usable for supplies", source="the claims in the ledger"),
        missing=missing,
        evidence=_named(crossing.source, *(standing.claim.id for standing in (*one.last, *one.other))),
        caveat=SUPPLY_CAVEAT,
    )


def _by_levels(name: str, one: CrossingAccount) -> tuple[Answer, str, str | None]:
    """Return the answer of last words, what they come to, and what is missing where it is unknown."""
    levels = set(one.levels)
    if not levels and one.other:
        missing = f"whether {name} is usable at the moment asked: what was said is of another time"
        return "unknown", "nobody's word on it holds at the moment asked", missing
    if not levels:
        missing = f"whether {name} is open: no claim is recorded"
        return "unknown", "nobody's word on whether it is open is recorded", missing
    for answer, all_of, head in SURE_LEVELS:
        if levels <= all_of and set() < one.sure <= all_of:
            return answer, head, None
        if levels <= all_of:
            missing = f"whether what was said of {name} was out at the moment asked: the hour is not stated"
            return "unknown", "it is not stated whether this was out at the moment asked", missing
    if levels == {"open"}:
        return "depends", "open is not yet usable", None
    if not levels & LEVELS:
        missing = f"whether {name} is usable, in words that say it: {', '.join(sorted(LEVELS))}"
        return "unknown", "said in words that decide nothing", missing
    claimants = len({source_name(standing.claim) for standing in one.last})
    who = "1 claimant" if claimants == 1 else f"{claimants} claimants"
    return "depends", f"{who}, {len(levels)} answers", None


def promise_finding(plan: Plan, one: PromiseAccount, naming: Naming) -> Finding:
    """Return the finding on a promise: what each counter says by itself."""
    promise = one.promise
    due = f"{_amount(promise.per_day)} {promise.unit} a day"
    stage = promise.stage or "at a stage that is not stated"
    parts = [f"{_counter(name)}: {_days(account, naming)}" for name, _, account in one.counted]
    told = "; ".join(parts) if parts else "nobody's count is named"
    reached = done_of_due(one.counted[0][2]) if len(one.counted) == 1 else None
    return Finding(
        id=f"supply.promise.{promise.id}",
        question="supply",
        subject=promise.id,
        answer=one.answer,
        statement=f"{promise.id}, {due}, {stage}: {told}.",
        held_against=HeldAgainst(
            text=f"{promise.id}: {due}, {stage}",
            source=naming.source(plan, promise.source) if promise.source is not None else promise.id,
        ),
        figure=None
        if reached is None
        else Figure(label=f"{promise.id}: counted of what was promised", range=reached),
        missing=one.missing,
        evidence=_named(promise.source, promise.claim, *_claims_of(one)),
        caveat=SUPPLY_CAVEAT,
    )


def continues_finding(plan: Plan, one: Continues, naming: Naming) -> Finding:
    """Return the finding on an open question: without an answer it is unknown, with the answer named."""
    asked = one.question.rstrip("?.")
    held_back = not naming.everybody and any(
        item.id == one.source and item.sensitivity == "restricted" for item in plan.sources
    )
    who, words = (HELD_BACK, None) if held_back else (one.by, one.words)
    by = f" by {who}" if who is not None else ""
    if one.answer == "stated":
        answer: Answer = "met"
        statement = f"{asked}? An answer is stated{by}: {words or 'its words are not given here'}"
        missing = None
    else:
        answer = "unknown"
        told = f": {words}" if words else ""
        statement = f"{asked}? No answer is stated{by}{told}"
        missing = f"the answer to: {asked}?{f' {who} could say' if who and not held_back else ''}"
    return Finding(
        id=f"supply.continues.{one.id}",
        question="supply",
        subject=one.id,
        answer=answer,
        statement=statement.rstrip(".") + ".",
        held_against=HeldAgainst(
            text=f"an answer to: {asked}?",
            source=naming.source(plan, one.source) if one.source is not None else one.id,
        ),
        missing=missing,
        evidence=_named(one.source, one.claim),
        caveat="That an answer is stated says nothing on whether it is kept.",
    )


def stocks_finding(account: SupplyAccount, answer: Answer, tally: Mapping[Answer, int]) -> Finding:
    """Return the finding on all stocks together: how many run dry, without saying where."""
    told = ", ".join(
        f"{tally[key]} {one if tally[key] == 1 else many}" for key, one, many in TELLS if tally.get(key)
    )
    of = "1 stock" if len(account.stocks) == 1 else f"{len(account.stocks)} stocks"
    return Finding(
        id="supply.stocks",
        question="supply",
        subject="stocks",
        answer=answer,
        statement=f"Of {of}, on the figures stated: {told}.",
        held_against=HeldAgainst(
            text=f"stocks that last the {account.outcome.days} days examined", source="the plan"
        ),
        missing="level, burn or time of a stock, or what became of it; who runs the site could say"
        if answer == "unknown"
        else None,
        caveat=STOCK_CAVEAT,
    )


def stock_finding(plan: Plan, one: StockAccount, account: SupplyAccount) -> Finding:
    """Return the finding on one stock. Restricted: its id begins with ``supply.stock.``."""
    name = f"{one.store.name or one.store.id}, {one.stock.commodity}"
    return Finding(
        id=f"supply.stock.{one.store.id}.{one.stock.commodity}",
        question="supply",
        subject=name,
        answer=one.answer,
        statement=f"{name}: {stock_words(one, account.zone, account.naming)}",
        held_against=HeldAgainst(
            text=f"lasts the {account.outcome.days} days examined", source=one.stock.source or "the plan"
        ),
        missing=one.missing,
        evidence=_named(one.stock.source, *(standing.claim.id for standing in (*one.said, *one.reported))),
        caveat=STOCK_CAVEAT,
    )


def stock_words(one: StockAccount, zone: str, naming: Naming) -> str:
    """Say when a stock runs dry, what fails with it, what would avert it and what was then reported."""
    said = f"“{one.stock.words}”: " if one.stock.words else ""
    parts = [said + _window(one, zone)]
    if one.fails:
        parts.append(f"With it fail: {', '.join(one.fails)}.")
    if one.averting is not None and one.averting.amount.high > 0:
        by = one.averting.by
        until = "" if by.earliest is None else f" if it comes by {_at(by.earliest, zone)}"
        parts.append(f"{say(one.averting.amount)} more would avert it{until}.")
    if one.phase == "passed":
        told = "; ".join(naming.words(standing) for standing in one.reported)
        parts.append(f"That time has passed; then reported: {told or 'nothing that is recorded'}.")
    return " ".join(parts)


def _window(one: StockAccount, zone: str) -> str:
    empty = one.empty
    if empty.lasts:
        return "does not run dry on these figures."
    if empty.window is None:
        if empty.direction is not None:
            return f"{empty.direction}; how much there is was not said."
        return "when it runs dry is not known."
    first, last = empty.window.earliest, empty.window.latest
    if first is not None and first == last:
        return f"runs dry at {_at(first, zone)}."
    if last is None:
        return (
            f"runs dry not before {_at(first, zone)}; no latest time can be told." if first else "not known."
        )
    if first is None:
        return f"runs dry by {_at(last, zone)}; no earliest time can be told."
    return f"runs dry between {_at(first, zone)} and {_at(last, zone)}."


def _days(account: TermAccount, naming: Naming) -> str:
    inside = [one for one in account.days if not one.outside]
    counted = [one for one in inside if one.done is not None]
    if account.averages:
        each = ", ".join(
            f"{naming.counter(one)} {'without bounds' if math.isinf(one.amount.high) else say(one.amount)}"
            for one in account.averages
        )
        if account.answer != "not_met":
            return f"on average, {each}"
        short = max(1, sum(one.answer == "not_met" for one in inside))
        at_least = f"{short} of {len(inside)} days {'is' if short == 1 else 'are'}"
        return f"on average, {each} a day: at least {at_least} short"
    if not counted:
        return f"not counted on any of {len(inside)} days"
    below = sum(one.answer == "not_met" for one in inside)
    open_ = [one for one in inside if one.answer == "depends"]
    reached = done_of_due(account)
    share = "" if reached is None or account.due is None else f", {say(reached)} of {say(account.due)}"
    parts = [f"fewer than promised on {below} of {len(inside)} days{share}"]
    if open_:
        rival = all(len(one.counts) > 1 for one in open_)
        days = "1 day" if len(open_) == 1 else f"{len(open_)} days"
        parts.append(f"{'rival counts leave' if rival else 'what is known leaves'} {days} open")
    if silent := len(inside) - len(counted):
        parts.append("1 day is not counted" if silent == 1 else f"{silent} days are not counted")
    return ", ".join(parts)


def _counter(name: str) -> str:
    return f"by the count {name}"


def _amount(number: float | tuple[float, ...]) -> str:
    return say(Range.of(number, "share"))


def _claims_of(one: PromiseAccount) -> tuple[str, ...]:
    return tuple(
        claim
        for _, _, account in one.counted
        for count in (*(each for day in account.days for each in day.counts), *account.averages)
        for claim in count.claims
    )


def _named(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _at(instant: datetime, zone: str) -> str:
    return moment(instant.astimezone(ZoneInfo(zone)))
