"""Can people reach the destination in time? Proven "cannot", or "not refuted"; never "can".

A deadline is refuted where the proof, in which everything helps, does not bring all who can move there
in time, on the mapped streets *and* across open ground. It is not refuted where the schedule, in which
nothing helps, does. Everything else depends, and what is not stated is unknown.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.plan.model import limits
from safeground.quantity import Range
from safeground.questions import ground_words
from safeground.questions import reach_words as words
from safeground.questions.finding import REACH_CAVEAT, Decider, Figure, Finding, HeldAgainst
from safeground.questions.reach_case import Case, missing
from safeground.questions.reach_people import cannot_walk, without_a_route

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from safeground.ground.streets import Streets
    from safeground.journey.outcome import Outcome, Target
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan
    from safeground.questions.finding import Answer

TARGETS: tuple[Target, ...] = ("out", "arrived")


def findings(loaded: LoadedPlan, streets: Streets | None, outcomes: Sequence[Outcome]) -> tuple[Finding, ...]:
    """Return the findings of *reach*: for each notice both targets, then people without a way or help.

    Parameters
    ----------
    loaded
        The plan.
    streets
        The streets that were read; None where the plan names none.
    outcomes
        What the engine found, one for each notice and target.
    """
    found = {(outcome.notice, outcome.target): outcome for outcome in outcomes}
    result: list[Finding] = []
    for notice in loaded.plan.notices:
        cases = [Case(loaded, streets, notice, target, found.get((notice.id, target))) for target in TARGETS]
        meant = next(case for case in cases if case.target == cases[0].meant)
        counted = meant if meant.outcome is not None else cases[0]
        result += [*without_a_route(counted), *(_answered(case) for case in cases), *cannot_walk(counted)]
    return tuple(result)


def _answered(case: Case) -> Finding:
    lacking = missing(case)
    if lacking is not None:
        return _unknown(case, *lacking)
    outcome = case.outcome
    assert outcome is not None
    if outcome.refuted_on_streets:
        if outcome.refuted_on_open_ground:
            return _refuted(case, outcome)
        return _refuted_on_streets_only(case, outcome)
    if _in_time(outcome):
        return _scheduled(case, outcome)
    return _finding(case, "depends", words.between(outcome, case.notice), deciders=_deciders(outcome))


def _in_time(outcome: Outcome) -> bool:
    return (
        outcome.upper_h is not None
        and outcome.deadline_h is not None
        and outcome.upper_h <= outcome.deadline_h
    )


def _unknown(case: Case, why: str, datum: str) -> Finding:
    outcome = case.outcome
    text = why
    known = outcome is not None and case.streets is not None and case.streets.grade != "schematic"
    if known and outcome is not None and not math.isinf(outcome.ordered.high):
        text = f"{words.ordered(outcome)} {why} {words.needs(outcome, case.notice)}"
    elif outcome is not None:
        text = f"{words.ordered(outcome)} {why}"
    return _finding(case, "unknown", text, missing=datum, priced=True)


def _refuted(case: Case, outcome: Outcome) -> Finding:
    text = f"{words.refuted(outcome, case.notice)} {_cut_words(outcome)}".rstrip()
    text += ground_words.on_open_ground(outcome, case.notice)
    return _finding(
        case,
        "not_met",
        text,
        deciders=_deciders(outcome),
        break_even=None if outcome.cut is None else words.break_even(outcome.cut),
        certificate=f"proofs/{case.notice.id}-{case.target}/certificate.json",
    )


def _refuted_on_streets_only(case: Case, outcome: Outcome) -> Finding:
    text = f"{words.refuted(outcome, case.notice)} {_cut_words(outcome)}".rstrip()
    if outcome.refuted_on_open_ground is None:
        text += " That is proven for the mapped streets only; nothing says whether people can leave them."
        effect = "where ground beside the streets can be crossed in numbers, the refutation does not hold"
    else:
        text += " That is proven for the mapped streets only: people who leave them are not held up by any "
        text += "named barrier for so long."
        effect = "across ground that no named barrier closes, the refutation does not hold"
    text += ground_words.unknown_ground(outcome) + ground_words.other_ways(outcome)
    leaving = Decider(
        assumption="leaving the streets",
        range=Range(0.0, 1.0, "share"),
        effect=effect,
        moves=1.0,
        turns_answer=True,
    )
    return _finding(
        case,
        "depends",
        f"Depends on leaving the streets. {text}",
        deciders=(leaving, *_deciders(outcome)),
        break_even=None if outcome.cut is None else words.break_even(outcome.cut),
        certificate=f"proofs/{case.notice.id}-{case.target}/certificate.json",
    )


def _cut_words(outcome: Outcome) -> str:
    cut = "" if outcome.cut is None else words.cut_sentence(outcome.cut, outcome.deadline_h)
    return f"{words.groups(outcome)} {cut}".strip()


def _scheduled(case: Case, outcome: Outcome) -> Finding:
    """Answer where a schedule keeps the deadline: unless corridors or other notices may hinder it."""
    if outcome.uncounted_cells:
        places = f"{words.places(outcome.uncounted_cells)} in {words.listed(case.notice.areas)}"
        text = (
            "Nothing refutes the deadline, but whether a schedule keeps it is unknown: the layers of people "
            f"have no count for {places}, so the schedule is not for everybody."
        )
        return _finding(case, "unknown", text, missing=f"how many people live in {places} without a count")
    corridors = _limited_corridors(case)
    if corridors:
        text = (
            "Nothing refutes the deadline, but whether a schedule keeps it is unknown: "
            f"{words.listed(corridors)} has hours, a direction or a number of people that it lets through, "
            "and the plan does not say on which streets."
        )
        missing = f"the route of {words.listed(corridors)}, stated by whoever opens it"
        return _finding(case, "unknown", text, missing=missing)
    others = _not_beside(case, outcome)
    if others:
        text = (
            f"Depends on sharing the streets: for {case.notice.id} alone a schedule takes "
            f"{words.at_most(outcome.upper_h or 0.0)}, but {words.listed(others)} is in force at the same "
            f"time, and its people use the same streets. {words.beside(outcome)}"
        ).rstrip()
        sharing = Decider(
            assumption=f"sharing the streets with {words.listed(others)}",
            range=Range(0.0, 1.0, "share"),
            effect="the schedule has the streets for itself",
            moves=1.0,
            turns_answer=True,
        )
        return _finding(case, "depends", text, deciders=(sharing, *_deciders(outcome)))
    text = f"{words.not_refuted(outcome, case.notice)} {words.beside(outcome)}".rstrip()
    text += ground_words.not_covered(outcome)
    return _finding(case, "not_refuted", text, deciders=_deciders(outcome))


def _not_beside(case: Case, outcome: Outcome) -> tuple[str, ...]:
    """Return those on the same streets beside whom no schedule is known to keep the deadline."""
    others = (*_others_in_force(case), *_movements(case))
    joint = outcome.joint
    if joint is None or joint.upper_h is None or outcome.deadline_h is None:
        return others
    if joint.upper_h > outcome.deadline_h:
        return others
    return tuple(one for one in others if one not in joint.together)


def schedule_answer(loaded: LoadedPlan, notice: Notice, outcome: Outcome) -> Answer:
    """Return the answer where a schedule keeps a notice's deadline: what may hinder it weakens it."""
    case = Case(loaded, None, notice, outcome.target, outcome)
    if outcome.uncounted_cells or _limited_corridors(case):
        return "unknown"
    return "depends" if _not_beside(case, outcome) else "not_refuted"


