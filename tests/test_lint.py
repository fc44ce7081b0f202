"""The linter's job, its command and its files, with small rules of these tests' own."""

from __future__ import annotations

import csv
import html
import json
import math
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest
from tests.plan.test_published_in_folder import put

from safeground import cli, examples
from safeground.errors import InputError
from safeground.lint import LintResult, lint
from safeground.publish import lint_document
from safeground.publish.lint_map import cut_blocks, named_blocks
from safeground.publish.lint_write import write_lint
from safeground.quantity import Range
from safeground.questions.flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading
    from safeground.questions.clear_case import Surroundings

TRICK = "\u202e"


def says_no_deadline(notice: Published, _: TextReading, __: Surroundings) -> Iterator[Flaw]:
    if notice.deadline is None:
        yield Flaw(
            rule="no-deadline",
            severity="note",
            notice=notice.id,
            what=f"=It says no deadline{TRICK}.",
            where="deadline",
            mend="Say by when <b>people</b> are to be gone.",
        )


def draws_nothing(notice: Published, _: TextReading, around: Surroundings) -> Iterator[Flaw]:
    if notice.drawn is None:
        yield Flaw(
            rule="draws-nothing",
            severity="error",
            notice=notice.id,
            what="Nothing is drawn on its map.",
            where="map",
            mend="Draw the blocks that it names.",
            evidence=(f"layers: {len(around.layers)}",),
            persons=Range(10, 300, "persons"),
            area_km2=1.25,
        )


RULES = (says_no_deadline, draws_nothing)
ONE = (
    'issuer: Directorate\nblocks: ["36", "38-54"]\ntext: {ar: اخلوا البلوك ٣٦ فورا, en: "Leave block 36'
    "\\u202e"
)


@pytest.fixture
def found(tmp_path: Path) -> LintResult:
    put(tmp_path / "drawn")
    put(tmp_path / "text", ONE + ' now."}\nissued: 2026-03-04T06:00-02:00\n')
    return lint([tmp_path], rules=RULES)


def test_flaws_come_the_gravest_first(found: LintResult) -> None:
    assert [(flaw.severity, flaw.notice) for flaw in found.flaws] == [
        ("error", "text"),
        ("note", "drawn"),
        ("note", "text"),
    ]
    assert found.rules == ("says_no_deadline", "draws_nothing")
    assert set(found.readings) == {"drawn", "text"}
    assert found.title == found.title.strip() != ""
    assert {"drawn/notice.yaml", "text/notice.yaml"} <= set(found.hashes)


def test_the_json_file_is_what_its_schema_says(found: LintResult, tmp_path: Path) -> None:
    write_lint(found, tmp_path / "out")
    written = json.loads((tmp_path / "out" / "lint.json").read_text(encoding="utf-8"))
    shipped = lint_document.schema_text()
    jsonschema.validate(written, json.loads(shipped))
    assert written["counts"] == {"error": 1, "warning": 0, "note": 2}
    assert [flaw["rule"] for flaw in written["flaws"]] == ["draws-nothing", "no-deadline", "no-deadline"]
    texts = {notice["id"]: notice["text"] for notice in written["notices"]}
    assert texts["text"]["en"] == "Leave block 36\\u202e now."


def test_the_shipped_schema_is_that_of_the_document() -> None:
    from importlib.resources import files

    shipped = files("safeground.publish").joinpath("lint.schema.json").read_text(encoding="utf-8")
    assert shipped == lint_document.schema_text(), "write lint.schema.json anew from schema_text()"


def test_the_table_runs_nothing_and_has_a_row_a_flaw(found: LintResult, tmp_path: Path) -> None:
    write_lint(found, tmp_path / "out")
    text = (tmp_path / "out" / "lint.csv").read_text(encoding="utf-8-sig")
    names, tags, *rows = csv.reader(text.splitlines())
    assert len(rows) == 3
    assert all(tag.startswith("#") for tag in tags)
    first = dict(zip(names, rows[0], strict=True))
    assert (first["persons_low"], first["persons_high"], first["area_km2"]) == ("10", "300", "1.25")
    assert dict(zip(names, rows[1], strict=True))["what"] == "'=It says no deadline\\u202e."
    assert dict(zip(names, rows[1], strict=True))["persons_low"] == "", "nobody counted is not 0"


