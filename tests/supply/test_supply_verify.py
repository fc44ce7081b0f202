"""``safeground verify`` checks proofs on supplies as it checks the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.supply.cases import two_gates

from safeground.cli import app
from safeground.errors import CertificateRefused, InputError
from safeground.supply.balance import PlanRefused
from safeground.supply.files import write_plan, write_problem
from safeground.supply.lp import most_delivered, value_of_commodity
from safeground.supply.verify import verify_supply

if TYPE_CHECKING:
    from pathlib import Path


def _written(folder: Path, ending: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    problem = two_gates()
    solved = most_delivered(problem, value_of_commodity(problem, "flour"))
    write_problem(problem, folder / f"supply-problem{ending}.npz")
    (folder / f"supply-certificate{ending}.json").write_bytes(solved.certificate.to_json())
    write_plan(solved.plan, folder / f"supply-plan{ending}.npz")
    return folder


PROVEN = "at most 60 t of the 120 t of flour needed can be supplied in time (50 %)."


def test_a_folder_of_supplies_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _written(tmp_path / "proof")
    assert app(["verify", str(folder)], result_action="return_value") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(PROVEN)
    assert lines[1].startswith(
        "On these arrays the delivery plan can be carried out: it supplies 60 of 120 t of flour."
    )
    assert len(lines) == 2


def test_sets_are_named_by_ending_and_folder(tmp_path: Path) -> None:
    _written(tmp_path, "-flour")
    _written(tmp_path / "deep", "")
    said = verify_supply(tmp_path)
    assert [line.partition(":")[0] for line in said] == ["deep", "deep", "flour", "flour"]


def test_a_folder_without_sets_says_what_it_said_before(tmp_path: Path) -> None:
    assert verify_supply(tmp_path) == []
    with pytest.raises(InputError, match="nothing to check"):
        app(["verify", str(tmp_path)], result_action="return_value")


def test_what_was_changed_is_refused(tmp_path: Path) -> None:
    folder = _written(tmp_path)
    path = folder / "supply-certificate.json"
    document = json.loads(path.read_bytes())
    document["price"][3][0][0] = -1.0
    path.write_text(json.dumps(document))
    with pytest.raises(CertificateRefused, match=r"supply-certificate\.json.*no finite number"):
        verify_supply(folder)
    _written(folder)
    write_problem(two_gates(gate_trucks=[[2, 0, 2], [1, 1, 0]]), folder / "supply-problem.npz")
    with pytest.raises(CertificateRefused, match="other arrays"):
        verify_supply(folder)
    path.unlink()
    write_problem(two_gates(gate_trucks=np.zeros((2, 3))), folder / "supply-problem.npz")
    with pytest.raises(PlanRefused, match=r"supply-plan\.npz.*trucks at north"):
        verify_supply(folder)


def test_a_set_that_is_not_whole_is_named(tmp_path: Path) -> None:
    folder = _written(tmp_path)
    (folder / "supply-problem.npz").rename(folder / "supply-problem-other.npz")
    with pytest.raises(InputError) as caught:
        verify_supply(folder)
    assert {fault.place for fault in caught.value.faults} == {
        "supply-problem-other.npz",
        "supply-certificate.json",
        "supply-plan.npz",
    }