def _movements(case: Case) -> tuple[str, ...]:
    """Return the plan's other movements that do not set out after the deadline."""
    deadline = case.notice.deadline
    return tuple(
        one.id
        for one in case.loaded.plan.movements
        if deadline is None or one.begins is None or one.begins < deadline
    )


def _limited_corridors(case: Case) -> tuple[str, ...]:
    """Return the corridors of the notice that can hold people up on streets that nobody states."""
    named = {corridor.id: corridor for corridor in case.loaded.plan.corridors}
    return tuple(
        name
        for name in case.notice.corridors
        if name in named and limits(named[name]) and named[name].route is None
    )


def _others_in_force(case: Case) -> tuple[str, ...]:
    """Return the other notices whose time from issue to deadline overlaps this one's; not stated is open."""

    def before(deadline: datetime | None, issued: datetime | None) -> bool:
        return deadline is not None and issued is not None and deadline <= issued

    this = case.notice
    return tuple(
        other.id
        for other in case.loaded.plan.notices
        if other.id != this.id
        and not before(other.deadline, this.issued)
        and not before(this.deadline, other.issued)
    )


def _deciders(outcome: Outcome) -> tuple[Decider, ...]:
    """Return the figures that move the proof, the strongest first."""
    result = []
    for one in outcome.sensitivities:
        change = abs(one.late_at_other - one.late)
        if change <= 0:
            continue
        moves = change / max(outcome.persons.low, 1.0)
        turns = (one.late > 0) != (one.late_at_other > 0)
        result.append(
            Decider(
                assumption=one.assumption,
                range=one.range,
                effect=words.effect(one),
                moves=moves,
                turns_answer=turns,
            )
        )
    return tuple(result)


