"""The public edition of an assessment: made once, here, so that no writer has to remember what to hide.

Public writers receive only what this returns. A restricted coordinate, name, figure or source that is
not in it cannot reach a public file.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from shapely import LineString

from safeground import wording
from safeground.journey.outcome import CutStreet
from safeground.publish.public_displacement import without_block_figures
from safeground.publish.redact_kept import public_kept, without_names
from safeground.publish.redact_return import PublicSide, public_return
from safeground.publish.redact_supply import public_supply, public_words
from safeground.publish.timeline_public import public_standings
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safeground.assess import Assessment
    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Cut, Outcome
    from safeground.journey.way_back import WayBack
    from safeground.plan.model import Plan
    from safeground.questions.finding import Decider, Finding, QuestionName
    from safeground.questions.flaw import Flaw
    from safeground.questions.returning import Returning
    from safeground.questions.scorecard import Line
    from safeground.remarks import Remark

SMALLEST_PUBLIC_COUNT = 1000
"""Counts of people below this are withheld in public."""
PUBLIC_DIGITS = 2
"""Significant digits of a public count of people; ends are rounded outwards, so ranges stay true."""
COUNTS_OF_PEOPLE = frozenset({"persons", "patients", "person_days"})
AGAIN = ("kept", "supply", "return")
"""Questions that the public edition answers again from public claims alone; ``agreement`` has the rule."""
WITHHELD = "a source held in the restricted edition"


def public_edition(assessment: Assessment) -> Assessment:
    """Return the assessment with everything restricted taken out and totals rounded; once is enough.

    Rounding what is rounded would widen it, and turn an answer that rests on it.
    """
    if assessment.public:
        return assessment
    plan = _public_plan(assessment.loaded.plan)
    of_ground = [finding for finding in assessment.findings if finding.question not in AGAIN]
    findings = tuple(public_finding(_without_few(finding, assessment.flaws), plan) for finding in of_ground)
    loaded = assessment.loaded
    own: tuple[Finding, ...] = ()
    kept = None
    if assessment.kept is not None:
        own, kept = public_kept(loaded.plan, plan, _of(assessment, "kept"), assessment.kept, loaded.claims)
    public = replace(loaded, plan=plan, claims=public_standings(loaded.claims))
    outcomes = tuple(_public_outcome(outcome) for outcome in assessment.outcomes)
    supply = None
    if assessment.supply is not None:
        of_supply, supply = public_supply(loaded.plan, assessment.supply, loaded.claims, rounded)
        own = (*of_supply, *own)
    back: Returning | None = None
    returns: tuple[Finding, ...] = ()
    if assessment.returning is not None:
        side = PublicSide(
            public,
            tuple(_public_way(one) for one in assessment.returning.ways),
            {
                name: replace(one, people=told_few(one.people))
                for name, one in assessment.returning.told.items()
            },
            lambda one: public_finding(one, plan),
            rounded,
            SMALLEST_PUBLIC_COUNT,
        )
        found = public_return(loaded, assessment.returning, _of(assessment, "return"), side)
        back, returns = found.returning, found.findings
    return replace(
        assessment,
        loaded=public,
        hashes=_public_hashes(assessment),
        people=tuple(_without_cells(layer) for layer in assessment.people),
        sites=(),
        outcomes=outcomes,
        findings=(*findings, *(_withheld(one, plan) for one in own), *without_block_figures(returns, plan)),
        flaws=(),
        scorecards=_public_cards(assessment, of_ground, findings),
        remarks=tuple(_public_remark(remark) for remark in assessment.remarks if not remark.restricted),
        schedule_asked=False,
        kept=kept,
        returning=back,
        supply=supply,
        public=True,
    )


def _of(assessment: Assessment, question: QuestionName) -> tuple[Finding, ...]:
    return tuple(one for one in assessment.findings if one.question == question)


def public_finding(finding: Finding, plan: Plan) -> Finding:
    """Return the finding with rounded figures; one about few people says only that."""
    finding = _withheld(finding, plan)
    figure = finding.figure
    if figure is not None and _counts_few_people(figure.range):
        return msgspec.structs.replace(
            finding,
            statement=f"{_about(finding.subject, figure.label)}: fewer than {SMALLEST_PUBLIC_COUNT:,}.",
            figure=msgspec.structs.replace(figure, range=Range(0, SMALLEST_PUBLIC_COUNT, figure.range.unit)),
            deciders=(),
            break_even=None,
        )
    if figure is not None and figure.range.unit in COUNTS_OF_PEOPLE:
        figure = msgspec.structs.replace(figure, range=rounded(figure.range))
    deciders = tuple(_public_decider(decider) for decider in finding.deciders)
    return msgspec.structs.replace(finding, figure=figure, deciders=deciders)


def _withheld(finding: Finding, plan: Plan) -> Finding:
    """Return the finding without the names of restricted sources."""
    held_back = {source.id for source in plan.sources if source.sensitivity == "restricted"}
    evidence = tuple(dict.fromkeys(WITHHELD if item in held_back else item for item in finding.evidence))
    return msgspec.structs.replace(finding, evidence=evidence)


def _without_few(finding: Finding, flaws: Sequence[Flaw]) -> Finding:
    """Return a finding of *clear* without the words of a flaw that counts few people."""
    if finding.question != "clear" or finding.answer != "not_met":
        return finding
    for flaw in flaws:
        own = finding.id == f"clear.{flaw.notice}.{flaw.rule}"
        if own and flaw.persons is not None and _counts_few_people(flaw.persons):
            return msgspec.structs.replace(finding, statement=_few_people(flaw))
    return finding


def _public_cards(
    assessment: Assessment, all_of_it: Sequence[Finding], findings: Sequence[Finding]
) -> dict[str, tuple[Line, ...]]:
    """Return the score cards with every sentence that they quote as the public edition says it."""
    said = {
        before.statement: after.statement
        for before, after in zip(all_of_it, findings, strict=True)
        if before.statement != after.statement
    }
    said |= {
        flaw.what: _few_people(flaw)
        for flaw in assessment.flaws
        if flaw.persons is not None and _counts_few_people(flaw.persons)
    }

    def public(text: str) -> str:
        for restricted, instead in said.items():
            text = text.replace(restricted, instead)
        return text

    return {
        notice: tuple(msgspec.structs.replace(line, statement=public(line.statement)) for line in lines)
        for notice, lines in assessment.scorecards.items()
    }


def _few_people(flaw: Flaw) -> str:
    few = f"fewer than {SMALLEST_PUBLIC_COUNT:,} people"
    return f"The rule {flaw.rule} finds a flaw in {flaw.notice}: {few}."


def _about(subject: str, label: str) -> str:
    """Return what a figure is about, once: a subject may name it already."""
    return subject if label.startswith(subject.rpartition(": ")[2]) else f"{subject}: {label}"


def _public_decider(decider: Decider) -> Decider:
    """Return the assumption with its range of people as a public figure; its effect is for everybody."""
    moved = decider.range
    if _counts_few_people(moved):
        moved = Range(0, SMALLEST_PUBLIC_COUNT, moved.unit)
    elif moved.unit in COUNTS_OF_PEOPLE:
        moved = rounded(moved)
    return msgspec.structs.replace(decider, range=moved)


def rounded(quantity: Range, digits: int = PUBLIC_DIGITS) -> Range:
    """Return the range with its ends rounded outwards to ``digits`` significant digits."""
    low, high = _round(quantity.low, digits, math.floor), _round(quantity.high, digits, math.ceil)
    best = None if quantity.best is None else min(max(_round(quantity.best, digits, round), low), high)
    return Range(low, high, quantity.unit, best)


def told_few(quantity: Range) -> Range:
    """Return a count of people as the public may have it: rounded, or fewer than so many."""
    if _counts_few_people(quantity):
        return Range(0.0, float(SMALLEST_PUBLIC_COUNT), quantity.unit)
    return rounded(quantity)


def beside_few(quantity: Range) -> Range:
    """Return a count so wide that, held against another, it bounds no count of few people between the two.

    Whoever subtracts a part from a whole, one of them told like this, finds nothing above 0 and nothing below
    ``SMALLEST_PUBLIC_COUNT`` for the rest: that is what is told of few people anyway.
    """
    step = SMALLEST_PUBLIC_COUNT
    return rounded(Range(max(0.0, quantity.low - step), quantity.high + step, quantity.unit))


def _counts_few_people(quantity: Range) -> bool:
    return quantity.unit in COUNTS_OF_PEOPLE and 0 < quantity.high < SMALLEST_PUBLIC_COUNT


def _round(value: float, digits: int, how: Callable[[float], int]) -> float:
    if value == 0 or not math.isfinite(value):
        return value
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    return round(wording.rounded(value, digits, how), max(0, decimals))


def _public_plan(plan: Plan) -> Plan:
    sources = tuple(
        source
        if source.sensitivity == "public"
        else msgspec.structs.replace(source, title=WITHHELD, publisher=None, url=None, published=None)
        for source in plan.sources
    )
    supply = public_words(plan.supply)
    return msgspec.structs.replace(without_names(plan), sources=sources, supply=supply)


def _public_hashes(assessment: Assessment) -> dict[str, str]:
    """Return the files' hashes without that of a ledger with restricted claims.

    Who knows all of such a file but one number could try numbers until its hash fits.
    """
    loaded = assessment.loaded
    if all(one.claim.sensitivity == "public" for one in loaded.claims.values()):
        return assessment.hashes
    return {file: digest for file, digest in assessment.hashes.items() if file != loaded.plan.ledger}


def _public_remark(remark: Remark) -> Remark:
    if remark.persons is None:
        return remark
    few = 0 < remark.persons < SMALLEST_PUBLIC_COUNT
    return replace(remark, persons=None if few else _round(remark.persons, PUBLIC_DIGITS, round))


def _public_outcome(outcome: Outcome) -> Outcome:
    return replace(
        outcome,
        persons=told_few(outcome.persons),
        ordered=told_few(outcome.ordered),
        cannot_walk=told_few(outcome.cannot_walk),
        stranded=told_few(outcome.stranded),
        by_layer={layer: told_few(persons) for layer, persons in outcome.by_layer.items()},
        cut=None if outcome.cut is None else _public_cut(outcome.cut),
        left_by_block=(),
        crowd=None,
        proof_problem=None,
        certificate=None,
        schedule_problem=None,
        schedule_flow=None,
        ground_problem=None,
        ground_certificate=None,
        readable_schedule=None,
        with_room=None,
        sensitivities=(),
        remarks=(),
    )


def _public_way(way: WayBack) -> WayBack:
    """Return a way back without its streets; nothing of one for as many people as claims say are away."""
    if way.outcome is None or way.by_claims:
        return replace(way, outcome=None, nobody=False)
    return replace(way, outcome=_public_outcome(way.outcome))


def _public_cut(cut: Cut) -> Cut:
    unnamed = CutStreet(way_id=0, name="", line=LineString(), capacity_per_s=0.0, offset_h=0.0)
    return replace(
        cut,
        persons_behind=_round(cut.persons_behind, PUBLIC_DIGITS, math.floor),
        streets=(unnamed,) * len(cut.streets),
    )


def _without_cells(layer: PeopleLayer) -> PeopleLayer:
    nothing = np.empty(0)
    nowhere = np.empty(0, object)
    return replace(
        layer,
        cells=nowhere,
        uncounted=nowhere,
        counted_ground=None,
        low=nothing,
        high=nothing,
        unit=np.empty(0, np.str_),
    )
