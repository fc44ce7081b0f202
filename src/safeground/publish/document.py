"""``assessment.json``: the whole assessment for machines, with a schema that ships.

An infinite end of a range is ``null``: nobody stated it. The public edition is the document of
``redact.public_edition`` and has no ``restricted`` part.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

import safeground
from safeground.questions.finding import Answer, QuestionName, gravest

if TYPE_CHECKING:
    from safeground.assess import Assessment
    from safeground.journey.outcome import Curve, Outcome
    from safeground.quantity import Range
    from safeground.questions.finding import Finding

DOCUMENT_VERSION = 1
Edition = Literal["restricted", "public"]


class RangeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A range; ``null`` ends were not stated."""

    low: float | None
    best: float | None
    high: float | None
    unit: str


class FigureDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The number that decides a finding."""

    label: str
    range: RangeDocument


class HeldAgainstDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The promise or standard, with its source."""

    text: str
    required: RangeDocument | None
    source: str


class DeciderDocument(msgspec.Struct, frozen=True, kw_only=True):
    """An assumption that the answer hangs on."""

    assumption: str
    range: RangeDocument
    effect: str
    moves: float
    turns_answer: bool


class FindingDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to one question."""

    id: str
    question: QuestionName
    subject: str
    answer: Answer
    statement: str
    held_against: HeldAgainstDocument | None
    figure: FigureDocument | None
    missing: str | None
    deciders: tuple[DeciderDocument, ...]
    break_even: str | None
    evidence: tuple[str, ...]
    certificate: str | None
    caveat: str


class CurveDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Persons by hours after the start."""

    hours: tuple[float, ...]
    persons: tuple[float, ...]


class CutDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The aggregated cut: no street is named or placed."""

    streets: int
    persons_behind: float
    capacity_per_s: float
    offset_low_h: float
    offset_high_h: float
    lower_h: float
    break_even_capacity_factor: float | None
    break_even_persons: float | None


class OutcomeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine found for one notice and one target."""

    notice: str
    target: Literal["out", "arrived"]
    start: datetime | None
    deadline: datetime | None
    deadline_h: float | None
    ordered: RangeDocument
    persons: RangeDocument
    cannot_walk: RangeDocument
    stranded: RangeDocument
    by_layer: dict[str, RangeDocument]
    lower_h: float | None
    upper_h: float | None
    no_upper: str | None
    gap_proof: float | None
    gap_schedule: float | None
    arrivals_upper: float | None
    arrivals_lower: float | None
    refuted_on_streets: bool | None
    refuted_on_open_ground: bool | None
    proven: CurveDocument
    schedule: CurveDocument | None
    cut: CutDocument | None
    walk_km: RangeDocument | None
    group_bounds_h: dict[str, float]


class LeftDocument(msgspec.Struct, frozen=True, kw_only=True):
    """People of a block who cannot all have left by the deadline: present and protected."""

    notice: str
    target: Literal["out", "arrived"]
    block: str
    persons: RangeDocument


class CrowdDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The largest crowd of a schedule."""

    notice: str
    target: Literal["out", "arrived"]
    persons: float
    hours: float
    lon: float
    lat: float


class CutStreetDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One street of a cut."""

    notice: str
    target: Literal["out", "arrived"]
    way_id: int
    name: str
    capacity_per_s: float
    offset_h: float


class SiteDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One site with its position."""

    id: str
    name: str
    site_class: str
    lon: float
    lat: float
    position_uncertainty_m: float
    beds: RangeDocument | None
    patients: RangeDocument | None
    sensitivity: str
    source: str | None


class RestrictedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What only the restricted edition holds."""

    left_by_block: tuple[LeftDocument, ...]
    crowds: tuple[CrowdDocument, ...]
    cut_streets: tuple[CutStreetDocument, ...]
    sites: tuple[SiteDocument, ...]
    seconds: dict[str, float]


class PlanDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Which plan was examined."""

    title: str
    status: str
    as_of: datetime
    territory: str | None
    schematic: bool


class AssumptionDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that the answers rest on."""

    name: str
    range: RangeDocument
    source: str


class RemarkDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What was inferred, repaired or left out."""

    kind: str
    file: str
    text: str
    count: int | None
    persons: float | None


class SourceDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Where a figure was read."""

    id: str
    title: str
    publisher: str | None
    published: date | datetime | None
    url: str | None
    licence: str | None


class InputDocument(msgspec.Struct, frozen=True, kw_only=True):
    """An input file, by name and content."""

    file: str
    sha256: str


class AssessmentDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of ``assessment.json``."""

    format: Literal["safeground-assessment"]
    version: int
    safeground: str
    edition: Edition
    notice: str
    plan: PlanDocument
    answers: dict[QuestionName, Answer]
    """The gravest answer of each question that was examined."""
    findings: tuple[FindingDocument, ...]
    outcomes: tuple[OutcomeDocument, ...]
    assumptions: tuple[AssumptionDocument, ...]
    remarks: tuple[RemarkDocument, ...]
    sources: tuple[SourceDocument, ...]
    inputs: tuple[InputDocument, ...]
    restricted: RestrictedDocument | None = None


FIXED_NOTICE = (
    "Planning figures on stated inputs. People outside the areas, and people who stay, keep their "
    "protection. A planning minimum is not proof of adequacy. Nothing here says whether an order is "
    "lawful or voluntary."
)


def document(assessment: Assessment, edition: Edition) -> AssessmentDocument:
    """Return the assessment as a document; for ``public`` pass the public edition."""
    plan = assessment.loaded.plan
    return AssessmentDocument(
        format="safeground-assessment",
        version=DOCUMENT_VERSION,
        safeground=safeground.__version__,
        edition=edition,
        notice=FIXED_NOTICE,
        plan=PlanDocument(
            title=plan.plan,
            status=plan.status,
            as_of=plan.as_of,
            territory=plan.territory,
            schematic=plan.schematic,
        ),
        answers=answers(assessment),
        findings=tuple(_finding(finding) for finding in assessment.findings),
        outcomes=tuple(_outcome(outcome) for outcome in assessment.outcomes),
        assumptions=tuple(
            AssumptionDocument(name=one.name, range=_range(one.range), source=one.source)
            for one in assessment.assumptions
        ),
        remarks=tuple(
            RemarkDocument(kind=one.kind, file=one.file, text=one.text, count=one.count, persons=one.persons)
            for one in assessment.remarks
        ),
        sources=tuple(
            SourceDocument(
                id=one.id,
                title=one.title,
                publisher=one.publisher,
                published=one.published,
                url=one.url,
                licence=one.licence,
            )
            for one in plan.sources
        ),
        inputs=tuple(
            InputDocument(file=file, sha256=sha256) for file, sha256 in sorted(assessment.hashes.items())
        ),
        restricted=_restricted(assessment) if edition == "restricted" else None,
    )


def answers(assessment: Assessment) -> dict[QuestionName, Answer]:
    """Return the gravest answer of each question that has findings, in the order of the questions."""
    found: dict[QuestionName, list[Answer]] = {}
    for finding in assessment.findings:
        found.setdefault(finding.question, []).append(finding.answer)
    return {question: gravest(given) for question, given in found.items()}


def document_json(assessment: Assessment, edition: Edition) -> bytes:
    """Return ``assessment.json``, indented, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(document(assessment, edition)), indent=1) + b"\n"


