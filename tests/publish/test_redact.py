from dataclasses import replace
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.sample import tiny_assessment as tiny

from safeground.plan.model import Ground, Plan, Source
from safeground.publish.redact import (
    PUBLIC_DIGITS,
    WITHHELD,
    beside_few,
    public_edition,
    public_finding,
    rounded,
    told_few,
)
from safeground.quantity import Range
from safeground.questions.finding import Decider, Figure, Finding
from safeground.remarks import Remark

AS_OF = datetime(2026, 3, 4, 12, tzinfo=UTC)
PLAN = Plan(
    plan="River town",
    status="in force",
    as_of=AS_OF,
    ground=Ground(),
    areas=(),
    sources=(
        Source(id="census", title="Census", sensitivity="public"),
        Source(id="focal-point", title="Head of the clinic"),
    ),
)


def finding(persons: Range) -> Finding:
    return Finding(
        id="reach.notice-1.cannot-walk",
        question="reach",
        subject="notice-1",
        answer="unknown",
        statement=f"{persons.low:.0f} to {persons.high:.0f} people cannot walk unaided.",
        figure=Figure(label="people who cannot walk unaided", range=persons),
        deciders=(
            Decider(assumption="share", range=persons, effect="437 people", moves=0.1, turns_answer=False),
        ),
        evidence=("census", "focal-point", "people.csv"),
    )


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_public_rounding_never_makes_a_range_untrue(a: float, b: float):
    low, high = sorted((a, b))
    public = rounded(Range(low, high, "persons"))
    assert public.low <= low * (1 + 1e-9)
    assert public.high >= high * (1 - 1e-9)


def test_public_figures_have_two_digits():
    assert rounded(Range(41_234, 56_789, "persons", 50_500)) == Range(41_000, 57_000, "persons", 50_000)
    assert PUBLIC_DIGITS == 2


def test_what_is_round_already_stays_itself():
    once = rounded(Range(0.287, 41_234, "persons"))
    assert rounded(once) == once


def test_few_people_are_not_counted_in_public():
    public = public_finding(finding(Range(412, 437, "persons")), PLAN)
    assert "412" not in str(public)
    assert "437" not in str(public)
    assert public.statement == "notice-1: people who cannot walk unaided: fewer than 1,000."
    assert public.answer == "unknown"


def test_a_source_is_named_in_public_only_if_marked_so():
    public = public_finding(finding(Range(4_120, 4_370, "persons")), PLAN)
    assert public.evidence == ("census", WITHHELD, "people.csv")


def test_an_unbounded_end_stays_unbounded():
    assert rounded(Range(1_234, float("inf"), "persons")).high == float("inf")


def test_few_people_are_not_counted_in_what_decides_a_figure_of_something_else():
    one = Decider(
        assumption="people there", range=Range(412, 437, "persons"), effect="…", moves=1, turns_answer=True
    )
    about_land = Finding(
        id="room.hill.after.45",
        question="room",
        subject="hill",
        answer="depends",
        statement="…",
        figure=Figure(label="land", range=Range(40, 50, "m2_per_person")),
        deciders=(one, msgspec.structs.replace(one, range=Range(41_234, 56_789, "persons"))),
    )
    few, many = public_finding(about_land, PLAN).deciders
    assert few.range == Range(0, 1000, "persons")
    assert many.range == Range(41_000, 57_000, "persons")


def test_a_subject_that_names_the_figure_is_said_once():
    few = msgspec.structs.replace(
        finding(Range(412, 437, "persons")), subject="notice-1: people who cannot walk unaided"
    )
    said = public_finding(few, PLAN).statement
    assert said == "notice-1: people who cannot walk unaided: fewer than 1,000."


def test_a_remark_that_says_where_something_is_stays_restricted():
    kept = Remark("inferred", "plan.yaml", "Daily hours are written out for 14 days.")
    where = Remark("inferred", "plan.yaml", "The checkpoint was put on Long Street.", restricted=True)
    shown = public_edition(replace(tiny(), remarks=(kept, where))).remarks
    assert shown == (kept,)


@given(st.integers(1_000, 500_000), st.integers(1, 999))
def test_a_whole_beside_few_people_does_not_tell_them(rest: int, few: int):
    """Neither by what else it holds nor, told one by one, in two editions of which one has the few more."""
    whole, part = (Range.exact(float(count), "persons") for count in (rest + few, rest))
    for shown, other in ((beside_few(whole), beside_few(part)), (beside_few(whole), rounded(part))):
        assert shown.low - other.high <= 0
        assert shown.high - other.low >= 999
    assert told_few(Range.exact(float(few), "persons")) == Range(0, 1000, "persons")


def test_few_people_in_an_outcome_are_only_few_in_public():
    """As in the findings: no document may tell what a page withholds."""
    assessment = tiny()
    outcomes = tuple(
        replace(one, cannot_walk=Range(412, 437, "persons"), stranded=Range(3, 17, "persons"))
        for one in assessment.outcomes
    )
    for one in public_edition(replace(assessment, outcomes=outcomes)).outcomes:
        assert one.cannot_walk == one.stranded == Range(0, 1000, "persons")
