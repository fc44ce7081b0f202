"""How many independent sources stand behind statements: a range, each end with its reasons.

The upper end counts every source that could be one of its own; the lower end only those that cannot be the
same as another. A statement told again is one. One originator told of by several outlets is one. An outlet
that says in its own voice a figure that others are named for adds nothing. Who is not named may be anybody, a
loose group may be part of another, and bodies that give the same number may repeat each other: these count
above, not below.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeVar

from safeground.ledger.amounts import likeness
from safeground.ledger.claim import ByRole, Collective, Named
from safeground.ledger.store import source_name
from safeground.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    from safeground.ledger.claim import Claim
    from safeground.ledger.folding import Statement

OWN_VOICE = "outlet"
"""Stands for the outlet that reports, where it states something itself."""
NOT_STATED = "source not stated"
"""Stands, from imports, for a source that a table does not give: each may be anybody."""

T = TypeVar("T")
Voice = Literal["named", "own voice", "role", "group"]


@dataclass(frozen=True, slots=True)
class Independence:
    """Number of independent sources.

    Parameters
    ----------
    at_least, at_most
        Both included; 0 and 0 where nothing was stated.
    reasons
        Whole sentences.
    """

    at_least: int
    at_most: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        if self.at_least == self.at_most:
            return f"independent sources: {self.at_least}"
        return f"independent sources: at least {self.at_least}, at most {self.at_most}"


def independence(statements: Sequence[Statement]) -> Independence:
    """Return how many independent sources statements have.

    The order of the statements and of the links between their claims does not matter, and a further link of
    the same statement never raises either end.
    """
    if not statements:
        return Independence(0, 0, ())
    origins = _origins(statements)
    repeated = _repeating(statements)
    new = [one for number, one in enumerate(statements) if number not in repeated]
    firm = _joined([one for one in origins if "named" in one.voices])
    most = _most_speakers([_speakers(one) for one in new])
    return Independence(max(1, len(firm)), most, _reasons(statements, repeated, origins, firm))


def voice(claim: Claim) -> Voice:
    """Return who speaks: a name, an outlet itself, somebody unnamed, or a loose group."""
    match claim.stated_by:
        case ByRole():
            return "role"
        case Collective(called=called):
            return "role" if called == NOT_STATED else "group"
        case Named(name=name):
            through = {part.strip() for way in claim.reported_by for part in way.split("/")} | {
                *claim.reported_by
            }
            return "own voice" if name == OWN_VOICE or name in through else "named"


def speaker(claim: Claim) -> str:
    """Return what a claim's source is called; an outlet that speaks itself by its own name.

    Examples
    --------
    >>> from safeground.ledger.claim import Claim
    >>> speaker(Claim(id="1", kind="figure", subject="Town", measure="people_killed", zone="Asia/Gaza",
    ...     recorder="r", stated_by=Named(name="outlet"), reported_by=("E. Writer", "AP")))
    'E. Writer / AP'
    """
    name = source_name(claim)
    return " / ".join(claim.reported_by) if name == OWN_VOICE and claim.reported_by else name


@dataclass(frozen=True)
class _Origin:
    """Statements that surely come from one source."""

    statements: tuple[Statement, ...]
    voices: frozenset[Voice]
    claims: tuple[Claim, ...]

    @cached_property
    def called(self) -> str:
        most = max(_of_weight(one) for one in self.claims)
        return " / ".join(sorted({speaker(one) for one in self.claims if _of_weight(one) == most}))


def _of_weight(claim: Claim) -> int:
    """Rank the voices of one statement: what is attributed tells more than what an outlet says itself."""
    return ("own voice", "role", "group", "named").index(voice(claim))


def _speakers(statement: Statement) -> set[str]:
    """Return who can be behind a statement; an outlet itself only where nobody else is named for it.

    Somebody known by role is somebody else in each statement, as far as can be excluded.
    """
    claims = [one.claim for one in statement.told]
    attributed = [one for one in claims if voice(one) != "own voice"]
    return {
        f"{voice(one)}: {speaker(one)}{statement.ids if voice(one) == 'role' else ''}"
        for one in attributed or claims
    }


def _most_speakers(statements: Sequence[set[str]]) -> int:
    """Return how many different speakers statements can have at most: a greatest matching of the two."""
    taken: dict[str, int] = {}

    def finds_one(number: int, tried: set[str]) -> bool:
        for name in sorted(statements[number] - tried):
            tried.add(name)
            if name not in taken or finds_one(taken[name], tried):
                taken[name] = number
                return True
        return False

    return sum(finds_one(number, set()) for number in range(len(statements)))


def _origins(statements: Sequence[Statement]) -> list[_Origin]:
    """Join statements that have a speaker in common."""
    held = [(_speakers(statement), statement) for statement in statements]
    return [_origin([one for _, one in joined]) for joined in _linked(held, lambda one: one[0])]


def _linked(items: Sequence[T], keys: Callable[[T], Collection[Hashable]]) -> list[list[T]]:
    """Return items in groups, those together that have a key in common, however they lead to each other."""
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    own = [keys(one) for one in items]
    for number, mine in enumerate(own):
        for key in mine:
            by_key[key].append(number)
    groups: list[list[T]] = []
    seen: set[int] = set()
    for number in range(len(items)):
        if number in seen:
            continue
        seen.add(number)
        reached, todo = [number], [number]
        while todo:
            for key in own[todo.pop()]:
                new = [other for other in by_key.pop(key, ()) if other not in seen]
                seen.update(new)
                reached += new
                todo += new
        groups.append([items[one] for one in sorted(reached)])
    return groups


def _origin(held: Sequence[Statement]) -> _Origin:
    claims = tuple(one.claim for statement in held for one in statement.told)
    return _Origin(tuple(held), frozenset(voice(one) for one in claims), claims)


def _repeating(statements: Sequence[Statement]) -> set[int]:
    """Return which statements are an outlet's own voice that says nothing but what others are named for."""
    named: dict[Hashable, list[Claim]] = defaultdict(list)
    for statement in statements:
        if not _is_own_voice(statement):
            for told in statement.told:
                named[_printed(told.claim)].append(told.claim)
    named.pop(None, None)
    return {
        number
        for number, one in enumerate(statements)
        if _is_own_voice(one)
        and any(
            _same_figure(told.claim, other)
            for told in one.told
            for other in named.get(_printed(told.claim), ())
        )
    }


