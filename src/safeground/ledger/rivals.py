"""Rival claims side by side: what each says, what differs, what is disputed; nothing averaged or chosen.

Claims that are the same are folded into one statement. Only statements about one thing (subject, measure,
unit, definition, track) have their values compared, so that the same digits for different things never meet.
Two are *disputed* where somebody linked them as contradicting each other, or where their own words exclude
each other for the same thing at the same time. An older and a newer lower bound are no dispute. A missing
number stays missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from safeground.ledger.folding import Statement, fold, same_again, thing
from safeground.ledger.independence import independence, speaker
from safeground.ledger.moments import microseconds
from safeground.ledger.pairs import Pair, Pairs, readings
from safeground.ledger.queries import ask, load, narrowed, select
from safeground.ledger.state import as_held

if TYPE_CHECKING:
    from safeground.ledger.folding import Thing
    from safeground.ledger.independence import Independence
    from safeground.ledger.queries import Answer, Known, Query
    from safeground.ledger.state import Standing
    from safeground.ledger.store import Ledger


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that was said of a subject and measure, side by side.

    Parameters
    ----------
    answer
        The claims that were asked for, and what was left out.
    statements
        Those claims folded, and after them others that are linked with them from elsewhere.
    held
        Every two statements about one thing, and every two that are linked as contradicting each other.
    independent
        How many independent sources the statements that were asked for have.
    """

    answer: Answer
    statements: tuple[Statement, ...]
    held: Pairs
    independent: Independence

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs one by one; of a thousand statements that is half a million."""
        return tuple(self.held.every())

    @property
    def disputes(self) -> tuple[Pair, ...]:
        """The pairs that are disputed."""
        return self.held.disputed

    @property
    def is_disputed(self) -> bool:
        """Whether two statements are disputed, or somebody says of a claim that it is wrong."""
        told = (one for each in self.statements for one in each.told)
        return self.held.disputed_count > 0 or any(one.disputed for one in told)

    @property
    def things(self) -> dict[Thing, tuple[Statement, ...]]:
        """The statements by what their most exact claim is about."""
        found: dict[Thing, tuple[Statement, ...]] = {}
        for one in self.statements:
            about = thing(one.best.claim)
            found[about] = (*found.get(about, ()), one)
        return found

    def statement(self, claim: str) -> Statement:
        """Return the statement that a claim is part of; KeyError where it is not among these."""
        for one in self.statements:
            if claim in one.ids:
                return one
        raise KeyError(claim)


def compare(ledger: Ledger, query: Query) -> Comparison:
    """Return what was said of a subject and measure, side by side, at the two times of the query."""
    with ledger.snapshot():
        found = load(ledger, narrowed(ledger, query))
        asked = select(found, query, erased=ledger.erased())
        found = with_linked(ledger, found, {one.id for one in asked})
    at = query.known_until
    if query.known_by == "recorded" and at is not None:
        found = as_held(found, microseconds(at))
    times = replace(
        query, subject=None, measure=None, kinds=(), source=None, place=None, track=None, text=None
    )
    everything = select(found, replace(times, skip=0, limit=None))
    return side_by_side(found, asked, _linked_with(found, asked, everything))


def side_by_side(found: dict[str, Standing], asked: Answer, linked: tuple[Known, ...] = ()) -> Comparison:
    """Return a comparison of claims that were loaded."""
    statements = fold(found, (*asked, *linked))
    ids = {one.id for one in asked}
    return Comparison(
        answer=asked,
        statements=statements,
        held=Pairs(found, statements),
        independent=independence([one for one in statements if ids & set(one.ids)]),
    )


@dataclass(frozen=True, slots=True)
class ByClaimant:
    """What one source says of a status; several claims where it says several."""

    claimant: str
    claims: tuple[Known, ...]


def status_by_claimant(ledger: Ledger, query: Query) -> tuple[ByClaimant, ...]:
    """Return what each source says of a status: a set of claims, never one flag.

    A source that is known by its role only is listed once for each report, for it may be somebody else.
    """
    said: dict[tuple[str, str], list[Known]] = {}
    for one in ask(ledger, query):
        claim = one.claim
        report = "" if type(claim.stated_by).__name__ == "Named" else "; ".join(claim.reported_by)
        said.setdefault((speaker(claim), report), []).append(one)
    return tuple(ByClaimant(name, tuple(claims)) for (name, _), claims in said.items())


def with_linked(ledger: Ledger, found: dict[str, Standing], asked: set[str]) -> dict[str, Standing]:
    """Load what is linked with the claims asked for as contradicting them, and all duplicates of both."""
    tried: set[str] = set()
    while True:
        groups = same_again(found)
        mine = {name for one in asked for name in groups.get(one, ())}
        want = {other for standing in found.values() for other in standing.duplicates}
        want |= {other for name in mine for other in found[name].contradicts}
        missing = want - found.keys() - tried
        if not missing:
            return found
        tried |= missing
        found = load(ledger, ledger.claims(ids=sorted(missing))) | found


def _linked_with(found: dict[str, Standing], asked: Answer, everything: Answer) -> tuple[Known, ...]:
    """Return the claims that tell the statements asked for, or contradict them, and were not asked for."""
    ids = {one.id for one in asked}
    held_back = {name for one in asked.left_out for name in one.ids}
    folded = fold(found, everything)
    asked_for = {name for one in folded if ids & set(one.ids) for name in readings(found, one)}
    against = {other for name in asked_for if name in found for other in found[name].contradicts}
    kept = (one for one in folded if (asked_for | against) & readings(found, one).keys())
    return tuple(told for one in kept for told in one.told if told.id not in ids | held_back)
