"""Each fault that changed arrays and files have brought to light, as small as it can be told."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from safeground.errors import CertificateRefused, InputError
from safeground.flow.certificate import Certificate, check
from safeground.flow.problem import Problem, read_problem
from safeground.flow.schedule import read_schedule

if TYPE_CHECKING:
    from pathlib import Path

STREET = {
    "tail": [0],
    "head": [1],
    "transit_s": [2.0],
    "capacity_per_s": [1.0],
    "source": [0],
    "persons": [9.0],
    "sink": [1],
}


def member(array: object, *, old: bytes = b"", new: bytes = b"") -> bytes:
    data = io.BytesIO()
    np.lib.format.write_array(data, np.asarray(array))
    return data.getvalue().replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("persons", member([9.0], old=b"'shape': (1,)", new=b"'shape': ((1,")),
        ("persons", member([9.0], old=b"'shape': (1,)", new=b"'shape': [1,)")),
        ("persons", member([9.0], old=b"'shape': (1,)", new=b"'shape': (99999999999999999999,)")),
        ("version", member([3])),
    ],
    ids=["header that does not end", "header that is no Python", "length beyond any", "version of one row"],
)
def test_a_file_that_cannot_be_meant_is_wrong_input(tmp_path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "p.npz", "w") as archive:
        for other, array in STREET.items():
            archive.writestr(f"{other}.npy", data if other == name else member(array))
        if name not in STREET:
            archive.writestr(f"{name}.npy", data)
    with pytest.raises(InputError):
        read_problem(tmp_path / "p.npz")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("persons", member([9.0], old=b"'shape': (1,)", new=b"'shape': ((1,")),
        ("persons", member([9.0], old=b"'shape': (1,)", new=b"'shape': (99999999999999999999,)")),
        ("persons", member([[9.0]])),
        ("arc", member(0)),
        ("arc", member([0.0])),
        ("horizon_s", member([3.0, 3.0])),
    ],
)
def test_a_schedule_that_cannot_be_meant_is_wrong_input(tmp_path: Path, name: str, data: bytes) -> None:
    arrays = {"arc": [0], "start_s": [0.0], "duration_s": [1.0], "persons": [1.0], "horizon_s": [3.0]}

    def write(**changed: bytes) -> None:
        with zipfile.ZipFile(tmp_path / "s.npz", "w") as archive:
            for other, array in arrays.items():
                archive.writestr(f"{other}.npy", changed.get(other) or member(array))

    write()
    assert read_schedule(tmp_path / "s.npz").horizon_s == 3
    write(**{name: data})
    with pytest.raises(InputError):
        read_schedule(tmp_path / "s.npz")


@pytest.mark.parametrize("name", [name for name in Problem.__slots__ if name != "nodes"])
@pytest.mark.parametrize(
    "form",
    ["no row", "two axes", "O", "M8[s]", "c16", "U9", "?", "f4", "i4", "u8"],
)
def test_arrays_that_are_no_rows_of_64_bit_numbers_prove_nothing(name: str, form: str) -> None:
    """Also where they were put together past the reader, which would have said what is wrong."""
    problem = Problem.from_arrays(
        **STREET,
        window_arc=[0],
        window_open_s=[0],
        window_close_s=[5],
        window_quota=[4],
        halt_from_s=[3],
        halt_until_s=[4],
    )
    labels = np.array([0.0, 6.0])
    right = Certificate.of(problem, labels, 6.0)
    assert check(problem, right).arrivals_bound == 3
    array = getattr(problem, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy's about this change itself
        wrong = {"no row": array[0], "two axes": array[:, None]}.get(form)
        wrong = array.astype(form) if wrong is None else np.asarray(wrong)
    changed = replace(problem, **{name: wrong})
    with pytest.raises(CertificateRefused):
        check(changed, right)


@pytest.mark.parametrize("sizes", [1e200, 1.7e308])
def test_the_largest_numbers_in_arrays_bound_nothing_and_raise_nothing(sizes: float) -> None:
    problem = Problem.from_arrays(**STREET)
    large = replace(problem, transit_s=np.array([sizes]), capacity_per_s=np.array([sizes]))
    proof = check(large, Certificate.of(large, np.array([0.0, 6.0]), 6.0))
    assert not proof.refuted
