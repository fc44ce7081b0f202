"""What differs between two statements, and whether both can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from safeground.ledger.amounts import Likeness, likeness
from safeground.ledger.folding import thing
from safeground.ledger.independence import speaker
from safeground.ledger.moments import moment
from safeground.ledger.wording import amount_words, period_words, state_words

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim
    from safeground.ledger.moments import Moment

What = Literal[
    "subject", "measure", "value", "state", "definition", "unit", "scope", "time", "source", "hedge",
    "anonymity",
]  # fmt: skip
Compared = Likeness | Literal["same state", "states differ"]
NOT_STATED = "not stated"
ANONYMITY = {"Named": "named", "ByRole": "by role only", "Collective": "a loose group"}
OPPOSITES = ({"yes", "no"}, {"true", "false"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One respect in which two statements differ, with what each says."""

    what: What
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.what}: {self.one} / {self.other}"


def differences(one: Claim, other: Claim) -> tuple[Difference, ...]:
    """Return in what two claims differ, in the order in which it weighs."""
    pairs: tuple[tuple[What, str, str], ...] = (
        ("subject", one.subject, other.subject),
        ("measure", one.measure, other.measure),
        ("value", _value(one), _value(other)),
        ("state", state_words(one) or NOT_STATED, state_words(other) or NOT_STATED),
        ("definition", one.definition or NOT_STATED, other.definition or NOT_STATED),
        ("unit", _unit(one), _unit(other)),
        ("scope", _scope(one), _scope(other)),
        ("time", period_words(one.valid, one.zone), period_words(other.valid, other.zone)),
        ("source", speaker(one), speaker(other)),
        ("hedge", one.hedge or NOT_STATED, other.hedge or NOT_STATED),
        ("anonymity", _anonymity(one), _anonymity(other)),
    )
    return tuple(Difference(what, a, b) for what, a, b in pairs if a != b)


def same_thing(one: Claim, other: Claim) -> bool:
    """Whether two claims count or describe the same, as far as they say: only then are values compared."""
    return thing(one) == thing(other)


def stated_time(claim: Claim) -> tuple[Moment | None, Moment | None] | None:
    """Return the time that a claim is about as it was stated; None where none was, or a window."""
    if claim.valid.window or (claim.valid.from_ is None and claim.valid.to is None):
        return None
    first, last = (
        moment(text, claim.zone) if text is not None else None for text in (claim.valid.from_, claim.valid.to)
    )
    return first, last


def same_time(one: Claim, other: Claim) -> bool:
    """Whether two claims are about exactly the same time as it was stated: what both count for one day, say.

    Ends that one of them leaves open are not the same, nor is a window.
    """
    time = stated_time(one)
    return time is not None and time == stated_time(other)


def sure_span(claim: Claim) -> tuple[float, float] | None:
    """Return from when until when a claim surely holds, in seconds; None where there is no such time.

    Wherever its ends lie within their precision: a day without hours has none, a window neither.
    """
    if claim.valid.window or not claim.valid.from_ or not claim.valid.to:
        return None
    first = moment(claim.valid.from_, claim.zone).latest.timestamp()
    last = moment(claim.valid.to, claim.zone).earliest.timestamp()
    return (first, last) if first <= last else None


def surely_meet(one: Claim, other: Claim) -> bool:
    """Whether two claims surely have an instant in common, wherever their ends lie within their precision."""
    mine, their = sure_span(one), sure_span(other)
    if mine is None or their is None:
        return False
    return max(mine[0], their[0]) <= min(mine[1], their[1])


def compared(one: Claim, other: Claim) -> Compared | None:
    """Return how what two claims say stands to each other; None where they are not about one thing."""
    if not same_thing(one, other):
        return None
    return likeness_of(one, other)


def likeness_of(one: Claim, other: Claim) -> Compared:
    """Return how what two claims about one thing say stands to each other."""
    if one.amount is None and other.amount is None and one.state is not None and other.state is not None:
        return "same state" if one.state == other.state else "states differ"
    return likeness(one.amount, other.amount)


def exclude_each_other(one: Claim, other: Claim) -> bool:
    """Whether two claims that are about one thing exclude each other by their own words.

    Numbers that count for the same time; states that are each other's opposite (``open`` and ``not_open``,
    ``yes`` and ``no``) and surely meet: within one day a gate can be both.
    """
    if likeness(one.amount, other.amount) == "exclude each other":
        return same_time(one, other)
    return opposite(one.state, other.state) and surely_meet(one, other)


def opposite(one: str | None, other: str | None) -> bool:
    """Whether two states are each other's opposite: `open` and `not_open`, `yes` and `no`."""
    if one is None or other is None:
        return False
    return {one, other} in OPPOSITES or one == f"not_{other}" or other == f"not_{one}"


def _value(claim: Claim) -> str:
    return amount_words(claim.amount) if claim.amount else NOT_STATED


def _unit(claim: Claim) -> str:
    return claim.amount.unit if claim.amount else NOT_STATED


def _scope(claim: Claim) -> str:
    place = claim.place.name if claim.place and claim.place.name != claim.subject else None
    counts = f"counts for {claim.counts_for}" if claim.counts_for else None
    return ", ".join(part for part in (claim.track, place, counts) if part) or NOT_STATED


def _anonymity(claim: Claim) -> str:
    return ANONYMITY[type(claim.stated_by).__name__]
