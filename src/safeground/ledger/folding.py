"""Claims that are the same utterance or figure, folded into one statement: told more often, not surer."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeground.ledger.knowing import DEGREES, out_between
from safeground.ledger.moments import PRECISIONS, moment
from safeground.ledger.state import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from safeground.ledger.claim import Claim
    from safeground.ledger.queries import Known
    from safeground.ledger.state import Standing

BY_WAY = "the same by way of another claim"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with every claim that tells it.

    Parameters
    ----------
    told
        The claims, first the one that says it most exactly; among equals the one that was known first.
    """

    told: tuple[Known, ...]

    @property
    def best(self) -> Known:
        """The claim that says it most exactly."""
        return self.told[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of its claims."""
        return tuple(one.id for one in self.told)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a claim counts or describes: only claims about one thing are held against each other."""

    subject: str
    measure: str
    unit: str | None
    definition: str | None
    track: str | None
    counts_for: str | None


def thing(claim: Claim) -> Thing:
    """Return what a claim is about, as far as that makes it comparable."""
    unit = claim.amount.unit if claim.amount else None
    return Thing(claim.subject, claim.measure, unit, claim.definition, claim.track, claim.counts_for)


def same_again(found: Mapping[str, Standing]) -> dict[str, frozenset[str]]:
    """Return for each claim all that are the same, itself too: by links, however they lead, or mendings."""
    leads: dict[str, set[str]] = {name: set() for name in found}
    for name, standing in found.items():
        same = standing.duplicates | ({standing.mends} if standing.mends else set())
        for other in same & found.keys():
            leads[name].add(other)
            leads[other].add(name)
    groups: dict[str, frozenset[str]] = {}
    for name in found:
        if name in groups:
            continue
        reached, todo = {name}, [name]
        while todo:
            new = leads[todo.pop()] - reached
            reached |= new
            todo.extend(new)
        groups |= dict.fromkeys(reached, frozenset(reached))
    return groups


def with_copies(found: Mapping[str, Standing], kept: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return claims, each linked with all others of them that are the same, however links lead there.

    By way of a claim that is not among them, too, and of the reading that one of them mends: so that what
    looks at links between these alone counts nothing twice. A mending has the links of the readings before
    it, and one of relation ``mends`` to each of them.
    """
    chosen = {one.claim.id: one for one in kept}
    groups = same_again(found)
    closed = []
    for name, one in chosen.items():
        others = sorted((groups[name] & chosen.keys()) - {name} - one.duplicates)
        links = [
            Link("duplicate_of", other, BY_WAY, "", max(one.recorded_us, chosen[other].recorded_us))
            for other in others
        ]
        for before in mended(found, name):
            links.append(Link("mends", before, "misread by its recorder", "", one.recorded_us))
            links += found[before].links if before in found else ()
        closed.append(replace(one, links=[*one.links, *links]) if links else one)
    return tuple(closed)


def mended(found: Mapping[str, Standing], name: str) -> tuple[str, ...]:
    """Return the ids of the earlier readings that a claim stands in the place of."""
    ids: list[str] = []
    before = found[name].mends if name in found else None
    while before is not None and before not in ids:
        ids.append(before)
        before = found[before].mends if before in found else None
    return tuple(ids)


def fold(found: Mapping[str, Standing], answers: Iterable[Known]) -> tuple[Statement, ...]:
    """Return the statements that claims make, in the order in which the first of each became known.

    Claims that are the same by way of one that is not among the answers are the same all the same.
    """
    groups = same_again(found)
    told: dict[frozenset[str], list[Known]] = {}
    for one in answers:
        told.setdefault(groups[one.id], []).append(one)
    return tuple(Statement(tuple(sorted(each, key=_rank))) for each in told.values())


def _rank(one: Known) -> tuple[int, int, float, int]:
    """Order from the most exact; a claim that had been corrected comes after those that stood."""
    known = out_between(one.standing, "published")[1].timestamp()
    return DEGREES.index(one.superseded.certainty), _looseness(one.claim), known, one.standing.number


def _looseness(claim: Claim) -> int:
    """Return how loosely a claim says what it says: a time by its precision, a number by its ends."""
    amount = claim.amount
    if amount is not None:
        ends = 0 if amount.by_convention else (amount.low is not None) + (amount.high is not None)
        return 2 * (2 - ends) + (amount.value is None)
    if claim.state is not None:
        with contextlib.suppress(ValueError):
            return len(PRECISIONS) - 1 - PRECISIONS.index(moment(claim.state, claim.zone).precision)
    return len(PRECISIONS)
