"""Every two statements held against each other: what is disputed, and how the others stand to each other.

The disputed ones and the numbers of the others are found without looking at every two: two statements can
only be disputed where a link says so, where they are about one thing at the same stated time, or where they
state opposites of one thing. So a thousand daily counts are held against each other at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from safeground.ledger.amounts import HIGH_ENDS
from safeground.ledger.differences import (
    compared,
    differences,
    exclude_each_other,
    likeness_of,
    opposite,
    stated_time,
    sure_span,
)
from safeground.ledger.folding import mended, thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from safeground.ledger.claim import Amount, Claim
    from safeground.ledger.differences import Compared, Difference
    from safeground.ledger.folding import Statement, Thing
    from safeground.ledger.queries import Known
    from safeground.ledger.state import Link, Standing

Two = tuple[int, int]
Said = tuple["Amount | None", "str | None"]


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


@dataclass(frozen=True)
class Pairs:
    """The pairs of statements that are about one thing, or linked as contradicting each other.

    Parameters
    ----------
    found
        Every claim that was loaded.
    statements
        What is held against each other, in order.
    """

    found: Mapping[str, Standing]
    statements: Sequence[Statement]
    _by_thing: list[dict[Thing, tuple[Known, ...]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_thing", [_of_things(one) for one in self.statements])

    def every(self) -> Iterator[Pair]:
        """Yield all pairs, in order: a number that grows with the square of the statements."""
        for two in combinations(range(len(self.statements)), 2):
            if (made := self._pair(two)) is not None:
                yield made

    @cached_property
    def disputed(self) -> tuple[Pair, ...]:
        """The pairs that are disputed, in order."""
        return self.first_disputed(len(self._disputed))

    def first_disputed(self, most: int) -> tuple[Pair, ...]:
        """Return the first pairs that are disputed, so many at most."""
        made = (self._pair(two) for two in self._disputed[:most])
        return tuple(one for one in made if one is not None)

    @property
    def disputed_count(self) -> int:
        """How many pairs are disputed."""
        return len(self._disputed)

    @cached_property
    def _disputed(self) -> list[Two]:
        return sorted(two for two in self._can_be_disputed() if self._is_disputed(two))

    def _is_disputed(self, two: Two) -> bool:
        one, other = two
        if any(name in self._readings[other] for _, name, _ in self._against[one]):
            return True
        mine, their = self._by_thing[one], self._by_thing[other]
        return any(
            exclude_each_other(a.claim, b.claim) and not _replaces(a, b)
            for about in mine
            if about in their
            for a in mine[about]
            for b in their[about]
        )

    def _value(self, two: Two) -> Compared | None:
        one, other = self._by_thing[two[0]], self._by_thing[two[1]]
        if len(one) == len(other) == 1:
            (mine,), (their,) = one, other
            if mine != their:
                return None
            return likeness_of(one[mine][0].claim, other[their][0].claim)
        made = self._pair(two)
        return None if made is None else made.value

    @cached_property
    def undisputed(self) -> Counter[Compared | None]:
        """How many of the other pairs there are, by how what they say stands to each other."""
        counts: Counter[Compared | None] = Counter()
        mixed = [number for number, things in enumerate(self._by_thing) if len(things) > 1]
        plain: dict[Thing, dict[Said, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        for things in self._by_thing:
            if len(things) == 1:
                ((about, told),) = things.items()
                claim = told[0].claim
                plain[about][claim.amount, claim.state].append(claim)
        for said in plain.values():
            counts.update(_counted([(same[0], len(same)) for same in said.values()]))
        several = set(mixed)
        for number in mixed:
            for other in range(len(self.statements)):
                if other != number and (other not in several or other > number):
                    made = self._pair((min(number, other), max(number, other)))
                    if made is not None:
                        counts[made.value] += 1
        for two in self._disputed:
            counts[self._value(two)] -= 1
        # Pairs that are disputed by a link alone, about different things, were never counted above.
        del counts[None]
        return Counter({value: count for value, count in counts.items() if count})

    def __len__(self) -> int:
        return self.disputed_count + self.undisputed.total()

    def _pair(self, two: Two) -> Pair | None:
        one, other = two
        linked = tuple(
            f"{mine} and {self._readings[other][theirs]}: {reason}"
            for mine, theirs, reason in self._against[one]
            if theirs in self._readings[other]
        )
        mine, their = self._by_thing[one], self._by_thing[other]
        both = [pair for about in mine if about in their for pair in product(mine[about], their[about])]
        if not linked and not both:
            return None
        return _pair(self.statements[one], self.statements[other], both, linked)

    @cached_property
    def _readings(self) -> list[dict[str, str]]:
        return [readings(self.found, one) for one in self.statements]

    @cached_property
    def _against(self) -> list[list[tuple[str, str, str]]]:
        return [_against(self.found, one) for one in self.statements]

    def _can_be_disputed(self) -> set[Two]:
        owners: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self._readings):
            for name in names:
                owners[name].append(number)
        twos = {
            (number, other)
            for number, against in enumerate(self._against)
            for _, name, _ in against
            for other in owners.get(name, ())
        }
        places: dict[Thing, list[tuple[Claim, int]]] = defaultdict(list)
        for number, things in enumerate(self._by_thing):
            for about, told in things.items():
                places[about] += [(one.claim, number) for one in told]
        for told_of in places.values():
            twos |= {*_at_one_time(told_of), *_opposites(told_of)}
        return {(one, other) for one, other in twos if one < other}


def readings(found: Mapping[str, Standing], statement: Statement) -> dict[str, str]:
    """Return the ids that links to a statement can have: its claims', and those that they mended."""
    return {name: told.id for told in statement.told for name in (told.id, *mended(found, told.id))}


