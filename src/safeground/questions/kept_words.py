"""The findings of *kept* in words that anyone may read: restricted sources by role or number only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.quantity import Range
from safeground.questions import counts
from safeground.questions.expiry import held_against
from safeground.questions.finding import Decider, Figure, Finding, HeldAgainst
from safeground.questions.sources import HELD_BACK, said_by
from safeground.wording import UNIT_WORDS, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.ledger.moments import Moment
    from safeground.ledger.pauses import Step
    from safeground.plan.model import Plan
    from safeground.plan.pause_words import Term
    from safeground.questions.finding import Answer
    from safeground.questions.kept_account import Count, PauseAccount, TermAccount, TermDay

KEPT_CAVEAT = "Compares counts and clocks with what was promised; says nothing on fault, reasons or law."
MOST_DAYS = 7
"""As many days are named in a sentence."""


def expiry_finding(plan: Plan, account: PauseAccount, at: datetime) -> Finding:
    """Return the finding on whether a pause lasted until the expiry that was known."""
    pause, known = account.pause, account.known
    zone = pause.zone or plan.time_zone or "UTC"
    name = pause.called or pause.id
    asked = held_against(known)
    until = _untils(asked, zone)
    rival = [one for one in known.stands if one not in asked]
    otherwise = f" Told otherwise, too: {_untils(rival, zone, named=True)}." if rival else ""
    answer: Answer = account.answer or "unknown"
    ends = [(one.standing.claim, counts.when(one.standing.claim)) for one in known.ended]
    told = "; ".join(
        f"{counts.called(claim)}: {counts_words(claim.measure)} {_at(end, zone)}"
        + (f" ({claim.hedge})" if claim.hedge else "")
        for claim, end in ends
    )
    extended = f", extended {_times(len(pause.extensions))}" if pause.extensions else ""
    after = ""
    if known.state == "unknown" and answer != "not_met":
        after = " After that its state is unknown: no further extension is known."
    statement = {
        "met": f"{name} lasted until its expiry, {until}{extended}: {told}.{after}",
        "not_met": f"{name} ended before its expiry, {until}{extended}: {told}.",
        "depends": f"Whether {name} lasted until its expiry, {until}{extended}, depends on whose account: "
        f"{told}.",
    }.get(answer, f"{name} is to last until {until or 'a time that is not known'}{extended}."
          + (after if at >= _latest(asked, at) else ""))  # fmt: skip
    return Finding(
        id=f"kept.{pause.id}.expiry",
        question="kept",
        subject=pause.id,
        answer=answer,
        statement=statement + otherwise,
        held_against=HeldAgainst(
            text=f"{name} until {until or 'a time that is not known'}",
            source=said_by(plan, pause.source) if pause.source is not None else pause.id,
        ),
        missing=account.missing if answer == "unknown" else None,
        evidence=_evidence(
            pause.source,
            *(one.source for one in pause.extensions),
            *(name for step in known.stands for name in step.claims),
            *(claim.id for claim, _ in ends),
        ),
        caveat=KEPT_CAVEAT,
    )


def term_finding(plan: Plan, account: TermAccount) -> Finding:
    """Return the finding on one term: what was due, what was done by whose count, what is missing."""
    term = account.term
    answer: Answer = account.answer or "unknown"
    reached = done_of_due(account)
    return Finding(
        id=f"kept.{account.of}.{term.id}",
        question="kept",
        subject=account.of,
        answer=answer,
        statement=_statement(account, answer),
        held_against=HeldAgainst(
            text=f"{account.of}, {term.id}: {due_words(term)}",
            required=account.due if reached is not None else None,
            source=said_by(plan, term.source) if term.source is not None else account.of,
        ),
        figure=None
        if reached is None
        else Figure(label=f"{account.of}, {term.id}: done of what was due", range=reached),
        missing=account.missing if answer == "unknown" else None,
        deciders=_deciders(account) if answer == "depends" else (),
        evidence=_evidence(term.source, term.claim, *_claims_of(account)),
        caveat=KEPT_CAVEAT,
    )


def done_of_due(account: TermAccount) -> Range | None:
    """Return what was done of what was due: more on one day fills no other; None where nothing is known.

    With an exact due it is the due less what is missing, so that an average counts, too.
    """
    due, short = account.due, account.short
    if due is None or short is None or math.isinf(due.high):
        return None
    if due.is_exact:
        return Range(due.low - short.high, due.low - short.low, due.unit)
    days = [one for one in account.days if one.due is not None and not one.outside]
    if not days:
        return None
    low = sum(0.0 if one.done is None else min(one.done.low, _most(one)) for one in days)
    high = sum(_most(one) if one.done is None else min(one.done.high, _most(one)) for one in days)
    return Range(low, high, due.unit)


def _most(day: TermDay) -> float:
    return 0.0 if day.due is None else day.due.high


def due_words(term: Term) -> str:
    """Say what a term makes due.

    Examples
    --------
    >>> from safeground.plan.pause_words import Term
    >>> due_words(Term(id="aid", words="…", per_day=200.0, unit="trucks"))
    '200 trucks a day'
    """
    unit = term.unit or ""
    if term.per_day is not None:
        return f"{say(Range.of(term.per_day, unit))} a day"
    if term.total is not None:
        by = f" by {term.until.isoformat(sep=' ', timespec='minutes')}" if term.until is not None else ""
        return f"{say(Range.of(term.total, unit))} in all{by}"
    if term.hours is not None:
        return f"daily {term.hours}"
    if term.ratio is not None:
        return f"{say(Range.of(term.ratio.times, unit))} for each of {term.ratio.to}"
    return term.words


def counts_words(measure: str) -> str:
    """Say a measure: its underscores as spaces."""
    return measure.replace("_", " ")


def _statement(account: TermAccount, answer: Answer) -> str:
    term = account.term
    head = f"{account.of}, {term.id} ({due_words(term)}): "
    inside = [one for one in account.days if not one.outside]
    if term.total is not None:
        doubt = _doubt(account.counts, inside)
        if account.done is None:
            return f"{head}not counted by any claim that {'was surely out' if doubt else 'is known'}{doubt}."
        short = "" if account.short is None or account.short.high <= 0 else f", {_short(account.short)} short"
        return f"{head}{say(account.done)} by the counts that are known{short}{_who(account.counts)}{doubt}."
    counted = [one for one in inside if one.done is not None]
    doubt = _doubt(account.averages, inside)
    if not counted and not account.averages:
        out = "was surely out" if doubt else "is known"
        return f"{head}not counted on any day by a claim that {out}{doubt}."
    below = [one for one in inside if one.answer == "not_met"]
    open_ = [one for one in inside if one.answer == "depends"]
    silent = [one for one in inside if one.done is None]
    parts = []
    if below:
        parts.append(f"fewer than due on {_days_of(below, inside)}, {_each(below)}")
    if open_:
        parts.append(f"the counts leave {_days_of(open_, inside)} open, {_each(open_)}")
    if silent:
        parts.append(f"{len(silent)} of {len(inside)} days are not counted")
    if account.averages:
        each = ", ".join(f"{one.called} {_number(one.amount)}" for one in account.averages)
        parts.append(f"on average {each} a day")
    if not parts or answer == "met":
        done = len([one for one in inside if one.answer == "met"])
        parts.insert(0, f"as many as due on {done} of {len(inside)} days")
    late = [one for one in inside if any(count.late for count in one.counts)]
    if late:
        parts.append(
            f"a late batch counts for {_dates(late)}, the day that it belongs to, and happened after it"
        )
    return f"{head}{'; '.join(parts)}{doubt}."


def _doubt(whole: Sequence[Count], inside: Sequence[TermDay]) -> str:
    """Say which counts may have been out at the moment asked or not; empty where none is in doubt."""
    days = [one for one in inside if any(count.doubtful for count in one.counts)]
    of = ([_dates(days)] if days else []) + (["the whole"] if any(one.doubtful for one in whole) else [])
    if not of:
        return ""
    return f"; counts for {' and for '.join(of)} may have been out or not, as the hour is not stated"


def _each(days: Sequence[TermDay]) -> str:
    shown = [
        f"{one.day.day} {one.day:%B}: {_done(one)} of {_number(one.due)}{_who(one.counts)}"
        for one in days[:MOST_DAYS]
    ]
    more = "" if len(days) <= MOST_DAYS else f" and {len(days) - MOST_DAYS} more"
    return ", ".join(shown) + more


def _done(day: TermDay) -> str:
    return "no count" if day.done is None else _number(day.done)


def _number(quantity: Range | None) -> str:
    if quantity is None:
        return "what is not known"
    return say(Range(quantity.low, quantity.high, "share", quantity.best))


def _short(quantity: Range) -> str:
    return say(quantity)


def _who(rival: Sequence[Count]) -> str:
    """Say whose counts they are where there are several, each with its own."""
    if len(rival) < 2:
        return ""
    return f" ({', '.join(f'{one.called} {_number(one.amount)}' for one in rival)})"


def _days_of(days: Sequence[TermDay], inside: Sequence[TermDay]) -> str:
    return f"{len(days)} of {len(inside)} days"


def _dates(days: Sequence[TermDay]) -> str:
    return ", ".join(f"{one.day.day} {one.day:%B}" for one in days[:MOST_DAYS])


def _deciders(account: TermAccount) -> tuple[Decider, ...]:
    """Return whose counts decide, the widest apart first."""
    found = []
    open_days = [one for one in account.days if one.answer == "depends" and one.done is not None]
    for one in open_days:
        if one.done is not None and one.due is not None:
            where = f" of {one.day.day} {one.day:%B}"
            found.append(_decider(where, one.done, one.due, one.counts))
    if account.term.total is not None and account.done is not None and account.due is not None:
        found.append(_decider("", account.done, account.due, account.counts))
    return tuple(sorted(found, key=lambda one: -one.moves))


def _decider(where: str, done: Range, due: Range, rival: Sequence[Count]) -> Decider:
    if not due.is_exact:
        return Decider(
            assumption=f"what was due{where}",
            range=due,
            effect=f"{say(due)} due, by whose count it hangs on, against {_number(done)}",
            moves=(due.high - due.low) / due.high if 0 < due.high < math.inf else 1.0,
            turns_answer=True,
        )
    several = len(rival) > 1
    words = UNIT_WORDS.get(done.unit, done.unit)
    effect = ", ".join(f"{one.called}: {_number(one.amount)} {words}" for one in rival)
    return Decider(
        assumption=f"whose count{where}" if several else f"what the words of the count{where} mean",
        range=done,
        effect=f"{effect or say(done)}, against {say(due)} due",
        moves=1.0 if math.isinf(done.high) or due.high == 0 else (done.high - done.low) / due.high,
        turns_answer=True,
    )


def _claims_of(account: TermAccount) -> tuple[str, ...]:
    of_days = (name for day in account.days for count in day.counts for name in count.claims)
    linked = (one.claim.id for one in (*account.supports, *account.contradicts))
    whole = (name for count in (*account.counts, *account.averages) for name in count.claims)
    return (*of_days, *whole, *linked)


def _evidence(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _untils(stands: Sequence[Step], zone: str, *, named: bool = False) -> str:
    """Say each expiry; with who tells it, where several stand."""
    named = named or len(stands) > 1
    return " or ".join(
        _at(one.until, zone).removeprefix("at ").removeprefix("on ")
        + (f" ({HELD_BACK if one.restricted else ', '.join(one.by)})" if named else "")
        for one in stands
    )


def _at(moment: Moment | None, zone: str) -> str:
    """Say a time as exactly as it was stated, in its zone with the offset."""
    if moment is None:
        return "at a time that is not stated"
    local = moment.earliest.astimezone(ZoneInfo(zone))
    last = moment.latest.astimezone(ZoneInfo(zone))
    if moment.precision in ("minute", "second") and moment.earliest == moment.latest:
        return f"at {local.isoformat(timespec='minutes').replace('T', ' ')}"
    if local.date() == last.date():
        return f"on {local.date().isoformat()}, hour not stated"
    return f"between {local.date().isoformat()} and {last.date().isoformat()}"


def _latest(stands: Sequence[Step], at: datetime) -> datetime:
    return max((one.until.latest for one in stands), default=at)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
