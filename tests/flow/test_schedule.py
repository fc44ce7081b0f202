"""Schedules: their file, their curve of arrivals, and how they follow from layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from safeground.errors import InputError
from safeground.flow.bracket import bracket
from safeground.flow.problem import Problem
from safeground.flow.schedule import Schedule, arrival_curve, empty_schedule, read_schedule, write_schedule

if TYPE_CHECKING:
    from pathlib import Path


def street(**more: object) -> Problem:
    given = {"tail": [0], "head": [1], "transit_s": [10], "capacity_per_s": [2], "source": [0], "sink": [1]}
    return Problem.from_arrays(**{**given, "persons": [60], **more})


SOME = Schedule(np.array([0, 0]), np.array([0.0, 20.0]), np.array([10.0, 20.0]), np.array([20.0, 40.0]), 50.0)


def test_a_file_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "schedule.npz"
    write_schedule(SOME, path)
    again = read_schedule(path)
    for name in ("arc", "start_s", "duration_s", "persons"):
        assert np.array_equal(getattr(again, name), getattr(SOME, name))
    assert again.horizon_s == 50.0
    with np.load(path) as arrays:
        assert sorted(arrays.files) == ["arc", "duration_s", "horizon_s", "persons", "start_s"]
    write_schedule(empty_schedule(), path)
    assert len(read_schedule(path)) == 0


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"arc": None}, "arc"),
        ({"horizon_s": None, "persons": None}, "persons"),
        ({"arc": np.array([0.5, 1.0])}, "arc"),
        ({"start_s": np.zeros(3)}, "start_s"),
        ({"duration_s": np.array(["a", "b"])}, "duration_s"),
        ({"horizon_s": np.zeros(2)}, "horizon_s"),
    ],
)
def test_wrong_files_are_told(tmp_path: Path, change: dict[str, object], place: str) -> None:
    arrays = {name: getattr(SOME, name) for name in ("arc", "start_s", "duration_s", "persons", "horizon_s")}
    arrays = {name: array for name, array in {**arrays, **change}.items() if array is not None}
    path = tmp_path / "schedule.npz"
    np.savez(path, **arrays)
    with pytest.raises(InputError, match=place):
        read_schedule(path)


def test_no_schedule_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_schedule(tmp_path / "schedule.npz")
    path = tmp_path / "schedule.npz"
    path.write_bytes(b"these are no arrays")
    with pytest.raises(InputError, match="cannot be read"):
        read_schedule(path)
    write_schedule(SOME, path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError, match="cannot be read"):
        read_schedule(path)


def test_curve_of_arrivals() -> None:
    times, arrived = arrival_curve(street(), SOME)
    assert np.interp([0, 10, 15, 20, 30, 40, 50, 99], times, arrived) == pytest.approx(
        [0, 0, 10, 20, 20, 40, 60, 60]
    )


def test_curve_counts_who_is_there_from_their_release_on() -> None:
    problem = street(source=[0, 1, 1], persons=[60, 5, 7], release_s=[0, 0, 12])
    times, arrived = arrival_curve(problem, SOME)
    assert np.interp([0, 10, 11.999, 12, 20], times, arrived) == pytest.approx([5, 5, 8.998, 16, 32])


def test_equal_layers_in_a_row_become_one_row() -> None:
    found = bracket(street(), gap=0.001)
    assert found.upper_s == pytest.approx(40.0, rel=0.001)
    assert len(found.schedule) <= 3
    assert found.schedule.persons.sum() == pytest.approx(60.0)