def _at_one_time(told: Iterable[tuple[Claim, int]]) -> Iterator[Two]:
    """Yield statements with numbers of one thing for the same stated time."""
    times: dict[object, set[int]] = defaultdict(set)
    for claim, number in told:
        if claim.amount is not None and (time := stated_time(claim)) is not None:
            times[time].add(number)
    for numbers in times.values():
        yield from combinations(sorted(numbers), 2)


def _opposites(told: Sequence[tuple[Claim, int]]) -> Iterator[Two]:
    """Yield statements of opposite states of one thing that surely have an instant in common."""
    states: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for claim, number in told:
        span = None if claim.state is None else sure_span(claim)
        if claim.state is not None and span is not None:
            states[claim.state].append((*span, number))
    for one, other in combinations(sorted(states), 2):
        if opposite(one, other):
            yield from _meeting(states[one], states[other])


def _meeting(
    some: Sequence[tuple[float, float, int]], others: Sequence[tuple[float, float, int]]
) -> Iterator[Two]:
    """Yield every two of which one ends no earlier than the other begins: a sweep over their beginnings."""
    open_now: tuple[list[tuple[float, int]], list[tuple[float, int]]] = ([], [])
    starts = sorted((first, last, number, side) for side, of in enumerate((some, others))
                    for first, last, number in of)  # fmt: skip
    for first, last, number, side in starts:
        still = [one for one in open_now[1 - side] if one[0] >= first]
        open_now[1 - side][:] = still
        yield from ((min(number, other), max(number, other)) for _, other in still if other != number)
        open_now[side].append((last, number))


def _counted(said: Sequence[tuple[Claim, int]]) -> Counter[Compared | None]:
    """Count pairs of claims about one thing: by one claim of those that say the same, and their number.

    Two exact numbers that are not the same exclude each other, and two lower bounds, or two upper ones, never
    do: how many pairs of these there are needs no look at every two.
    """
    counts: Counter[Compared | None] = Counter()
    by_sort: dict[str, list[tuple[Claim, int]]] = defaultdict(list)
    for claim, count in said:
        counts[compared(claim, claim)] += count * (count - 1) // 2
        by_sort[_sort(claim)].append((claim, count))
    for sort, stands in _WITHIN.items():
        same: Counter[float | None] = Counter()
        within = by_sort[sort]
        for claim, count in within:
            same[claim.amount.value if claim.amount else None] += count
        alike = sum(count**2 for count in same.values())
        counts[stands] += (sum(same.values()) ** 2 - alike) // 2
        counts["same figure"] += (alike - sum(count**2 for _, count in within)) // 2
    others = by_sort[""]
    known = [one for sort in _WITHIN for one in by_sort[sort]]
    apart = (product(by_sort[one], by_sort[other]) for one, other in combinations(_WITHIN, 2))
    for (one, times), (other, more) in chain(combinations(others, 2), product(others, known), *apart):
        counts[compared(one, other)] += times * more
    return counts


_WITHIN: dict[str, Compared] = {"exact": "exclude each other", "low": "compatible", "high": "compatible"}
"""Sorts of numbers, and how two of a sort stand to each other that are not the same."""


def _sort(claim: Claim) -> str:
    stated = claim.amount
    if stated is None or claim.state is not None or stated.by_convention or stated.value is None:
        return ""
    if stated.qualifier == "exact" and stated.value == stated.low == stated.high:
        return "exact"
    if stated.qualifier in ("at_least", "more_than") and stated.high is None and stated.low == stated.value:
        return "low"
    if stated.qualifier in HIGH_ENDS and stated.low is None and stated.high == stated.value:
        return "high"
    return ""


def _of_things(statement: Statement) -> dict[Thing, tuple[Known, ...]]:
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
        if exclude_each_other(mine.claim, their.claim) and not _replaces(mine, their)
    )
    first = ordered[0] if ordered else None
    claims = (one.best.claim, other.best.claim) if first is None else (first[0].claim, first[1].claim)
    return Pair(one, other, claims, tuple(dict.fromkeys(linked + excluded)))


def _replaces(one: Known, other: Known) -> bool:
    """Whether one of two claims was put in the place of the other: they are no rivals."""
    return one.superseded.by == other.id or other.superseded.by == one.id


def _against(found: Mapping[str, Standing], statement: Statement) -> list[tuple[str, str, str]]:
    """Return claim, other claim and reason of each link by which a statement is contradicted."""
    return [
        (told.id, link.other, link.reason)
        for told in statement.told
        for link in _links(found, told)
        if link.relation == "contradicts"
    ]


def _links(found: Mapping[str, Standing], told: Known) -> tuple[Link, ...]:
    """Return a claim's links, and those of the readings that it stands in the place of."""
    before = (link for name in mended(found, told.id) if name in found for link in found[name].links)
    return (*told.links, *before)
