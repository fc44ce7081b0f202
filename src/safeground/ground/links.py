"""A links table → streets: for places without a map, and for networks drawn by hand.

Columns: ``from``, ``to`` (names of nodes), ``class``; ``from_lon``, ``from_lat``, ``to_lon``, ``to_lat``
(each node in one of its rows at least); optional ``length_m`` (else the geodesic between the nodes),
``width_m`` (the whole street's, walkable) or ``lanes``, both possibly ranges, ``oneway``, ``name``.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.errors import FaultList
from safeground.formats.projection import geodesic_m
from safeground.formats.tables import Table, parse_number, read_table
from safeground.ground.counts import counts_or_fault
from safeground.ground.streets import Streets
from safeground.ground.widths import width_by_class
from safeground.remarks import Remark
from safeground.standards import class_of, street_classes

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.plan.model import StreetGrade

    Ends = tuple[float, float]

ONEWAY: Final = {"": 0, "no": 0, "0": 0, "false": 0, "yes": 1, "1": 1, "true": 1, "-1": -1}
SAME_PLACE_M: Final = 1.0
"""Two rows may place a node this far apart (rounded coordinates)."""
SHORTER_THAN_STRAIGHT: Final = 0.99


@dataclass(frozen=True, slots=True)
class _Link:
    """One row, understood; lengths, widths and lanes are None where not stated."""

    row: int
    tail: str
    head: str
    street_class: str
    length_m: float | None
    width_m: Ends | None
    lanes: Ends | None
    oneway: int
    name: str

    def key(self) -> tuple[object, ...]:
        """Return what makes two rows the same street: a row for each direction is one street."""
        ends = (self.tail, self.head) if self.oneway else tuple(sorted((self.tail, self.head)))
        return (*ends, self.street_class, self.length_m, self.width_m, self.lanes, self.oneway, self.name)


def read_links(path: Path, grade: StreetGrade) -> Streets:
    """Read a table of links (CSV or XLSX).

    Raises
    ------
    InputError
        A missing column, a negative or text length, a width or lanes of 0, an unknown class (with the
        nearest known one), a node without a place or in two places, coordinates out of range, no link.
    """
    table = read_table(path, required=("from", "to", "class"))
    faults = FaultList(path)
    places = _places(table, faults)
    links = [link for i in range(len(table)) if (link := _link(table, i, faults)) is not None]
    unplaced = sorted({node for link in links for node in (link.tail, link.head)} - places.keys())
    if unplaced:
        shown = ", ".join(unplaced[:5]) + (" …" if len(unplaced) > 5 else "")
        fix = "Fill in from_lon, from_lat, to_lon and to_lat in one row of each node at least."
        faults.add("", f"{len(unplaced)} nodes without a place: {shown}", "a place for every node", fix)
    loops = [link for link in links if link.tail == link.head]
    streets = list({link.key(): link for link in reversed(links) if link.tail != link.head}.values())[::-1]
    if not streets and not len(faults):
        faults.add("", "no link between two nodes", "one at least", "Name the table that has the links.")
    faults.raise_if_any()
    remarks = list(table.remarks)
    if loops:
        text = "Links that end at the node where they start were left out."
        remarks.append(Remark("left out", table.file, text, len(loops)))
    if repeated := len(links) - len(loops) - len(streets):
        text = "Rows that repeat a street, or say its other direction, were left out: a street is one link."
        remarks.append(Remark("left out", table.file, text, repeated))
    return _streets(table.file, streets, places, grade, remarks)


def _places(table: Table, faults: FaultList) -> dict[str, Ends]:
    """Return where each node is; note the nodes that two rows place apart."""
    places: dict[str, Ends] = {}
    apart: set[str] = set()
    for end in ("from", "to"):
        columns = [table.columns.get(f"{end}_{axis}") for axis in ("lon", "lat")]
        if columns[0] is None or columns[1] is None:
            continue
        for i, (node, *cells) in enumerate(zip(table.columns[end], columns[0], columns[1], strict=True)):
            if not any(cells):
                continue
            place = _place(cells, f"{table.row_place(i)}, columns {end}_lon and {end}_lat", faults)
            known = places.setdefault(node, place) if place else None
            if place and known and geodesic_m(*place, *known) > SAME_PLACE_M and node not in apart:
                apart.add(node)
                found = f"node {node} at {place[0]:g} {place[1]:g} and at {known[0]:g} {known[1]:g}"
                faults.add(table.row_place(i), found, "one place a node", "Correct one, or name two nodes.")
    return places


def _place(cells: list[str], at: str, faults: FaultList) -> Ends | None:
    try:
        lon, lat = (parse_number(cell) for cell in cells)
    except ValueError as error:
        faults.add(at, str(error), "degrees", "Correct the cell.")
        return None
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
        found = f"longitude {cells[0] or 'empty'}, latitude {cells[1] or 'empty'}"
        expected = "a longitude of -180 to 180 and a latitude of -90 to 90"
        faults.add(at, found, expected, "Give both in degrees (WGS 84), longitude in the column lon.")
        return None
    return lon, lat


def _link(table: Table, i: int, faults: FaultList) -> _Link | None:
    """Return row ``i`` as a link, or None with its faults noted."""

    def cell(name: str) -> str:
        return table.columns[name][i] if name in table.columns else ""

    before = len(faults)
    at = table.row_place(i)
    for end in ("from", "to"):
        if not cell(end):
            faults.add(f"{at}, column {end}", "an empty cell", "a node's name", "Fill it in.")
    street_class = class_of(cell("class").lower())
    if street_class is None:
        near = get_close_matches(cell("class").lower(), street_classes(), n=1, cutoff=0.5)
        expected = f"one of {', '.join(street_classes())}"
        fix = f"Write {near[0]}." if near else "Write the nearest of them; road where it is not known."
        faults.add(f"{at}, column class", cell("class") or "an empty cell", expected, fix)
    length = counts_or_fault(cell("length_m"), f"{at}, column length_m", "a length in metres", faults)
    if length and length[0] != length[1]:
        faults.add(f"{at}, column length_m", cell("length_m"), "one length", "Write one length.")
    sizes = {}
    for name, what in (("width_m", "a width in metres"), ("lanes", "lanes of both directions")):
        sizes[name] = counts_or_fault(cell(name), f"{at}, column {name}", what, faults)
        if sizes[name] and sizes[name][0] == 0:  # type: ignore[index]
            fix = "Give the width, leave the cell empty where unknown, or delete a link that nobody can pass."
            faults.add(f"{at}, column {name}", cell(name), f"{what} above 0", fix)
    if cell("oneway").lower() not in ONEWAY:
        faults.add(f"{at}, column oneway", cell("oneway"), "yes, no or -1", "Correct the cell.")
    if len(faults) > before or street_class is None:
        return None
    return _Link(
        row=table.rows[i],
        tail=cell("from"),
        head=cell("to"),
        street_class=street_class,
        length_m=length[0] if length else None,
        width_m=sizes["width_m"],
        lanes=sizes["lanes"],
        oneway=ONEWAY[cell("oneway").lower()],
        name=cell("name"),
    )


def _streets(
    file: str, links: list[_Link], places: dict[str, Ends], grade: StreetGrade, remarks: list[Remark]
) -> Streets:
    classes = street_classes()
    of_class = [classes[link.street_class] for link in links]
    names = sorted({node for link in links for node in (link.tail, link.head)})
    index = {name: i for i, name in enumerate(names)}
    lon, lat = (np.array([places[name][axis] for name in names]) for axis in (0, 1))
    tail, head = (np.array([index[getattr(link, end)] for link in links]) for end in ("tail", "head"))
    straight = geodesic_m(lon[tail], lat[tail], lon[head], lat[head])
    stated = np.array([np.nan if link.length_m is None else link.length_m for link in links])
    length = np.where(np.isnan(stated), straight, stated)
    widths = [
        link.width_m or width_by_class(street, link.lanes)
        for link, street in zip(links, of_class, strict=True)
    ]
    lanes = [
        link.lanes or (street.lanes.low, street.lanes.high)
        for link, street in zip(links, of_class, strict=True)
    ]
    said = (
        ("inferred", "Links without a length are as long as the straight line.", np.isnan(stated).sum()),
        (
            "warning",
            "Links are shorter than the straight line between their nodes; their stated length is used.",
            (length < SHORTER_THAN_STRAIGHT * straight).sum(),
        ),
        (
            "inferred",
            "Links without a width have the range of their class or lanes.",
            sum(link.width_m is None for link in links),
        ),
    )
    remarks = remarks + [Remark(kind, file, text, int(n)) for kind, text, n in said if n]  # type: ignore[arg-type]
    return Streets(
        lon=lon,
        lat=lat,
        cut=np.zeros(len(names), dtype=bool),
        tail=tail.astype(np.int64),
        head=head.astype(np.int64),
        length_m=length,
        street_class=np.array([list(classes).index(link.street_class) for link in links], dtype=np.int64),
        classes=tuple(classes),
        width_low_m=np.array([low for low, _ in widths]),
        width_high_m=np.array([high for _, high in widths]),
        lanes_low=np.array([low for low, _ in lanes]),
        lanes_high=np.array([high for _, high in lanes]),
        oneway=np.array([link.oneway for link in links], dtype=np.int64),
        on_foot=np.array([street.on_foot for street in of_class], dtype=bool),
        by_vehicle=np.array([street.by_vehicle for street in of_class], dtype=bool),
        way_id=np.array([link.row for link in links], dtype=np.int64),
        name=np.array([link.name for link in links], dtype=np.str_),
        line_start=2 * np.arange(len(links) + 1, dtype=np.int64),
        line_lon=np.stack([lon[tail], lon[head]], axis=1).ravel(),
        line_lat=np.stack([lat[tail], lat[head]], axis=1).ravel(),
        grade=grade,
        remarks=tuple(remarks),
    )
