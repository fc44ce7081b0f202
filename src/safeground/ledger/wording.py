"""How a claim is said in one line: the same words in the commands, the pages and the exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.characters import shown
from safeground.ledger.claim import ByRole, Collective, Named
from safeground.ledger.independence import OWN_VOICE, speaker
from safeground.ledger.moments import Moment, at, said
from safeground.standards import number_words
from safeground.wording import UNIT_WORDS

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.ledger.claim import Amount, Claim, Period
    from safeground.ledger.queries import Answer, Known, Query

BEFORE_NUMBER = {
    "exact": "", "about": "about ", "nearly": "nearly ", "almost": "almost ", "at_least": "at least ",
    "more_than": "more than ", "at_most": "at most ", "less_than": "less than ",
}  # fmt: skip
NO_NUMBER = "no number stated"
PER = {
    "_per_day": " a day",
    "_per_hour": " an hour",
    "_per_h": " an hour",
    "_per_week": " a week",
    "_per_month": " a month",
}
KNOWN_BY = {"published": "published", "said": "said", "recorded": "recorded"}


def amount_words(amount: Amount | None) -> str:
    """Return an amount as people read it, with what a word is taken for where it is a convention.

    Examples
    --------
    >>> from safeground.ledger.amounts import amount
    >>> amount_words(amount("more_than", 15000, "people"))
    'more than 15,000 people'
    >>> amount_words(amount("several_hundred", None, "people_per_day"))
    'several hundred people a day (the word is taken as at least 200)'
    >>> amount_words(amount("majority", None, "share")), amount_words(None)
    ('the greater part (no number stated)', 'no number stated')
    """
    if amount is None:
        return NO_NUMBER
    unit = unit_words(amount.unit)
    if amount.value is not None:
        one = unit_words(amount.unit, one=True) if amount.value == 1 else unit
        text = f"{BEFORE_NUMBER.get(amount.qualifier, '')}{digits(amount.value)} {one}".rstrip()
        return f"{text}{_ends(amount)}"
    words = number_words().get(amount.qualifier)
    if words is None:
        return f"{NO_NUMBER}{_ends(amount)}"
    if amount.qualifier in ("majority", "minority") and not unit:
        return f"{words.words.removesuffix(' of')} ({NO_NUMBER})"
    lead = words.words.removesuffix(" of") if amount.qualifier.startswith("few_dozen") else words.words
    return f"{lead} {unit}".rstrip() + (_ends(amount) or f" ({NO_NUMBER})")


def digits(value: float) -> str:
    """Return a number with every digit that was printed, thousands apart; nothing is rounded.

    Examples
    --------
    >>> digits(2200000.0), digits(14.3)
    ('2,200,000', '14.3')
    """
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def unit_words(unit: str, *, one: bool = False) -> str:
    """Return a unit as people read it; a unit that is not known is said as it is written."""
    if unit in UNIT_WORDS and unit != "persons":
        return UNIT_WORDS[unit]
    for end, words in PER.items():
        if unit.endswith(end):
            return f"{unit_words(unit.removesuffix(end), one=one)}{words}".strip()
    if unit in ("people", "persons"):
        return "person" if one else "people"
    return unit.replace("_", " ")


def statement_words(claim: Claim) -> str:
    """Return what a claim says: its amount, its state, or both."""
    state = state_words(claim)
    if state is None:
        return amount_words(claim.amount)
    return state if claim.amount is None else f"{state}, {amount_words(claim.amount)}"


def state_words(claim: Claim) -> str | None:
    """Return the state that a claim states, one that is a time as a time; None where it states none."""
    if claim.state is None:
        return None
    try:
        return said(claim.state, claim.zone)
    except ValueError:
        return claim.state.replace("_", " ")


def source_words(claim: Claim) -> str:
    """Return who states a claim, and whether they are named."""
    match claim.stated_by:
        case Named(name=name):
            return f"{speaker(claim)} in its own voice" if name == OWN_VOICE else name
        case ByRole(role=role):
            return f"{role} (not named)"
        case Collective(called=called):
            return f"{called} (a group)"


def period_words(period: Period, zone: str) -> str:
    """Return from when to when a claim holds, as people read it."""
    first = said(period.from_, zone) if period.from_ else None
    last = said(period.to, zone) if period.to else None
    if first is None and last is None:
        return "no time stated"
    inferred = ", inferred" if period.basis == "inferred" else ""
    if first == last:
        return f"{first}{inferred}"
    if last is None:
        since = f"since some time from {first} on" if period.window else f"since {first}"
        return f"{since}{inferred}"
    if first is None:
        return f"by {last}{inferred}"
    return f"{'some time from' if period.window else 'from'} {first} to {last}{inferred}"


def said_words(claim: Claim) -> str:
    """Return when a claim was said, as far as that is known."""
    return period_words(claim.said, claim.zone)


def claim_line(known: Known) -> str:
    """Return a claim in one line: what, who, through whom, when, and how surely it answers."""
    claim, standing = known.claim, known.standing
    parts = [f"{claim.id}: {claim.subject}, {claim.measure.replace('_', ' ')}: {statement_words(claim)}"]
    if claim.definition:
        parts.append(f"counted: {claim.definition}")
    if claim.track:
        parts.append(f"track: {claim.track}")
    if claim.counts_for:
        parts.append(f"counts for {said(claim.counts_for, claim.zone)}")
    if claim.hedge:
        parts.append(f"hedge: “{claim.hedge}”")
    parts.append(f"stated by {source_words(claim)}")
    if claim.promisor:
        parts.append(f"a promise of {claim.promisor}")
    if claim.reported_by:
        parts.append(f"reported by {', then '.join(claim.reported_by)}")
    parts.append(f"valid {period_words(claim.valid, claim.zone)}")
    parts.append(f"said {said_words(claim)}")
    parts.append(f"published {said(claim.published, claim.zone) if claim.published else 'at no stated time'}")
    parts.append(certainty_words(known))
    if known.superseded.certainty != "no":
        parts.append(
            f"{'perhaps ' if known.superseded.certainty == 'possible' else ''}{known.superseded.why}"
        )
    parts += [
        f"{'perhaps ' if certainty == 'possible' else ''}disputed by {event.disputed_by}: “{event.words}”"
        for event, certainty in known.disputed
    ]
    if standing.reviewed:
        parts.append(f"looked at again: {standing.reviewed[-1].outcome.replace('_', ' ')}")
    return shown("; ".join(parts))


def certainty_words(known: Known) -> str:
    """Return how surely a claim answers, in words."""
    if known.known == known.valid == "certain":
        return "certain"
    out = "" if known.known == "certain" else "may or may not have been known by then"
    if known.valid == "certain":
        return f"possible: {out}"
    about = (
        "not stated for that moment, which is later" if known.after else "may or may not be about that moment"
    )
    return f"possible: {', '.join(part for part in (out, about) if part)}"


def zone_of(answer: Answer) -> str:
    """Return the zone of the claims of an answer where they have one, or else UTC."""
    zones = {one.claim.zone for one in answer}
    return zones.pop() if len(zones) == 1 else "UTC"


def query_words(query: Query, zone: str = "UTC") -> str:
    """Return what was asked, with both times."""
    asked = [part for part in (query.subject, query.measure and query.measure.replace("_", " ")) if part]
    asked += [f"kind {' or '.join(query.kinds)}"] if query.kinds else []
    asked += [f"{name} {value}" for name, value in _named(query) if value]
    head = ", ".join(asked) or "every claim"
    about = f", valid at {time_words(query.valid_at, zone)}" if query.valid_at else ""
    known = f", {KNOWN_BY[query.known_by]} by {at(query.known_until, zone)}" if query.known_until else ""
    return shown(f"{head}{about}{known}")


def answer_lines(answer: Answer, zone: str | None = None) -> tuple[str, ...]:
    """Return an answer as lines: what was asked, a line a claim, and what was left out with its reason.

    The moments asked are told in ``zone``, or else in the claims' own.
    """
    lines = [query_words(answer.query, zone or zone_of(answer)), *map(claim_line, answer)]
    if not answer.found:
        lines.append("Nothing in the ledger answers that; this does not mean that there was nothing.")
    return (*lines, *left_out_lines(answer))


def left_out_lines(answer: Answer) -> tuple[str, ...]:
    """Return what was asked for and is not in an answer."""
    lines = [f"left out, {one.reason}: {_and_more(one.ids)}" for one in answer.left_out]
    if answer.erased:
        lines.append(f"erased from this ledger: {answer.erased}; whether they would answer is not known")
    return tuple(shown(line) for line in lines)


def _and_more(ids: tuple[str, ...], most: int = 8) -> str:
    more = f" and {len(ids) - most:,} more" if len(ids) > most else ""
    return f"{len(ids):,} ({', '.join(ids[:most])}{more})"


def _named(query: Query) -> tuple[tuple[str, str | None], ...]:
    return (
        ("stated by", query.source),
        ("place", query.place),
        ("track", query.track),
        ("with the words", query.text),
    )


def time_words(time: datetime | Moment, zone: str) -> str:
    """Say an instant, or that it was some time within an hour, a day or a month."""
    if isinstance(time, Moment):
        return f"some time from {at(time.earliest, zone)} to {at(time.latest, zone)}"
    return at(time, zone)


def _ends(amount: Amount) -> str:
    """Return ends that the words before the number do not say already."""
    if amount.by_convention:
        low = None if amount.low is None else f"at least {digits(amount.low)}"
        high = None if amount.high is None else f"at most {digits(amount.high)}"
        ends = " and ".join(part for part in (low, high) if part)
        return f" (the word is taken as {ends})" if ends else ""
    said_already = {amount.value, None}
    low = None if amount.low in said_already else f"at least {digits(amount.low or 0)}"
    high = None if amount.high in said_already else f"at most {digits(amount.high or 0)}"
    ends = " and ".join(part for part in (low, high) if part)
    return f" ({ends})" if ends else ""
