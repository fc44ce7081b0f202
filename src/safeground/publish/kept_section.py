"""The report's section for *kept*: pauses as a chain, terms by day, promises with evidence on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from safeground.characters import shown
from safeground.ledger.store import source_name
from safeground.ledger.wording import period_words, source_words, statement_words
from safeground.publish import figures
from safeground.publish.agreement import NOT_ANSWERED
from safeground.publish.kept_drawing import draw
from safeground.publish.timeline_words import published_words, spaced, web_address
from safeground.questions.kept_words import due_words
from safeground.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from markupsafe import Markup

    from safeground.ledger.moments import Moment
    from safeground.ledger.pauses import Link, Step
    from safeground.ledger.state import Standing
    from safeground.plan.places import LoadedPlan
    from safeground.publish.answers import Shown
    from safeground.quantity import Range
    from safeground.questions.kept_account import (
        CommitmentAccount,
        Count,
        KeptAccount,
        PauseAccount,
        Specific,
        TermAccount,
        TermDay,
    )

NOT_KNOWN: Final = "not known"
MARGIN: Final = {
    "first": "the first expiry",
    "in time": "announced before the expiry before it",
    "gap": "announced after the expiry before it had passed",
    "overlap": "begins before the expiry before it",
    "rival": "the same announcement, told with another expiry",
    "unclear": "whether before or after the expiry before it: its day has no hour",
    "not known": "when it was announced is not known",
}


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim as evidence: what it says, by whom, when, and where to read it."""

    id: str
    said: str
    about: str
    by: str
    valid: str
    published: str
    link: str | None


