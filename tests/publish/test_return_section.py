"""Return in the two editions: the restricted one shows people by place and day, the public one never."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from safeground import examples
from safeground.assess import Assessment, assess
from safeground.plan.model import Area
from safeground.publish.figures import Figures
from safeground.publish.public_displacement import ALL_AREAS, _is_one_block, public_displacement
from safeground.publish.redact import public_edition, rounded
from safeground.publish.report import report_html
from safeground.publish.return_chart import claims_shown, displaced_svg
from safeground.publish.return_section import return_section
from safeground.publish.write import write
from safeground.quantity import Range

if TYPE_CHECKING:
    from safeground.plan.model import Plan
    from safeground.questions.displacement.account import Displacement

CASE = Path(__file__).parents[2] / "verification" / "rafah-displaced-2024-05"


@pytest.fixture(scope="module")
def assessed() -> Assessment:
    return assess(CASE / "plan.yaml")


@pytest.fixture(scope="module")
def half_public(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The same with every claim of one source restricted."""
    folder = tmp_path_factory.mktemp("half") / "case"
    shutil.copytree(CASE, folder)
    table = folder / "claims.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    hidden = [
        line.removesuffix("public") + "restricted" if "Israeli military" in line else line for line in lines
    ]
    table.write_text("\n".join(hidden) + "\n", encoding="utf-8")
    return assess(folder / "plan.yaml")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return assess(examples.place("river-town", tmp_path_factory.mktemp("town")), seconds=5.0)


def read(page: str) -> str:
    """What a reader reads, tables and descriptions of drawings, without the style sheet."""
    return re.sub(r"<[^>]*>", " ", page.partition("<body>")[2])


def test_the_restricted_report_shows_bands_marks_and_days(assessed: Assessment) -> None:
    page = report_html(assessed, "restricted")
    assert "Claims that cannot hold together:" in page
    assert "CF063 and CF064" in page
    assert "RESTRICTED: people by place and day" in page
    assert "<title>CF071, Israeli military</title>" in page
    assert "UNRWA: without CF064" in read(page)
    displacement = assessed.returning.displacement
    drawn = displaced_svg(displacement, "rafah-governorate", Figures("restricted"), "a")
    assert drawn.count('class="band"') == 2 * len(displacement.readings)
    assert drawn.count('class="drop"') == 2 * len(claims_shown(displacement, "rafah-governorate"))


def test_the_public_report_shows_totals_of_those_who_left_and_no_place_of_stock(assessed: Assessment) -> None:
    public = public_edition(assessed)
    found = public.returning.displacement
    assert [place.id for place in found.places] == [ALL_AREAS]
    for reading in found.readings:
        for days in reading.places.values():
            assert days.present == days.arrived == days.displaced == ()
    assert found.stated == found.unused == ()
    section = return_section(public, Figures("public"))
    assert section.rows == section.unused == section.readings == ()
    page = report_html(assessed, "public")
    assert "people by place and day" not in page
    assert "ordered-part" not in page
    for figure in ("1,172,000", "1,085,000", "1,150,000", "930,000"):
        assert figure not in read(page)


def test_public_totals_rest_on_public_claims_alone(assessed: Assessment, half_public: Assessment) -> None:
    whole = public_edition(half_public)
    found = whole.returning.displacement
    # The contradiction is with a restricted claim: the public edition does not know of it.
    assert half_public.returning.displacement.conflicts == (("CF063", "CF064"),)
    assert found.conflicts == ()
    page = report_html(half_public, "public")
    assert "CF064" not in page
    assert "Israeli military" not in page
    named = {one.id: one for one in whole.findings}
    assert "cannot hold together" not in named["return.rafah.displaced"].statement
    assert (
        "cannot hold together"
        in {one.id: one for one in assessed.findings}["return.rafah.displaced"].statement
    )


def test_redacting_twice_changes_nothing(assessed: Assessment, town: Assessment) -> None:
    for one in (assessed, town):
        once = public_edition(one)
        assert public_edition(once).findings == once.findings


