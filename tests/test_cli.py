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
