"""``assessment.gpkg``: layers with styles of their own, for QGIS and other GIS."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from safeground.publish.qgis_styles import STYLES, SYMBOL_OF_GEOMETRY, qml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.assess import Assessment
    from safeground.plan.supply_words import Opened
    from safeground.publish.document import Edition


LAYER_STYLES_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT,
    styleName TEXT, styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME
)
"""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: geometries (WGS 84) and columns of equal length."""

    name: str
    geometry_type: str
    geometry: Sequence[BaseGeometry]
    columns: dict[str, Sequence[object]]


def write_geopackage(assessment: Assessment, edition: Edition, path: Path) -> None:
    """Write the layers of an edition; for ``public`` pass the public edition.

    Layers without features are left out. Ranges are two columns, ``…_low`` and ``…_high``.
    """
    for layer in _layers(assessment, edition):
        if len(layer.geometry):
            write_layer(layer, path)
    add_styles(path)


def _layers(assessment: Assessment, edition: Edition) -> list[Layer]:
    layers = [_areas(assessment), _corridors(assessment)]
    if edition == "restricted":
        layers += [
            _left_by_block(assessment),
            _cut_streets(assessment),
            _crowds(assessment),
            _sites(assessment),
            *_supply(assessment),
        ]
    return layers


def _areas(assessment: Assessment) -> Layer:
    loaded = assessment.loaded
    areas = [area for area in loaded.plan.areas if area.id in loaded.areas]
    return Layer(
        "areas",
        "MultiPolygon",
        [multi(loaded.areas[area.id]) for area in areas],
        {
            "id": [area.id for area in areas],
            "kind": [area.kind for area in areas],
            "called": [area.called or "" for area in areas],
            "designated_by": [area.designated_by or "" for area in areas],
            "schematic": ["yes" if loaded.plan.schematic else "no" for _ in areas],
        },
    )


def _corridors(assessment: Assessment) -> Layer:
    lines = assessment.loaded.corridors
    return Layer(
        "corridors",
        "MultiLineString",
        [shapely.multilinestrings([*shapely.get_parts(line)]) for line in lines.values()],
        {"id": list(lines)},
    )


def _left_by_block(assessment: Assessment) -> Layer:
    gazetteer = assessment.loaded.gazetteer
    place = {} if gazetteer is None else dict(zip(gazetteer.ids, gazetteer.geometry, strict=True))
    rows = [
        (outcome, left)
        for outcome in assessment.outcomes
        for left in outcome.left_by_block
        if left.block in place
    ]
    return Layer(
        "people_present_and_protected",
        "MultiPolygon",
        [multi(place[left.block]) for _, left in rows],
        {
            "notice": [outcome.notice for outcome, _ in rows],
            "target": [outcome.target for outcome, _ in rows],
            "block": [left.block for _, left in rows],
            "persons_low": [left.persons.low for _, left in rows],
            "persons_high": [left.persons.high for _, left in rows],
        },
    )


def _cut_streets(assessment: Assessment) -> Layer:
    rows = [
        (outcome, street)
        for outcome in assessment.outcomes
        if outcome.cut is not None
        for street in outcome.cut.streets
    ]
    return Layer(
        "cut_streets",
        "MultiLineString",
        [shapely.multilinestrings([*shapely.get_parts(street.line)]) for _, street in rows],
        {
            "notice": [outcome.notice for outcome, _ in rows],
            "target": [outcome.target for outcome, _ in rows],
            "way_id": [street.way_id for _, street in rows],
            "name": [street.name for _, street in rows],
            "persons_per_s": [street.capacity_per_s for _, street in rows],
            "offset_h": [street.offset_h for _, street in rows],
        },
    )


def _crowds(assessment: Assessment) -> Layer:
    rows = [(outcome, outcome.crowd) for outcome in assessment.outcomes if outcome.crowd is not None]
    return Layer(
        "largest_crowds",
        "Point",
        [shapely.Point(crowd.lon, crowd.lat) for _, crowd in rows],
        {
            "notice": [outcome.notice for outcome, _ in rows],
            "target": [outcome.target for outcome, _ in rows],
            "persons": [crowd.persons for _, crowd in rows],
            "hours": [crowd.hours for _, crowd in rows],
        },
    )


def _sites(assessment: Assessment) -> Layer:
    sites = assessment.sites
    return Layer(
        "sites",
        "Point",
        [shapely.Point(site.lon, site.lat) for site in sites],
        {
            "id": [site.id for site in sites],
            "name": [site.name for site in sites],
            "class": [site.site_class for site in sites],
            "position_uncertainty_m": [site.position_uncertainty_m for site in sites],
            "sensitivity": [site.sensitivity for site in sites],
        },
    )


def _supply(assessment: Assessment) -> list[Layer]:
    """Return the crossings and stores whose place is stated, by itself or as a site's."""
    supply = assessment.loaded.plan.supply
    if supply is None:
        return []
    of_site = {site.id: (site.lon, site.lat) for site in assessment.sites}
    gates = [one for one in supply.crossings if one.at]
    stores = [(one, one.at or of_site.get(one.site or "", ())) for one in supply.stores]
    placed = [(one, at) for one, at in stores if at]
    return [
        Layer(
            "supply_crossings",
            "Point",
            [shapely.Point(one.at[0], one.at[1]) for one in gates],
            {
                "id": [one.id for one in gates],
                "name": [one.name or "" for one in gates],
                "open": [_hours(one.open) for one in gates],
                "source": [one.source or "" for one in gates],
            },
        ),
        Layer(
            "supply_stores",
            "Point",
            [shapely.Point(at[0], at[1]) for _, at in placed],
            {
                "id": [one.id for one, _ in placed],
                "name": [one.name or "" for one, _ in placed],
                "kind": [one.kind for one, _ in placed],
                "serves": ["; ".join(one.serves) for one, _ in placed],
                "stocks": ["; ".join(stock.commodity for stock in one.stocks) for one, _ in placed],
                "source": [one.source or "" for one, _ in placed],
            },
        ),
    ]


