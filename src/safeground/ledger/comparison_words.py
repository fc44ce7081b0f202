"""How rival claims are said in lines: side by side, what differs, disputes, independent sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from safeground.ledger.wording import claim_line, left_out_lines, query_words, statement_words, zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ledger.rivals import Comparison, Pair

MOST_PAIRS = 60
"""Up to so many pairs are told one by one; of more, the disputed ones are, and the others counted."""


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
    for pair in _worth_a_line(comparison.pairs):
        head = f"{order[id(pair.one)]} and {order[id(pair.other)]}: {_verdict(pair)}"
        lines.append(f"{head}; differ in {'; '.join(map(str, pair.differs)) or 'nothing that is recorded'}")
        lines += [f"   disputed: {why}" for why in pair.disputed]
    lines += _summed(comparison.pairs)
    lines.append(str(comparison.independent))
    lines += [f"   {reason}" for reason in comparison.independent.reasons]
    return (*lines, *left_out_lines(comparison.answer))


def _worth_a_line(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the pairs that are told one by one: all where they are few, or else the disputed ones."""
    return tuple(one for one in pairs if one.disputed or len(pairs) <= MOST_PAIRS)


def _summed(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Return how many pairs are not told one by one, by how they stand to each other."""
    told = {id(one) for one in _worth_a_line(pairs)}
    rest = Counter(_verdict(one) for one in pairs if id(one) not in told)
    return tuple(
        f"pairs not told one by one, {verdict}: {count:,}" for verdict, count in sorted(rest.items())
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _verdict(pair: Pair) -> str:
    if pair.disputed:
        return "disputed"
    return {"no number": "not both with a number"}.get(
        pair.value or "", pair.value or "about different things"
    )