def test_the_way_back_is_in_public_without_its_streets(town: Assessment) -> None:
    public = public_edition(town)
    (way,) = public.returning.ways
    assert way.outcome.certificate is None
    assert way.outcome.cut is None or {street.name for street in way.outcome.cut.streets} == {""}
    said = {one.id: one.statement for one in public.findings}
    assert "the last is back after" in said["return.low-town.way"]


def test_counts_of_few_people_are_only_few_in_public(assessed: Assessment) -> None:
    displacement = assessed.returning.displacement
    (reading, *_) = displacement.readings
    days = reading.places["rafah-governorate"]
    few = replace(days, gone=(Range(12.0, 437.0, "persons"), *days.gone[1:]))
    given = replace(displacement, readings=(replace(reading, places={"rafah-governorate": few}),))
    public = public_displacement(given, assessed.loaded.plan, rounded, 1000)
    assert public.readings[0].places[ALL_AREAS].gone[0] == Range(0.0, 1000.0, "persons")


def test_an_area_that_is_one_block_is_in_no_public_total(town: Assessment) -> None:
    whole = town.returning.displacement
    assert "block-305" in {place.id for place in whole.places}
    found = public_edition(town).returning.displacement
    assert found.places == found.readings == ()
    section = return_section(public_edition(town), Figures("public"))
    assert section.charts == ()
    page = report_html(town, "public")
    assert "People who left" not in page
    assert "People who left <bdi>block-305</bdi>" in report_html(town, "restricted")


def test_figures_of_one_block_are_in_no_public_finding(town: Assessment) -> None:
    whole = {one.id: one for one in town.findings}
    public = {one.id: one for one in public_edition(town).findings}
    for what in ("displaced", "days", "person-days"):
        name = f"return.upper-quarter.{what}"
        assert whole[name].figure is not None
        assert public[name].figure is None
        assert public[name].answer == whole[name].answer
        assert not re.search(r"[0-9]{2}", public[name].statement)


def two_areas(assessed: Assessment, **more: str) -> tuple[Displacement, Plan]:
    """Return the account and the plan with its place of the ordered area twice."""
    displacement, plan = assessed.returning.displacement, assessed.loaded.plan
    (place,) = (one for one in displacement.places if one.id == "rafah-governorate")
    words = plan.displacement
    (named,) = (one for one in words.places if one.id == "rafah-governorate")
    twin = msgspec.structs.replace(named, id="twin", called=())
    plan = msgspec.structs.replace(
        plan, displacement=msgspec.structs.replace(words, places=(*words.places, twin))
    )
    readings = tuple(
        replace(one, places={**one.places, "twin": one.places[place.id]}) for one in displacement.readings
    )
    places = (*displacement.places, replace(place, id="twin", within=more.get("within")))
    return replace(displacement, places=places, readings=readings), plan


def test_areas_are_added_up_and_people_of_two_count_once_at_the_least(assessed: Assessment) -> None:
    displacement, plan = two_areas(assessed)
    total = public_displacement(displacement, plan, lambda one: one, 0)
    for whole, added in zip(displacement.readings, total.readings, strict=True):
        one, all_of_them = whole.places["twin"], added.places[ALL_AREAS]
        assert [each.low for each in all_of_them.gone] == [each.low for each in one.gone]
        assert [each.high for each in all_of_them.gone] == [2 * each.high for each in one.gone]
        assert [each.low for each in all_of_them.moved] == [2 * each.low for each in one.moved]
        assert all_of_them.person_days.low == one.person_days.low


def test_an_area_inside_another_is_not_counted_twice(assessed: Assessment) -> None:
    displacement, plan = two_areas(assessed, within="rafah-governorate")
    total = public_displacement(displacement, plan, lambda one: one, 0)
    for whole, added in zip(displacement.readings, total.readings, strict=True):
        assert added.places[ALL_AREAS].gone == whole.places["rafah-governorate"].gone


@pytest.mark.parametrize(
    ("blocks", "one"),
    [
        (("305",), True),
        (("A-12",), True),
        (("201-217",), False),
        (("1, 2",), False),
        (("1", "2"), False),
        ((), False),
    ],
)
def test_one_block_is_told_from_several(blocks: tuple[str, ...], one: bool) -> None:
    assert _is_one_block(Area(id="x", kind="ordered", blocks=blocks)) is one


