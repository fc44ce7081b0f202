"""Times in which a way is open, as spans of seconds with the persons who are let in during each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.moving_clock import MovingClock

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Span:
    """Entry from ``open_s`` on and before ``close_s``, of ``quota`` persons at most."""

    open_s: float
    close_s: float
    quota: float = math.inf


Spans = tuple[Span, ...]
"""In order, none overlapping another; empty: never open."""
ALWAYS: Spans = (Span(0.0, math.inf),)


def from_start(spans: Iterable[Span]) -> Spans:
    """Return the spans in order as far as they lie after 0 s and have a length."""
    kept = (Span(max(0.0, span.open_s), span.close_s, span.quota) for span in spans)
    return tuple(sorted((span for span in kept if span.close_s > span.open_s), key=lambda span: span.open_s))


def united(spans: Iterable[Span]) -> Spans:
    """Return spans of which those that overlap or touch without a quota are one, with both quotas added."""
    result: list[Span] = []
    for span in from_start(spans):
        last = result[-1] if result else None
        unlimited = last is not None and math.isinf(last.quota) and math.isinf(span.quota)
        if last is not None and (span.open_s < last.close_s or (unlimited and span.open_s == last.close_s)):
            close_s = max(last.close_s, span.close_s)
            result[-1] = Span(last.open_s, close_s, last.quota + span.quota)
        else:
            result.append(span)
    return tuple(result)


def gaps(spans: Spans) -> Spans:
    """Return the times from 0 s on that lie in none of the spans."""
    edges = [0.0, *(edge for span in united(spans) for edge in (span.open_s, span.close_s)), math.inf]
    return from_start(Span(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True))


def common(first: Spans, second: Spans, *, shared: bool) -> Spans:
    """Return the times that lie in both.

    Where a window comes apart, each part may let in all of its quota (for a proof); with ``shared`` each
    has its part only, so that together they let in no more (for a schedule).
    """
    pairs = [
        (i, j)
        for i, a in enumerate(first)
        for j, b in enumerate(second)
        if max(a.open_s, b.open_s) < min(a.close_s, b.close_s)
    ]
    parts_a = [sum(i == one for i, _ in pairs) for one in range(len(first))]
    parts_b = [sum(j == one for _, j in pairs) for one in range(len(second))]
    result = []
    for i, j in pairs:
        a, b = first[i], second[j]
        quotas = a.quota / (parts_a[i] if shared else 1), b.quota / (parts_b[j] if shared else 1)
        result.append(Span(max(a.open_s, b.open_s), min(a.close_s, b.close_s), min(quotas)))
    return from_start(result)


def closing_later(spans: Spans, by_s: float, halts: Spans) -> Spans:
    """Return spans that close so much later, in which nobody moves during halts; overlapping ones united."""
    clock = clock_of(halts)
    close_s = np.array([span.close_s for span in spans])
    later = clock.last(clock.moving(close_s) + by_s) if len(spans) else close_s
    return united(
        Span(span.open_s, float(close), span.quota) for span, close in zip(spans, later, strict=True)
    )


def clock_of(halts: Spans) -> MovingClock:
    """Return the clock that stands still in these spans."""
    return MovingClock(np.array([halt.open_s for halt in halts]), np.array([halt.close_s for halt in halts]))
