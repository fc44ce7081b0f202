"""How rival claims are said in lines: side by side, what differs, disputes, independent sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from safeground.ledger.wording import claim_line, left_out_lines, query_words, statement_words, zone_of

if TYPE_CHECKING:
    from safeground.ledger.differences import Compared
    from safeground.ledger.pairs import Pair
    from safeground.ledger.rivals import Comparison

MOST_PAIRS = 60
"""Up to so many pairs are told one by one; of more, the disputed ones are, and the others counted."""
MOST_DISPUTED = 1_000
"""So many disputed pairs are told one by one; further ones are counted."""


def comparison_lines(comparison: Comparison, zone: str | None = None) -> tuple[str, ...]:
    """Return a comparison as lines: statements side by side, what differs, disputes, independent sources.

    The moments asked are told in ``zone``, or else in the claims' own.
    """
    lines = [query_words(comparison.answer.query, zone or zone_of(comparison.answer))]
    if not comparison.statements:
        lines.append("Nothing in the ledger answers that; this does not mean that there was nothing.")
    for number, one in enumerate(comparison.statements, start=1):
        lines.append(f"{number}. {statement_words(one.best.claim)}, told {_times(len(one.told))}")
        lines += [f"   {claim_line(told)}" for told in one.told]
    order = {id(one): number for number, one in enumerate(comparison.statements, start=1)}
    for pair in _worth_a_line(comparison):
        head = f"{order[id(pair.one)]} and {order[id(pair.other)]}: {_verdict(pair)}"
        lines.append(f"{head}; differ in {'; '.join(map(str, pair.differs)) or 'nothing that is recorded'}")
        lines += [f"   disputed: {why}" for why in pair.disputed]
    lines += _summed(comparison)
    lines.append(str(comparison.independent))
    lines += [f"   {reason}" for reason in comparison.independent.reasons]
    return (*lines, *left_out_lines(comparison.answer))


def _worth_a_line(comparison: Comparison) -> tuple[Pair, ...]:
    """Return the pairs that are told one by one: all where they are few, or else the disputed ones."""
    if len(comparison.held) <= MOST_PAIRS:
        return comparison.pairs
    return comparison.held.first_disputed(MOST_DISPUTED)


def _summed(comparison: Comparison) -> tuple[str, ...]:
    """Return how many pairs are not told one by one, by how they stand to each other."""
    if len(comparison.held) <= MOST_PAIRS:
        return ()
    rest = Counter(
        {_stands(value): count for value, count in comparison.held.undisputed.items()}
        | {"disputed": max(0, comparison.held.disputed_count - MOST_DISPUTED)}
    )
    return tuple(
        f"pairs not told one by one, {verdict}: {count:,}" for verdict, count in sorted(rest.items()) if count
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _verdict(pair: Pair) -> str:
    return "disputed" if pair.disputed else _stands(pair.value)


def _stands(value: Compared | None) -> str:
    """Say how two statements that are not disputed stand to each other."""
    if value is None:
        return "about different things"
    return {
        "no number": "not both with a number",
        "exclude each other": "other numbers, but not stated for one and the same time",
    }.get(value, value)
