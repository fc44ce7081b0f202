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
from safeground.supply.finding_file import SupplyFinding
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


def _finding(folder: Path, **changed: object) -> None:
    """Write the finding that at least 100 t are needed: 60 t are 60 % of that, not 50 %."""
    said: dict[str, object] = {
        "finding": "supply.need.flour",
        "statement": "flour: at most 60 % of the need can be met, where at least 100 t are needed.",
        "commodity": "flour",
        "unit": "t",
        "needed_at_least": 100.0,
        "supplied_at_most": 60.0 * (1 + 1e-12),
        "percent_at_most": 60.0,
    } | changed
    (folder / "supply-finding.json").write_bytes(SupplyFinding(**said).to_json())  # type: ignore[arg-type]


def test_a_finding_is_held_against_the_need_at_its_least(tmp_path: Path) -> None:
    _finding(_written(tmp_path))
    said = verify_supply(tmp_path)[0]
    assert "at most 60 t of flour can be supplied in time." in said
    assert "Where at least 100 t are needed, at most 60 % of the need can be met." in said
    assert said.endswith("where at least 100 t are needed.\u201d")
    assert "50 %" not in said


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"needed_at_least": 60.0}, r"not below its least need, 60 t"),
        ({"needed_at_least": 59.0}, r"says that not all can be met; proven is at most 60 t"),
        ({"needed_at_least": 99.0}, r"says at most 60 %; proven is at most 60\.7 %"),
        ({"needed_at_least": 121.0}, r"121 t, is more than all in its arrays, 120 t"),
        ({"needed_at_least": 0.0}, r"is no amount"),
        ({"supplied_at_most": 59.0}, r"says at most 59 t; proven is at most 60 t"),
        ({"percent_at_most": 59.9}, r"says at most 59\.9 %; proven is at most 60 %.*does not say at most 59"),
        ({"percent_at_most": 61.0}, r"its sentence does not say at most 61 %"),
        (
            {"statement": "flour: at most 60 % of the need, at most 6 % of it, can be met."},
            r"its sentence says at most 6 %",
        ),
        (
            {"statement": "flour: at most 60 % of the need can be met: at most 6 t, where 100 t are needed."},
            r"its sentence says at most 6 t",
        ),
        (
            {"statement": "flour: at most 60 % of the need can be met, where at least 1,000 t are needed."},
            r"its sentence says that 1,000 t are needed",
        ),
        (
            {"statement": "flour: at most 60 % of the need, from what they state: nothing."},
            r"says that nothing can be supplied",
        ),
        ({"statement": "water: at most 60 % of the need can be met."}, r"does not begin with flour"),
        ({"commodity": "water"}, r"water in t, which the arrays do not have"),
        ({"unit": "kg"}, r"flour in kg, which the arrays do not have"),
    ],
)
def test_a_finding_that_says_more_than_is_proven_is_refused(
    tmp_path: Path, changed: dict[str, object], named: str
) -> None:
    _finding(_written(tmp_path), **changed)
    with pytest.raises(CertificateRefused, match=named):
        verify_supply(tmp_path)


def test_a_finding_that_cannot_be_read_or_has_no_certificate_is_named(tmp_path: Path) -> None:
    folder = _written(tmp_path)
    for wrong, named in (
        ("{}", "missing required field"),
        ("not json", "malformed"),
        (None, "supply-certificate.json"),
    ):
        _finding(folder)
        path = folder / "supply-finding.json"
        if wrong is None:
            (folder / "supply-certificate.json").unlink()
        else:
            path.write_text(wrong)
        with pytest.raises(InputError, match=named):
            verify_supply(folder)
    later = SupplyFinding(
        finding="a", statement="b", commodity="flour", unit="t", needed_at_least=1.0, supplied_at_most=1.0,
        percent_at_most=1.0, version=2,
    )  # fmt: skip
    _written(folder)
    (folder / "supply-finding.json").write_bytes(later.to_json())
    with pytest.raises(InputError, match="version 2"):
        verify_supply(folder)
