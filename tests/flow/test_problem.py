"""The problem's arrays and file: what is filled in, and every wrong input with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from safeground.errors import InputError
from safeground.flow.problem import Problem, read_problem, write_problem

if TYPE_CHECKING:
    from pathlib import Path

LINE = {
    "tail": [0, 1],
    "head": [1, 2],
    "transit_s": [60.0, 30.0],
    "capacity_per_s": [2.0, 1.5],
    "source": [0, 1],
    "persons": [100.0, 50.0],
    "sink": [2],
}


def places(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [fault.place for fault in error.value.faults]


def save(path: Path, **changes: object) -> Path:
    arrays = {name: np.asarray(value) for name, value in {**LINE, **changes}.items() if value is not None}
    np.savez(path, **arrays)
    return path


def test_what_may_be_left_out_is_filled_in() -> None:
    problem = Problem.from_arrays(**LINE)
    assert problem.nodes == 3
    assert problem.release_s.tolist() == [0, 0]
    assert problem.refuge_of_sink.tolist() == [0]
    assert problem.refuge_room.tolist() == [np.inf]
    assert problem.street_id.tolist() == [0, 1]
    assert problem.tail.dtype == np.int64
    assert problem.persons.dtype == np.float64


def test_a_missing_room_is_no_limit() -> None:
    problem = Problem.from_arrays(**{**LINE, "sink": [1, 2]}, refuge_of_sink=[1, 0], refuge_room=[np.nan, 40])
    assert problem.refuge_room.tolist() == [np.inf, 40]


def test_refuges_without_rooms_have_no_limit() -> None:
    problem = Problem.from_arrays(**{**LINE, "sink": [1, 2]}, refuge_of_sink=[1, 0])
    assert problem.refuge_room.tolist() == [np.inf, np.inf]


def test_nodes_without_arcs_count_when_named() -> None:
    assert Problem.from_arrays(**LINE, nodes=7).nodes == 7


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"head": [1]}, "head"),
        ({"transit_s": [60.0]}, "transit_s"),
        ({"capacity_per_s": [1.0, 1.0, 1.0]}, "capacity_per_s"),
        ({"persons": [1.0]}, "persons"),
        ({"release_s": [0.0]}, "release_s"),
        ({"street_id": [0]}, "street_id"),
        ({"refuge_of_sink": [0, 0]}, "refuge_of_sink"),
        ({"tail": [0.0, 1.0]}, "tail"),
        ({"tail": [True, False]}, "tail"),
        ({"transit_s": ["a", "b"]}, "transit_s"),
        ({"persons": [1 + 2j, 0]}, "persons"),
        ({"source": [[0, 1]]}, "source"),
        ({"persons": [[1.0], [2.0, 3.0]]}, "persons"),
        ({"transit_s": [60.0, np.nan]}, "transit_s[1]"),
        ({"transit_s": [-1.0, 60.0]}, "transit_s[0]"),
        ({"transit_s": [np.inf, 60.0]}, "transit_s[0]"),
        ({"capacity_per_s": [0.0, 1.0]}, "capacity_per_s[0]"),
        ({"capacity_per_s": [1.0, -2.0]}, "capacity_per_s[1]"),
        ({"capacity_per_s": [1.0, 1e300]}, "capacity_per_s[1]"),
        ({"persons": [np.nan, 1.0]}, "persons[0]"),
        ({"persons": [-1.0, 1.0]}, "persons[0]"),
        ({"persons": [0.0, 0.0]}, "persons"),
        ({"release_s": [0.0, -3.0]}, "release_s[1]"),
        ({"tail": [0, -1]}, "tail[1]"),
        ({"source": [0, -2]}, "source[1]"),
        ({"source": [], "persons": []}, "source"),
        ({"sink": []}, "sink"),
        ({"sink": [2, 2]}, "sink"),
        ({"refuge_room": [5.0]}, "refuge_room"),
        ({"refuge_of_sink": [1], "refuge_room": [5.0]}, "refuge_of_sink[0]"),
        ({"refuge_of_sink": [0], "refuge_room": [-5.0]}, "refuge_room[0]"),
        ({"refuge_of_sink": [0], "refuge_room": ["many"]}, "refuge_room"),
        ({"refuge_of_sink": [10**12]}, "refuge_of_sink[0]"),
        ({"nodes": 2}, "head[1]"),
        ({"nodes": 0}, "nodes"),
        ({"sink": [10**12]}, "nodes"),
        ({"head": np.array([1, 2**63 + 5], np.uint64)}, "nodes"),
    ],
)
def test_wrong_arrays_are_named(change: dict[str, object], place: str) -> None:
    with pytest.raises(InputError) as error:
        Problem.from_arrays(**{**LINE, **change}, file="town.npz")
    assert place in places(error)
    assert all(fault.file == "town.npz" and fault.fix for fault in error.value.faults)


def test_every_fault_is_found_in_one_pass() -> None:
    wrong = {**LINE, "transit_s": [np.nan, -1.0], "capacity_per_s": [0.0, 1.0], "sink": [2, 2], "head": [1]}
    with pytest.raises(InputError) as error:
        Problem.from_arrays(**wrong)
    assert set(places(error)) >= {"transit_s[0]", "transit_s[1]", "capacity_per_s[0]", "sink", "head"}


def test_many_wrong_values_are_one_fault_with_their_number() -> None:
    with pytest.raises(InputError, match=r"persons\[0\]: found -1.0 \(and 1 more like it\)"):
        Problem.from_arrays(**{**LINE, "persons": [-1.0, -2.0]})


def test_a_file_reads_back_as_it_was_written(tmp_path: Path) -> None:
    problem = Problem.from_arrays(
        **LINE, nodes=5, release_s=[0.1, 7], refuge_of_sink=[0], refuge_room=[12.5], street_id=[4, 4]
    )
    write_problem(problem, tmp_path / "a.npz")
    write_problem(problem, tmp_path / "b.npz")
    again = read_problem(tmp_path / "a.npz")
    for name in Problem.__slots__:
        assert np.array_equal(getattr(again, name), getattr(problem, name)), name
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_an_infinite_room_is_kept(tmp_path: Path) -> None:
    write_problem(Problem.from_arrays(**LINE), tmp_path / "p.npz")
    assert read_problem(tmp_path / "p.npz").refuge_room.tolist() == [np.inf]


def test_a_file_without_version_is_version_one(tmp_path: Path) -> None:
    assert read_problem(save(tmp_path / "p.npz")).nodes == 3


def test_narrow_integer_and_float_types_are_read(tmp_path: Path) -> None:
    path = save(tmp_path / "p.npz", tail=np.array([0, 1], np.uint16), persons=np.array([3, 4], np.float32))
    assert read_problem(path).persons.tolist() == [3, 4]


@pytest.mark.parametrize("version", [0, 3, 1.5, "1", [1, 1]])
def test_an_unknown_version_is_refused(tmp_path: Path, version: object) -> None:
    with pytest.raises(InputError) as error:
        read_problem(save(tmp_path / "p.npz", version=version))
    assert places(error) == ["version"]


WINDOWS = {"window_arc": [1, 0, 1], "window_open_s": [50.0, 0, 10], "window_close_s": [np.inf, 9, 20]}


def test_windows_are_sorted_and_have_no_quota_unless_given() -> None:
    problem = Problem.from_arrays(**LINE, **WINDOWS)
    assert problem.window_arc.tolist() == [0, 1, 1]
    assert problem.window_open_s.tolist() == [0, 10, 50]
    assert problem.window_close_s.tolist() == [9, 20, np.inf]
    assert problem.window_quota.tolist() == [np.inf] * 3


def test_halts_are_sorted() -> None:
    problem = Problem.from_arrays(**LINE, halt_from_s=[9, 2], halt_until_s=[12, 9])
    assert problem.halt_from_s.tolist() == [2, 9]
    assert problem.halt_until_s.tolist() == [9, 12]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"window_arc": [1, 0, 2]}, "window_arc[2]"),
        ({"window_open_s": [50.0, 9, 10]}, "window_close_s[1]"),
        ({"window_open_s": [15.0, 0, 10]}, "window_open_s[0]"),
        ({"window_open_s": [50.0, 0]}, "window_open_s"),
        ({"window_open_s": [50.0, -1, 10]}, "window_open_s[1]"),
        ({"window_close_s": None}, "window_close_s"),
        ({"window_quota": [1.0, -1, 2]}, "window_quota[1]"),
        ({"halt_from_s": [1.0]}, "halt_until_s"),
        ({"halt_from_s": [1.0], "halt_until_s": [1.0]}, "halt_until_s[0]"),
        ({"halt_from_s": [1.0, 3], "halt_until_s": [4.0, 9]}, "halt_from_s[1]"),
        ({"halt_from_s": [1.0], "halt_until_s": [np.inf]}, "halt_until_s[0]"),
    ],
)
def test_wrong_windows_and_halts_are_named(tmp_path: Path, changes: dict[str, object], place: str) -> None:
    with pytest.raises(InputError) as error:
        read_problem(save(tmp_path / "p.npz", **{**WINDOWS, **changes}))
    assert places(error) == [place]


def test_a_misspelt_array_is_named_with_its_neighbour(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'refuge_room'") as error:
        read_problem(save(tmp_path / "p.npz", refuge_rom=[3.0]))
    assert places(error) == ["refuge_rom"]


def test_missing_and_wrong_arrays_are_named_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_problem(save(tmp_path / "p.npz", sink=None, capacity_per_s=None, group=[1]))
    assert sorted(places(error)) == ["capacity_per_s", "group", "sink"]


def test_python_objects_are_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Python objects"):
        read_problem(save(tmp_path / "p.npz", persons=np.array([{}, None], object)))


def test_a_file_that_is_no_npz(tmp_path: Path) -> None:
    text = tmp_path / "p.npz"
    text.write_text("tail,head\n0,1\n")
    with pytest.raises(InputError, match=r"no \.npz"):
        read_problem(text)
    np.save(tmp_path / "p.npy", np.arange(3))
    with pytest.raises(InputError, match=r"no \.npz"):
        read_problem(tmp_path / "p.npy")
    with pytest.raises(InputError, match="no such file"):
        read_problem(tmp_path / "none.npz")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off(tmp_path: Path, kept: float) -> None:
    whole = save(tmp_path / "whole.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(InputError):
        read_problem(tmp_path / "cut.npz")


def test_a_file_with_damaged_bytes(tmp_path: Path) -> None:
    write_problem(Problem.from_arrays(**LINE), tmp_path / "p.npz")
    data = bytearray((tmp_path / "p.npz").read_bytes())
    data[60:80] = b"\xff" * 20
    (tmp_path / "p.npz").write_bytes(data)
    with pytest.raises(InputError):
        read_problem(tmp_path / "p.npz")


def test_wrong_bytes_anywhere_are_wrong_input_at_most(tmp_path: Path) -> None:
    write_problem(Problem.from_arrays(**LINE), tmp_path / "p.npz")
    whole = (tmp_path / "p.npz").read_bytes()
    random = np.random.default_rng(1)
    refused = 0
    for _ in range(400):
        data = bytearray(whole)
        for place in random.integers(0, len(data), random.integers(1, 4)):
            data[place] = random.integers(0, 256)
        (tmp_path / "p.npz").write_bytes(data)
        try:
            read_problem(tmp_path / "p.npz")
        except InputError:
            refused += 1
    assert refused > 200