def test_no_file_holds_a_sign_that_turns_text_around(found: LintResult, tmp_path: Path) -> None:
    write_lint(found, tmp_path / "out")
    for file in ("lint.html", "lint.json", "lint.csv"):
        text = (tmp_path / "out" / file).read_text(encoding="utf-8")
        assert TRICK not in html.unescape(text), file


def test_the_page_shows_severity_in_words_and_texts_in_their_direction(
    found: LintResult, tmp_path: Path
) -> None:
    write_lint(found, tmp_path / "out")
    page = (tmp_path / "out" / "lint.html").read_text(encoding="utf-8")
    assert "1 error, 0 warnings and 2 notes in 2 notices." in page
    assert page.count("<span>Error</span>") >= 2, "in the legend and at the flaw"
    assert 'dir="rtl" lang="ar"' in page
    assert 'dir="ltr" lang="en"' in page
    assert "&lt;b&gt;people&lt;/b&gt;" in page
    assert "Signs that are not seen" in page
    assert "keep their protection" in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:|//)|<script", page), "works offline, runs nothing"
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_failed_writing_leaves_what_was_there(found: LintResult, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(Exception, match="not written by this program"):
        write_lint(found, tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


# The command.


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(word) for word in words])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_wrong_input_is_told_and_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", tmp_path / "gone.csv", "--blocks", tmp_path / "gone.geojson") == 2
    told = capsys.readouterr().err
    assert "gone.csv" in told
    assert "gone.geojson" in told
    assert "Traceback" not in told


def test_an_unknown_severity_is_refused_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("lint", tmp_path, "--fail-on", "errors") == 2
    assert "one of error, warning, note" in capsys.readouterr().err


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    put(tmp_path)
    with pytest.raises(InputError, match="--zone"):
        lint([tmp_path], zone="Gaza", rules=RULES)


# With people and streets.


def test_a_plan_s_deadlines_are_held_against_the_time_that_is_proven(tmp_path: Path) -> None:
    """The old town cannot be empty by seven: the proof says so, and the rules get its time."""
    seen: list[Surroundings] = []

    def look(notice: Published, _: TextReading, around: Surroundings) -> Iterator[Flaw]:
        seen.append(around)
        yield from ()

    result = lint([examples.place("river-town", tmp_path)], rules=[look])
    around = seen[0]
    assert around.least_h["notice-1"].low > 1.0, "one hour was given"
    assert "notice-2" not in around.least_h, "its deadline is not refuted"
    assert sum(float(layer.high.sum()) for layer in around.layers) > 10_000
    assert around.notices[0].id == "notice-2", "issued a day earlier"
    assert any("none was held against the time needed" in remark.text for remark in result.remarks)


def test_people_of_a_file_are_counted_where_no_plan_names_any(tmp_path: Path) -> None:
    folder = put(tmp_path / "order")
    people = tmp_path / "people.csv"
    people.write_text("lon,lat,persons\n34.25,31.25,1200\n40.0,31.2,999\n", encoding="utf-8")
    result = lint([folder], people=people, rules=RULES)
    (layer,) = result.around.layers
    assert math.isclose(float(layer.high.sum()), 1200.0), "those far away count in no flaw"
    assert any("the file's own" in remark.text for remark in result.remarks)


# What the map shows.


def test_a_block_that_the_edge_touches_is_not_cut(tmp_path: Path) -> None:
    blocks = {"36": (34.2, 34.25), "37": (34.25, 34.31), "38": (34.31, 34.4)}
    features = [
        {
            "type": "Feature",
            "properties": {"id": block},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, 31.2], [e, 31.2], [e, 31.3], [w, 31.3], [w, 31.2]]],
            },
        }
        for block, (w, e) in blocks.items()
    ]
    path = tmp_path / "blocks.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = lint([put(tmp_path / "order")], blocks=path, rules=RULES)
    (notice,) = result.notices
    assert cut_blocks(notice, result.around.blocks) == ("37",), "36 lies within, 38 without"
    assert named_blocks(notice, result.readings[notice.id], result.around.blocks) == ("36", "38")
