"""Days that no claim tells apart, joined: what holds on one of them holds on each.

Between two days on which a claim begins or ends, people may move on any day. The last of these days is a
step of its own; all earlier ones are one, since movement can be put before or after each of them alike. The
ends of every sum over days stay exactly what they are day by day.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safeground.questions.displacement.statements import Statement


@dataclass(frozen=True, slots=True)
class Steps:
    """Days in order, joined.

    Parameters
    ----------
    first
        First day of each step.
    days
        How many days there are.
    """

    first: tuple[int, ...]
    days: int

    def __len__(self) -> int:
        return len(self.first)

    def size(self, step: int) -> int:
        """Return how many days a step has."""
        return (self.first[step + 1] if step + 1 < len(self.first) else self.days) - self.first[step]

    def within(self, span: tuple[int, int]) -> range:
        """Return the steps of which every day lies in a span of days, both ends included."""
        inside = [k for k, day in enumerate(self.first) if span[0] <= day <= span[1]]
        return range(inside[0], inside[-1] + 1)

    def of_day(self, day: int) -> int:
        """Return the step of a day."""
        return max(k for k, first in enumerate(self.first) if first <= day)


def daily(days: int) -> Steps:
    """Return steps of one day each."""
    return Steps(tuple(range(days)), days)


def steps(stated: Iterable[Statement], days: int) -> Steps:
    """Return the steps of what was stated."""
    cuts = {0, days}
    for one in stated:
        for span in (one.outer, one.inner):
            if span is not None:
                cuts |= {span[0], span[1] + 1}
    first = []
    for begin, end in pairwise(sorted(cut for cut in cuts if 0 <= cut <= days)):
        first += [begin] if end - begin == 1 else [begin, end - 1]
    return Steps(tuple(first), days)
