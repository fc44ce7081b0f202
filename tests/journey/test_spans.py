"""Times in which a way is open, put together: nothing longer for a schedule, nothing shorter for a proof."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from safeground.journey.spans import ALWAYS, Span, closing_later, common, from_start, gaps, united

INF = math.inf


def spans_of(edges):
    """Spans between every second pair of the numbers, in order."""
    sorted_edges = sorted(edges)[: len(edges) // 2 * 2]
    return from_start(Span(a, b, 10.0) for a, b in zip(sorted_edges[::2], sorted_edges[1::2], strict=True))


SPANS = st.lists(st.integers(0, 60), max_size=8, unique=True).map(spans_of)


def are_spans(spans):
    return all(a.close_s <= b.open_s for a, b in pairwise(spans))


def is_open(spans, at):
    return any(span.open_s <= at < span.close_s for span in spans)


def test_common_times_share_a_quota_only_for_a_schedule():
    day = (Span(0.0, 10.0, 100.0),)
    breaks = (Span(0.0, 4.0), Span(5.0, 12.0))
    assert common(day, breaks, shared=False) == (Span(0.0, 4.0, 100.0), Span(5.0, 10.0, 100.0))
    assert common(day, breaks, shared=True) == (Span(0.0, 4.0, 50.0), Span(5.0, 10.0, 50.0))
    assert common(ALWAYS, day, shared=True) == day
    assert common(day, (), shared=True) == ()


def test_gaps_of_nothing_are_always_and_of_everything_never():
    assert gaps(()) == ALWAYS
    assert gaps(ALWAYS) == ()
    assert gaps((Span(5.0, INF),)) == (Span(0.0, 5.0),)
    assert gaps((Span(0.0, 5.0),)) == (Span(5.0, INF),)


def test_united_spans_add_their_quotas():
    assert united([Span(0.0, 5.0, 10.0), Span(4.0, 8.0, 20.0)]) == (Span(0.0, 8.0, 30.0),)
    assert united([Span(0.0, 5.0), Span(5.0, 8.0)]) == (Span(0.0, 8.0),)
    assert united([Span(0.0, 5.0, 10.0), Span(5.0, 8.0, 20.0)]) == (
        Span(0.0, 5.0, 10.0),
        Span(5.0, 8.0, 20.0),
    )
    assert united([Span(-9.0, -1.0), Span(-1.0, 2.0)]) == (Span(0.0, 2.0),)


def test_a_close_that_is_put_off_waits_for_the_end_of_a_curfew():
    halts = (Span(10.0, 100.0),)
    assert closing_later((Span(0.0, 5.0, 1.0),), 3.0, halts) == (Span(0.0, 8.0, 1.0),)
    # 5 s after 8 s are 2 s before the curfew and 3 s after it.
    assert closing_later((Span(0.0, 8.0, 1.0),), 5.0, halts) == (Span(0.0, 103.0, 1.0),)
    assert closing_later((Span(0.0, 8.0),), INF, halts) == ALWAYS
    assert closing_later((), 5.0, halts) == ()


@given(SPANS, SPANS, st.integers(0, 61))
def test_common_united_and_gaps_are_what_they_say(first, second, at):
    assert is_open(common(first, second, shared=True), at) == (is_open(first, at) and is_open(second, at))
    assert is_open(united([*first, *second]), at) == (is_open(first, at) or is_open(second, at))
    assert is_open(gaps(first), at) != is_open(first, at)
    assert all(map(are_spans, (common(first, second, shared=False), united([*first, *second]), gaps(first))))


@given(SPANS, SPANS)
def test_parts_that_share_a_quota_let_in_no_more_together(first, second):
    parts = common(first, second, shared=True)
    for whole in (*first, *second):
        within = [part.quota for part in parts if whole.open_s <= part.open_s < whole.close_s]
        assert sum(within) <= whole.quota + 1e-9