def test_a_place_of_which_no_claim_tells_is_named_and_not_drawn(town: Assessment) -> None:
    section = return_section(town, Figures("restricted"))
    assert [one.place for one in section.charts] == ["block-305"]
    assert section.unbounded == ("hill-meadows",)


def test_both_editions_are_written_and_nothing_restricted_is_public(
    half_public: Assessment, tmp_path: Path
) -> None:
    write(half_public, tmp_path / "out", lambda _: None)
    table = (tmp_path / "out" / "restricted" / "displacement.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(table.splitlines()))[1:]
    (row,) = (
        one
        for one in rows
        if (one["place"], one["day"], one["reading"]) == ("rafah-governorate", "2024-05-28", "UNRWA")
    )
    # Nobody bounds who came after 20 May: an empty cell, not 0.
    assert (row["present_low"], row["present_high"]) == ("160000", "")
    assert not (tmp_path / "out" / "public" / "displacement.csv").exists()
    for path in (tmp_path / "out" / "public").rglob("*"):
        if path.is_file():
            assert b"Israeli military" not in path.read_bytes(), path.name
            assert b"CF071" not in path.read_bytes(), path.name


def test_a_plan_without_claims_has_no_chart(assessed: Assessment) -> None:
    assert return_section(replace(assessed, returning=None), Figures("restricted")) is None


FEW_PLAN = """\
plan: Few people
status: in force
as_of: 2026-03-31T12:00Z
time_zone: Etc/UTC
ground: {}
areas:
  - {id: old-town, kind: ordered, geometry: areas.geojson}
notices:
  - {id: n1, areas: [old-town], issued: 2026-03-01T00:00Z}
displacement:
  first_day: 2026-03-01
  places:
    - {id: old, called: [Old town], area: old-town, people_before: 10000}
ledger: claims.csv
"""
FEW_CLAIMS = """\
id,kind,subject,measure,qualifier,value,low,high,unit,valid_from,valid_to,valid_basis,published,zone,\
stated_by,source_kind,sensitivity
A,figure,Old town ->,people_moved,exact,{0},{0},{0},people,2026-03-01,2026-03-01,stated,2026-03-02,Etc/UTC,\
Monitor,named,public
B,figure,Old town ->,people_moved,exact,0,0,0,people,2026-03-02,2026-03-31,stated,2026-03-31,Etc/UTC,\
Monitor,named,public
C,figure,-> Old town,people_arrived,exact,0,0,0,people,2026-03-01,2026-03-31,stated,2026-03-31,Etc/UTC,\
Monitor,named,public
"""
SQUARE = (
    '{"type": "Polygon", "coordinates": [[[10.0, 50.0], [10.02, 50.0], [10.02, 50.01], [10.0, 50.01], '
    "[10.0, 50.0]]]}"
)


@pytest.mark.parametrize(("people", "few"), [(50, True), (5000, False)])
def test_days_of_few_people_do_not_tell_how_few(tmp_path: Path, people: int, few: bool) -> None:
    (tmp_path / "plan.yaml").write_text(FEW_PLAN, encoding="utf-8")
    (tmp_path / "claims.csv").write_text(FEW_CLAIMS.format(people), encoding="utf-8")
    (tmp_path / "areas.geojson").write_text(SQUARE, encoding="utf-8")
    whole = assess(tmp_path / "plan.yaml")
    public = public_edition(whole)
    own, shown = (
        next(one for one in edition.findings if one.id == "return.old-town.person-days")
        for edition in (whole, public)
    )
    # 31 ends of days, as everybody can count.
    assert own.figure.range == Range(31.0 * people, 31.0 * people, "person_days")
    total = public.returning.displacement.readings[0].places[ALL_AREAS].person_days
    if few:
        assert (shown.figure.range.low, shown.figure.range.high) == (0, 31_000)
        assert "1,500" not in shown.statement
        assert "1,600" not in shown.statement
        assert (total.low, total.high) == (0, 31_000)
    else:
        assert (shown.figure.range.low, shown.figure.range.high) == (150_000, 160_000)
        assert (total.low, total.high) == (150_000, 160_000)
