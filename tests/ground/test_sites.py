from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.errors import InputError
from safeground.formats.geojson import write_geojson
from safeground.ground.sites import class_of_site, read_sites
from safeground.quantity import Range

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id,name,class,lon,lat,beds,patients,sensitivity,status,source,position_uncertainty_m\n"


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sites.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        read_sites(path)
    return {fault.place: fault.found for fault in error.value.faults}


def test_rows_become_sites(tmp_path: Path) -> None:
    text = (
        HEADER
        + "h,North,Hospital,34.3,31.3,120-150,90,public,working,ministry,50\n,,school,34.4,31.4,,,,,,\n"
    )
    (north, second), remarks = read_sites(table(tmp_path, text))
    assert north.site_class == "hospital"
    assert north.beds == Range(120, 150, "beds")
    assert north.patients == Range.exact(90, "patients")
    assert (north.sensitivity, north.status, north.source) == ("public", "working", "ministry")
    assert north.position_uncertainty_m == 50
    assert (second.id, second.name, second.site_class) == ("2", "2", "school")
    # Nothing stated: the position is not for the public, and beds are unknown, not none.
    assert (second.sensitivity, second.beds, second.patients) == ("restricted", None, None)
    assert remarks == ()


@pytest.mark.parametrize(
    ("called", "site_class"),
    [
        ("HOSPITAL", "hospital"),
        ("Field hospital | مستشفى", "hospital"),
        ("health_center", "clinic"),
        ("Clinic | عيادة", "clinic"),
        ("doctors", "clinic"),
        ("Water well", "water"),
        ("desalination plant", "water"),
        ("sub station", "other"),
        ("Substation", "power"),
        ("IDP camp", "shelter"),
        ("Secondary Schools", "school"),
        ("place_of_worship", "worship"),
        ("bakery", "bakery"),
        ("museum", "heritage"),
        ("kiosk", "other"),
        ("", "other"),
    ],
)
def test_classes_as_people_write_them(called: str, site_class: str) -> None:
    assert class_of_site(called) == site_class


def test_classes_that_are_not_known_are_said(tmp_path: Path) -> None:
    rows = "a,A,kiosk,34.3,31.3\nb,B,other,34.3,31.3\nc,C,,34.3,31.3\n"
    sites, (remark,) = read_sites(table(tmp_path, "id,name,class,lon,lat\n" + rows))
    assert [site.site_class for site in sites] == ["other"] * 3
    assert remark.count == 2
    assert "kiosk" in remark.text


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = HEADER + "a,A,school,34.3,31.3,-4,,,,,\na,B,school,34.3,31.3,,few,secret,,,near\n"
    found = faults_of(table(tmp_path, text))
    assert found == {
        "column id": "2 sites a",
        "row 2, column beds": "'-4', which is negative",
        "row 3, column patients": "'few', which is not a number",
        "row 3, column sensitivity": "secret",
        "row 3, column position_uncertainty_m": "'near', which is not a number",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("id,class,lon,lat\na,school,134.3,95\n", "longitude 134.3, latitude 95"),
        ("id,class,lon,lat\na,school,,31\n", "no longitude or latitude"),
        ("id,lon,lat\na,34,31\n", "the columns id, lon, lat"),
        ("id,class,lon\na,school,34\n", "the columns id, class, lon"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str, found: str) -> None:
    assert found in faults_of(table(tmp_path, text)).values()


def test_swapped_columns_are_found_by_the_plan_s_place(tmp_path: Path) -> None:
    path = table(tmp_path, "id,class,lon,lat\na,school,31.3,34.3\nb,school,31.4,34.4\n")
    assert len(read_sites(path)[0]) == 2
    with pytest.raises(InputError, match="Swap the two columns"):
        read_sites(path, near=shapely.box(34.2, 31.2, 34.5, 31.6))


def test_a_vector_file_of_points_and_outlines(tmp_path: Path) -> None:
    path = tmp_path / "sites.geojson"
    ring = shapely.Point(34.4, 31.4).buffer(0.01)
    write_geojson(
        path,
        [
            ({"name": "A", "amenity": "clinic", "beds": 20}, shapely.Point(34.3, 31.3)),
            ({"name": "B", "amenity": "school", "beds": None}, ring),
        ],
    )
    (a, b), _ = read_sites(path)
    assert (a.site_class, a.lon, a.lat, a.beds) == ("clinic", 34.3, 31.3, Range.exact(20, "beds"))
    assert ring.contains(shapely.Point(b.lon, b.lat))


def test_health_facilities_of_gaza(real_data: Path) -> None:
    sites, (remark,) = read_sites(real_data / "gaza" / "health-facilities.geojson")
    assert len(sites) == 505
    assert sum(site.site_class == "clinic" for site in sites) == 500
    assert remark.count == 5
    assert {site.sensitivity for site in sites} == {"restricted"}
