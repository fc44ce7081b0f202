"""No certificate passes for more than is true, however it or its arrays were changed."""

from __future__ import annotations

import contextlib
import warnings
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.fuzz.mutations import ARRAYS, mutated_file, mutated_json, mutated_problem, pick
from tests.fuzz.truth import assert_true, cases, exact_most

from safeground.errors import CertificateRefused, InputError
from safeground.flow.certificate import Certificate, arrays_sha256, check
from safeground.flow.problem import Problem, read_problem

if TYPE_CHECKING:
    from pathlib import Path

# numpy's, about headers that are slower to read; it reads them right.
pytestmark = pytest.mark.filterwarnings("ignore:Reading .*header parsing:UserWarning")


def changed_certificates(seed: int, count: int) -> Counter[str]:
    """Read and check certificates with something changed, against their own arrays."""
    rng, outcome = np.random.default_rng(seed), Counter[str]()
    for _ in range(count):
        case, other = pick(rng, cases()), pick(rng, cases())
        data = mutated_json(
            rng, pick(rng, case.certificates).to_json(), pick(rng, other.certificates).to_json()
        )
        try:
            certificate = Certificate.from_json(data)
            proof = check(case.problem, certificate)
        except CertificateRefused:
            outcome["refused"] += 1
            continue
        outcome["refuted" if proof.refuted else "accepted"] += 1
        assert_true(case.problem, certificate, proof, case.most_by(proof.horizon_s))
    return outcome


def changed_arrays(seed: int, count: int) -> Counter[str]:
    """Check certificates that were bound anew to arrays with something changed, past the reader's checks."""
    rng, outcome = np.random.default_rng(seed), Counter[str]()
    for turn in range(count):
        case = pick(rng, cases())
        certificate = pick(rng, case.certificates)
        problem = mutated_problem(rng, case.problem)
        outcome[checked(problem, certificate, exact=turn % 10 == 0)] += 1
    return outcome


def changed_files(seed: int, count: int, folder: Path) -> Counter[str]:
    """Read problem files with something changed, and check certificates bound anew to what was read."""
    rng, outcome = np.random.default_rng(seed), Counter[str]()
    path = folder / "problem.npz"
    for turn in range(count):
        case = pick(rng, cases())
        arrays = {name: getattr(case.problem, name) for name in ARRAYS}
        path.write_bytes(
            mutated_file(rng, arrays | {"version": np.int64(2), "nodes": np.int64(case.problem.nodes)})
        )
        try:
            problem = read_problem(path)
        except InputError:
            outcome["unreadable"] += 1
            continue
        outcome[checked(problem, pick(rng, case.certificates), exact=turn % 10 == 0)] += 1
    return outcome


def checked(problem: Problem, certificate: Certificate, *, exact: bool) -> str:
    """Check a certificate against arrays that it may not be for, and bound anew; say what came of it."""
    digest = certificate.problem_sha256
    with contextlib.suppress(TypeError, ValueError), warnings.catch_warnings():  # no numbers have no hash
        warnings.simplefilter("ignore")
        digest = arrays_sha256(problem)
    if digest != certificate.problem_sha256:
        with pytest.raises(CertificateRefused):
            check(problem, certificate)
    again = Certificate(
        certificate.version, digest, certificate.horizon_s, certificate.labels_s, certificate.refuge_labels_s
    )
    try:
        proof = check(problem, again)
    except CertificateRefused:
        return "refused"
    assert_true(problem, again, proof, exact_most(problem, again.horizon_s) if exact else 0.0)
    return "refuted" if proof.refuted else "accepted"


def assert_all_happened(outcome: Counter[str], *kinds: str) -> None:
    """Else the mutations would be too mild, or too wild, to say anything."""
    for kind in kinds:
        assert outcome[kind] >= 0.02 * outcome.total(), outcome


def test_no_changed_certificate_says_more_than_is_true() -> None:
    assert_all_happened(changed_certificates(1, 1000), "refused", "refuted", "accepted")


def test_no_changed_arrays_prove_more_than_is_true() -> None:
    assert_all_happened(changed_arrays(2, 700), "refused", "refuted", "accepted")


def test_no_changed_file_proves_more_than_is_true(tmp_path: Path) -> None:
    assert_all_happened(changed_files(3, 300, tmp_path), "unreadable", "refuted")


@pytest.mark.large
@pytest.mark.parametrize("block", range(20))
def test_none_of_two_hundred_thousand_changes_proves_more_than_is_true(block: int, tmp_path: Path) -> None:
    changed_certificates(1000 + block, 5000)
    changed_arrays(2000 + block, 3500)
    changed_files(3000 + block, 1500, tmp_path)