def _hours(stated: str | tuple[Opened, ...] | None) -> str:
    """Return stated hours as one text: of each time its dates, days and daily hours."""
    if stated is None or isinstance(stated, str):
        return stated or ""
    return "; ".join(
        ", ".join(
            part
            for part in (
                f"from {one.from_.isoformat(timespec='minutes')}" if one.from_ else "",
                f"until {one.until.isoformat(timespec='minutes')}" if one.until else "",
                " ".join(one.days),
                one.hours,
            )
            if part
        )
        for one in stated
    )


def multi(polygon: BaseGeometry) -> shapely.MultiPolygon:
    """Return the polygons of a geometry as one multipolygon."""
    return shapely.MultiPolygon([part for part in shapely.get_parts(polygon) if part.geom_type == "Polygon"])


def write_layer(layer: Layer, path: Path) -> None:
    """Add a layer to a file, which is made where it is not there."""
    from pyogrio import raw

    raw.write(
        path,
        geometry=shapely.to_wkb(np.asarray(layer.geometry, dtype=object)),
        field_data=[_column(values) for values in layer.columns.values()],
        fields=np.asarray(list(layer.columns), dtype=object),
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.geometry_type,
        crs="EPSG:4326",
        append=path.exists(),
        dataset_options={"VERSION": "1.2"},  # read without a warning by older programs
    )


def _column(values: Sequence[object]) -> np.ndarray[Any, Any]:
    column = np.asarray(values)
    return column if column.dtype.kind in "if" else np.asarray(values, dtype=object)


def add_styles(path: Path) -> None:
    """Add the table in which QGIS looks for a layer's default style."""
    with contextlib.closing(sqlite3.connect(path)) as store, store:
        store.execute(LAYER_STYLES_TABLE)
        store.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)",
            ("layer_styles", "layer_styles"),
        )
        layers = store.execute(
            "SELECT table_name, column_name, geometry_type_name FROM gpkg_geometry_columns ORDER BY 1"
        ).fetchall()
        store.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
            "styleName, styleQML, useAsDefault, description) VALUES ('', '', ?, ?, 'Safeground', ?, 1, ?)",
            [
                (name, column, qml(SYMBOL_OF_GEOMETRY[geometry], STYLES[name]), STYLES[name].description)
                for name, column, geometry in layers
            ],
        )
