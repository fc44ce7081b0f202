"""Lanes of the timeline: all claims on one subject and measure, side by side, with what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.characters import shown
from safeground.ledger.folding import Statement, fold, same_again
from safeground.ledger.independence import independence
from safeground.ledger.queries import Answer
from safeground.ledger.rivals import side_by_side
from safeground.publish.timeline_rows import row
from safeground.publish.timeline_words import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safeground.ledger.queries import Known, Query
    from safeground.ledger.state import Standing
    from safeground.publish.timeline_rows import Row

MOST_PAIRED: Final = 60
"""Statements of a lane up to which it says in what every two differ; disputes are looked for in all."""
MOST_REASONS: Final = 4


@dataclass(frozen=True, slots=True)
class Lane:
    """Claims on one measure of one subject, those that repeat another right below it.

    Parameters
    ----------
    independent, reasons
        How many independent sources there are, and why.
    differs
        In what its statements differ.
    disputed
        A sentence for each two that cannot both hold, or are linked as contradicting each other.
    """

    measure: str
    rows: tuple[Row, ...]
    independent: str
    reasons: tuple[str, ...]
    differs: str
    disputed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """All lanes of one subject."""

    name: str
    lanes: tuple[Lane, ...]


def subjects(
    knowns: Sequence[Known], found: dict[str, Standing], query: Query, *, public: bool
) -> tuple[Subject, ...]:
    """Return subjects by name, their measures by name, statements in the order in which they became known.

    Parameters
    ----------
    knowns
        The claims on the page.
    found
        Every claim that was loaded: two that are the same by way of one that is not on the page are the same.
    query
        What was asked.
    public
        Whether what is not for publication is left out.
    """
    here, same = {one.id for one in knowns}, same_again(found)
    lanes: dict[tuple[str, str], list[Statement]] = {}
    for statement in fold(found, knowns):
        split: dict[tuple[str, str], list[Known]] = {}
        for one in statement.told:
            split.setdefault((one.claim.subject, one.claim.measure), []).append(one)
        for place, told in split.items():
            lanes.setdefault(place, []).append(Statement(tuple(told)))
    by_subject: dict[str, list[Lane]] = {}
    for subject, measure in sorted(lanes, key=lambda place: (place[0].casefold(), *place)):
        statements = lanes[subject, measure]
        rows = tuple(
            row(
                one,
                found,
                here,
                repeat_of=statement.best.standing.number if index else None,
                repeats=0 if index else len(statement.told) - 1,
                public=public,
            )
            for statement in statements
            for index, one in enumerate(statement.told)
        )
        by_subject.setdefault(subject, []).append(
            _lane(measure, rows, statements, _near(statements, same, found), query)
        )
    return tuple(Subject(subject, tuple(own)) for subject, own in by_subject.items())


def _near(
    statements: Sequence[Statement], same: Mapping[str, frozenset[str]], found: Mapping[str, Standing]
) -> dict[str, Standing]:
    """Return the claims of a lane with all that are the same as one of them."""
    return {name: found[name] for one in statements for own in one.ids for name in sorted(same[own])}


def _lane(
    measure: str,
    rows: tuple[Row, ...],
    statements: Sequence[Statement],
    found: dict[str, Standing],
    query: Query,
) -> Lane:
    name = spaced(measure)
    if len(rows) == 1:
        return Lane(name, rows, "", (), "", ())
    told = tuple(one for statement in statements for one in statement.told)
    compared = side_by_side(found, Answer(query=query, found=told, left_out=(), erased=0))
    sources = independence(list(statements))
    if len(statements) > MOST_PAIRED:
        differs = f"{len(statements)} statements, too many to say here in what every two differ"
    else:
        each = dict.fromkeys(one.what for pair in compared.pairs for one in pair.differs)
        differs = f"Differ in: {', '.join(each)}" if each else ""
    disputed = [why for pair in compared.disputes for why in pair.disputed]
    return Lane(
        name,
        rows,
        str(sources),
        _first(sources.reasons),
        differs,
        _first(dict.fromkeys(disputed)),
    )


def _first(sentences: Sequence[str] | dict[str, None]) -> tuple[str, ...]:
    every = [shown(one) for one in sentences]
    more = len(every) - MOST_REASONS
    return (*every[:MOST_REASONS], *([f"And {more} more."] if more > 0 else ()))