def _finding(
    case: Case,
    answer: Answer,
    text: str,
    *,
    missing: str | None = None,
    deciders: tuple[Decider, ...] = (),
    break_even: str | None = None,
    certificate: str | None = None,
    priced: bool = False,
) -> Finding:
    """Return the finding of a case. The people ordered to move are said first: that is the order's cost."""
    outcome = case.outcome
    if outcome is not None and not priced:
        text = f"{words.ordered(outcome)} {text}"
    if outcome is not None and case.target == case.meant:
        text = f"{text} {words.with_room(outcome, case.notice)}".rstrip()
    return Finding(
        id=case.id,
        question="reach",
        subject=f"{case.notice.id}: {'out of' if case.target == 'out' else 'arrived at'} "
        + words.listed(case.notice.areas if case.target == "out" else case.notice.to or ("a destination",)),
        answer=answer,
        statement=text,
        held_against=_held_against(case),
        figure=_figure(case),
        missing=missing,
        deciders=deciders,
        break_even=break_even,
        evidence=case.evidence,
        certificate=certificate,
        caveat=REACH_CAVEAT,
    )


def _held_against(case: Case) -> HeldAgainst | None:
    notice = case.notice
    if notice.deadline is None or case.target != case.meant:
        return None
    what = words.place(words.BE_THERE[case.target].removeprefix("be "), notice)
    text = f"deadline of {notice.id}: {what} by {words.moment(notice.deadline)}"
    if notice.deadline_means is None:
        text += "; the notice does not say whether out of the area or arrived, so it is held against leaving"
    hours = None if case.outcome is None else case.outcome.deadline_h
    required = None if hours is None else Range(0.0, max(hours, 0.0), words.UNIT_OF_FIGURE)
    return HeldAgainst(text=text, required=required, source=notice.id)


def _figure(case: Case) -> Figure | None:
    """Return the time that it takes, where mapped streets give one."""
    outcome = case.outcome
    if outcome is None or case.streets is None or case.streets.grade == "schematic":
        return None
    if math.isinf(outcome.ordered.high):
        return None
    upper = math.inf if outcome.upper_h is None else max(outcome.upper_h, outcome.lower_h)
    label = "time that leaving takes" if case.target == "out" else "time that arriving takes"
    return Figure(label=label, range=Range(outcome.lower_h, upper, words.UNIT_OF_FIGURE))
