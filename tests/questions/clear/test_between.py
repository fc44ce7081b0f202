"""Notices beside one another: contradictions, changes, orders taken back or repeated."""

from datetime import timedelta

import pytest
import shapely
from tests.questions.clear.town import DEADLINE, ISSUED, PLANE, Case, alone, within

from safeground.plan.published import NamedPlace
from safeground.quantity import Range
from safeground.questions.clear_rules.counted import in_metres
from safeground.questions.clear_rules.difference import difference


def earlier(town, *ids, **changes):
    """A notice of an hour before on blocks, by another issuer unless stated."""
    stated = {
        "id": "n0",
        "text": {},
        "blocks": ids,
        "drawn": town.squares(*ids),
        "issued": ISSUED - timedelta(hours=1),
        "issuer": "army",
    }
    return town.notice(**stated | changes)


def beside(mine, *ids, **changes):
    return lambda t: (t.notice(**mine), (earlier(t, *ids, **changes),), {})


YESTERDAY = {"issued": ISSUED - timedelta(days=1), "deadline": DEADLINE - timedelta(days=1)}

CASES = (
    Case(
        "contradicts-notice",
        "another deadline for two of the blocks",
        beside({}, "2", "3", "12", deadline=DEADLINE + timedelta(hours=2)),
        "The notice n0, in force, is for some of the same ground and differs: deadline 2026-03-04 18:00 "
        "+02:00 here, 2026-03-04 20:00 +02:00 there (0.18 km², 2,000 people).",
    ),
    Case(
        "contradicts-notice",
        "another destination",
        beside({}, "1", to=(NamedPlace(name="Quayside"),)),
        "The notice n0, in force, is for some of the same ground and differs: destination Highfield here, "
        "Quayside there (0.09 km², 1,000 people).",
    ),
    Case("contradicts-notice", "other ground", beside({}, "3", deadline=DEADLINE + timedelta(hours=2))),
    Case("contradicts-notice", "the same again", beside({}, "1", "2")),
    Case(
        "contradicts-notice",
        "it says that it changes it",
        beside({"changes": "n0"}, "1", deadline=DEADLINE + timedelta(hours=2)),
    ),
    Case("contradicts-notice", "the other deadline is over", beside({}, "1", **YESTERDAY)),
    Case(
        "contradicts-notice",
        "the other was withdrawn",
        beside({}, "1", deadline=DEADLINE + timedelta(hours=2), withdrawn=ISSUED),
    ),
    Case(
        "destination-ordered-out",
        "a designated area",
        within({"designated": lambda t: {"field": t.box(300, 300, 600)}}),
        "Ground of it is designated a destination, field (0.09 km², at most 1,000 people).",
    ),
    Case(
        "destination-ordered-out",
        "the destination of another notice",
        lambda t: (
            t.notice(),
            (earlier(t, "50", to=(NamedPlace(name="Camp", geometry=t.squares(12)),)),),
            {},
        ),
        "The notice n0, in force, sends people into it, to the destination Camp (0.09 km², 1,000 people).",
    ),
    Case(
        "destination-ordered-out",
        "elsewhere",
        within({"designated": lambda t: {"field": t.box(3000, 300, 600)}}),
    ),
    Case(
        "boundary-moved",
        "one block more than an hour ago, by the same issuer",
        beside({}, "1", "2", "11", issuer="council"),
        "Its boundary is not that of the notice n0, which is in force, and it does not say that it changes "
        "it: 0.09 km², 1,000 people came in; nothing went out.",
    ),
    Case("boundary-moved", "it says so", beside({"changes": "n0"}, "1", "2", "11", issuer="council")),
    Case("boundary-moved", "another issuer's", beside({}, "1", "2", "11")),
    Case(
        "boundary-moved", "another order: a quarter is common", beside({}, "12", "13", "14", issuer="council")
    ),
    Case("boundary-moved", "the same", beside({}, "1", "2", "11", "12", issuer="council")),
    Case(
        "area-changed",
        "as it says",
        beside({"changes": "n0"}, "1", "2", "3", "13"),
        "Against the notice n0: 0.18 km², 2,000 people came in; 0.18 km², 2,000 people went out.",
    ),
    Case("area-changed", "only the time", beside({"changes": "n0"}, "1", "2", "11", "12")),
    Case(
        "taken-back-soon",
        "after 90 minutes",
        alone(withdrawn=ISSUED + timedelta(minutes=90)),
        "It was withdrawn 1 h 30 min after its issue.",
    ),
    Case(
        "taken-back-soon",
        "changed by another after an hour",
        lambda t: (earlier(t, "1"), (t.notice(changes="n0"),), {}),
        "It was changed by the notice n1 1 h after its issue.",
    ),
    Case("taken-back-soon", "after a day", alone(withdrawn=ISSUED + timedelta(hours=24))),
    Case(
        "ordered-again",
        "half of it the day before",
        beside({}, "1", "2", "3", **YESTERDAY),
        "People in part of its ground (0.18 km², 2,000 people) have been ordered to leave before, "
        "0 to 1 times.",
    ),
    Case("ordered-again", "other ground", beside({}, "3", **YESTERDAY)),
    Case("ordered-again", "the one that it changes", beside({"changes": "n0"}, "1", **YESTERDAY)),
    Case(
        "too-little-time",
        "12 hours are given and 14 needed",
        within({"least_h": {"n1": Range(14.0, float("inf"), "h")}}),
        "It leaves 12 h; leaving needs at least 14 h (on these inputs).",
    ),
    Case("too-little-time", "just enough", within({"least_h": {"n1": Range(12.0, float("inf"), "h")}})),
    Case("too-little-time", "no proof", alone()),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)


