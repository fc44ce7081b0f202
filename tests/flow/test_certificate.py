"""The checker: worked answers, every kind of mutation, and what it refuses."""

from __future__ import annotations

import ast
import dataclasses
import math
from pathlib import Path

import msgspec
import numpy as np
import pytest

import safeground.flow.certificate as module
from safeground.errors import CertificateRefused
from safeground.flow.certificate import (
    Certificate,
    arrays_sha256,
    check,
    evaluate,
    reachable_sources,
)
from safeground.flow.problem import Problem


@pytest.fixture
def town() -> Problem:
    """Two squares with 60 persons each, a bridge of 1 person/s and 10 s, then 20 s to the sink.

    The second square's people can walk 300 s round the bridge at 1 person/s. By T at most
    (T − 30) + max(0, T − 300) of all can have arrived.
    """
    return Problem.from_arrays(
        tail=[0, 1, 1, 2],
        head=[1, 2, 3, 3],
        transit_s=[0, 10, 300, 20],
        capacity_per_s=[5, 1, 1, 5],
        source=[0, 1],
        persons=[60, 60],
        sink=[3],
    )


def labels(horizon: float) -> np.ndarray:
    return np.array([0, 0, horizon - 20, horizon])


def test_the_bound_is_what_crosses_the_bridge(town: Problem) -> None:
    proof = check(town, Certificate.of(town, labels(100.0), 100.0))
    assert proof.arrivals_bound == 70
    assert proof.persons == 120
    assert proof.refuted
    assert proof.terms == 1
    assert proof.sentence == (
        "For these arrays it is proven: by 100 s at most 70 of the 120 persons who can reach a destination "
        "can have arrived."
    )


def test_both_ways_count_once_they_are_long_enough(town: Problem) -> None:
    proof = check(town, Certificate.of(town, labels(310.0), 310.0))
    assert proof.arrivals_bound == 280 + 10
    assert not proof.refuted
    assert "refutes nothing" in proof.sentence


def test_people_released_late_are_behind_when_their_label_is(town: Problem) -> None:
    late = dataclasses.replace(town, release_s=np.array([0.0, 40.0]))
    shifted = labels(100.0)
    shifted[1] = 40
    proof = check(late, Certificate.of(late, shifted, 100.0))
    # 5 persons/s · 40 s come from the first square, and then the bridge is open for 30 s only.
    assert proof.arrivals_bound == 5 * 40 + 30
    later = shifted.copy()
    later[1] = 40.5
    assert check(late, Certificate.of(late, later, 100.0)).outside_persons == 60


def test_room_counts_where_the_refuge_is_behind(town: Problem) -> None:
    small = dataclasses.replace(town, refuge_room=np.array([25.0]))
    nobody_beyond = np.zeros(4)
    proof = check(small, Certificate.of(small, nobody_beyond, 1e6, np.zeros(1)))
    assert proof.arrivals_bound == proof.room_persons == 25
    assert proof.refuted


def test_people_without_a_way_are_counted_nowhere(town: Problem) -> None:
    island = Problem.from_arrays(
        tail=[*town.tail, 3],
        head=[*town.head, 4],
        transit_s=[*town.transit_s, 1.0],
        capacity_per_s=[*town.capacity_per_s, 1.0],
        source=[0, 1, 4],
        persons=[60, 60, 1000],
        sink=[3],
    )
    assert reachable_sources(island).tolist() == [True, True, False]
    for label in (0.0, 1e9):
        proof = check(island, Certificate.of(island, np.append(labels(100.0), label), 100.0))
        assert proof.persons == 120
        assert proof.unreachable_persons == 1000
        assert proof.outside_persons == 0


def test_just_short_of_all_says_not_all(town: Problem) -> None:
    proof = check(town, Certificate.of(town, labels(149.9), 149.9))
    assert proof.refuted
    assert "by 149.9 s not all of the 120 persons" in proof.sentence


def test_a_bound_equal_to_the_persons_refutes_nothing(town: Problem) -> None:
    proof = check(town, Certificate.of(town, labels(150.0), 150.0))
    assert proof.arrivals_bound == 120
    assert not proof.refuted


def test_rounding_alone_refutes_nothing() -> None:
    """1e15 s and 0.05 s added are 1e15 s in floats: the term 1e15/s · 0.05 s is lost."""
    problem = Problem.from_arrays(
        tail=[0], head=[1], transit_s=[1e15], capacity_per_s=[1e15], source=[0], persons=[1.0], sink=[1]
    )
    certificate = Certificate.of(problem, np.array([-0.05, 1e15]), 1e15)
    assert evaluate(problem, certificate.labels_s, certificate.refuge_labels_s, 1e15) == 0
    assert not check(problem, certificate).refuted


def test_a_certificate_reads_back_exactly(town: Problem) -> None:
    certificate = Certificate.of(town, labels(100.1) / 3, 1e-7 + 100 / 3)
    again = Certificate.from_json(certificate.to_json())
    assert again.labels_s.tolist() == certificate.labels_s.tolist()
    assert again.horizon_s == certificate.horizon_s
    assert again.problem_sha256 == certificate.problem_sha256
    assert again.to_json() == certificate.to_json()


