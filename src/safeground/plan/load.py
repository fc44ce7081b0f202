"""A plan file → a checked plan with its places. Every fault that can be found is found in one pass."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.yaml_file import read_yaml
from safeground.ledger.claims_file import ENDINGS, Wanted, read_claims
from safeground.plan.areas import read_area
from safeground.plan.checks import CLAIM_RULES, PLACE_RULES, RULES
from safeground.plan.checks.files import TEXT_ENDING, named_files
from safeground.plan.checks.rule import Drawn, Stated
from safeground.plan.convert import convert
from safeground.plan.model import Plan
from safeground.plan.notice_files import read_text_file, sha256
from safeground.plan.pause_words import terms_of
from safeground.plan.places import LoadedPlan
from safeground.plan.read_ground import read_gazetteer, read_open_ground, read_unusable
from safeground.plan.return_words import MEASURES
from safeground.plan.shapes import Shapes, file_of
from safeground.plan.supply_words import asked_of_ledger, claims_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

    from safeground.ledger.state import Standing
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.names import Names
    from safeground.remarks import Remark

T = TypeVar("T")
K = TypeVar("K")

KINDS_KEPT = ("commitment", "expectation", "question_unanswered")
SHAPEFILE_PARTS = (".dbf", ".shx", ".prj", ".cpg")


def load_plan(path: Path) -> LoadedPlan:
    """Read a plan file, check its words, load its geometry, check both together.

    Parameters
    ----------
    path
        The plan file; every file that it names is relative to its folder.

    Raises
    ------
    InputError
        Whatever is wrong with the plan file or the geometry that it names, all at once: first the types of
        its values; where those are right, every rule and every file.
    """
    path = Path(path)
    words = convert(read_yaml(path), Plan, str(path))
    stated = Stated(words.value, words.lines, path.parent)
    reader = _Reader(stated)
    reader.take(finding for rule in RULES for finding in rule(stated))
    ground = stated.plan.ground
    gazetteer = reader.gazetteer()
    areas, blocks = reader.areas(gazetteer)
    corridors = reader.corridors()
    closures = reader.shapes_of(((one.id, one.where) for one in stated.plan.closures), reader.shapes.place)
    rubble = reader.shapes_of(
        ((i, one.where) for i, one in enumerate(stated.plan.rubble)), reader.shapes.polygon
    )
    checkpoints = reader.shapes_of(((one.id, one.at) for one in stated.plan.checkpoints), reader.shapes.point)
    open_ground = reader.attempt(ground.open_ground, read_open_ground, ground.open_ground, reader.shapes)
    unusable = reader.attempt(ground.unusable, read_unusable, ground.unusable, reader.shapes)
    texts = reader.texts()
    drawn = reader.shapes_of(((one.id, one.drawn) for one in stated.plan.notices), reader.shapes.polygon)
    arrows = {one.id: reader.arrows(one.arrows) for one in stated.plan.notices if one.arrows}
    names = reader.names()
    territory = reader.attempt(ground.territory, reader.shapes.polygon, ground.territory)
    claims = reader.claims()
    plan = reader.with_deliveries()
    drawn_plan = Drawn(stated, areas, gazetteer, territory)
    reader.take(finding for rule in PLACE_RULES for finding in rule(drawn_plan))
    reader.faults.raise_if_any()
    remarks = dict.fromkeys((*words.remarks, *reader.remarks, *reader.shapes.remarks))
    # The report names the plan, not where it lies on somebody's disk.
    named = (replace(remark, file=path.name) if remark.file == str(path) else remark for remark in remarks)
    return LoadedPlan(
        plan=plan,
        path=path,
        areas=areas,
        blocks_of_area=blocks,
        gazetteer=gazetteer,
        corridors=corridors,
        open_ground=open_ground,
        unusable=unusable,
        hashes=_hashes(stated, path),
        remarks=tuple(named),
        texts=texts,
        closures=closures,
        rubble=rubble,
        checkpoints=checkpoints,
        drawn=drawn,
        arrows=arrows,
        names=names,
        territory=territory,
        naive=_naive(stated.plan, words.naive),
        claims=claims,
    )


def check(path: Path) -> tuple[Remark, ...]:
    """Check a plan and its geometry; return what a reader of it must know.

    Raises
    ------
    InputError
        As ``load_plan``.
    """
    return load_plan(path).remarks


class _Reader:
    """Reads what the plan's words name, and goes on where something is wrong."""

    def __init__(self, stated: Stated) -> None:
        self.stated = stated
        self.faults = FaultList(stated.lines.file)
        self.remarks: list[Remark] = []
        self.shapes = Shapes(stated.folder)

    def take(self, findings: Iterable[Fault | Remark]) -> None:
        for finding in findings:
            if isinstance(finding, Fault):
                self.faults.faults.append(finding)
            else:
                self.remarks.append(finding)

    def attempt(self, name: str | None, read: Callable[..., T], *arguments: Any) -> T | None:
        """Return what is read from a file; None where none is named, or it is missing: a rule has said so."""
        if name is None or not (self.stated.folder / file_of(self.stated.folder, name)).is_file():
            return None
        try:
            return read(*arguments)
        except InputError as error:
            self.faults.extend(error)
            return None

    def gazetteer(self) -> Gazetteer | None:
        spec = self.stated.plan.ground.blocks
        read = None if spec is None else self.attempt(spec.file, read_gazetteer, spec, self.shapes)
        if read is not None:
            self.remarks.extend(read.remarks)
        return read

    def areas(
        self, gazetteer: Gazetteer | None
    ) -> tuple[dict[str, BaseGeometry], dict[str, tuple[str, ...]]]:
        shapes: dict[str, BaseGeometry] = {}
        blocks: dict[str, tuple[str, ...]] = {}
        for i, area in enumerate(self.stated.plan.areas):
            # Without a readable list of blocks, or with nothing stated, there is nothing to read.
            if ((area.blocks or area.except_blocks) and gazetteer is None) or not (
                area.blocks or area.geometry
            ):
                continue
            any_file = area.geometry or (gazetteer.file if gazetteer is not None else None)
            read = self.attempt(any_file, read_area, i, self.stated, gazetteer, self.shapes)
            if read is not None:
                shapes[area.id], blocks[area.id], remarks = read
                self.remarks.extend(remarks)
        return shapes, blocks

    def names(self) -> Names | None:
        file = self.stated.plan.ground.names
        if file is None:
            return None
        from safeground.plan.read_names import read_names

        read = self.attempt(file, read_names, self.stated.folder / file)
        if read is not None:
            self.remarks.extend(read.remarks)
        return read

    def claims(self) -> dict[str, Standing]:
        """Return the claims of the ledger that the plan names, which is only read."""
        file, plan = self.stated.plan.ledger, self.stated.plan
        if file is None:
            self.take(fault for rule in CLAIM_RULES for fault in rule(self.stated, {}))
        if file is None or not file.lower().endswith(ENDINGS):
            return {}
        read = partial(
            read_claims,
            self.stated.folder / file,
            recorded=plan.as_of,
            zone=plan.time_zone,
            wanted=_wanted(plan),
        )
        found = self.attempt(file, read)
        if found is None:
            return {}
        self.remarks.extend(found[1])
        self.take(fault for rule in CLAIM_RULES for fault in rule(self.stated, found[0]))
        return found[0]

    def with_deliveries(self) -> Plan:
        """Return the plan with the deliveries of its table beside those that it states itself."""
        plan, supply = self.stated.plan, self.stated.plan.supply
        if supply is None or supply.deliveries is None:
            return plan
        from safeground.plan.read_deliveries import read_deliveries

        read = self.attempt(supply.deliveries, read_deliveries, supply.deliveries, self.stated)
        if read is None:
            return plan
        self.remarks.extend(read.remarks)
        whole = msgspec.structs.replace(supply, delivered=(*supply.delivered, *read.delivered))
        return msgspec.structs.replace(plan, supply=whole)

    def arrows(self, references: Iterable[str]) -> tuple[LineString, ...]:
        read = (self.attempt(one, self.shapes.arrows, one) for one in references)
        return tuple(arrow for arrows in read if arrows is not None for arrow in arrows)

    def corridors(self) -> dict[str, Any]:
        return self.shapes_of(((one.id, one.route) for one in self.stated.plan.corridors), self.shapes.line)

    def shapes_of(self, named: Iterable[tuple[K, str | None]], read: Callable[..., T]) -> dict[K, T]:
        """Return what is read for each name, without those that cannot be read."""
        found = {key: self.attempt(reference, read, reference) for key, reference in named}
        return {key: shape for key, shape in found.items() if shape is not None}

    def texts(self) -> dict[str, dict[str, str]]:
        """Return each notice's text by language, read from its file where the plan names one."""
        return {
            notice.id: {
                language: (self.attempt(text, read_text_file, self.stated.folder / text) or "")
                if text.endswith(TEXT_ENDING)
                else text
                for language, text in notice.text.items()
            }
            for notice in self.stated.plan.notices
        }