def test_orders_before_are_counted_by_part(town):
    days = [
        earlier(town, *ids, id=f"e{i}", issued=ISSUED - timedelta(days=9 - i))
        for i, ids in enumerate((("1", "2", "11", "12"), ("1", "2"), ("1",), ("90",)))
    ]
    (flaw,) = town.found("ordered-again", town.notice(), *days)
    assert "all of its ground (0.36 km², 4,000 people)" in flaw.what
    assert "1 to 3 times" in flaw.what
    assert flaw.evidence == (
        "at least 1 times before: 0.36 km², 4,000 people",
        "at least 2 times before: 0.18 km², 2,000 people",
        "at least 3 times before: 0.09 km², 1,000 people",
    )
    assert flaw.persons == Range.exact(4000.0, "persons")


def test_an_order_that_another_changed_is_no_longer_in_force(town):
    first = earlier(town, "1", deadline=DEADLINE + timedelta(hours=2))
    second = earlier(town, "50", id="n2", issued=ISSUED - timedelta(minutes=30), changes="n0")
    assert town.found("contradicts-notice", town.notice(), first)
    assert not town.found("contradicts-notice", town.notice(), first, second)


def test_a_difference_of_two_versions_counts_both_ways(town):
    layers = in_metres((town.people,), PLANE)
    was, now = (PLANE.project(town.squares(*ids)) for ids in (("1", "2", "3"), ("2", "3", "4", "14")))
    change = difference(was, now, layers)
    assert change.came_in.km2 == pytest.approx(0.18, rel=1e-5)
    assert change.came_in.persons == Range.exact(2000.0, "persons")
    assert change.went_out.km2 == pytest.approx(0.09, rel=1e-5)
    assert change.went_out.persons == Range.exact(1000.0, "persons")
    assert change.common_share == pytest.approx(2 / 5, rel=1e-6)


def test_a_difference_of_slivers_is_none():
    change = difference(shapely.box(0, 0, 600, 600), shapely.box(10, -10, 610, 590))
    assert not change.differs
    assert (change.came_in.km2, change.came_in.persons) == (0.0, None)


def test_many_orders_that_touch_and_overlap_are_counted(town):
    """Areas that share only an edge or a corner add nothing, and break nothing."""
    before = [
        earlier(town, *ids, id=f"e{i}", issued=ISSUED - timedelta(hours=30 - i))
        for i, ids in enumerate(
            (("1", "2"), ("3", "13"), ("2", "13"), ("22", "23"), ("11", "21"), ("12", "23"))
        )
    ]
    (flaw,) = town.found("ordered-again", town.notice(), *before)
    assert "0.36 km², 4,000 people" in flaw.what
    assert flaw.evidence == (
        "at least 1 times before: 0.36 km², 4,000 people",
        "at least 2 times before: 0.09 km², 1,000 people",
    )