def test_json_cannot_say_what_is_not_finite(town: Problem) -> None:
    with pytest.raises(ValueError, match="finite"):
        Certificate.of(town, np.array([0, 0, np.nan, 1]), 1.0).to_json()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"version":1}',
        b'{"version":1,"problem_sha256":"","horizon_s":1,"labels_s":[NaN],"refuge_labels_s":[]}',
        b'{"version":1,"problem_sha256":"","horizon_s":1,"labels_s":[null],"refuge_labels_s":[]}',
        b'{"version":1,"problem_sha256":"","horizon_s":"1","labels_s":[],"refuge_labels_s":[]}',
        b'{"version":1,"problem_sha256":"","horizon_s":1,"labels_s":[],"refuge_labels_s":[],"persons":5}',
    ],
)
def test_what_is_no_certificate(data: bytes) -> None:
    with pytest.raises(CertificateRefused, match="cannot be read"):
        Certificate.from_json(data)


def refused(problem: Problem, certificate: Certificate, why: str) -> None:
    with pytest.raises(CertificateRefused, match=why):
        check(problem, certificate)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": 3}, "version 3"),
        ({"version": 0}, "version 0"),
        ({"problem_sha256": "0" * 64}, "other arrays"),
        ({"horizon_s": math.nan}, "horizon"),
        ({"horizon_s": math.inf}, "horizon"),
        ({"horizon_s": -1.0}, "horizon"),
        ({"horizon_s": 101.0}, "has no limit"),
        ({"labels_s": np.zeros(3)}, "shape"),
        ({"labels_s": np.zeros((4, 1))}, "shape"),
        ({"labels_s": np.zeros(4, np.int64)}, "finite"),
        ({"labels_s": np.array([0, 0, np.nan, 100])}, "finite"),
        ({"labels_s": np.array([0, 0, np.inf, 100])}, "finite"),
        ({"labels_s": np.array([0, 0, 80, 99.9])}, "sink 3 has the label"),
        ({"refuge_labels_s": np.zeros(2)}, "shape"),
        ({"refuge_labels_s": np.array([np.nan])}, "finite"),
        ({"refuge_labels_s": np.array([99.0])}, "has no limit"),
    ],
)
def test_mutations_are_refused(town: Problem, change: dict[str, object], why: str) -> None:
    certificate = Certificate.of(town, labels(100.0), 100.0)
    refused(town, dataclasses.replace(certificate, **change), why)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("transit_s", [0, np.nan, 300, 20], "transit_s"),
        ("transit_s", [0, -10, 300, 20], "transit_s"),
        ("transit_s", [0, 10, 300], "transit_s"),
        ("capacity_per_s", [5, np.inf, 1, 5], "capacity_per_s"),
        ("capacity_per_s", [5, 0, 1, 5], "capacity_per_s"),
        ("capacity_per_s", [5, -1, 1, 5], "capacity_per_s"),
        ("persons", [60, np.nan], "persons"),
        ("persons", [60, -60], "persons"),
        ("persons", [60], "persons"),
        ("release_s", [0, -1], "release_s"),
        ("release_s", [], "release_s"),
        ("refuge_room", [np.nan], "refuge_room"),
        ("refuge_room", [-1], "refuge_room"),
    ],
)
def test_wrong_arrays_prove_nothing(town: Problem, name: str, value: list[float], why: str) -> None:
    wrong = dataclasses.replace(town, **{name: np.array(value, np.float64)})
    refused(wrong, Certificate.of(wrong, labels(100.0), 100.0), why)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("tail", [0, 1, 1, 4], "tail"),
        ("head", [1, 2, -1, 3], "head"),
        ("source", [0, 9], "source"),
        ("sink", [4], "sink"),
        ("sink", [3, 3], "refuge_of_sink"),
        ("refuge_of_sink", [1], "refuge_of_sink"),
        ("street_id", [0], "street_id"),
    ],
)
def test_wrong_indices_prove_nothing(town: Problem, name: str, value: list[int], why: str) -> None:
    wrong = dataclasses.replace(town, **{name: np.array(value, np.int64)})
    refused(wrong, Certificate.of(wrong, labels(100.0), 100.0), why)


def test_a_sink_named_twice_proves_nothing(town: Problem) -> None:
    wrong = dataclasses.replace(town, sink=np.array([3, 3]), refuge_of_sink=np.array([0, 0]))
    refused(wrong, Certificate.of(wrong, labels(100.0), 100.0), "name one twice")


@pytest.mark.parametrize("name", [name for name in Problem.__slots__ if name != "nodes"])
def test_the_hash_covers_every_array(town: Problem, name: str) -> None:
    array = np.append(getattr(town, name), 7)
    array[0] = 7 if array[0] != 7 else 8
    assert arrays_sha256(dataclasses.replace(town, **{name: array})) != arrays_sha256(town)


