"""Rival claims side by side: what each says, what differs, what is disputed; nothing averaged or chosen.

Claims that are the same are folded into one statement. Only statements about one thing (subject, measure,
unit, definition, track) have their values compared, so that the same digits for different things never meet.
Two are *disputed* where somebody linked them as contradicting each other, or where their own words exclude
each other for the same thing at the same time. An older and a newer lower bound are no dispute. A missing
number stays missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from safeground.ledger.differences import cannot_both_hold, compared, differences
from safeground.ledger.folding import Statement, fold, same_again, thing
from safeground.ledger.independence import independence, speaker
from safeground.ledger.moments import microseconds
from safeground.ledger.queries import ask, load, narrowed, select
from safeground.ledger.state import as_held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.claim import Claim
    from safeground.ledger.differences import Compared, Difference
    from safeground.ledger.folding import Thing
    from safeground.ledger.independence import Independence
    from safeground.ledger.queries import Answer, Known, Query
    from safeground.ledger.state import Link, Standing
    from safeground.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements held against each other.

    Parameters
    ----------
    one, other
        The statements, the one that was known first in front.
    claims
        One claim of each: their most exact ones that are about one thing, or else their most exact.
    disputed
        Why they are disputed, a sentence each; empty where they are not.
    """

    one: Statement
    other: Statement
    claims: tuple[Claim, Claim]
    disputed: tuple[str, ...]

    @property
    def value(self) -> Compared | None:
        """How what they say stands to each other; None where they are about different things."""
        return compared(*self.claims)

    @property
    def differs(self) -> tuple[Difference, ...]:
        """In what they differ."""
        return differences(*self.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that was said of a subject and measure, side by side.

    Parameters
    ----------
    answer
        The claims that were asked for, and what was left out.
    statements
        Those claims folded, and after them others that are linked with them from elsewhere.
    pairs
        Every two statements about one thing, and every two that are linked as contradicting each other.
    independent
        How many independent sources the statements that were asked for have.
    """

    answer: Answer
    statements: tuple[Statement, ...]
    pairs: tuple[Pair, ...]
    independent: Independence

    @property
    def disputes(self) -> tuple[Pair, ...]:
        """The pairs that are disputed."""
        return tuple(one for one in self.pairs if one.disputed)

    @property
    def is_disputed(self) -> bool:
        """Whether two statements are disputed, or somebody says of a claim that it is wrong."""
        return bool(self.disputes) or any(one.disputed for each in self.statements for one in each.told)

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
        found = _with_linked(ledger, found, {one.id for one in asked})
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
        pairs=_pairs(found, statements),
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


def _pairs(found: dict[str, Standing], statements: Sequence[Statement]) -> tuple[Pair, ...]:
    """Return the pairs that are about one thing, or linked as contradicting each other."""
    readings = [_readings(found, one) for one in statements]
    against = [_against(found, one) for one in statements]
    things = [_by_thing(one) for one in statements]
    pairs = []
    for i, j in combinations(range(len(statements)), 2):
        linked = tuple(
            f"{mine} and {readings[j][other]}: {reason}"
            for mine, other, reason in against[i]
            if other in readings[j]
        )
        both = [
            (mine, their)
            for about in things[i].keys() & things[j].keys()
            for mine in things[i][about]
            for their in things[j][about]
        ]
        if linked or both:
            pairs.append(_pair(statements[i], statements[j], both, linked))
    return tuple(pairs)


def _by_thing(statement: Statement) -> dict[Thing, tuple[Known, ...]]:
    found: dict[Thing, tuple[Known, ...]] = {}
    for told in statement.told:
        about = thing(told.claim)
        found[about] = (*found.get(about, ()), told)
    return found


def _pair(
    one: Statement, other: Statement, both: Sequence[tuple[Known, Known]], linked: tuple[str, ...]
) -> Pair:
    place = {id(told): number for number, told in enumerate((*one.told, *other.told))}
    ordered = sorted(both, key=lambda two: (place[id(two[0])], place[id(two[1])]))
    excluded = tuple(
        f"{mine.id} and {their.id} cannot both hold for the same thing at the same time"
        for mine, their in ordered
        if cannot_both_hold(mine.claim, their.claim) and not _replaces(mine, their)
    )
    first = ordered[0] if ordered else None
    claims = (one.best.claim, other.best.claim) if first is None else (first[0].claim, first[1].claim)
    return Pair(one, other, claims, tuple(dict.fromkeys(linked + excluded)))


def _replaces(one: Known, other: Known) -> bool:
    """Whether one of two claims was put in the place of the other: they are no rivals."""
    return one.superseded.by == other.id or other.superseded.by == one.id


def _against(found: dict[str, Standing], statement: Statement) -> list[tuple[str, str, str]]:
    """Return claim, other claim and reason of each link by which a statement is contradicted."""
    return [
        (told.id, link.other, link.reason)
        for told in statement.told
        for link in _links(found, told)
        if link.relation == "contradicts"
    ]


def _links(found: dict[str, Standing], told: Known) -> tuple[Link, ...]:
    """Return a claim's links, and those of the readings that it stands in the place of."""
    before = (link for name in _mended(found, told.id) if name in found for link in found[name].links)
    return (*told.links, *before)


def _readings(found: dict[str, Standing], statement: Statement) -> dict[str, str]:
    """Return the ids that links to a statement can have: its claims', and those that they mended."""
    return {name: told.id for told in statement.told for name in (told.id, *_mended(found, told.id))}


def _mended(found: dict[str, Standing], name: str) -> tuple[str, ...]:
    """Return the ids of the earlier readings that a claim stands in the place of."""
    ids: list[str] = []
    before = found[name].mends if name in found else None
    while before is not None and before not in ids:
        ids.append(before)
        before = found[before].mends if before in found else None
    return tuple(ids)


def _with_linked(ledger: Ledger, found: dict[str, Standing], asked: set[str]) -> dict[str, Standing]:
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
    asked_for = {name for one in folded if ids & set(one.ids) for name in _readings(found, one)}
    against = {other for name in asked_for if name in found for other in found[name].contradicts}
    kept = (one for one in folded if (asked_for | against) & _readings(found, one).keys())
    return tuple(told for one in kept for told in one.told if told.id not in ids | held_back)
