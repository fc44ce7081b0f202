"""``safeground solve``: what it writes, and that it is there whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from safeground.errors import InputError, OutputError
from safeground.flow import solve as module
from safeground.flow.certificate import Certificate, arrays_sha256, check
from safeground.flow.problem import Problem, read_problem, write_problem
from safeground.flow.schedule import read_schedule
from safeground.flow.solve import solve
from safeground.testing import grid_town, grid_town_arrivals, grid_town_least_s

if TYPE_CHECKING:
    from pathlib import Path


def run(problem: Problem, folder: Path, **options: object) -> dict[str, object]:
    """Solve in a folder; return what the bracket says."""
    path = folder / "town.npz"
    write_problem(problem, path)
    arguments = {"gap": 0.01, "seconds": 20.0, "out": folder / "out", "progress": lambda _: None, **options}
    solve(path, **arguments)
    found = json.loads((folder / "out" / "bracket.json").read_text())
    assert isinstance(found, dict)
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_what_is_written_and_that_it_agrees(tmp_path: Path) -> None:
    town = grid_town(5, 60)
    found = run(town, tmp_path, deadline_s=20.0)
    out = tmp_path / "out"
    assert names(out) == [
        "bracket.json",
        "certificate.json",
        "deadline-certificate.json",
        "deadline-schedule.npz",
        "problem.npz",
        "schedule.npz",
    ]
    assert arrays_sha256(read_problem(out / "problem.npz")) == arrays_sha256(town) == found["problem_sha256"]
    proof = check(town, Certificate.from_json((out / "certificate.json").read_bytes()))
    assert proof.refuted
    assert proof.horizon_s == found["lower_s"]
    assert found["lower_s"] <= grid_town_least_s(5, 60) <= found["upper_s"]
    assert found["gap"] == pytest.approx(found["upper_s"] / found["lower_s"] - 1)
    assert found["gap"] <= 0.01
    assert found["no_upper"] is None
    assert found["persons"] == 60
    assert found["unreachable_persons"] == 0
    assert found["seconds"] > 0
    assert found["peak_mb"] > 10
    assert found["arrivals_lower"] <= grid_town_arrivals(5, 20, 60) <= found["arrivals_upper"]
    assert read_schedule(out / "schedule.npz").persons.sum() >= 60


def test_without_a_deadline_nothing_is_said_about_one(tmp_path: Path) -> None:
    found = run(grid_town(3, 9), tmp_path)
    assert not {"deadline_s", "arrivals_upper", "arrivals_lower"} & set(found)
    assert names(tmp_path / "out") == ["bracket.json", "certificate.json", "problem.npz", "schedule.npz"]


def test_a_missing_end_is_null_with_a_reason(tmp_path: Path) -> None:
    """60 people, room for 25: all can never arrive."""
    town = grid_town(4, 60)
    full = Problem.from_arrays(
        **{name: getattr(town, name) for name in ("tail", "head", "transit_s", "capacity_per_s")},
        source=town.source,
        persons=town.persons,
        sink=town.sink,
        refuge_of_sink=np.zeros(4, np.int64),
        refuge_room=[25],
    )
    found = run(full, tmp_path)
    assert found["upper_s"] is None
    assert found["no_upper"]
    assert found["lower_s"] is None
    assert "never" in str(found["no_lower"]) or "ever" in str(found["no_lower"])
    assert check(full, Certificate.from_json((tmp_path / "out" / "certificate.json").read_bytes())).refuted


def test_people_without_a_way_are_reported(tmp_path: Path) -> None:
    problem = Problem.from_arrays(
        tail=[0], head=[1], transit_s=[5], capacity_per_s=[1], source=[0, 2], persons=[10, 4], sink=[1]
    )
    found = run(problem, tmp_path)
    assert found["persons"] == 10
    assert found["unreachable_persons"] == 4
    assert found["lower_s"] <= 15 <= found["upper_s"]


def test_nobody_has_to_move(tmp_path: Path) -> None:
    problem = Problem.from_arrays(
        tail=[0], head=[1], transit_s=[5], capacity_per_s=[1], source=[1], persons=[10], sink=[1]
    )
    found = run(problem, tmp_path)
    assert found["lower_s"] == 0
    assert found["upper_s"] == 0
    assert (tmp_path / "out" / "certificate.json").is_file()


def test_a_new_result_takes_the_place_of_a_former_one(tmp_path: Path) -> None:
    run(grid_town(3, 9), tmp_path, deadline_s=4.0)
    run(grid_town(3, 9), tmp_path)
    assert "deadline-certificate.json" not in names(tmp_path / "out")
    assert names(tmp_path) == ["out", "town.npz"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_failing_run_leaves_the_former_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(grid_town(3, 9), tmp_path)
    before = (tmp_path / "out" / "bracket.json").read_bytes()

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "bracket_json", full)
    with pytest.raises(OutputError, match="No space left"):
        run(grid_town(4, 9), tmp_path)
    assert (tmp_path / "out" / "bracket.json").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_foreign_files_are_not_lost(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letters.txt").write_text("mine")
    with pytest.raises(OutputError, match="not written by this program"):
        run(grid_town(3, 9), tmp_path)
    assert (tmp_path / "out" / "letters.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("option", "value"),
    [("gap", -1.0), ("gap", float("nan")), ("seconds", float("inf")), ("deadline_s", -5.0)],
)
def test_options_that_make_no_sense(tmp_path: Path, option: str, value: float) -> None:
    with pytest.raises(InputError, match="--"):
        run(grid_town(3, 9), tmp_path, **{option: value})
    assert not (tmp_path / "out").exists()


def test_a_wrong_problem_file_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "p.npz").write_bytes(b"no arrays")
    with pytest.raises(InputError):
        solve(tmp_path / "p.npz", out=tmp_path / "out", progress=lambda _: None)
    assert names(tmp_path) == ["p.npz"]