def test_the_hash_covers_the_number_of_nodes_and_knows_no_byte_order(town: Problem) -> None:
    assert arrays_sha256(dataclasses.replace(town, nodes=5)) != arrays_sha256(town)
    swapped = dataclasses.replace(town, transit_s=town.transit_s.astype(">f8"))
    assert arrays_sha256(swapped) == arrays_sha256(town)


def test_labels_that_cut_what_has_no_limit_bound_nothing(town: Problem) -> None:
    assert evaluate(town, np.zeros(4), np.array([100.0]), 100.0) == math.inf
    assert evaluate(town, labels(100.0), np.array([50.0]), 100.0) == math.inf
    with pytest.raises(CertificateRefused):
        evaluate(town, np.zeros(3), np.array([100.0]), 100.0)


def test_fixed_labels_speak_about_changed_data(town: Problem) -> None:
    wider = dataclasses.replace(town, capacity_per_s=town.capacity_per_s * 1.5)
    assert evaluate(wider, labels(100.0), np.array([100.0]), 100.0) == 105


def test_the_largest_floats_bound_nothing_and_raise_nothing(town: Problem) -> None:
    most = np.finfo(np.float64).max
    certificate = Certificate.of(town, np.array([-most, most, -most, most]), most)
    assert not check(town, certificate).refuted


def test_the_checker_needs_nothing_else_of_the_engine() -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    at_run_time = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {alias.name for node in at_run_time for alias in node.names if isinstance(node, ast.Import)}
    named |= {str(node.module) for node in at_run_time if isinstance(node, ast.ImportFrom)}
    ours = {name for name in named if name.startswith("safeground")}
    assert ours == {"safeground.errors"}
    assert named - ours <= {"__future__", "hashlib", "math", "dataclasses", "typing", "msgspec", "numpy"}


def test_unknown_fields_do_not_slip_through(town: Problem) -> None:
    stored = msgspec.json.decode(Certificate.of(town, labels(100.0), 100.0).to_json())
    assert sorted(stored) == ["horizon_s", "labels_s", "problem_sha256", "refuge_labels_s", "version"]


def hourly(*, quota: list[float] | None = None, halt: tuple[float, float] | None = None) -> Problem:
    """One street of 10 s and 2 persons a second, open from 20 to 50 s and from 80 to 100 s."""
    halts = {} if halt is None else {"halt_from_s": [halt[0]], "halt_until_s": [halt[1]]}
    return Problem.from_arrays(
        tail=[0], head=[1], transit_s=[10], capacity_per_s=[2], source=[0], persons=[500], sink=[1],
        window_arc=[0, 0], window_open_s=[20, 80], window_close_s=[50, 100], window_quota=quota, **halts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "horizon", "most"),
    [
        (hourly(), 30.0, 0.0),  # the first to enter, at 20 s, is there at 30 s
        (hourly(), 45.0, 2 * 15),
        (hourly(), 90.0, 2 * 30),  # closed from 50 to 80 s
        (hourly(), 200.0, 2 * 30 + 2 * 20),
        (hourly(quota=[40, np.nan]), 200.0, 40 + 2 * 20),
        (hourly(quota=[40, np.nan]), 45.0, 2 * 15),
        (hourly(halt=(30, 40)), 90.0, 2 * 20),  # 20 to 30 and 40 to 50 s
        (hourly(halt=(30, 40)), 50.0, 2 * 10 + 0),  # who enters at 30 s would be there at 50 s
        (hourly(halt=(85, 95)), 95.0, 2 * 30),  # nobody gets on from 85 to 95 s: entered at 75 s by the clock
        (hourly(halt=(85, 95)), 200.0, 2 * 30 + 2 * 10),
    ],
)
def test_windows_quotas_and_halts_by_hand(problem: Problem, horizon: float, most: float) -> None:
    proof = check(problem, Certificate.of(problem, np.array([0.0, horizon]), horizon))
    assert proof.arrivals_bound == most
    assert proof.refuted


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"window_open_s": [20.0, 40.0]}, "overlap"),
        ({"window_open_s": [20.0, np.nan]}, "does not open"),
        ({"window_close_s": [50.0, np.nan]}, "close after it"),
        ({"window_quota": [-1.0, 2.0]}, "window_quota"),
        ({"window_quota": [np.nan, 2.0]}, "window_quota"),
        ({"window_arc": np.array([0, 1])}, "not there"),
        ({"window_arc": np.array([0])}, "differ in length"),
        ({"halt_until_s": [20.0]}, "begin before"),
        ({"halt_until_s": [np.inf]}, "not finite"),
        ({"halt_from_s": [30.0, 35.0], "halt_until_s": [40.0, 45.0]}, "overlap"),
    ],
)
def test_wrong_windows_and_halts_prove_nothing(change: dict[str, object], why: str) -> None:
    arrays = {name: np.asarray(array) for name, array in change.items()}
    wrong = dataclasses.replace(hourly(halt=(30, 40)), **arrays)
    refused(wrong, Certificate.of(wrong, np.array([0.0, 90.0]), 90.0), why)