def _is_own_voice(statement: Statement) -> bool:
    return all(voice(told.claim) == "own voice" for told in statement.told)


def _same_figure(one: Claim, other: Claim) -> bool:
    alike = (one.subject, one.measure, one.track) == (other.subject, other.measure, other.track)
    printed = one.amount is not None and one.amount.value is not None
    return alike and printed and likeness(one.amount, other.amount) == "same figure"


def _printed(claim: Claim) -> Hashable:
    """Return what claims have in common that give the same figure; None where no number was printed."""
    if claim.amount is None or claim.amount.value is None:
        return None
    return claim.subject, claim.measure, claim.track, claim.amount.unit, claim.amount.value


def _joined(origins: Sequence[_Origin]) -> list[tuple[_Origin, ...]]:
    """Join origins that give the same figure, for one may repeat the other."""
    figures: dict[Hashable, list[tuple[Claim, int]]] = defaultdict(list)
    for number, origin in enumerate(origins):
        seen: set[Hashable] = set()
        for claim in origin.claims:
            place = _printed(claim)
            if place is not None and (place, claim.amount) not in seen:
                seen.add((place, claim.amount))
                figures[place].append((claim, number))
    keys: dict[int, set[tuple[int, int]]] = {number: set() for number in range(len(origins))}
    for told in figures.values():
        for (claim, one), (other_claim, other) in combinations(told, 2):
            if one != other and _same_figure(claim, other_claim):
                keys[one].add((one, other))
                keys[other].add((one, other))
    groups = _linked(list(range(len(origins))), lambda number: keys[number])
    return [tuple(origins[number] for number in group) for group in groups]


def _reasons(
    statements: Sequence[Statement],
    repeated: set[int],
    origins: Sequence[_Origin],
    firm: Sequence[tuple[_Origin, ...]],
) -> tuple[str, ...]:
    said = [
        f"{listed(sorted(one.ids))} are one statement told again: counted once."
        for one in statements
        if len(one.told) > 1
    ]
    said += [
        f"{one.called} says it in {len(one.statements)} statements: one source."
        for one in origins
        if len(one.statements) > 1
    ]
    for number, one in enumerate(statements):
        called = speaker(one.best.claim)
        if number in repeated:
            said.append(f"{called} gives in its own voice a figure that others are named for: nothing new.")
        elif _is_own_voice(one):
            said.append(f"{called} says it in its own voice: on whom that rests is not said.")
    named = any("named" in one.voices for one in origins)
    unnamed = sorted(
        one.called for one in origins if one.voices <= {"role", "own voice"} and "role" in one.voices
    )
    if unnamed and len(origins) > 1:
        said.append(f"{listed(unnamed)}: not named, and may be somebody else who is counted.")
    groups = sorted(one.called for one in origins if "group" in one.voices and "named" not in one.voices)
    if groups and (named or len(groups) > 1):
        said.append(f"{listed(groups)}: loose groups, which may be one body or part of another.")
    said += [
        f"{listed(sorted(one.called for one in each))} give the same figure: one may repeat the other."
        for each in firm
        if len(each) > 1
    ]
    if len(firm) > 1:
        said.append(f"Named apart: {listed(sorted(each[0].called for each in firm))}.")
    return tuple(sorted(set(said)))