@dataclass(frozen=True, slots=True)
class StepShown:
    """Until when a pause was to last, as one announcement has it."""

    until: str
    inferred: bool
    announced: str
    published: str
    by: str
    margin: str


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day of a term."""

    day: str
    due: str
    counts: tuple[str, ...]
    short: str
    late: tuple[str, ...]
    answer: Shown | None
    """None where nothing was due by itself."""
    no_answer: str
    """Why there is none."""


@dataclass(frozen=True, slots=True)
class TermShown:
    """One term: its track apart from every other's."""

    id: str
    words: str
    track: str
    promisor: str
    due: str
    days: tuple[DayShown, ...]
    counts: tuple[str, ...]
    averages: tuple[str, ...]
    short: str
    answer: Shown | None
    """None where no clock and no count can check it."""
    missing: str
    supports: tuple[ClaimShown, ...]
    contradicts: tuple[ClaimShown, ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class PauseShown:
    """One pause."""

    id: str
    called: str
    parties: str
    start: str
    chain: tuple[StepShown, ...]
    state: str
    ended: tuple[ClaimShown, ...]
    terms: tuple[TermShown, ...]
    drawing: Markup | None
    withheld: bool


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """One promise with its five marks."""

    id: str
    words: str
    promisor: str
    told: str
    parts: tuple[Specific, ...]
    score: int
    also: str
    terms: tuple[TermShown, ...]
    supports: tuple[ClaimShown, ...]
    contradicts: tuple[ClaimShown, ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class KeptShown:
    """All of the section but its findings."""

    at: str
    pauses: tuple[PauseShown, ...]
    promises: tuple[PromiseShown, ...]
    unanswered: tuple[ClaimShown, ...]
    expectations: tuple[ClaimShown, ...]


def kept_shown(account: KeptAccount | None, loaded: LoadedPlan) -> KeptShown | None:
    """Return the section; None where nothing could be kept.

    Parameters
    ----------
    account
        Of the edition that is written: ``redact`` takes out what is not public.
    loaded
        For its time zone.
    """
    if account is None:
        return None
    zone = loaded.plan.time_zone or "UTC"
    pauses = tuple(_pause(one, index, account, zone) for index, one in enumerate(account.pauses, 1))
    return KeptShown(
        at=instant_words(account.at, zone),
        pauses=pauses,
        promises=tuple(_promise(one, account, zone) for one in account.commitments),
        unanswered=_claims(account.unanswered),
        expectations=_claims(account.expectations),
    )


def _pause(account: PauseAccount, index: int, kept: KeptAccount, plan_zone: str) -> PauseShown:
    pause = account.pause
    zone = pause.zone or plan_zone
    terms = [one for one in kept.terms if one.of == pause.id]
    last = max((link.step.until.latest for link in account.chain), default=None)
    over = last is not None and kept.at >= last
    state = {
        "not begun": "Not begun when this was examined.",
        "in force": "In force by what was announced, when this was examined.",
        "between hours": "Outside its daily hours, when this was examined.",
        "unknown": "After the last expiry that was announced its state is unknown."
        if over
        else "Its state is unknown.",
    }[account.known.state]
    if account.withheld and not account.chain:
        state = f"How long it was to last: {NOT_ANSWERED}."
    elif account.withheld:
        state = f"{state} Not everything that is reported of its end may be published."
    return PauseShown(
        id=pause.id,
        called=pause.called or pause.id,
        parties=", ".join(pause.parties)
        + (f"; mediators: {', '.join(pause.mediators)}" if pause.mediators else ""),
        start=instant_words(pause.start, zone),
        chain=tuple(_step(link, zone) for link in account.chain),
        state=state,
        ended=_claims(account.ended),
        terms=tuple(_term(one, kept, zone) for one in terms),
        drawing=draw(account, terms, kept.rows, kept.at, zone, f"kept-{index}"),
        withheld=account.withheld,
    )


def _step(link: Link, zone: str) -> StepShown:
    step = link.step
    margin = MARGIN[link.kind]
    if link.margin_h is not None and link.kind in ("in time", "gap"):
        hours = _margin_words(*link.margin_h)
        margin = f"{hours} {'after' if link.kind == 'gap' else 'before'} the expiry before it"
    return StepShown(
        until=moment_words(step.until, zone),
        inferred=step.inferred,
        announced=NOT_KNOWN if step.announced is None else moment_words(step.announced, zone),
        published=NOT_KNOWN if step.published is None else moment_words(step.published, zone),
        by=_by(step),
        margin=margin,
    )


def _by(step: Step) -> str:
    return shown(", ".join(step.by)) or "not stated"


def _margin_words(low_h: float, high_h: float) -> str:
    low, high = sorted((abs(low_h), abs(high_h)))

    def words(hours: float) -> str:
        return f"{round(hours * 60)} min" if hours < 2 else f"{round(hours)} h"

    return words(low) if words(low) == words(high) else f"{words(low)} to {words(high)}"


def instant_words(instant: datetime, zone: str) -> str:
    """Say an instant on a zone's clock: ``1 Dec 2023, 07:00 (+02:00)``."""
    return figures.moment(instant.astimezone(ZoneInfo(zone)))


def moment_words(when: Moment, zone: str) -> str:
    """Say a moment as exactly as it is known: a day as a day, an instant with its offset."""
    if when.precision == "day":
        return figures.day(when.earliest.astimezone(ZoneInfo(zone)))
    first, last = instant_words(when.earliest, zone), instant_words(when.latest, zone)
    return first if first == last else f"some time from {first} to {last}"


def _term(account: TermAccount, kept: KeptAccount, zone: str) -> TermShown:
    term = account.term
    days = tuple(_day(one, kept, in_all=term.total is not None) for one in account.days)
    return TermShown(
        id=term.id,
        words=shown(term.words),
        track=term.track or "",
        promisor=term.promisor or "",
        due=due_words(term),
        days=days,
        counts=tuple(_count(one, kept) for one in account.counts),
        averages=tuple(_count(one, kept) for one in account.averages),
        short=_short(account.short),
        answer=account.answer,
        missing=account.missing or "",
        supports=_claims(account.supports),
        contradicts=_claims(account.contradicts),
        withheld=account.withheld,
    )


def _day(one: TermDay, kept: KeptAccount, *, in_all: bool) -> DayShown:
    asked = one.due is not None and not one.outside
    towards = "counts towards the total" if in_all else "nothing due"
    return DayShown(
        day=figures.day(one.day),
        due=_range(one.due, "none by the day"),
        counts=(NOT_ANSWERED,) if one.withheld else tuple(_count(count, kept) for count in one.counts),
        short=_short(one.short) if asked else "",
        late=tuple(
            f"a batch of {shown(count.by)} happened on another day: {shown(', '.join(count.happened))}"
            for count in one.counts
            if count.late
        ),
        answer=one.answer if asked else None,
        no_answer="outside the term" if one.outside else towards,
    )


def _count(count: Count, kept: KeptAccount) -> str:
    """Say what one claimant counts, in the claim's own words where it is one claim."""
    told = [kept.claims[name] for name in count.claims if name in kept.claims]
    words = (
        statement_words(told[0].claim) if len(told) == 1 else f"{_range(count.amount, NOT_KNOWN)} in batches"
    )
    again = f"; repeated by {', '.join(count.repeated_by)}, not another count" if count.repeated_by else ""
    return shown(f"{words} by {count.by}{again}")


def _short(missing: Range | None) -> str:
    if missing is None:
        return NOT_KNOWN
    return "nothing" if missing.high <= 0 else _range(missing, NOT_KNOWN)


def _range(quantity: Range | None, otherwise: str) -> str:
    return otherwise if quantity is None else say(quantity, digits=12)


def _promise(account: CommitmentAccount, kept: KeptAccount, zone: str) -> PromiseShown:
    told = ""
    if account.second_hand:
        told = f"known through a third party only: {', '.join(account.told_by)}"
    elif account.speaker:
        told = f"said by {account.speaker}"
    return PromiseShown(
        id=account.id,
        words=shown(account.words),
        promisor=shown(account.promisor or NOT_KNOWN),
        told=shown(told),
        parts=account.parts,
        score=account.score,
        also=shown(", ".join(account.also_said_by)),
        terms=tuple(_term(one, kept, zone) for one in kept.terms if one.of == account.id),
        supports=_claims(account.supports),
        contradicts=_claims(account.contradicts),
        withheld=account.withheld,
    )


def _claims(standings: Sequence[Standing]) -> tuple[ClaimShown, ...]:
    return tuple(
        ClaimShown(
            id=shown(one.claim.id),
            said=shown(statement_words(one.claim))
            + (f" (hedge: “{shown(one.claim.hedge)}”)" if one.claim.hedge else ""),
            about=f"{shown(one.claim.subject)}: {spaced(one.claim.measure)}",
            by=shown(
                source_words(one.claim)
                if source_name(one.claim) != "outlet"
                else f"outlet ({', '.join(one.claim.reported_by)})"
            ),
            valid=period_words(one.claim.valid, one.claim.zone),
            published=published_words(one.claim),
            link=web_address(one.claim.link),
        )
        for one in standings
    )
