"""``safeground verify``: finds every proof, says what it proves, and refuses what does not hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from safeground.errors import CertificateRefused, InputError
from safeground.flow.problem import read_problem, write_problem
from safeground.flow.replay import ScheduleRefused
from safeground.flow.schedule import read_schedule, write_schedule
from safeground.flow.solve import solve
from safeground.flow.verify import verify_folder
from safeground.testing import grid_town

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("solved")
    write_problem(grid_town(4, 30), folder / "town.npz")
    solve(folder / "town.npz", gap=0.01, deadline_s=10.0, out=folder / "out", progress=lambda _: None)
    return folder / "out"


@pytest.fixture
def copy(solved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(solved, tmp_path / "copy"))


def test_each_proof_and_schedule_is_one_sentence(solved: Path) -> None:
    sentences = verify_folder(solved)
    assert len(sentences) == 4
    assert sentences[0].startswith("For these arrays it is proven: by 18.4 s not all of the 30 persons")
    assert sentences[1].startswith("For these arrays it is proven: by 10 s at most 13 of the 30 persons")
    assert "schedule can be carried out" in sentences[2]
    assert "does not prove that people can" in sentences[2]
    assert "schedule to the deadline" in sentences[3]


def test_sets_with_an_ending_and_in_folders_below(solved: Path, tmp_path: Path) -> None:
    proofs = tmp_path / "restricted" / "proofs"
    for place, ending in (
        (proofs, "-notice-1-out"),
        (proofs, "-notice-1-arrived"),
        (proofs / "notice-2", ""),
    ):
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(solved / "problem.npz", place / f"problem{ending}.npz")
        shutil.copy(solved / "certificate.json", place / f"certificate{ending}.json")
    sentences = verify_folder(tmp_path)
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "restricted/proofs/notice-2",
        "restricted/proofs/notice-1-arrived",
        "restricted/proofs/notice-1-out",
    ]


def test_a_certificate_alone_is_enough(copy: Path) -> None:
    for name in ("bracket.json", "schedule.npz", "deadline-schedule.npz", "deadline-certificate.json"):
        (copy / name).unlink()
    assert len(verify_folder(copy)) == 1


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda folder: (folder / "certificate.json").unlink(), "no certificate"),
        (lambda folder: (folder / "problem.npz").unlink(), "without arrays"),
        (lambda folder: (folder / "problem.npz").write_bytes(b"PK"), "problem.npz"),
        (lambda folder: (folder / "schedule.npz").write_bytes(b"PK"), "schedule.npz"),
        (lambda folder: (folder / "bracket.json").write_text("{"), "bracket.json"),
        (lambda folder: (folder / "bracket.json").write_text('{"lower_s": "18"}'), "lower_s"),
    ],
)
def test_files_that_lack_or_cannot_be_read(copy: Path, spoil: Callable[[Path], object], why: str) -> None:
    spoil(copy)
    with pytest.raises(InputError, match=why):
        verify_folder(copy)


def test_nothing_to_check_is_no_proof(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to check"):
        verify_folder(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        verify_folder(tmp_path / "none")


def test_other_arrays_are_not_proven(copy: Path) -> None:
    write_problem(grid_town(4, 31), copy / "problem.npz")
    with pytest.raises(CertificateRefused, match=r"certificate\.json.*other arrays"):
        verify_folder(copy)


@pytest.mark.parametrize("name", ["certificate.json", "deadline-certificate.json"])
def test_a_certificate_changed_on_the_way(copy: Path, name: str) -> None:
    stored = json.loads((copy / name).read_text())
    stored["labels_s"] = [0.0 for _ in stored["labels_s"]]
    (copy / name).write_text(json.dumps(stored))
    with pytest.raises(CertificateRefused, match=name):
        verify_folder(copy)


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("lower_s", 1.001),
        ("upper_s", 0.99),
        ("arrivals_upper", 0.99),
        ("arrivals_lower", 1.01),
        ("deadline_s", 0.9),
    ],
)
def test_a_bracket_that_says_more_than_is_shown(copy: Path, name: str, factor: float) -> None:
    said = json.loads((copy / "bracket.json").read_text())
    said[name] *= factor
    (copy / "bracket.json").write_text(json.dumps(said))
    with pytest.raises(CertificateRefused, match=name.split("_")[0]):
        verify_folder(copy)


def test_an_upper_bound_without_its_schedule(copy: Path) -> None:
    (copy / "schedule.npz").unlink()
    with pytest.raises(CertificateRefused, match="no schedule"):
        verify_folder(copy)


def test_a_schedule_that_cannot_be_carried_out(copy: Path) -> None:
    schedule = read_schedule(copy / "schedule.npz")
    schedule.start_s[:] = 0
    write_schedule(schedule, copy / "schedule.npz")
    with pytest.raises(ScheduleRefused):
        verify_folder(copy)


def test_arrays_are_read_as_they_were_solved(solved: Path) -> None:
    assert np.array_equal(read_problem(solved / "problem.npz").tail, grid_town(4, 30).tail)


def test_an_examination_without_a_proof_is_said_to_have_none(tmp_path: Path):
    (tmp_path / ".safeground").touch()
    (tmp_path / "restricted").mkdir()
    (sentence,) = verify_folder(tmp_path)
    assert sentence.startswith("No proof is in this folder")
