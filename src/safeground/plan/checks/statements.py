"""Whether the plan says enough to be examined, and nothing that cannot be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated


def something_is_planned(stated: Stated) -> Iterator[Fault]:
    """A plan has at least one area."""
    if not stated.plan.areas:
        yield stated.fault(
            ("areas",),
            "no area",
            "at least one",
            "Add the area that is ordered to leave, or the destination.",
        )


def areas_have_geometry_or_blocks(stated: Stated) -> Iterator[Fault]:
    """An area is drawn or listed; a list of blocks needs the file of blocks."""
    for i, area in enumerate(stated.plan.areas):
        if area.geometry is None and not area.blocks:
            yield stated.fault(
                ("areas", i),
                f"the area {area.id} without geometry and without blocks",
                "one of them",
                'Add `geometry: areas.geojson#name`, or `blocks: ["36", "38-54"]`.',
            )
        for key in ("blocks", "except_blocks"):
            if getattr(area, key) and stated.plan.ground.blocks is None:
                yield stated.fault(
                    ("areas", i, key),
                    "blocks without a file of blocks",
                    "`blocks` under `ground`",
                    "Add `blocks: {file: blocks.geojson, id: name-of-the-id-column}` under `ground`.",
                )


def notices_order_an_area(stated: Stated) -> Iterator[Fault]:
    """A notice names areas, one of them ordered to leave."""
    kind_of = {area.id: area.kind for area in stated.plan.areas}
    for i, notice in enumerate(stated.plan.notices):
        known = [area for area in notice.areas if area in kind_of]
        if not notice.areas:
            yield stated.fault(
                ("notices", i, "areas"),
                "a notice for no area",
                "an area of the plan",
                "Name the areas that it orders.",
            )
        elif known and not any(kind_of[area] == "ordered" for area in known):
            yield stated.fault(
                ("notices", i, "areas"),
                ", ".join(f"{area} ({kind_of[area]})" for area in known),
                "at least one area of kind ordered",
                "Name the area that must leave; where people shall go stands in `to`.",
            )


def ordered_areas_have_a_notice(stated: Stated) -> Iterator[Remark]:
    """An ordered area that no notice names is examined, but has no order."""
    named = {area for notice in stated.plan.notices for area in notice.areas}
    for i, area in enumerate(stated.plan.areas):
        if area.kind == "ordered" and area.id not in named:
            yield stated.warning(("areas", i), f"No notice names the ordered area {area.id}.")


def talk_is_no_order(stated: Stated) -> Iterator[Remark]:
    """A plan that is only discussed should have issued nothing."""
    issued = [notice.id for notice in stated.plan.notices if notice.issued is not None]
    if stated.plan.status == "discussed" and issued:
        text = f"The plan's status is discussed, yet these notices were issued: {', '.join(issued)}."
        yield stated.warning(("status",), text, len(issued))


def corridors_serve_somebody(stated: Stated) -> Iterator[Fault]:
    """A corridor closed to walkers and to vehicles is none."""
    for i, corridor in enumerate(stated.plan.corridors):
        if corridor.on_foot is False and corridor.by_vehicle is False:
            yield stated.fault(
                ("corridors", i),
                "a corridor neither on foot nor by vehicle",
                "one of them, or not stated",
                "Correct on_foot or by_vehicle, or leave out what was not said.",
            )


def people_layers_count_once(stated: Stated) -> Iterator[Fault | Remark]:
    """Layers of one kind add up; one that replaces needs an earlier one of that kind."""
    layers = stated.plan.ground.people
    for i, layer in enumerate(layers):
        earlier = [other.file for other in layers[:i] if other.kind == (layer.replaces or layer.kind)]
        path = ("ground", "people", i)
        if layer.replaces is not None and not earlier:
            yield stated.fault(
                (*path, "replaces"),
                f"a layer that replaces {layer.replaces}, of which none stands before it",
                f"an earlier layer of kind {layer.replaces}",
                "List the layer that it replaces before it, or delete `replaces`.",
            )
        elif layer.replaces is None and earlier:
            text = f"{layer.file} is counted beside {', '.join(earlier)}: both are layers of {layer.kind}."
            yield Remark("inferred", stated.lines.file, f"{text} ({stated.lines.place(*path)})")
