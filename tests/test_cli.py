import os
import subprocess
import sys
from pathlib import Path

import pytest

from safeground.cli import main


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    code = stopped.value.code
    assert isinstance(code, int)
    return code


def test_wrong_words_are_wrong_input(capsys: pytest.CaptureFixture[str]):
    assert run("asses", "plan.yaml") == 2
    assert 'Did you mean "assess"' in capsys.readouterr().err


def test_a_missing_plan_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run("check", str(tmp_path / "plan.yaml")) == 2
    error = capsys.readouterr().err
    assert "plan.yaml" in error
    assert "Traceback" not in error


def test_an_unknown_answer_to_fail_on_is_refused_before_any_work(capsys: pytest.CaptureFixture[str]):
    assert run("assess", "plan.yaml", "--out", "result", "--fail-on", "not-mett,depends") == 2
    error = capsys.readouterr().err
    assert "not_mett" in error
    assert "not_met" in error


@pytest.mark.parametrize("gap", ["0", "-1", "nan"])
def test_a_gap_must_be_above_zero(gap: str, capsys: pytest.CaptureFixture[str]):
    assert run("assess", "plan.yaml", "--out", "result", f"--gap={gap}") == 2
    assert "--gap" in capsys.readouterr().err


def test_demo_lists_what_ships(capsys: pytest.CaptureFixture[str]):
    assert run("demo") == 0
    listed = capsys.readouterr().out
    assert "river-town" in listed
    assert "khan-younis-2023-12" in listed


def test_an_unknown_example_names_those_there_are(capsys: pytest.CaptureFixture[str]):
    assert run("demo", "atlantis", "--out", "x") == 2
    assert "river-town" in capsys.readouterr().err


def test_new_with_half_of_what_it_needs_names_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run("new", str(tmp_path / "plan"), "--order", "36") == 2
    error = capsys.readouterr().err
    assert all(option in error for option in ("--streets", "--people", "--blocks", "--issued"))
    assert not (tmp_path / "plan").exists()


def test_output_in_another_encoding_than_utf8_does_not_break(tmp_path: Path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    words = [sys.executable, "-m", "safeground.cli", "check", str(tmp_path / "خطة.yaml")]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def river_town(folder: Path) -> Path:
    from safeground import examples

    return examples.place("river-town", folder)


def test_check_reads_every_file_and_tells_all_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    plan = river_town(tmp_path / "plan")
    assert run("check", str(plan)) == 0
    assert "(4)." in capsys.readouterr().out, "what was inferred is said with its count"
    (plan.parent / "streets.osm").write_text("<html>not found</html>", encoding="utf-8")
    table = (plan.parent / "displaced.csv").read_text(encoding="utf-8")
    (plan.parent / "displaced.csv").write_text(table.replace(",2600", ",many"), encoding="utf-8")
    table = (plan.parent / "sites.csv").read_text(encoding="utf-8")
    swapped = table.replace("-37.996787,30.002887", "30.002887,-37.996787")
    (plan.parent / "sites.csv").write_text(swapped, encoding="utf-8")
    assert run("check", str(plan)) == 2
    lines = capsys.readouterr().err.splitlines()
    faults = [line for line in lines if line.startswith("error: ")]
    assert len(faults) == 3
    assert "streets.osm" in faults[0]
    assert "displaced.csv, row 2: found 'many', which is not a number" in faults[1]
    assert "sites.csv, row 2: found longitude 30.0029, latitude -37.9968, which are near" in faults[2]


def test_streets_of_another_place_are_refused_with_where_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    plan = river_town(tmp_path / "plan")
    links = "from,to,from_lon,from_lat,to_lon,to_lat,class\na,b,9.5,47.1,9.6,47.2,primary\n"
    (plan.parent / "links.csv").write_text(links, encoding="utf-8")
    text = plan.read_text(encoding="utf-8").replace("{file: streets.osm,", "{file: links.csv,")
    plan.write_text(text, encoding="utf-8")
    assert run("check", str(plan)) == 2
    assert "links.csv: found streets at longitude 9.5000 to 9.6000, latitude 47.1000 to 47.2000" in (
        capsys.readouterr().err
    )
    swapped = "from,to,from_lon,from_lat,to_lon,to_lat,class\na,b,30.0,-38.0,30.01,-37.97,primary\n"
    (plan.parent / "links.csv").write_text(swapped, encoding="utf-8")
    assert run("check", str(plan)) == 2
    assert "Swap longitude and latitude." in capsys.readouterr().err


def test_a_place_that_cannot_take_the_result_is_told_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "notes.txt").write_text("years of work", encoding="utf-8")
    plan = river_town(tmp_path / "plan")
    assert run("assess", str(plan), "--out", str(tmp_path)) == 2
    error = capsys.readouterr().err
    assert "would be lost" in error
    assert "reading the plan" not in error


def test_an_interrupted_run_says_that_nothing_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("safeground.assess.assess", interrupted)
    assert run("assess", str(tmp_path / "plan.yaml"), "--out", str(tmp_path / "result")) == 130
    assert "stopped; nothing was written" in capsys.readouterr().err


def test_schedule_is_written_when_asked_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    plan = Path(__file__).parents[1] / "verification" / "two-bridges" / "plan.yaml"
    out = tmp_path / "result"
    assert run("assess", str(plan), "--out", str(out), "--seconds", "10", "--schedule") == 0
    assert f"Schedule: {out / 'restricted' / 'schedule.html'}" in capsys.readouterr().out
    page = (out / "restricted" / "schedule.html").read_text(encoding="utf-8")
    assert "The whole movement is shorter than 3 hours, so there is one step" in page
    assert (out / "restricted" / "schedule.csv").exists()
    assert not (out / "public" / "schedule.html").exists()
    assert run("assess", str(plan), "--out", str(out), "--seconds", "10") == 0
    assert "Schedule:" not in capsys.readouterr().out
    assert not (out / "restricted" / "schedule.html").exists()


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("new", str(tmp_path / "file" / "plan")) == 2
    assert "Not a directory" in capsys.readouterr().err


ALERT = """\
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>a</identifier><sender>s</sender><sent>2026-03-04T06:00:00+02:00</sent>
<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>en</language><category>Met</category><event>Flood</event><urgency>Past</urgency>
<severity>Minor</severity><certainty>Observed</certainty><headline>Water</headline>
<area><areaDesc>Low town</areaDesc><polygon>31.3,34.3 31.3,34.4 31.4,34.4 31.3,34.3</polygon></area></info>
</alert>
"""


def test_check_reads_an_alert_by_its_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "message"
    path.write_text(ALERT, encoding="utf-8")
    assert run("check", str(path)) == 0, "a warning is no wrong input"
    out = capsys.readouterr().out
    assert "warning: line 4, alert/info: found no <expires>" in out
    assert "messages: 1, errors: 0, warnings and notes: 1." in out
    path.write_text(ALERT.replace("34.3</polygon>", "34.5</polygon>"), encoding="utf-8")
    assert run("check", str(path)) == 2
    assert "[polygons-are-closed]" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "nothing", "<alert>", "<!DOCTYPE a><a/>", "<kml/>"])
def test_check_of_a_file_that_is_no_alert_is_one_clear_line(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "x.cap"
    path.write_text(content, encoding="utf-8")
    assert run("check", str(path)) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: {path}")
