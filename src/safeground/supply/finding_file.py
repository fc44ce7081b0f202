"""What a report says on the ground of a supply certificate, in a file beside it, and whether it holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from safeground.errors import CertificateRefused, FaultList, InputError
from safeground.supply.certificate import MARGIN, check
from safeground.supply.certificate_words import percent_at_most

if TYPE_CHECKING:
    from safeground.supply.certificate import SupplyCertificate
    from safeground.supply.problem import SupplyProblem

FORMAT_VERSION: Final = 1


class SupplyFinding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding that a need cannot be met, with the figures that a certificate has to bear.

    Parameters
    ----------
    finding
        Its id.
    statement
        Its sentence in the report.
    commodity, unit
        Of the need.
    needed_at_least
        All need at its least, with nobody counted twice. It comes from the plan: the arrays hold the most
        that each place may need.
    supplied_at_most
        No more than this can be delivered and used.
    percent_at_most
        The part of the need that can be met at most, as the statement has it.
    version
        Of this file's format.
    """

    finding: str
    statement: str
    commodity: str
    unit: str
    needed_at_least: float
    supplied_at_most: float
    percent_at_most: float
    version: int = FORMAT_VERSION

    def to_json(self) -> bytes:
        """Return the finding as JSON."""
        return msgspec.json.format(msgspec.json.encode(self)) + b"\n"


def read_finding(path: Path) -> SupplyFinding:
    """Read a finding.

    Raises
    ------
    InputError
        If the file cannot be read, is no such JSON or of another version.
    """
    faults = FaultList(path)
    try:
        found = msgspec.json.decode(Path(path).read_bytes(), type=SupplyFinding)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        faults.add("", f"what cannot be read ({error})", "a finding on supplies", "Write or copy it again.")
        raise InputError(faults.faults) from error
    if found.version != FORMAT_VERSION:
        fix = "Use a Safeground that knows this version, or examine the plan anew."
        faults.add("version", f"version {found.version}", str(FORMAT_VERSION), fix)
    faults.raise_if_any()
    return found


def confirm(problem: SupplyProblem, certificate: SupplyCertificate, finding: SupplyFinding) -> str:
    """Return what the certificate proves against the least need, with the finding that it confirms.

    Raises
    ------
    CertificateRefused
        If the certificate is refused, or proves less than the finding says: the difference is named.
    """
    proof = check(problem, certificate, needed_at_least=finding.needed_at_least)
    percent, unit = percent_at_most(proof.share, MARGIN), finding.unit
    different = []
    if (finding.commodity, unit) not in zip(problem.commodity, problem.unit, strict=True):
        different.append(f"it speaks of {finding.commodity} in {unit}, which the arrays do not have")
    elif not (certificate.value * problem.need.sum(axis=2))[
        :, problem.commodity.index(finding.commodity)
    ].any():
        different.append(f"it speaks of {finding.commodity}, which the certificate does not count")
    if not proof.refuted:
        different.append(
            f"it says that not all can be met; proven is at most {proof.bound:.6g} {unit}, "
            f"which is not below its least need, {finding.needed_at_least:.6g} {unit}"
        )
    elif finding.supplied_at_most < proof.bound * (1 - MARGIN):
        different.append(
            f"it says at most {finding.supplied_at_most:.6g} {unit}; "
            f"proven is at most {proof.bound:.6g} {unit}"
        )
    if proof.refuted and finding.percent_at_most < percent - 1e-9:
        different.append(f"it says at most {finding.percent_at_most:g} %; proven is at most {percent:g} %")
    if f"at most {finding.percent_at_most:g} % " not in finding.statement:
        different.append(f"its sentence does not say at most {finding.percent_at_most:g} %")
    different += _said_too_much(finding)
    if different:
        msg = f"The finding {finding.finding} is not confirmed: {'; '.join(different)}."
        raise CertificateRefused(msg)
    return (
        f"{proof.sentence} The least need is the plan's; the arrays hold the most that each place may need. "
        f"This confirms the figures of {finding.finding}: \u201c{finding.statement}\u201d"
    )


def _said_too_much(finding: SupplyFinding) -> list[str]:
    """Return the figures of a finding's first sentence that say more than the finding itself."""
    before = f"{finding.commodity}: "
    if not finding.statement.startswith(before):
        return [f"its sentence does not begin with {finding.commodity}"]
    said = finding.statement.removeprefix(before).split(". ")[0]
    found = []
    for figure, unit in re.findall(r"at most ([\d,]*\.?\d+) (\S+)", said):
        least = finding.percent_at_most if unit == "%" else finding.supplied_at_most
        if _number(figure) < least * (1 - MARGIN):
            found.append(f"its sentence says at most {figure} {unit}")
    if "from what they state: nothing" in said and finding.percent_at_most > 0:
        found.append("its sentence says that nothing can be supplied")
    needed = re.findall(r", where (?:at least )?([\d,]*\.?\d+) ", said)
    most = finding.needed_at_least * (1 + MARGIN)
    found += [
        f"its sentence says that {figure} {finding.unit} are needed"
        for figure in needed
        if _number(figure) > most
    ]
    return found


def _number(figure: str) -> float:
    return float(figure.replace(",", ""))
