from pathlib import Path

import pytest

from safeground.errors import OutputError
from safeground.whole_folder import whole_folder


def fill(out: Path, text: str) -> None:
    with whole_folder(out) as folder:
        (folder / "report.html").write_text(text)


def test_a_new_result_takes_the_place_of_the_former(tmp_path: Path):
    out = tmp_path / "deep" / "result"
    fill(out, "one")
    fill(out, "two")
    assert (out / "report.html").read_text() == "two"
    assert [path.name for path in out.parent.iterdir()] == ["result"]


def test_a_failing_run_leaves_the_former_result_and_nothing_else(tmp_path: Path):
    out = tmp_path / "result"
    fill(out, "one")
    with pytest.raises(ZeroDivisionError), whole_folder(out) as folder:  # noqa: PT012
        (folder / "report.html").write_text("half")
        1 / 0  # noqa: B018
    assert (out / "report.html").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_a_folder_of_other_files_is_not_replaced(tmp_path: Path):
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text("years of work")
    with pytest.raises(OutputError, match="would be lost"):
        fill(out, "one")
    assert (out / "chapter.txt").read_text() == "years of work"


def test_an_empty_folder_is_taken(tmp_path: Path):
    out = tmp_path / "result"
    out.mkdir()
    fill(out, "one")
    assert (out / "report.html").read_text() == "one"


def test_a_file_is_not_replaced(tmp_path: Path):
    out = tmp_path / "result"
    out.write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        fill(out, "one")
    assert out.read_text() == "a file"


def test_an_output_below_a_file_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot write"):
        fill(tmp_path / "file" / "result", "one")
