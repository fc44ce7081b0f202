"""``assessment.json``: the whole assessment for machines, with a schema that ships.

An infinite end of a range is ``null``: nobody stated it. The public edition is the document of
``redact.public_edition`` and has no ``restricted`` part.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np

import safeground
from safeground.plan.model import Source
from safeground.publish.document_kept import KeptDocument, kept_document
from safeground.quantity import Range
from safeground.questions.finding import Answer, Finding, QuestionName, gravest
from safeground.questions.scorecard import Line
from safeground.remarks import Remark

if TYPE_CHECKING:
    from safeground.assess import Assessment
    from safeground.journey.outcome import Curve, Outcome

DOCUMENT_VERSION = 1
Edition = Literal["restricted", "public"]


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
    timed: bool
    """Whether hours, numbers a window or curfews count in what the streets let through by the deadline."""


class OutcomeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine found for one notice and one target."""

    notice: str
    target: Literal["out", "arrived"]
    start: datetime | None
    deadline: datetime | None
    deadline_h: float | None
    ordered: Range
    persons: Range
    cannot_walk: Range
    stranded: Range
    by_layer: dict[str, Range]
    lower_h: float | None
    upper_h: float | None
    no_upper: str | None
    gap_proof: float | None
    gap_schedule: float | None
    arrivals_upper: float | None
    arrivals_lower: float | None
    refuted_on_streets: bool | None
    refuted_on_open_ground: bool | None
    refuted_by_distance: bool
    covered: float | None
    """Share of the ordered area that layers of people cover."""
    barriers: tuple[str, ...]
    unknown_ground: tuple[str, ...]
    other_ways: tuple[str, ...]
    proven: CurveDocument
    schedule: CurveDocument | None
    cut: CutDocument | None
    walk_km: Range | None
    group_bounds_h: dict[str, float]


class LeftDocument(msgspec.Struct, frozen=True, kw_only=True):
    """People of a block who cannot all have left by the deadline: present and protected."""

    notice: str
    target: Literal["out", "arrived"]
    block: str
    persons: Range


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
    beds: Range | None
    patients: Range | None
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
    range: Range
    source: str


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
    findings: tuple[Finding, ...]
    scorecards: dict[str, tuple[Line, ...]]
    """Notice id → the fourteen lines of its score card."""
    outcomes: tuple[OutcomeDocument, ...]
    assumptions: tuple[AssumptionDocument, ...]
    remarks: tuple[Remark, ...]
    sources: tuple[Source, ...]
    inputs: tuple[InputDocument, ...]
    kept: KeptDocument | None = None
    """What was promised beside what was counted and reported; null where nothing could be kept."""
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
        findings=assessment.findings,
        scorecards=dict(assessment.scorecards),
        outcomes=tuple(_outcome(outcome) for outcome in assessment.outcomes),
        assumptions=tuple(
            AssumptionDocument(name=one.name, range=one.range, source=one.source)
            for one in assessment.assumptions
        ),
        remarks=assessment.remarks,
        sources=plan.sources,
        inputs=tuple(
            InputDocument(file=file, sha256=sha256) for file, sha256 in sorted(assessment.hashes.items())
        ),
        kept=kept_document(assessment.kept),
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
    encoded = msgspec.json.encode(document(assessment, edition), enc_hook=_plain_number)
    return msgspec.json.format(encoded, indent=1) + b"\n"


def document_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``assessment.json``, where an end that nobody stated is ``null``."""
    schema = msgspec.json.schema(AssessmentDocument)
    for end in ("low", "high"):
        schema["$defs"]["Range"]["properties"][end] = {"type": ["number", "null"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Return the schema as it ships in ``assessment.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(document_schema()), indent=2).decode() + "\n"


def _plain_number(value: object) -> float | int | bool:
    if isinstance(value, np.generic):
        number: float | int | bool = value.item()
        return number
    msg = f"cannot write a {type(value).__name__}"
    raise NotImplementedError(msg)


def _end(value: float) -> float | None:
    return value if math.isfinite(value) else None


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
        ordered=outcome.ordered,
        persons=outcome.persons,
        cannot_walk=outcome.cannot_walk,
        stranded=outcome.stranded,
        by_layer=outcome.by_layer,
        lower_h=_end(outcome.lower_h),
        upper_h=outcome.upper_h,
        no_upper=outcome.no_upper,
        gap_proof=outcome.gap_proof,
        gap_schedule=outcome.gap_schedule,
        arrivals_upper=outcome.arrivals_upper,
        arrivals_lower=outcome.arrivals_lower,
        refuted_on_streets=outcome.refuted_on_streets,
        refuted_on_open_ground=outcome.refuted_on_open_ground,
        refuted_by_distance=outcome.refuted_by_distance,
        covered=outcome.covered,
        barriers=outcome.ground.barriers,
        unknown_ground=outcome.ground.unknown,
        other_ways=outcome.ground.other_ways,
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
            timed=cut.timed,
        ),
        walk_km=outcome.walk_km,
        group_bounds_h=outcome.group_bounds_h,
    )


def _restricted(assessment: Assessment) -> RestrictedDocument:
    return RestrictedDocument(
        left_by_block=tuple(
            LeftDocument(notice=outcome.notice, target=outcome.target, block=left.block, persons=left.persons)
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
                beds=site.beds,
                patients=site.patients,
                sensitivity=site.sensitivity,
                source=site.source,
            )
            for site in assessment.sites
        ),
        seconds={step: round(seconds, 3) for step, seconds in assessment.seconds.items()},
    )
