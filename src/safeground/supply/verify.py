"""Check again what was written on supplies: ``safeground verify``. From the arrays alone, without solving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import CertificateRefused, FaultList
from safeground.supply.balance import PlanRefused, carry_out
from safeground.supply.certificate import SupplyCertificate, check
from safeground.supply.files import read_plan, read_problem
from safeground.supply.finding_file import confirm, read_finding

if TYPE_CHECKING:
    from safeground.supply.problem import SupplyProblem

_PROBLEM = "supply-problem"
_CERTIFICATE = "supply-certificate"
_PLAN = "supply-plan"
_FINDING = "supply-finding"


def verify_supply(folder: Path) -> list[str]:
    """Check every supply certificate and delivery plan in a folder against the arrays beside it.

    A set is ``supply-problem.npz`` with ``supply-certificate.json``, ``supply-plan.npz`` or both, or the
    same names with one ending (``supply-problem-water.npz``, ``supply-certificate-water.json``), in the
    folder or in any in it. ``supply-finding.json`` beside a certificate is what a report says on its ground:
    it is confirmed, or the difference is named.

    Returns
    -------
    list of str
        For each certificate and plan a sentence that says what it shows; empty where there is no set.

    Raises
    ------
    InputError
        If a set is not whole or a file cannot be read.
    CertificateRefused
        If a certificate does not prove its bound, or proves less than the finding beside it says.
    PlanRefused
        If a plan cannot be carried out.
    """
    folder = Path(folder)
    sentences: list[str] = []
    for path in _problems(folder):
        ending = path.stem.removeprefix(_PROBLEM)
        place = path.parent.relative_to(folder) / ending.lstrip("-")
        before = f"{place}: " if str(place) != "." else ""
        problem = read_problem(path)
        certificate = path.with_name(f"{_CERTIFICATE}{ending}.json")
        plan = path.with_name(f"{_PLAN}{ending}.npz")
        finding = path.with_name(f"{_FINDING}{ending}.json")
        if certificate.is_file():
            try:
                sentences.append(before + _proven(problem, certificate, finding))
            except CertificateRefused as error:
                raise CertificateRefused(f"{certificate}: {error}") from error
        if plan.is_file():
            try:
                done = carry_out(problem, read_plan(plan))
            except PlanRefused as error:
                raise PlanRefused(f"{plan}: {error}") from error
            amounts = ", ".join(
                f"{used:,.0f} of {needed:,.0f} {unit} of {what}"
                for what, unit, used, needed in zip(
                    problem.commodity,
                    problem.unit,
                    done.used.sum(axis=1),
                    problem.need.sum(axis=(0, 2)),
                    strict=True,
                )
            )
            sentences.append(
                f"{before}On these arrays the delivery plan can be carried out: it supplies {amounts}. "
                "It does not prove that people can do it."
            )
    return sentences


def _proven(problem: SupplyProblem, certificate: Path, finding: Path) -> str:
    read = SupplyCertificate.from_json(certificate.read_bytes())
    return (
        confirm(problem, read, read_finding(finding)) if finding.is_file() else check(problem, read).sentence
    )


def _problems(folder: Path) -> list[Path]:
    """Return the problem files in a folder, after noting every file that lacks its other."""
    faults = FaultList(folder)
    found = sorted(folder.rglob(f"{_PROBLEM}*.npz"))
    known = set()
    for path in found:
        ending = path.stem.removeprefix(_PROBLEM)
        beside = [path.with_name(f"{_CERTIFICATE}{ending}.json"), path.with_name(f"{_PLAN}{ending}.npz")]
        known.update(beside)
        if not any(one.is_file() for one in beside):
            expected = f"{beside[0].name} or {beside[1].name} beside it"
            faults.add(str(path.relative_to(folder)), "no certificate and no plan", expected, "Add it.")
    for path in sorted({*folder.rglob(f"{_CERTIFICATE}*.json"), *folder.rglob(f"{_PLAN}*.npz")}):
        if path not in known:
            place, expected = str(path.relative_to(folder)), "its supply problem file beside it"
            faults.add(place, "a proof or plan without arrays", expected, "Add it.")
    for path in sorted(folder.rglob(f"{_FINDING}*.json")):
        proof = path.with_name(f"{_CERTIFICATE}{path.stem.removeprefix(_FINDING)}.json")
        if not proof.is_file():
            faults.add(
                str(path.relative_to(folder)), "a finding without a certificate", proof.name, "Add it."
            )
    faults.raise_if_any()
    return found
