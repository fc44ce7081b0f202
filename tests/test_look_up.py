"""`safeground lookup`: what it prints, and what it says to wrong questions."""

import numpy as np
import pytest
import shapely

from safeground import examples
from safeground.cli import main
from safeground.commands.publishing import _moment
from safeground.look_up import look_up
from safeground.plan.load import load_plan

TIME = "2026-03-04T06:30-02:00"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return examples.place("river-town", tmp_path_factory.mktemp("plan") / "river")


@pytest.fixture(scope="module")
def strip(tmp_path_factory):
    return examples.place("khan-younis-2023-12", tmp_path_factory.mktemp("plan") / "strip")


def run(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(["lookup", *map(str, words)])
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


def test_a_block_under_an_order(town, capsys):
    code, out, _ = run(capsys, town, "--block", "٢٠١", "--time", TIME)
    assert code == 0
    for words in (
        "Block 201\n",
        "Recorded up to Wednesday 4 March 2026, 06:15 (UTC−02:00)",
        "Not an order.",
        "Area ordered to be left: low-town",
        "By when: Wednesday 4 March 2026, 07:00 (UTC−02:00)",
        "Where to: fairground: designated by Flood Directorate as “reception area”: a claim",
        "Whom to ask: freephone 100",
        "From whom: Flood Directorate",
        "keep their protection",
    ):
        assert words in out, words


def test_a_point_outside_all_areas(town, capsys):
    loaded = load_plan(town)
    ordered = shapely.union_all(list(loaded.areas.values()))
    west, south, east, north = shapely.total_bounds(loaded.gazetteer.geometry)
    grid = shapely.points(
        [(x, y) for x in np.linspace(west, east, 20) for y in np.linspace(south, north, 20)]
    )
    inside = max(grid, key=lambda point: point.distance(ordered))
    assert inside.distance(ordered) > 0.001
    code, out, _ = run(capsys, town, "--at", f"{inside.x},{inside.y}", "--time", TIME)
    assert code == 0
    assert "No designation is recorded for this place; protection still applies." in out
    assert "Area" not in out


def test_after_the_message_ended_nobody_can_say(town, capsys):
    code, out, _ = run(capsys, town, "--block", "201", "--time", "2026-03-09T06:30-02:00")
    assert code == 0
    assert "Not known whether still in force" in out
    assert "Those who are still there keep their protection." in out
    assert "No designation" not in out


def test_a_street_by_name_lies_in_areas_in_part(town, capsys):
    code, out, _ = run(capsys, town, "--place", "MILL road", "--time", TIME)
    assert code == 0
    assert out.startswith("Mill Road\n")
    assert "% of it lies in this area" in out or "All of it" in out


def test_orders_that_name_different_destinations_are_both_shown(strip, capsys):
    code, out, _ = run(capsys, strip, "--at", "34.30,31.34", "--time", "2023-12-04T12:00+02:00")
    assert code == 0
    assert "The notices disagree here." in out
    assert "Notice: order-2023-12-01" in out
    assert "Notice: order-2023-12-03" in out


@pytest.mark.parametrize("language", ["ar", "he", "uk"])
def test_other_languages_isolate_what_is_not_theirs(town, language):
    out = look_up(town, time=_moment(TIME), block="201", language=language)
    assert "Flood Directorate" in out
    assert sum(map(out.count, "\u2066\u2067\u2068")) == out.count("\u2069")
    assert ("\u2069" in out) == (language != "uk")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "found none of them; expected one of --at, --block and --place"),
        (["--block", "201", "--place", "x"], "found --block and --place"),
        (["--block", "2010"], "found the block 2010; expected an id of the gazetteer. Nearest: "),
        (["--block", "201-203"], "201-203, which is 3 blocks"),
        (["--block", "218"], "Name its sub-blocks: 218.1, 218.2"),
        (["--place", "Atlantis"], "Not to be found says nothing about the place."),
        (["--place", ""], "found ''"),
        (["--place", "mil"], "Mill Road (street)"),
        (["--at", "12"], "lon,lat in degrees"),
        (["--at", "x,y"], "lon,lat in degrees"),
        (["--at", "nan,1"], "off the plan's territory"),
        (["--at", "30,-38"], "Swap them: --at -38,30"),
        (["--at", "40,1"], "off the plan's territory"),
        (["--at", "400,1"], "off the plan's territory"),
        (["--block", "201", "--time", "noon"], "--time: found 'noon'; expected a time with offset"),
        (["--block", "201", "--time", "2026-03-04T06:30"], "expected a time with offset"),
        (["--block", "201", "--language", "xx"], "error: "),
    ],
)
def test_wrong_questions_are_answered_with_what_to_mend(town, capsys, words, said):
    code, out, err = run(capsys, town, *words)
    assert code == 2
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_a_plan_without_blocks_says_how_else_to_ask(strip, capsys):
    code, _, err = run(capsys, strip, "--block", "3")
    assert code == 2
    assert "Ask by --at or --place" in err


def test_names_of_several_are_listed(town, capsys, tmp_path):
    import shutil

    plan = tmp_path / "plan"
    shutil.copytree(town.parent, plan)
    blocks = plan / "blocks.geojson"
    text = blocks.read_text(encoding="utf-8")
    import json

    data = json.loads(text)
    for feature in data["features"][:2]:
        feature["properties"]["name"] = "Twin"
    blocks.write_text(json.dumps(data), encoding="utf-8")
    code, _, err = run(capsys, plan / "plan.yaml", "--place", "twin")
    assert code == 2
    assert "which is the name of several" in err
    assert err.count("Twin (block)") == 2
