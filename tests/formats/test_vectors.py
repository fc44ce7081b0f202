"""Vector files: five formats give the same features; what is damaged or placeless is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from safeground.errors import InputError
from safeground.formats.projection import geodesic_m
from safeground.formats.vectors import read_features

if TYPE_CHECKING:
    from pathlib import Path

SQUARES = [shapely.box(34.2 + 0.1 * i, 31.2, 34.25 + 0.1 * i, 31.25) for i in range(3)]
NAMES = ["220.10", "خان يونس", "Слов'янськ"]
DRIVERS = {
    ".geojson": "GeoJSON",
    ".gpkg": "GPKG",
    ".fgb": "FlatGeobuf",
    ".kml": "KML",
    ".shp": "ESRI Shapefile",
}


def write(
    path: Path,
    geometry: list[Any] = SQUARES,
    columns: dict[str, list[Any]] | None = None,
    crs: str | None = "EPSG:4326",
    **options: Any,
) -> Path:
    import pyogrio

    columns = {"name": NAMES} if columns is None else columns
    arrays = [
        np.array(values, dtype=object if isinstance(values[0], str) else None) for values in columns.values()
    ]
    wkb = np.array([None if one is None else shapely.to_wkb(one) for one in geometry], dtype=object)
    pyogrio.raw.write(
        path,
        wkb,
        arrays,
        list(columns),
        driver=DRIVERS[path.suffix],
        geometry_type="Polygon",
        crs=crs,
        **options,
    )
    return path


def fault_of(path: Path, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        read_features(path, **options)
    return str(caught.value)


@pytest.mark.parametrize("ending", DRIVERS)
def test_each_format_gives_the_same_features(tmp_path: Path, ending: str) -> None:
    features = read_features(write(tmp_path / f"squares{ending}", encoding="UTF-8"))
    assert len(features) == 3
    names = features.columns["Name" if ending == ".kml" else "name"]
    # FlatGeobuf stores features in the order of its index.
    by_name = dict(zip(names, features.geometry, strict=True))
    assert set(by_name) == set(NAMES)
    assert all(
        by_name[name].normalize().equals_exact(box.normalize(), 1e-7)
        for name, box in zip(NAMES, SQUARES, strict=True)
    )
    assert features.file == f"squares{ending}"


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".shp", ".geojson"])
def test_other_reference_systems_are_turned_into_degrees(tmp_path: Path, ending: str) -> None:
    from pyproj import Transformer

    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32636", always_xy=True)
    there = [shapely.transform(one, lambda at: np.column_stack(to_utm.transform(*at.T))) for one in SQUARES]
    options = {"RFC7946": "NO"} if ending == ".geojson" else {}
    features = read_features(write(tmp_path / f"utm{ending}", there, crs="EPSG:32636", **options))
    in_order = features.geometry[np.argsort(shapely.bounds(features.geometry)[:, 0])]
    got, expected = (shapely.get_coordinates(shapely.centroid(g)) for g in (in_order, SQUARES))
    assert geodesic_m(*got.T, *expected.T).max() < 1.0


def test_text_stays_text_and_missing_is_none(tmp_path: Path) -> None:
    columns = {"id": ["220.10", "2023-12-04", ""], "persons": [1.0, np.nan, 3.5]}
    features = read_features(write(tmp_path / "a.geojson", columns=columns))
    assert features.columns["id"] == ["220.10", "2023-12-04", ""]
    assert features.columns["persons"] == [1.0, None, 3.5]


def test_a_feature_without_geometry_is_none_and_heights_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    ring = [[34.2, 31.2, 9], [34.3, 31.2, 9], [34.3, 31.3, 9], [34.2, 31.2, 9]]
    features = [
        {"type": "Feature", "properties": {}, "geometry": None},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}},
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    geometry = read_features(path).geometry
    assert geometry[0] is None
    assert not shapely.has_z(geometry[1])


def test_all_layers_are_read_together_and_said_or_one_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", layer="north")
    write(path, SQUARES[:1], {"name": ["x"], "extra": [7]}, layer="south", append=True)
    both = read_features(path)
    assert (len(both), both.columns["extra"]) == (4, [None, None, None, 7])
    assert [(remark.kind, remark.count) for remark in both.remarks] == [("inferred", 2)]
    assert read_features(path, layer="south").columns["name"] == ["x"]
    assert "one of north, south" in fault_of(path, layer="east")


def test_a_file_without_reference_system_is_refused_beside_one_that_has_it(tmp_path: Path) -> None:
    for ending in (".gpkg", ".fgb", ".shp"):
        assert len(read_features(write(tmp_path / f"with{ending}"))) == 3
        with pytest.warns(UserWarning, match="crs"):
            path = write(tmp_path / f"without{ending}", crs=None)
        said = fault_of(path)
        assert "no coordinate reference system" in said
        assert "Set the layer's CRS" in said


@pytest.mark.parametrize("ending", DRIVERS)
@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, ending: str, share: float) -> None:
    boxes = [shapely.box(34 + i / 1000, 31, 34.0005 + i / 1000, 31.5) for i in range(300)]
    path = write(tmp_path / f"a{ending}", boxes, {"name": ["x" * 20] * 300})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert "cut short" in fault_of(path)


def test_coordinates_that_are_not_on_the_earth_are_refused_with_the_likely_cause(tmp_path: Path) -> None:
    exchanged = write(
        tmp_path / "exchanged.geojson", [shapely.box(31.2, 134.2, 31.3, 134.3)], {"name": ["x"]}
    )
    assert "swapped" in fault_of(exchanged)
    metres = write(
        tmp_path / "metres.geojson", [*SQUARES[:1], shapely.box(6e5, 3e6, 7e5, 4e6)], {"name": ["x", "y"]}
    )
    said = fault_of(metres)
    assert "feature 2" in said
    assert "true CRS" in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.geojson", None, "no such file"),
        ("a.docx", "x", "a file ending in .docx"),
        ("a.geojson", "", "cannot be read"),
        ("a.geojson", '{"type": "FeatureCollection", "features": []}', "no feature"),
        ("a.geojson", "lon,lat\n1,2\n", "cannot be read"),
        ("a.shp", "", "cut short"),
    ],
)
def test_what_is_no_vector_file_is_refused(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    assert said in fault_of(tmp_path / name)


def test_real_block_map_and_orders(real_data: Path) -> None:
    blocks = read_features(real_data / "gaza" / "blocks.geojson")
    assert len(blocks) == 628
    assert {36.0, 220.1, 0.0} <= set(blocks.columns["Block"])
    assert shapely.is_valid(blocks.geometry).all()
    orders = read_features(real_data / "gaza" / "orders-2023-12.geojson")
    assert len(orders) == 125
    assert str(orders.columns["Date"][0]).startswith("Fri, 08 Dec 2023")


def test_real_kml_keeps_its_invalid_polygons_as_drawn(real_data: Path) -> None:
    features = read_features(real_data / "robustness" / "fl-escambia-everything.kml")
    assert len(features) == 5
    assert (~shapely.is_valid(features.geometry)).sum() == 4
    assert features.columns["EVAC_ZONE"][:2] == ["A", "B"]
