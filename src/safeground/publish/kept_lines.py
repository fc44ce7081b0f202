"""What *kept* found in plain lines, for those who hold the plan: sources are named."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.publish.answers import ANSWER_WORDS
from safeground.questions.kept_words import due_words
from safeground.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from safeground.ledger.moments import Moment
    from safeground.ledger.pauses import ExpiryKnown, Link, Step
    from safeground.questions.kept_account import (
        CommitmentAccount,
        Count,
        KeptAccount,
        PauseAccount,
        TermAccount,
        TermDay,
    )

_STATES = {
    "not begun": "not begun",
    "in force": "in force by what was announced",
    "between hours": "between its daily hours",
    "unknown": "unknown",
}
_ASKED = {"said": "by announcement", "published": "by publication"}


def kept_lines(
    account: KeptAccount, expiries: Mapping[str, Sequence[ExpiryKnown]], zone: str
) -> Iterator[str]:
    """Yield an account line by line.

    Parameters
    ----------
    account
        What was found.
    expiries
        Id of a pause → its expiry as known by announcement and by publication.
    zone
        IANA name of the plan's zone.
    """
    for pause in account.pauses:
        yield from _pause(pause, expiries.get(pause.pause.id, ()), pause.pause.zone or zone)
    for term in account.terms:
        yield from _term(term)
    for promise in account.commitments:
        yield from _promise(promise)
    for title, claims in (
        ("Not answered", account.unanswered),
        ("Expected, no promise", account.expectations),
    ):
        for one in claims:
            claim = one.claim
            yield f"{title}: {claim.subject}, {claim.measure.replace('_', ' ')} ({claim.id})"


def _pause(account: PauseAccount, asked: Sequence[ExpiryKnown], zone: str) -> Iterator[str]:
    pause = account.pause
    answer = (
        "" if account.answer is None else f"; lasted until its expiry: {ANSWER_WORDS[account.answer].lower()}"
    )
    yield f"{pause.id}: {_STATES[account.known.state]}{answer}"
    for known in asked:
        stands = " or ".join(_step(one, zone) for one in known.stands) or "nothing"
        perhaps = "; ".join(_step(one, zone) for one in known.perhaps)
        also = f"; perhaps {perhaps}" if perhaps else ""
        yield f"  expiry {_ASKED[known.known_by]}: {stands}{also}"
    for link in account.chain:
        yield f"  {_link(link, zone)}"
    for one in account.ended:
        claim = one.claim
        hedge = f" ({claim.hedge})" if claim.hedge else ""
        time = claim.valid.from_ or "time not stated"
        yield f"  {claim.measure.replace('_', ' ')}{hedge}: {time} ({claim.id})"


def _term(account: TermAccount) -> Iterator[str]:
    answer = "no answer, for nothing is due that a clock or a count can check"
    if account.answer is not None:
        answer = ANSWER_WORDS[account.answer].lower()
    missing = f"; missing: {account.missing}" if account.missing else ""
    track = f", track {account.term.track}" if account.term.track else ""
    yield f"{account.of}, {account.term.id}{track}: {due_words(account.term)}: {answer}{missing}"
    for day in account.days:
        yield f"  {day.day.isoformat()}: {_day(day)}"
    for count in (*account.counts, *account.averages):
        yield f"  in all: {say(count.amount)} ({_by(count)}; {', '.join(count.claims)})"


def _day(day: TermDay) -> str:
    done = " | ".join(f"{say(one.amount)} ({_by(one)})" for one in day.counts) or "nobody counts"
    if day.outside:
        return f"{done}; nothing is due that day"
    if day.done is None:
        return f"{done}" + ("" if day.due is None else f", {say(day.due)} due")
    due = "" if day.due is None else f" of {say(day.due)}"
    short = "" if day.short is None or day.short.high <= 0 else f", short of it by {say(day.short)}"
    return f"{done}{due}{short}"


def _by(count: Count) -> str:
    doubt = "" if count.sure else ", perhaps not out yet"
    return f"{count.by}{_late(count.happened) if count.late else ''}{doubt}"


def _late(happened: Sequence[str]) -> str:
    return f", happened {', '.join(happened)}"


def _promise(account: CommitmentAccount) -> Iterator[str]:
    told = f"; through {' and '.join(account.told_by)} alone" if account.second_hand else ""
    by = account.promisor or "whom is not stated"
    yield f"{account.id}: to be kept by {by}{told}; {account.score} of {len(account.parts)} parts stated"
    for part in account.parts:
        yield f"  {part.part}: {part.reason}"
    for title, claims in (("for", account.supports), ("against", account.contradicts)):
        for one in claims:
            what = one.claim.measure.replace("_", " ")
            yield f"  evidence {title}: {one.claim.subject}, {what} ({one.claim.id})"


def _link(link: Link, zone: str) -> str:
    announced = (
        "announced" if link.step.announced is None else f"announced {_when(link.step.announced, zone)}"
    )
    margin = ""
    if link.margin_h is not None:
        low, high = link.margin_h
        hours = f"{abs(low):.1f} h" if round(low, 1) == round(high, 1) else f"{low:.1f} to {high:.1f} h"
        margin = f", {hours} {'after' if high < 0 else 'before'} the expiry before"
    kind = "" if link.kind in ("first", "in time") else f" [{link.kind}]"
    return f"{announced}{margin}: until {_step(link.step, zone)}{kind}"


def _step(step: Step, zone: str) -> str:
    by = ", ".join((*step.by, *step.claims)) or step.source or "the plan"
    return f"{_when(step.until, zone)}{' (inferred)' if step.inferred else ''} ({by})"


def _when(moment: Moment, zone: str) -> str:
    first, last = (one.astimezone(ZoneInfo(zone)) for one in (moment.earliest, moment.latest))
    if first == last:
        return first.isoformat(sep=" ", timespec="minutes")
    if first.date() == last.date():
        return f"{first.date().isoformat()} (hour not stated)" if moment.precision == "day" else (
            f"{first.isoformat(sep=' ', timespec='minutes')} to {last:%H:%M}"
        )  # fmt: skip
    return f"{first.date().isoformat()} to {last.date().isoformat()}"
