"""A small count of incidents cannot be worked out from what else the public table tells."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from safeground.publish.incidents import WITHHELD, public_csv
from safeground.questions.incident_counts import Counted, Phase, PhaseCounts
from safeground.questions.incident_rates import rate
from safeground.wording import FEW, public_count

DAY_0 = datetime(2026, 3, 1, tzinfo=UTC)
PLACES = ("ordered", "destination", "outside all areas", "nobody knows")
RATE = rate([], 0, 0.0)


def table(spans: list[tuple[int, int]], cells: dict[tuple[int, str], int]) -> list[PhaseCounts]:
    """Return the counts of phases (first and last day) of incidents by day and place."""
    counted = []
    for number, (first, last) in enumerate(spans):
        phase = Phase(f"p{number}", ((DAY_0 + timedelta(days=first), DAY_0 + timedelta(days=last)),))
        held = {where: _sum(cells, first, last, (where,)) for where in PLACES[:3]}
        held["anywhere"] = _sum(cells, first, last, PLACES)
        rows = tuple(
            Counted(
                phase=phase.name, where=where, certain=count, possible=0, rate=RATE,
                per_day_with_possible=None, km2_days=None, per_km2_day=None, types={},
            )
            for where, count in held.items()
        )  # fmt: skip
        counted.append(PhaseCounts(phase=phase, rows=rows, by_area=(), sources=1, reports=1, daily=()))
    return counted


def _sum(cells: dict[tuple[int, str], int], first: int, last: int, places: tuple[str, ...]) -> int:
    return sum(count for (day, place), count in cells.items() if first <= day < last and place in places)


def worked_out(
    spans: list[tuple[int, int]], told: dict[tuple[int, str], str]
) -> dict[tuple[int, str], tuple[float, float]]:
    """Return where each count that is told as small must lie, for who knows how the table is made."""
    cuts = sorted({day for span in spans for day in span})
    pieces = list(pairwise(cuts))
    unknown = [(piece, place) for piece in pieces for place in PLACES]
    rows = {
        (number, where): np.array(
            [
                float(spans[number][0] <= piece[0] and piece[1] <= spans[number][1] and place in within)
                for piece, place in unknown
            ]
        )
        for number in range(len(spans))
        for where, within in (*((one, (one,)) for one in PLACES[:3]), ("anywhere", PLACES))
    }
    above, most = [], []
    for key, said in told.items():
        low, high = _between(said)
        above += [rows[key], -rows[key]]
        most += [high, -low]
    found = {}
    for key, said in told.items():
        if said == public_count(1):
            ends = [
                linprog(sign * rows[key], A_ub=np.array(above), b_ub=most, method="highs").fun * sign
                for sign in (1, -1)
            ]
            found[key] = (ends[0], ends[1])
    return found


def _between(said: str) -> tuple[int, int]:
    return next((low, high) for low, high, words in _LABELS if words == said)


def _labels() -> list[tuple[int, int, str]]:
    by_words: dict[str, list[int]] = {}
    for count in range(400):
        by_words.setdefault(public_count(count), []).append(count)
    return [(min(counts), max(counts), words) for words, counts in by_words.items()]


_LABELS = _labels()


def published(counted: list[PhaseCounts]) -> dict[tuple[int, str], str]:
    rows = list(csv.reader(public_csv(counted).lstrip("\ufeff").splitlines()))[2:]
    return {(int(row[0][1:]), row[2]): row[3] for row in rows if row[3] != WITHHELD}


def everything(counted: list[PhaseCounts]) -> dict[tuple[int, str], str]:
    return {
        (number, row.where): public_count(row.certain)
        for number, one in enumerate(counted)
        for row in one.rows
    }


def test_all_counts_together_would_tell_single_incidents() -> None:
    """Three kinds with one incident each and one of them outside: four in all, so each is one."""
    spans = [(0, 2), (2, 4), (4, 6), (6, 8), (0, 8)]
    cells = {(day, "ordered"): 1 for day in (0, 2, 4, 6)}
    counted = table(spans, cells)
    assert worked_out(spans, everything(counted))[0, "ordered"] == (1, 1)
    told = published(counted)
    assert told[0, "ordered"] == "fewer than 5"
    assert (4, "ordered") not in told
    assert (0, "anywhere") not in told
    assert worked_out(spans, told)[0, "ordered"] == (1, FEW - 1)


def test_a_phase_a_day_longer_does_not_tell_the_day() -> None:
    spans = [(0, 7), (0, 8), (7, 8)]
    counted = table(spans, {(3, "ordered"): 9, (7, "ordered"): 1})
    told = published(counted)
    assert told[2, "ordered"] == "fewer than 5"
    assert told[0, "ordered"] == "about 10"
    assert (1, "ordered") not in told


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(1, 8)), min_size=1, max_size=5),
    st.dictionaries(st.tuples(st.integers(0, 14), st.sampled_from(PLACES)), st.integers(0, 6), max_size=12),
)
def test_no_small_count_is_narrowed(drawn: list[tuple[int, int]], cells: dict[tuple[int, str], int]) -> None:
    spans = [(first, first + long) for first, long in drawn]
    told = published(table(spans, cells))
    for low, high in worked_out(spans, told).values():
        assert low <= 1 + 1e-9
        assert high >= FEW - 1 - 1e-9


def test_what_is_not_small_is_told() -> None:
    counted = table([(0, 7), (0, 8)], {(1, "ordered"): 20, (1, "outside all areas"): 12})
    assert published(counted).keys() == everything(counted).keys()