def _wanted(plan: Plan) -> Wanted:
    """Return which claims a plan rests on: of its pauses, terms and supplies, promises, and displacement."""
    terms = [term for _, term, _ in terms_of(plan)]
    subjects = [pause.subject or pause.id for pause in plan.pauses]
    subjects += [term.counted_by.subject for term in terms if term.counted_by is not None]
    if plan.supply is not None:
        subjects += [one.subject for one in asked_of_ledger(plan.supply)]
    ids = [
        *(name for _, name in (claims_named(plan.supply) if plan.supply is not None else ())),
        *(one.claim for one in plan.pauses),
        *(one.claim for one in plan.commitments),
        *(one.claim for one in terms),
    ]
    ids += [name for back in plan.returns for one in back.conditions for name in one.evidence]
    measures = [*MEASURES, *(measure for back in plan.returns for measure in back.at_home)]
    measures += [one.holds_if.measure for back in plan.returns for one in back.conditions if one.holds_if]
    return Wanted(
        tuple(subjects),
        tuple(name for name in ids if name is not None),
        KINDS_KEPT,
        tuple(dict.fromkeys(measures)) if plan.returns or plan.displacement is not None else (),
    )


def _hashes(stated: Stated, path: Path) -> dict[str, str]:
    """Return file name → SHA-256, of the plan and of every file that it names."""
    names = dict.fromkeys(file_of(stated.folder, name) for _, name in named_files(stated.plan))
    files = {path.name: path} | {name: stated.folder / name for name in names}
    for name, file in list(files.items()):
        if file.suffix.lower() == ".shp":
            parts = (file.with_suffix(ending) for ending in SHAPEFILE_PARTS)
            files |= {str(Path(name).with_suffix(part.suffix)): part for part in parts if part.is_file()}
    return {name: sha256(file) for name, file in files.items()}


def _naive(plan: Plan, paths: Iterable[tuple[str | int, ...]]) -> dict[str, tuple[str, ...]]:
    """Return notice id → the names of its times that were written without an offset."""
    found: dict[str, tuple[str, ...]] = {}
    for key, index, *rest in (path for path in paths if len(path) == 3):
        if key == "notices" and isinstance(index, int):
            notice = plan.notices[index].id
            found[notice] = (*found.get(notice, ()), str(rest[0]))
    return found
