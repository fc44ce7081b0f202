"""One area of a plan → its polygon: blocks, drawn geometry, exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from safeground.errors import FaultList, InputError
from safeground.formats.projection import area_m2
from safeground.plan.block_index import BlockIndex
from safeground.remarks import Remark

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from safeground.plan.checks.rule import Stated
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.shapes import Shapes


def read_area(
    i: int, stated: Stated, gazetteer: Gazetteer | None, shapes: Shapes
) -> tuple[BaseGeometry, tuple[str, ...], list[Remark]]:
    """Return an area's polygon, the blocks that its list names, and what was inferred.

    Parameters
    ----------
    i
        The area's index in the plan.
    stated, gazetteer, shapes
        The plan's words, its blocks, and what reads its files.

    Raises
    ------
    InputError
        Blocks that do not exist; geometry that cannot be read.
    """
    area = stated.plan.areas[i]
    faults = FaultList(stated.lines.file)
    remarks: list[Remark] = []
    listed = _expand("blocks", i, stated, gazetteer, faults, remarks)
    taken_out = _expand("except_blocks", i, stated, gazetteer, faults, remarks)
    drawn = None
    if area.geometry is not None:
        try:
            drawn = shapes.polygon(area.geometry)
        except InputError as error:
            faults.extend(error)
    faults.raise_if_any()
    blocks = tuple(block for block in listed if block not in taken_out)
    remarks.extend(_idle_exceptions(i, stated, drawn, listed, taken_out))
    parts = [] if gazetteer is None or not area.blocks else [gazetteer.union(blocks)]
    if drawn is not None:
        parts.append(drawn)
    if len(parts) == 2:
        remarks.append(_difference(i, stated, *parts))
    whole = shapely.union_all(parts)
    if gazetteer is not None and drawn is not None and taken_out:
        whole = shapely.difference(whole, gazetteer.union(taken_out))
    polygons = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    return shapely.union_all(polygons), blocks, remarks


def _expand(
    key: str, i: int, stated: Stated, gazetteer: Gazetteer | None, faults: FaultList, remarks: list[Remark]
) -> tuple[str, ...]:
    """Return the blocks that a list of the plan names, in the gazetteer's order."""
    area = stated.plan.areas[i]
    if gazetteer is None:
        return ()
    index = BlockIndex(gazetteer.ids)
    found = [index.read(item) for item in getattr(area, key)]
    for j, read in enumerate(found):
        if read.wrong is not None:
            faults.add(stated.lines.place("areas", i, key, j), *read.wrong)
    sub_blocks = list(dict.fromkeys(gazetteer.ids[at] for one in found for at in one.sub_blocks))
    if sub_blocks:
        text = f"Ranges in the {_called(key)} of {area.id} include sub-blocks: {_listed(sub_blocks)}."
        remarks.append(Remark("inferred", stated.lines.file, text, len(sub_blocks)))
    missing = [end for one in found for end in one.missing_ends]
    if missing:
        text = (
            f"Ranges in the {_called(key)} of {area.id} end at numbers that are no block: {_listed(missing)}."
        )
        remarks.append(stated.warning(("areas", i, key), text, len(missing)))
    return tuple(gazetteer.ids[at] for at in sorted({at for one in found for at in one.members}))


def _idle_exceptions(
    i: int,
    stated: Stated,
    drawn: BaseGeometry | None,
    listed: tuple[str, ...],
    taken_out: tuple[str, ...],
) -> list[Remark]:
    idle = [block for block in taken_out if block not in listed]
    if drawn is not None or not idle:
        return []
    text = f"Exceptions of {stated.plan.areas[i].id} that are not among its blocks: {_listed(idle)}."
    return [stated.warning(("areas", i, "except_blocks"), text, len(idle))]


def _difference(i: int, stated: Stated, blocks: BaseGeometry, drawn: BaseGeometry) -> Remark:
    """Say how far an area's list and its drawing disagree: both are in the area."""
    only_drawn = area_m2(shapely.difference(drawn, blocks)) / 1e6
    only_listed = area_m2(shapely.difference(blocks, drawn)) / 1e6
    text = (
        f"{stated.plan.areas[i].id} is listed and drawn; it was taken as both together. "
        f"{only_drawn:.2f} km² are only drawn, {only_listed:.2f} km² only listed."
    )
    return Remark("inferred", stated.lines.file, text)


def _called(key: str) -> str:
    return "exceptions" if key == "except_blocks" else "blocks"


def _listed(ids: list[str]) -> str:
    return ", ".join(ids[:12]) + (f" … ({len(ids)} in all)" if len(ids) > 12 else "")