def document_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``assessment.json``."""
    schema = msgspec.json.schema(AssessmentDocument)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _range(quantity: Range) -> RangeDocument:
    return RangeDocument(
        low=_end(quantity.low), best=quantity.best, high=_end(quantity.high), unit=quantity.unit
    )


def _end(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _optional(quantity: Range | None) -> RangeDocument | None:
    return None if quantity is None else _range(quantity)


def _finding(finding: Finding) -> FindingDocument:
    held = finding.held_against
    return FindingDocument(
        id=finding.id,
        question=finding.question,
        subject=finding.subject,
        answer=finding.answer,
        statement=finding.statement,
        held_against=None
        if held is None
        else HeldAgainstDocument(text=held.text, required=_optional(held.required), source=held.source),
        figure=None
        if finding.figure is None
        else FigureDocument(label=finding.figure.label, range=_range(finding.figure.range)),
        missing=finding.missing,
        deciders=tuple(
            DeciderDocument(
                assumption=one.assumption,
                range=_range(one.range),
                effect=one.effect,
                moves=one.moves if math.isfinite(one.moves) else 1.0,
                turns_answer=one.turns_answer,
            )
            for one in finding.deciders
        ),
        break_even=finding.break_even,
        evidence=finding.evidence,
        certificate=finding.certificate,
        caveat=finding.caveat,
    )


def _curve(curve: Curve) -> CurveDocument:
    return CurveDocument(
        hours=tuple(round(float(hour), 4) for hour in curve.hours),
        persons=tuple(round(float(count), 1) for count in curve.persons),
    )


def _outcome(outcome: Outcome) -> OutcomeDocument:
    cut = outcome.cut
    return OutcomeDocument(
        notice=outcome.notice,
        target=outcome.target,
        start=outcome.start,
        deadline=outcome.deadline,
        deadline_h=outcome.deadline_h,
        ordered=_range(outcome.ordered),
        persons=_range(outcome.persons),
        cannot_walk=_range(outcome.cannot_walk),
        stranded=_range(outcome.stranded),
        by_layer={layer: _range(persons) for layer, persons in outcome.by_layer.items()},
        lower_h=_end(outcome.lower_h),
        upper_h=outcome.upper_h,
        no_upper=outcome.no_upper,
        gap_proof=outcome.gap_proof,
        gap_schedule=outcome.gap_schedule,
        arrivals_upper=outcome.arrivals_upper,
        arrivals_lower=outcome.arrivals_lower,
        refuted_on_streets=outcome.refuted_on_streets,
        refuted_on_open_ground=outcome.refuted_on_open_ground,
        proven=_curve(outcome.proven),
        schedule=None if outcome.schedule is None else _curve(outcome.schedule),
        cut=None
        if cut is None
        else CutDocument(
            streets=len(cut.streets),
            persons_behind=cut.persons_behind,
            capacity_per_s=cut.capacity_per_s,
            offset_low_h=cut.offset_low_h,
            offset_high_h=cut.offset_high_h,
            lower_h=cut.lower_h,
            break_even_capacity_factor=cut.break_even_capacity_factor,
            break_even_persons=cut.break_even_persons,
        ),
        walk_km=_optional(outcome.walk_km),
        group_bounds_h=outcome.group_bounds_h,
    )


def _restricted(assessment: Assessment) -> RestrictedDocument:
    return RestrictedDocument(
        left_by_block=tuple(
            LeftDocument(
                notice=outcome.notice, target=outcome.target, block=left.block, persons=_range(left.persons)
            )
            for outcome in assessment.outcomes
            for left in outcome.left_by_block
        ),
        crowds=tuple(
            CrowdDocument(
                notice=outcome.notice,
                target=outcome.target,
                persons=outcome.crowd.persons,
                hours=outcome.crowd.hours,
                lon=outcome.crowd.lon,
                lat=outcome.crowd.lat,
            )
            for outcome in assessment.outcomes
            if outcome.crowd is not None
        ),
        cut_streets=tuple(
            CutStreetDocument(
                notice=outcome.notice,
                target=outcome.target,
                way_id=street.way_id,
                name=street.name,
                capacity_per_s=street.capacity_per_s,
                offset_h=street.offset_h,
            )
            for outcome in assessment.outcomes
            if outcome.cut is not None
            for street in outcome.cut.streets
        ),
        sites=tuple(
            SiteDocument(
                id=site.id,
                name=site.name,
                site_class=site.site_class,
                lon=site.lon,
                lat=site.lat,
                position_uncertainty_m=site.position_uncertainty_m,
                beds=_optional(site.beds),
                patients=_optional(site.patients),
                sensitivity=site.sensitivity,
                source=site.source,
            )
            for site in assessment.sites
        ),
        seconds={step: round(seconds, 3) for step, seconds in assessment.seconds.items()},
    )
