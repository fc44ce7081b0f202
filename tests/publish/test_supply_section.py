"""The section for *supply*: its drawings tell in words what they show, tables have headers and captions."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
import shapely
from pyogrio import list_layers, raw
from tests.supply_town import write_town

from safeground import examples
from safeground.assess import assess
from safeground.publish.redact import public_edition
from safeground.publish.report import report_html
from safeground.publish.stock_windows import stock_windows
from safeground.publish.supply_csv import supply_tables
from safeground.publish.supply_section import supply_shown
from safeground.publish.write import write
from safeground.wording import percent

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.assess import Assessment

BEGINS = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return assess(write_town(tmp_path_factory.mktemp("town")))


def section(page: str) -> str:
    start = page.index('<section id="supply"')
    return page[start : page.index("</section>", start)]


def drawings(markup: str) -> list[ET.Element]:
    return [ET.fromstring(f"<g>{one}</g>")[0] for one in re.findall(r"<svg .*?</svg>", markup, flags=re.S)]


def test_the_first_sentence_answers_the_question(town: Assessment) -> None:
    for edition in ("restricted", "public"):
        text = section(report_html(town, edition))
        lead = re.search(r'<p class="lead-in">(.*?)</p>', text)
        assert lead is not None
        assert lead.group(1).startswith("Not all that is needed, even with everything working: of water ")


def test_each_caveat_is_said_once_and_no_row_repeats_it(town: Assessment) -> None:
    text = section(report_html(town, "restricted"))
    caveats = {
        sentence for one in town.findings if one.question == "supply" for sentence in one.caveat.split(". ")
    }
    assert len(caveats) > 4
    for sentence in caveats:
        assert text.count(sentence.rstrip(".")) == 1, sentence


def test_every_table_has_a_caption_and_column_headers(town: Assessment) -> None:
    text = section(report_html(town, "restricted"))
    tables = re.findall(r"<table.*?</table>", text, flags=re.S)
    assert len(tables) >= 4
    for table in tables:
        assert "<caption>" in table
        assert 'scope="col"' in table


def test_charts_by_day_have_title_and_words_and_each_stage_its_own_stroke(town: Assessment) -> None:
    shown = supply_shown(town.supply, [one for one in town.findings if one.question == "supply"])
    assert shown is not None
    for part in shown.commodities:
        wide, narrow = drawings(part.chart)
        for drawing in (wide, narrow):
            told = {drawing.find(tag).get("id") for tag in ("title", "desc")}
            assert set(drawing.get("aria-labelledby").split()) == told
            kinds = {one.get("class") for one in drawing.iter("polyline")}
            assert kinds == {"stage in", "stage col", "stage del"}
        assert part.commodity in wide.find("title").text
        assert "used against need" in wide.find("desc").text


def windows(town: Assessment, *, wide: bool = True) -> ET.Element:
    return ET.fromstring(
        str(stock_windows(town.supply.stocks, BEGINS, 4, ZoneInfo("UTC"), wide=wide, ident="s"))
    )


def test_a_window_stands_where_its_stock_runs_dry(town: Assessment) -> None:
    # 1000 litres at 500 a day: dry two of the four days on, to the minute.
    root = windows(town)
    (box,) = root.iter("rect")
    axis = next(one.get("d") for one in root.iter("path") if one.get("stroke-width") == "1")
    left, right = (float(end) for end in re.findall(r"[\d.]+", axis)[::2])
    assert float(box.get("x")) == pytest.approx((left + right) / 2, abs=0.2)
    assert box.get("fill") == "currentColor"
    assert "between 06 March, 00:00 and 06 March, 00:00" in root.find("desc").text
    assert [one.text for one in root.iter("text")][1:] == ["4 Mar", "5 Mar", "6 Mar", "7 Mar", "8 Mar"]


def test_a_stock_of_which_little_is_known_is_dashed_and_one_that_lasts_a_line(tmp_path) -> None:
    path = write_town(
        tmp_path,
        (
            "{commodity: fuel, amount: 1000, burn: 500, burn_unit: l_per_day, as_of: 2026-03-04T00:00,",
            "{commodity: fuel, trend: falling,",
        ),
    )
    unknown = windows(assess(path))
    (box,) = unknown.iter("rect")
    assert (box.get("fill"), box.get("stroke-dasharray")) == (None, "3 3")
    assert "hospital, fuel: not known" in unknown.find("desc").text


def test_the_public_section_has_no_stock_of_a_site(town: Assessment) -> None:
    public = public_edition(town)
    shown = supply_shown(public.supply, [one for one in public.findings if one.question == "supply"])
    assert shown is not None
    assert shown.stocks == shown.shares == ()
    assert shown.windows is None
    text = section(report_html(town, "public"))
    assert "RESTRICTED" not in text
    assert "When stocks run dry" not in text


def test_a_plan_without_supplies_has_no_section() -> None:
    assert supply_shown(None, []) is None


def test_days_before_the_first_that_is_examined_are_on_the_axis(town: Assessment) -> None:
    later = BEGINS + timedelta(days=5)
    drawn = stock_windows(town.supply.stocks, later, 2, ZoneInfo("UTC"), wide=False, ident="s")
    days = [one.text for one in ET.fromstring(str(drawn)).iter("text")][1:]
    assert days[0] == "6 Mar"


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(table.removeprefix("\ufeff").splitlines()))[1:]


def test_tables_say_what_the_section_says(town: Assessment) -> None:
    tables = supply_tables(town.supply)
    assert set(tables) == {"supplies.csv", "supply_places.csv", "supply_stocks.csv"}
    days = rows_of(tables["supplies.csv"])
    for course in town.supply.outcome.courses:
        own = [row for row in days if row["commodity"] == course.commodity]
        assert [row["day"] for row in own] == ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"]
        for column, amounts in (("needed_at_most", course.needed), ("used", course.used)):
            assert [float(row[column]) for row in own] == pytest.approx(list(amounts))
    (stock,) = rows_of(tables["supply_stocks.csv"])
    assert stock["dry_at_earliest"] == stock["dry_at_latest"] == "2026-03-06T00:00+00:00"
    assert stock["fails_with_it"] == "wards"
    places = {(row["place"], row["commodity"]): row for row in rows_of(tables["supply_places.csv"])}
    assert (
        float(places["old", "water"]["share_at_worst"]) <= float(places["old", "water"]["share_at_best"]) < 1
    )


def test_an_end_that_is_not_known_is_an_empty_cell(tmp_path: Path) -> None:
    stock = "{commodity: fuel, amount: 1000, burn: 500, burn_unit: l_per_day, as_of: 2026-03-04T00:00,"
    words = "{commodity: fuel, words: a few hours, as_of: 2026-03-04T00:00,"
    tables = supply_tables(assess(write_town(tmp_path, (stock, words))).supply)
    (row,) = rows_of(tables["supply_stocks.csv"])
    assert (row["dry_at_earliest"], row["dry_at_latest"]) == ("2026-03-04T00:00+00:00", "")
    assert row["answer"] == "unknown"
    assert row["missing"]


def test_tables_and_layers_are_in_the_restricted_edition_alone(town: Assessment, tmp_path: Path) -> None:
    write(town, tmp_path / "out", lambda _: None)
    for name in ("supplies.csv", "supply_places.csv", "supply_stocks.csv"):
        assert (tmp_path / "out" / "restricted" / name).is_file()
        assert not (tmp_path / "out" / "public" / name).exists()
    found = {
        edition: {str(name) for name, _ in list_layers(tmp_path / "out" / edition / "assessment.gpkg")}
        for edition in ("restricted", "public")
    }
    assert "supply_crossings" in found["restricted"]
    assert not {"supply_crossings", "supply_stores"} & found["public"]
    meta, _, geometry, columns = raw.read(
        tmp_path / "out" / "restricted" / "assessment.gpkg", layer="supply_crossings"
    )
    named = dict(zip(meta["fields"], columns, strict=True))
    assert list(named["id"]) == ["north", "south"]
    assert shapely.from_wkb(geometry)[0].equals(shapely.Point(10.0, 50.02))


def test_a_share_that_is_round_but_for_the_margin_of_its_bound_stays_so(tmp_path: Path) -> None:
    whole = assess(examples.place("khan-younis-2023-12", tmp_path / "plan"))
    for one in (whole, public_edition(whole)):
        (need,) = (each for each in one.findings if each.id == "supply.need.fuel")
        assert "at most 50 %" in need.statement
        assert percent(need.figure.range) == "0 to 50 %"
